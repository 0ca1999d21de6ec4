import type { Duration, Instant } from "../../value/brand.ts"
import { FOREVER, later } from "../../value/time.ts"
import type { Allowance } from "./allowance.ts"
import type { Effect, SocketName } from "./effect.ts"

/** How far a socket has come. One that retires has been replaced and only delivers what is on its way. */
export type Phase = "opening" | "greeting" | "up" | "retiring"

/** How long a socket may take for what. */
export interface Patience {
  /** From asking for it until it is open. */
  readonly opening: Duration
  /** From its being open until the greeting has been answered. */
  readonly greeting: Duration
  /** After so long without a word we ask for a sign of life (DATA-3: at least every 30 s). */
  readonly quiet: Duration
  /** After so long without a word or a sign of life it is taken for dead. */
  readonly silent: Duration
  /** How long a socket that was replaced goes on beside the new one. */
  readonly overlap: Duration
}

/** One socket from its opening to its end: its phase, its silence, and what waits to be sent. */
export class Socket {
  readonly name: SocketName
  readonly #patience: Patience
  readonly #messages: Allowance | undefined
  readonly #effects: Effect[]
  #waiting: string[] = []
  #phase: Phase = "opening"
  #since: Instant
  #heardAt: Instant
  #pingedAt: Instant

  constructor(told: {
    readonly name: SocketName
    readonly url: string
    readonly patience: Patience
    /** How many messages may be sent; undefined for as many as one likes. */
    readonly messages: Allowance | undefined
    readonly effects: Effect[]
    readonly at: Instant
  }) {
    this.name = told.name
    this.#patience = told.patience
    this.#messages = told.messages
    this.#effects = told.effects
    this.#since = this.#heardAt = this.#pingedAt = told.at
    told.effects.push({ kind: "open", socket: told.name, url: told.url })
  }

  get phase(): Phase {
    return this.#phase
  }

  /** When the present phase began. */
  get since(): Instant {
    return this.#since
  }

  /** Whether it is open and not on its way out. */
  get isOpen(): boolean {
    return this.#phase === "greeting" || this.#phase === "up"
  }

  turnTo(phase: Phase, at: Instant): void {
    this.#phase = phase
    this.#since = this.#heardAt = at
  }

  /** Anything came from the other side. */
  heard(at: Instant): void {
    this.#heardAt = at
  }

  /** Sends as soon as the exchange's limit of messages lets it; what waits keeps its order. */
  send(text: string, at: Instant): void {
    this.#waiting.push(text)
    this.#sendWaiting(at)
  }

  close(): void {
    this.#waiting = []
    this.#effects.push({ kind: "close", socket: this.name })
  }

  /**
   * Does what is due: sends what waits, asks for a sign of life.
   * @returns why the socket must go, if it must
   */
  onTime(at: Instant): string | undefined {
    if (at >= this.#endsAt) return this.#reason
    this.#sendWaiting(at)
    if (at >= this.#pingAt) {
      this.#pingedAt = at
      this.#effects.push({ kind: "ping", socket: this.name })
    }
    return undefined
  }

  get nextDue(): Instant {
    const sendAt = this.#waiting.length > 0 ? (this.#messages?.freeAt ?? FOREVER) : FOREVER
    return Math.min(this.#endsAt, this.#pingAt, sendAt) as Instant
  }

  get #endsAt(): Instant {
    const { opening, greeting, silent, overlap } = this.#patience
    if (this.#phase === "opening") return later(this.#since, opening)
    const silentAt = later(this.#heardAt, silent)
    if (this.#phase === "up") return silentAt
    const over = later(this.#since, this.#phase === "greeting" ? greeting : overlap)
    return over < silentAt ? over : silentAt
  }

  get #pingAt(): Instant {
    if (this.#phase === "opening") return FOREVER
    const last = this.#heardAt > this.#pingedAt ? this.#heardAt : this.#pingedAt
    return later(last, this.#patience.quiet)
  }

  get #reason(): string {
    switch (this.#phase) {
      case "opening":
        return "it did not open in time"
      case "greeting":
        return "its greeting was not answered in time"
      case "up":
        return "it went silent"
      case "retiring":
        return "another has taken over"
      default:
        this.#phase satisfies never
        return ""
    }
  }

  #sendWaiting(at: Instant): void {
    while (this.#waiting.length > 0 && (this.#messages === undefined || this.#messages.take(at))) {
      const text = this.#waiting.shift() ?? ""
      this.#effects.push({ kind: "send", socket: this.name, text })
    }
  }
}
