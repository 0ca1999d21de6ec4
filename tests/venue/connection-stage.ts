import { type Duration, type Instant, instantOf } from "../../src/value/brand.ts"
import { Chance } from "../../src/value/chance.ts"
import { later, seconds } from "../../src/value/time.ts"
import {
  type Allowance,
  connectionAttempts,
  streamMessages,
} from "../../src/venue/binance/allowance.ts"
import { Connection, type ConnectionOwner } from "../../src/venue/binance/connection.ts"
import type { Effect, SocketName } from "../../src/venue/binance/effect.ts"

/** When every stage begins. */
export const START = instantOf(1_700_000_000_000_000)
const BYTES = new Uint8Array([123, 125])

/** A connection, its owner's diary, and a clock that stops at each moment something is due. */
export class ConnectionStage implements ConnectionOwner {
  readonly effects: Effect[] = []
  readonly diary: string[] = []
  readonly connection: Connection
  greeting: readonly string[]
  at = START

  constructor(
    told: {
      readonly greeting?: readonly string[]
      readonly attempts?: Allowance
      readonly seed?: number
    } = {},
  ) {
    this.greeting = told.greeting ?? []
    this.connection = new Connection({
      name: "market-0",
      url: "wss://exchange.test/stream",
      owner: this,
      attempts: told.attempts ?? connectionAttempts(),
      messages: streamMessages,
      chance: new Chance(told.seed ?? 1, "connection"),
      effects: this.effects,
    })
  }

  greet(): readonly string[] {
    return this.greeting
  }
  onUp(socket: SocketName): void {
    this.diary.push(`up ${socket}`)
  }
  onGone(socket: SocketName, reason: string): void {
    this.diary.push(`gone ${socket}: ${reason}`)
  }

  start(): this {
    this.connection.start(this.at)
    return this
  }

  /** Lets time go by; with `chatter` the socket says something every second. */
  pass(span: Duration, chatter?: SocketName): void {
    const until = later(this.at, span)
    for (;;) {
      const word = chatter === undefined ? until : later(this.at, seconds(1))
      const next = Math.min(this.connection.nextDue, word, until) as Instant
      this.at = next < this.at ? this.at : next
      if (chatter !== undefined) this.message(chatter)
      this.connection.onTime(this.at)
      if (this.at >= until) return
    }
  }

  /** Lets time go by until so many sockets have been asked for. */
  passUntilOpens(count: number, chatter: SocketName): Instant {
    while (this.opens.length < count) this.pass(seconds(1), chatter)
    return this.at
  }

  opened(socket: SocketName): void {
    this.connection.happened({ kind: "opened", socket }, this.at)
  }
  message(socket: SocketName): void {
    this.connection.happened({ kind: "message", socket, bytes: BYTES }, this.at)
  }
  closed(socket: SocketName, reason = "cut"): void {
    this.connection.happened({ kind: "closed", socket, reason }, this.at)
    this.connection.onTime(this.at)
  }

  of(kind: Effect["kind"]): Effect[] {
    return this.effects.filter((effect) => effect.kind === kind)
  }
  get opens(): SocketName[] {
    return this.effects.flatMap((effect) => (effect.kind === "open" ? [effect.socket] : []))
  }
  get sent(): string[] {
    return this.effects.flatMap((it) => (it.kind === "send" ? [`${it.socket} ${it.text}`] : []))
  }

  /** Fails each socket as soon as it is asked for; the times at which they were asked for. */
  failures(count: number): Instant[] {
    const times: Instant[] = []
    while (times.length < count) {
      const socket = this.opens.at(-1)
      if (socket === undefined || !this.connection.owns(socket)) {
        this.at = Math.max(this.at, this.connection.nextDue) as Instant
        this.connection.onTime(this.at)
        continue
      }
      times.push(this.at)
      this.connection.happened({ kind: "closed", socket, reason: "refused" }, this.at)
    }
    return times
  }
}

/** A connection that has been up for a moment. */
export function connected(
  told?: ConstructorParameters<typeof ConnectionStage>[0],
): ConnectionStage {
  const stage = new ConnectionStage(told).start()
  stage.opened("market-0.1")
  return stage
}
