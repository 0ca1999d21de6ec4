import { WebSocket } from "ws"
import type { Body } from "./client.ts"

/** A client's socket: what it hears is kept, and can be waited for. */
export class Socket {
  readonly heard: Body[] = []
  readonly #socket: WebSocket
  #onMessage: (() => void) | undefined
  isClosed = false

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.on("message", (bytes) => {
      this.heard.push(JSON.parse(Buffer.from(bytes as Uint8Array).toString("utf8")) as Body)
      this.#onMessage?.()
    })
    socket.on("close", () => {
      this.isClosed = true
      this.#onMessage?.()
    })
  }

  static async open(address: string): Promise<Socket> {
    const socket = new Socket(new WebSocket(address))
    await new Promise<void>((resolve, reject) => {
      socket.#socket.once("open", resolve)
      socket.#socket.once("error", reject)
    })
    return socket
  }

  send(text: string): void {
    this.#socket.send(text)
  }

  say(message: object): void {
    this.#socket.send(JSON.stringify(message))
  }

  /** Waits until something was heard that fits. */
  async until(fits: (message: Body) => boolean): Promise<Body> {
    for (;;) {
      const found = this.heard.find(fits)
      if (found !== undefined) return found
      if (this.isClosed) throw new Error("the socket closed first")
      await this.#next()
    }
  }

  /** Waits until the server has ended it. */
  async end(): Promise<void> {
    while (!this.isClosed) await this.#next()
  }

  close(): void {
    this.#socket.terminate()
  }

  async #next(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#onMessage = resolve
    })
  }
}
