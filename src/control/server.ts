import { chmodSync, rmSync } from "node:fs"
import { createServer, type Server, type Socket } from "node:net"
import type { Status } from "../session/status.ts"
import {
  type ControlAnswer,
  type ControlCommand,
  controlSocket,
  LINE_MOST,
  readRequest,
} from "./protocol.ts"

/** Somebody who connects and says nothing is not waited for. */
const PATIENCE_MS = 5_000

/** What the running session lets a second terminal do. */
export interface Controlled {
  status(): Status
  /** Hands a command to the engine. @returns what it caused at once, in words */
  command(command: ControlCommand): readonly string[]
  /** Something went wrong in it that ends the session. */
  fail(error: unknown): void
}

/**
 * Listens for a second terminal, on a socket that only its owner may open. Whoever holds the
 * account's journal is the only one to listen, so a socket that is left over is nobody's.
 */
export class ControlServer {
  readonly #server: Server
  readonly #path: string
  readonly #sockets = new Set<Socket>()

  private constructor(path: string, controlled: Controlled) {
    this.#path = path
    this.#server = createServer((socket) => {
      this.#sockets.add(socket)
      socket.on("close", () => this.#sockets.delete(socket))
      serve(socket, controlled)
    })
    this.#server.unref()
  }

  /** @param journal of the account, which the caller has opened to write */
  static async open(journal: string, controlled: Controlled): Promise<ControlServer> {
    const path = controlSocket(journal)
    rmSync(path, { force: true })
    const server = new ControlServer(path, controlled)
    await server.#listen()
    return server
  }

  close(): void {
    this.#server.close()
    for (const socket of this.#sockets) socket.destroy()
    rmSync(this.#path, { force: true })
  }

  async #listen(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.#server.once("error", reject)
    // Nobody else may connect, not even between the listening and the change of the mode.
    const mask = process.umask(0o177)
    this.#server.listen(this.#path, resolve)
    process.umask(mask)
    await promise
    this.#server.off("error", reject)
    // Too many connections at once: those who come later try again.
    this.#server.on("error", () => {})
    chmodSync(this.#path, 0o600)
  }
}

function serve(socket: Socket, controlled: Controlled): void {
  let text = ""
  socket.setEncoding("utf8")
  socket.setTimeout(PATIENCE_MS, () => socket.destroy())
  socket.on("error", () => socket.destroy())
  socket.on("data", (part: string) => {
    text += part
    const end = text.indexOf("\n")
    if (end < 0 && text.length <= LINE_MOST) return
    socket.removeAllListeners("data")
    const answer =
      end < 0 ? { refused: "The line is too long." } : answerTo(text.slice(0, end), controlled)
    socket.end(`${JSON.stringify(answer)}\n`)
  })
}

function answerTo(line: string, controlled: Controlled): ControlAnswer {
  const request = readRequest(line)
  if (request === undefined) return { refused: "This session does not know that request." }
  try {
    if ("ask" in request) return { status: controlled.status() }
    return { events: controlled.command(request.command) }
  } catch (error) {
    controlled.fail(error)
    return { refused: "The session ends: something went wrong in it." }
  }
}
