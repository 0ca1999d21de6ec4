import type { WebSocket } from "ws"
import type { Mischief } from "../faults/mischief.ts"
import type { About, Link } from "../stream/link.ts"

/** A ping goes out this often; without an answer for so long the connection is given up. */
const PING_MS = 20_000
const PONG_MS = 60_000
/** How often it is drawn what becomes of the connection. */
const TROUBLE_MS = 1_000

/**
 * One WebSocket of a client: asks for signs of life and ends when its day is over. What is sent waits
 * in line until the exchange has kept what it tells of, and may then meet with mischief.
 */
export class Connection implements Link {
  readonly #socket: WebSocket
  readonly #line: (send: () => void) => void
  readonly #mischief: Mischief
  readonly #timers: NodeJS.Timeout[]
  #isAlive = true
  #silence = 0
  /** When the last of what keeps its order leaves. */
  #lastDue = 0
  #lastHeard = 0
  #isDeaf = false
  #silentUntil = 0

  /** @param told.line takes what is to be sent, and does it when the time has come */
  constructor(told: {
    readonly socket: WebSocket
    readonly line: (send: () => void) => void
    readonly mischief: Mischief
  }) {
    this.#socket = told.socket
    this.#line = told.line
    this.#mischief = told.mischief
    const { connectionSeconds } = told.mischief.plan
    this.#timers = [
      setInterval(() => this.#ping(), PING_MS),
      setInterval(() => this.#draw(), TROUBLE_MS),
      setTimeout(() => this.close(1008, "disconnected"), connectionSeconds * 1000),
    ]
    const socket = this.#socket
    socket.on("pong", () => {
      this.#isAlive = true
    })
    socket.on("ping", (payload) => {
      if (!this.#isDeaf) socket.pong(payload)
    })
    socket.on("close", () => this.#timers.forEach((timer) => clearInterval(timer)))
    // A broken frame ends the connection; its close is all there is to know.
    socket.on("error", () => {})
  }

  send(text: string, about: About): void {
    this.#line(() => {
      const now = Date.now()
      const isMuted = this.#isDeaf || (about !== "answer" && now < this.#silentUntil)
      if (isMuted) return
      for (const { after, mayOvertake } of this.#mischief.ofMessage(about)) {
        const due = mayOvertake ? now + after : Math.max(this.#lastDue, now + after)
        if (!mayOvertake) this.#lastDue = due
        this.#later(due - now, () => this.#write(text))
      }
    })
  }

  close(code: number, reason: string): void {
    this.#line(() =>
      this.#later(this.#lastDue - Date.now(), () => this.#socket.close(code, reason)),
    )
  }

  /** Calls back with what the client says, once it has arrived here. */
  onMessage(hear: (text: string) => void): void {
    this.#socket.on("message", (bytes) => {
      if (this.#isDeaf) return
      const text = Buffer.from(bytes as Uint8Array).toString("utf8")
      const now = Date.now()
      this.#lastHeard = Math.max(this.#lastHeard, now + this.#mischief.latency())
      this.#later(this.#lastHeard - now, () => hear(text))
    })
  }

  /** The connection is cut without a word. */
  drop(): void {
    this.#socket.terminate()
  }

  #write(text: string): void {
    if (this.#socket.readyState === this.#socket.OPEN && !this.#isDeaf) this.#socket.send(text)
  }

  #later(ms: number, act: () => void): void {
    if (ms <= 0) act()
    else setTimeout(act, ms)
  }

  #draw(): void {
    const turn = this.#mischief.ofConnection(TROUBLE_MS / 1000)
    if (turn === "drops") this.drop()
    else if (turn === "half open") this.#isDeaf = true
    else if (turn === "silent") {
      this.#silentUntil = Date.now() + this.#mischief.plan.silenceSeconds * 1000
    }
  }

  #ping(): void {
    this.#silence = this.#isAlive ? 0 : this.#silence + PING_MS
    // One that went deaf does not notice either, as half-open connections do not.
    if (this.#isDeaf) return
    if (this.#silence >= PONG_MS) {
      this.drop()
      return
    }
    this.#isAlive = false
    this.#socket.ping(String(Date.now()))
  }
}
