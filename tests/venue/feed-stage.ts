import { instrumentOf } from "../support/instrument.ts"
import { Tape } from "../../src/market/tape.ts"
import { type Duration, type Instant, instantOf } from "../../src/value/brand.ts"
import { Chance } from "../../src/value/chance.ts"
import { later, milliseconds } from "../../src/value/time.ts"
import type { Effect, Request, SocketName } from "../../src/venue/binance/effect.ts"
import { MarketFeed } from "../../src/venue/binance/market/market-feed.ts"

const START = instantOf(1_723_161_255_000_000)
/** The exchange's clock is ahead of ours. */
export const OFFSET = milliseconds(1_270)
const INSTRUMENTS = [
  instrumentOf(),
  instrumentOf({ index: 1, base: "ETH" }),
  instrumentOf({ index: 2, base: "TRX", priceScale: 4, quantityScale: 1 }),
]
type Json = Readonly<Record<string, unknown>>

/** A feed and the exchange it talks to: sockets open at once and agree to every subscription. */
export class FeedStage {
  readonly effects: Effect[] = []
  readonly tape: Tape
  readonly feed: MarketFeed
  readonly requests: Request[] = []
  /** Streams of each open socket. */
  readonly sockets = new Map<SocketName, Set<string>>()
  readonly said: string[] = []
  refusal: Json | undefined
  isReachable = true
  /** Hears requests, and says nothing. */
  isMute = false
  /** Numbers of the requests heard. */
  readonly heardIds: number[] = []
  isBehind = false
  /** Until then no request is let through. */
  deskOpensAt = START
  at = START
  #ids = 0

  constructor(instruments = INSTRUMENTS) {
    this.tape = new Tape(instruments)
    this.feed = new MarketFeed({
      streamUrl: "wss://exchange.test",
      tape: this.tape,
      desk: {
        admit: (_, at) => (at < this.deskOpensAt ? undefined : ++this.#ids),
        freeAt: () => this.deskOpensAt,
      },
      chance: new Chance(1, "feed"),
      effects: this.effects,
      offset: () => OFFSET,
    })
    this.feed.start(this.at)
    this.settle()
  }

  /** Carries out effects until nothing more is wanted. */
  settle(): this {
    this.feed.onTime(this.at)
    for (let effect = this.effects.shift(); effect !== undefined; effect = this.effects.shift()) {
      if (effect.kind === "open") this.#open(effect.socket)
      else if (effect.kind === "close") this.sockets.delete(effect.socket)
      else if (effect.kind === "send") this.#answer(effect.socket, effect.text)
      else if (effect.kind === "ping") this.#sign(effect.socket)
      else if (effect.kind === "request") this.requests.push(effect)
      this.feed.onTime(this.at)
    }
    return this
  }

  #open(socket: SocketName): void {
    if (!this.isReachable) return this.close(socket)
    this.sockets.set(socket, new Set())
    this.feed.happened({ kind: "opened", socket }, this.at)
  }

  /** A socket that is open gives a sign of life. */
  #sign(socket: SocketName): void {
    if (this.sockets.has(socket)) this.feed.happened({ kind: "pinged", socket }, this.at)
  }

  #answer(socket: SocketName, text: string): void {
    const { method, params, id } = JSON.parse(text) as {
      method: string
      params: string[]
      id: number
    }
    this.heardIds.push(id)
    if (this.isMute) return
    this.said.push(`${socket} ${method} ${params.length}`)
    const streams = this.sockets.get(socket)
    for (const stream of params) {
      if (method === "SUBSCRIBE") streams?.add(stream)
      else streams?.delete(stream)
    }
    this.raw(socket, JSON.stringify({ ...(this.refusal ?? { result: null }), id }))
  }

  raw(socket: SocketName, text: string): void {
    const bytes = Buffer.from(text)
    this.feed.happened({ kind: "message", socket, bytes }, this.at, this.isBehind)
  }

  close(socket: SocketName): void {
    this.sockets.delete(socket)
    this.feed.happened({ kind: "closed", socket, reason: "cut" }, this.at)
  }

  /** Says an event on every socket that asked for its stream. @returns on how many */
  emit(stream: string, event: Json): number {
    let heard = 0
    for (const [socket, streams] of this.sockets) {
      if (!streams.has(stream)) continue
      heard++
      this.raw(socket, JSON.stringify(event))
    }
    return heard
  }

  trade(t: number, fields: Json = {}): number {
    const now = Math.floor((this.at + OFFSET) / 1000)
    const event = { e: "trade", E: now, s: "BTCUSDT", t, p: "100.00", q: "1", T: now, m: true }
    return this.emit("btcusdt@trade", { ...event, ...fields })
  }
  quote(u: number, b = "99.00", fields: Json = {}): number {
    const event = { u, s: "BTCUSDT", b, B: "1", a: "101.00", A: "1" }
    return this.emit("btcusdt@bookTicker", { ...event, ...fields })
  }
  depth(U: number, u: number): number {
    const E = Math.floor((this.at + OFFSET) / 1000)
    const event = { e: "depthUpdate", E, s: "BTCUSDT", U, u, b: [["99.00", "1"]], a: [] }
    return this.emit("btcusdt@depth@100ms", event)
  }

  pass(span: Duration): void {
    const until = later(this.at, span)
    while (this.at < until) {
      const due = this.feed.nextDue
      this.at = Math.min(until, Math.max(due, this.at + 1)) as Instant
      this.settle()
    }
  }

  answer(request: Request | undefined, body: string, status = 200, headers = {}): void {
    const id = request?.id ?? NaN
    this.feed.happened({ kind: "answered", id, status, headers, body }, this.at)
    this.settle()
  }

  get rows(): number[][] {
    return Array.from({ length: this.tape.length }, (_, i) => [this.tape.kind[i], this.tape.a[i]])
  }
  get health(): ReturnType<MarketFeed["health"]> {
    return this.feed.health(this.at)
  }
}

/** The answer to a request for the book, up to update 20. */
export const BOOK = '{"lastUpdateId":20,"bids":[["99.00","1"]],"asks":[["101.00","1"]]}'

/** A feed that follows BTCUSDT to trade it, with its book built. */
export function following(): FeedStage {
  const stage = new FeedStage()
  stage.feed.follow(0, "execution", stage.at)
  stage.settle()
  stage.depth(19, 20)
  stage.settle()
  stage.answer(stage.requests.shift(), BOOK)
  return stage
}

/** A feed whose connection of the instruments traded is lost and cannot be had again. */
export function cutOff(): FeedStage {
  const stage = following()
  stage.trade(1)
  stage.isReachable = false
  stage.close("execution-0.1")
  stage.settle()
  return stage
}
