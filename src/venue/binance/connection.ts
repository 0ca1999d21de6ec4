import type { Duration, Instant } from "../../value/brand.ts"
import type { Chance } from "../../value/chance.ts"
import { FOREVER, hours, later, minutes, NEVER, seconds } from "../../value/time.ts"
import type { Allowance } from "./allowance.ts"
import { Breaker, STREAMS_BREAK } from "./breaker.ts"
import type { Effect, Happening, SocketName } from "./effect.ts"
import { type Patience, Socket } from "./socket.ts"

/** What a connection is at, as people see it (DATA-3). */
export type ConnectionState = "connecting" | "connected" | "reconnecting" | "disconnected"

/** Who talks over a connection. Messages it reads itself; the connection tells it the rest. */
export interface ConnectionOwner {
  /**
   * What to say on a socket that has just opened. With nothing to say it is up at once; else when
   * the owner has read the answer and calls `greeted`.
   */
  greet(socket: SocketName, at: Instant): readonly string[]
  /** The socket is the one to talk on now. Another may go on beside it for the time of the overlap. */
  onUp(socket: SocketName, at: Instant): void
  /** Nothing more will come from the socket; what was asked on it may never be answered. */
  onGone(socket: SocketName, reason: string, at: Instant): void
}

/** Told to a connection once. */
export interface ConnectionTerms {
  /** `market-0`: its sockets are `market-0.1`, `market-0.2`, ... */
  readonly name: string
  readonly url: string
  readonly owner: ConnectionOwner
  /** Attempts to connect, shared with all other connections to the same service. */
  readonly attempts: Allowance
  /** For each new socket: how many messages may be sent on it; undefined without limit. */
  readonly messages?: () => Allowance
  readonly patience?: Partial<Patience>
  readonly chance: Chance
  readonly effects: Effect[]
}

const PATIENCE: Patience = {
  opening: seconds(15),
  greeting: seconds(10),
  quiet: seconds(10),
  // The exchange itself pings every 20 s (binance-spot.md section 19).
  silent: seconds(30),
  overlap: seconds(10),
}

/** The exchange cuts at 24 h. Sockets are replaced up to an hour apart, not all at the same moment. */
const LIFE_MOST = minutes(23 * 60 + 30)
const LIFE_SPREAD = hours(1)
/** Delays 1, 2, 4, ... at most 30 s, of which chance takes up to a half (DATA-4). */
const DELAY_FIRST = seconds(1)
const DELAY_MOST = seconds(30)
/** After so long up a socket's end is not the continuation of earlier trouble. */
const STEADY_AFTER = seconds(30)

/**
 * The life of one logical connection, over all the sockets that carry it: opening, greeting, signs
 * of life, replacement before the exchange's cut with both sockets open for a while so that nothing is
 * missed, and reconnection with growing delays. It has no I/O: it is told what happened and when, and
 * pushes effects. Times come from a clock that never goes back.
 */
export class Connection {
  readonly #terms: ConnectionTerms
  readonly #patience: Patience
  #isWanted = false
  #opened = 0
  #losses = 0
  #lastReason = ""
  /** Failures in a row, which decide the next delay. */
  #failures = 0
  /** EXEC-64: attempts that come to nothing, one after the other. */
  readonly #breaker = new Breaker(STREAMS_BREAK)
  #retryAt: Instant = NEVER
  /** When the socket that is up is to be replaced. */
  #replaceAt: Instant = FOREVER
  #current: Socket | undefined
  /** On its way to become the current one. */
  #coming: Socket | undefined
  #retiring: readonly Socket[] = []

  constructor(terms: ConnectionTerms) {
    this.#terms = terms
    this.#patience = { ...PATIENCE, ...terms.patience }
  }

