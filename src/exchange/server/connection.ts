import type { WebSocket } from "ws"
import type { Link } from "../stream/link.ts"

/** A ping goes out this often; without an answer for so long the connection is given up. */
const PING_MS = 20_000
const PONG_MS = 60_000
/** No connection lives longer. */
const LIFE_MS = 86_400_000

/**
 * One WebSocket of a client: asks for signs of life and ends when its day is over. What is sent waits
 * in line until the exchange has kept what it tells of.
 */
export class Connection implements Link {
  readonly #socket: WebSocket
  readonly #line: (send: () => void) => void
  readonly #pings: NodeJS.Timeout
  readonly #life: NodeJS.Timeout
  #isAlive = true
  #silence = 0

  /** @param line takes what is to be sent, and does it when the time has come */
  constructor(socket: WebSocket, line: (send: () => void) => void) {
    this.#socket = socket
    this.#line = line
    this.#pings = setInterval(() => this.#ping(), PING_MS)
    this.#life = setTimeout(() => this.close(1008, "disconnected"), LIFE_MS)
    socket.on("pong", () => {
      this.#isAlive = true
    })
    socket.on("close", () => this.#end())
    // A broken frame ends the connection; its close is all there is to know.
    socket.on("error", () => {})
  }

  send(text: string): void {
    this.#line(() => {
      if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(text)
    })
  }

  close(code: number, reason: string): void {
    this.#line(() => this.#socket.close(code, reason))
  }

  #ping(): void {
    this.#silence = this.#isAlive ? 0 : this.#silence + PING_MS
    if (this.#silence >= PONG_MS) {
      this.#socket.terminate()
      return
    }
    this.#isAlive = false
    this.#socket.ping(String(Date.now()))
  }

  #end(): void {
    clearInterval(this.#pings)
    clearTimeout(this.#life)
  }
}
