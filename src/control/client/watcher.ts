import { WebSocket } from "ws"
import { type About, afterMessage, type Picture, type PictureMessage } from "../picture.ts"
import { fromWire } from "../wire.ts"

/** A screen wants no more pictures than a person can read; what is typed is answered at once. */
const EVERY_MS = 500
/** The engine says something every second: a line that is silent for so long is dead. */
const SILENCE_MS = 5_000
const [RETRY_LEAST_MS, RETRY_MOST_MS] = [200, 2_000]

/** What somebody who watches from another process knows. */
export interface Watched {
  readonly about: About
  readonly picture: Picture
}

/**
 * Watches an engine over its stream, and comes back by itself when the line breaks: soon at first,
 * then every two seconds. What was known last stays known, with its age.
 */
export class Watcher {
  readonly #url: string
  readonly #onChange: () => void
  #socket: WebSocket | undefined
  #timer: NodeJS.Timeout | undefined
  #about: About | undefined
  #picture: Picture | undefined
  #heardAtMs = NaN
  #tries = 0
  #isFirst = true
  #isEnded = false

  /** @param told.onChange called whenever there is something new to show, or the line breaks */
  constructor(told: { readonly socketPath: string; readonly onChange: () => void }) {
    this.#url = `ws+unix:${told.socketPath}:/picture/stream?everyMs=${EVERY_MS}`
    this.#onChange = told.onChange
  }

  begin(): void {
    this.#connect()
  }

  end(): void {
    this.#isEnded = true
    clearTimeout(this.#timer)
    this.#socket?.terminate()
  }

  /** What is known; undefined before the first picture. */
  get known(): Watched | undefined {
    const [about, picture] = [this.#about, this.#picture]
    return about && picture && { about, picture }
  }

  /** Pictures come now. */
  get isConnected(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN && this.#tries === 0
  }

  /** How old the picture is, by a clock that nobody can set. */
  get ageMs(): number {
    return performance.now() - this.#heardAtMs
  }

  #connect(): void {
    const socket = new WebSocket(this.#url, { handshakeTimeout: SILENCE_MS })
    this.#socket = socket
    this.#expect(SILENCE_MS, () => socket.terminate())
    socket.on("message", (data: Buffer) => this.#hear(socket, data.toString("utf8")))
    // An error is always followed by the closing.
    socket.on("error", () => {})
    socket.on("close", () => this.#lost())
  }

  #hear(socket: WebSocket, text: string): void {
    this.#expect(SILENCE_MS, () => socket.terminate())
    const message = fromWire(text) as PictureMessage
    if (message.kind === "about") {
      this.#about = message.about
      // Another process may be another session: its first picture stands on nothing.
      this.#isFirst = true
      return
    }
    this.#picture = afterMessage(this.#isFirst ? undefined : this.#picture, message)
    this.#isFirst = false
    this.#heardAtMs = performance.now()
    this.#tries = 0
    this.#onChange()
  }

  #lost(): void {
    if (this.#isEnded) return
    const rest = Math.min(RETRY_MOST_MS, RETRY_LEAST_MS * 2 ** this.#tries)
    this.#tries++
    this.#expect(rest, () => this.#connect())
    this.#onChange()
  }

  #expect(ms: number, then: () => void): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(then, ms)
  }
}