  get state(): ConnectionState {
    if (!this.#isWanted) return "disconnected"
    if (this.#current !== undefined) return "connected"
    return this.#losses > 0 ? "reconnecting" : "connecting"
  }

  /** The socket to talk on; undefined when there is none. */
  get socket(): SocketName | undefined {
    return this.#current?.name
  }

  /** For people: sockets opened so far, those lost against our will, and why the last one was. */
  get history(): { readonly opened: number; readonly losses: number; readonly lastReason: string } {
    return { opened: this.#opened, losses: this.#losses, lastReason: this.#lastReason }
  }

  /** Several attempts came to nothing, and the next one waits. */
  isHeldBack(at: Instant): boolean {
    return this.#breaker.isOpen(at)
  }

  /** Whether the socket is one of ours and still of interest. */
  owns(socket: SocketName): boolean {
    return this.#find(socket) !== undefined
  }

  start(at: Instant): void {
    this.#isWanted = true
    this.#failures = 0
    this.#retryAt = NEVER
    this.onTime(at)
  }

  /** Closes everything; the owner is told of each socket. */
  stop(at: Instant): void {
    this.#isWanted = false
    for (const socket of this.#all()) this.#end(socket, "we closed it", at)
  }

  /** What happened on one of our sockets; the owner reads messages itself, afterwards. */
  happened(happening: Happening, at: Instant): void {
    if (happening.kind === "answered" || happening.kind === "failed") return
    const socket = this.#find(happening.socket)
    if (socket === undefined) return
    if (happening.kind === "opened") this.#greet(socket, at)
    else if (happening.kind === "closed") this.#end(socket, happening.reason, at, { isShut: true })
    else socket.heard(at)
  }

  /** The greeting on the socket was answered well: from now on it is the one to talk on. */
  greeted(name: SocketName, at: Instant): void {
    const socket = this.#coming
    if (socket?.name !== name || socket.phase !== "greeting") return
    this.#coming = undefined
    this.#breaker.succeeded(at)
    if (this.#current !== undefined) {
      this.#current.turnTo("retiring", at)
      this.#retiring = [...this.#retiring, this.#current]
    }
    this.#current = socket
    socket.turnTo("up", at)
    const early = Math.floor(this.#terms.chance.unit() * LIFE_SPREAD) as Duration
    this.#replaceAt = later(at, (LIFE_MOST - early) as Duration)
    this.#terms.owner.onUp(name, at)
  }

  /** The owner will not go on with a socket: a greeting refused, or words that make no sense. */
  drop(name: SocketName, reason: string, at: Instant): void {
    const socket = this.#find(name)
    if (socket !== undefined) this.#end(socket, reason, at)
    this.onTime(at)
  }

  /** The exchange said that the socket will be closed soon: another is opened beside it at once. */
  replace(name: SocketName, at: Instant): void {
    if (this.#current?.name !== name) return
    this.#replaceAt = at
    this.onTime(at)
  }

  /** Sends on the socket that is up. @returns false when there is none, and nothing will be sent */
  send(text: string, at: Instant): boolean {
    this.#current?.send(text, at)
    return this.#current !== undefined
  }

  /** Sends on every open socket: one that is about to take over must know it, too. */
  broadcast(text: string, at: Instant): void {
    for (const socket of this.#all()) if (socket.isOpen) socket.send(text, at)
  }

  onTime(at: Instant): void {
    for (const socket of this.#all()) {
      const reason = socket.onTime(at)
      if (reason !== undefined) this.#end(socket, reason, at)
    }
    if (at >= this.#openAt && this.#terms.attempts.take(at)) this.#open(at)
  }

  get nextDue(): Instant {
    const free = this.#terms.attempts.freeAt
    const openAt = this.#openAt
    let due = openAt < free ? free : openAt
    for (const { nextDue } of this.#all()) if (nextDue < due) due = nextDue
    return due
  }

  /** When the next socket is wanted. */
  get #openAt(): Instant {
    if (!this.#isWanted || this.#coming !== undefined) return FOREVER
    const wanted = this.#current === undefined ? NEVER : this.#replaceAt
    return Math.max(wanted, this.#retryAt, this.#breaker.openUntil) as Instant
  }

  #open(at: Instant): void {
    const { name, url, messages, effects } = this.#terms
    this.#opened++
    this.#coming = new Socket({
      name: `${name}.${this.#opened}`,
      url,
      patience: this.#patience,
      messages: messages?.(),
      effects,
      at,
    })
  }

  #greet(socket: Socket, at: Instant): void {
    if (socket.phase !== "opening") return
    socket.turnTo("greeting", at)
    const texts = this.#terms.owner.greet(socket.name, at)
    for (const text of texts) socket.send(text, at)
    if (texts.length === 0) this.greeted(socket.name, at)
  }

  /** @param told.isShut when the other side, or the network, has ended it already */
  #end(socket: Socket, reason: string, at: Instant, told = { isShut: false }): void {
    if (!told.isShut) socket.close()
    if (socket === this.#current) {
      this.#current = undefined
      this.#replaceAt = FOREVER
      if (at - socket.since >= STEADY_AFTER) this.#failures = 0
    }
    if (socket === this.#coming) {
      this.#coming = undefined
      if (this.#isWanted) this.#breaker.failed(at)
    }
    if (socket.phase !== "retiring" && this.#isWanted) this.#noteLoss(reason, at)
    this.#retiring = this.#retiring.filter((other) => other !== socket)
    this.#terms.owner.onGone(socket.name, reason, at)
  }

  #noteLoss(reason: string, at: Instant): void {
    this.#losses++
    this.#lastReason = reason
    const delay = Math.min(DELAY_FIRST * 2 ** this.#failures, DELAY_MOST)
    this.#failures = Math.min(this.#failures + 1, 16)
    const kept = 1 - this.#terms.chance.unit() / 2
    this.#retryAt = later(at, Math.floor(delay * kept) as Duration)
  }

  #all(): readonly Socket[] {
    return [this.#current, this.#coming, ...this.#retiring].filter((it) => it !== undefined)
  }

  /** Called for every message, so it makes nothing. */
  #find(name: SocketName): Socket | undefined {
    if (this.#current?.name === name) return this.#current
    if (this.#coming?.name === name) return this.#coming
    return this.#retiring.find((socket) => socket.name === name)
  }
}
