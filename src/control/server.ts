import { chmodSync, rmSync } from "node:fs"
import { isMainThread } from "node:worker_threads"
import { Problem } from "../value/problem.ts"
import { type Address, namesOf } from "./address.ts"
import { buildApi } from "./api.ts"
import type { ControlledSession } from "./controlled.ts"
import type { EngineRoom } from "./engine-room.ts"
import { KeyDoor, SOCKET_DOOR } from "./door.ts"
import { controlKeysFile, readControlKeys } from "./keys.ts"
import { Lease } from "./lease.ts"
import { Onlookers } from "./onlookers.ts"
import { openRequestLog, type RequestLog } from "./request-log.ts"
import type { Api, Scene } from "./scene.ts"
import { controlSocket } from "./socket.ts"

/**
 * Listens for screens and other programs: on a socket that only its owner may open, and on loopback
 * where that is wanted, for who has a key. Whoever holds the account's journal is the only one to
 * listen, so a socket that is left over is nobody's.
 */
export class ControlServer {
  readonly #apis: readonly Api[]
  readonly #path: string
  readonly #scene: Scene
  readonly #log: RequestLog
  readonly #room: EngineRoom

  private constructor(told: {
    readonly apis: readonly Api[]
    readonly path: string
    readonly scene: Scene
    readonly log: RequestLog
    readonly room: EngineRoom
  }) {
    this.#apis = told.apis
    this.#path = told.path
    this.#scene = told.scene
    this.#log = told.log
    this.#room = told.room
  }

  /**
   * @param controlled whose journal the caller has opened to write
   * @param told.room which hears of turns and answers
   * @param told.listen where to listen beside the socket
   * @throws Problem `NO_CONTROL_KEYS`, `PORT_TAKEN`, and those of the keys
   */
  static async open(
    controlled: ControlledSession,
    told: { readonly room: EngineRoom; readonly listen?: Address | undefined },
  ): Promise<ControlServer> {
    const { journal } = controlled.about
    const path = controlSocket(journal)
    const clock = (): number => performance.now()
    const lease = new Lease((act) => controlled.act(act))
    const onlookers = new Onlookers(controlled, clock)
    const scene = { controlled, lease, onlookers, turns: { lastMs: clock() }, clock }
    const requests = openRequestLog(journal)
    const log: RequestLog["note"] = (answered) => {
      requests.note(answered)
      told.room.answered(answered.ms)
    }
    const apis: Api[] = []
    const server = new ControlServer({ apis, path, scene, log: requests, room: told.room })
    try {
      const api = await buildApi(scene, { door: SOCKET_DOOR, log })
      apis.push(api)
      if (told.listen) {
        const door = doorFor(scene, told.listen)
        const loopback = await buildApi(scene, { door, log })
        apis.push(loopback)
        await listenOnLoopback(loopback, told.listen)
      }
      rmSync(path, { force: true })
      await listenOnSocket(api, path)
      return server
    } catch (error) {
      await server.close()
      throw error
    }
  }

  /** Screens that look now. */
  get onlookers(): number {
    return this.#scene.onlookers.count
  }

  /** After a turn of the session: what was lent to a screen that is silent lapses. */
  onTurn(): void {
    const { clock, turns, lease } = this.#scene
    turns.lastMs = clock()
    lease.settle(turns.lastMs)
    this.#room.turned()
  }

  /** Nobody acts on the session any more; it may still be written. */
  async close(): Promise<void> {
    this.#scene.onlookers.close()
    for (const api of this.#apis) {
      // Whoever is still being answered had their time.
      api.server.closeAllConnections()
      await api.close()
    }
    rmSync(this.#path, { force: true })
    this.#log.close()
    await this.#room.close()
  }

  /** The person before the screen has left, as far as the guard is concerned. */
  release(): void {
    this.#scene.lease.release()
  }
}

async function listenOnSocket(api: Api, path: string): Promise<void> {
  // Nobody else may connect, not even between the listening and the change of the mode. The mask is
  // the process's own: a thread beside the main one cannot set it, and lives in its owner's folder.
  const mask = isMainThread ? process.umask(0o177) : undefined
  try {
    await api.listen({ path })
  } finally {
    if (mask !== undefined) process.umask(mask)
  }
  chmodSync(path, 0o600)
}

/** @throws Problem `NO_CONTROL_KEYS`, and those of the keys */
function doorFor({ controlled }: Scene, address: Address): KeyDoor {
  const { journal } = controlled.about
  const keys = readControlKeys(journal)
  if (keys === undefined) throw noKeys(controlKeysFile(journal))
  return new KeyDoor({ keys, wallMs: () => Date.now(), hosts: namesOf(address) })
}

/** @throws Problem `PORT_TAKEN` */
async function listenOnLoopback(api: Api, address: Address): Promise<void> {
  try {
    await api.listen({ host: address.host, port: address.port })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EADDRINUSE") throw taken(address)
    throw error
  }
}

function noKeys(file: string): Problem {
  return new Problem({
    code: "NO_CONTROL_KEYS",
    what: "The control API does not listen on loopback: there are no keys for it.",
    why: `Any program of this machine could ask there, so requests are signed; ${file} is not there.`,
    next: 'Run "genesis api keys" once, then start the engine again.',
  })
}

function taken({ host, port }: Address): Problem {
  return new Problem({
    code: "PORT_TAKEN",
    what: `The control API cannot listen on ${host}, port ${port}.`,
    why: "Another program listens there already.",
    next: "Name another port with --listen.",
  })
}
