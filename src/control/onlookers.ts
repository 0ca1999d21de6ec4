import type { WebSocket } from "ws"
import type { ControlledSession } from "./controlled.ts"

/** Somebody who looks at the session and is told what is new to them. */
interface Onlooker {
  readonly socket: WebSocket
  /** The next message; undefined where there is nothing new. */
  readonly next: (atMs: number) => readonly string[]
}

/** No more than so often is anything told (UI-3). */
export const LOOK_EVERY_MS = 100
/** A reader that stands still is not waited for, and must not fill our memory. */
const WAITING_MOST = 4_000_000
const ONLOOKERS_MOST = 64

/** Everybody who looks at the session over a stream. While there is nobody, nothing is made for them. */
export class Onlookers {
  readonly #controlled: ControlledSession
  readonly #clock: () => number
  readonly #all = new Set<Onlooker>()
  #timer: NodeJS.Timeout | undefined

  constructor(controlled: ControlledSession, clock: () => number) {
    this.#controlled = controlled
    this.#clock = clock
  }

  get count(): number {
    return this.#all.size
  }

  /** From now on the socket is told what is new, until it closes. */
  add(socket: WebSocket, next: Onlooker["next"]): void {
    if (this.#all.size >= ONLOOKERS_MOST) {
      socket.close(1013, "Too many are looking already.")
      return
    }
    const onlooker = { socket, next }
    this.#all.add(onlooker)
    const leave = (): void => {
      this.#all.delete(onlooker)
      if (this.#all.size === 0) this.#rest()
    }
    socket.on("close", leave).on("error", leave)
    this.#tell(onlooker)
    this.#timer ??= setInterval(() => this.look(), LOOK_EVERY_MS).unref()
  }

  /** Tells everybody what is new to them now. */
  look(): void {
    for (const onlooker of this.#all) this.#tell(onlooker)
  }

  /** The session ends: they are told so, by the closing. */
  close(): void {
    this.#rest()
    for (const { socket } of this.#all) socket.close(1001, "The engine ends.")
    this.#all.clear()
  }

  #rest(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  #tell({ socket, next }: Onlooker): void {
    if (socket.readyState !== socket.OPEN) return
    if (socket.bufferedAmount > WAITING_MOST) {
      socket.terminate()
      return
    }
    try {
      for (const message of next(this.#clock())) socket.send(message)
    } catch (error) {
      // What cannot even be told of a session is a mistake in it.
      this.#rest()
      this.#controlled.fail(error)
    }
  }
}
