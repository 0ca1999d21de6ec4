import { describe, expect, it } from "vitest"
import { CAPTURE, CAPTURED, capturedFrames, hasCapture } from "../../../../tests/support/capture.ts"
import { instrumentOf } from "../../../../tests/support/instrument.ts"
import { LAST, LEVEL, QUOTE, RESET, Tape, TRADE } from "../../../market/tape.ts"
import { type Duration, type Instant, instantOf, percent, PPM } from "../../../value/brand.ts"
import { Chance } from "../../../value/chance.ts"
import { later, milliseconds, seconds } from "../../../value/time.ts"
import type { Effect, Request, SocketName } from "../effect.ts"
import { MarketFeed } from "./market-feed.ts"

const START = instantOf(1_723_161_255_000_000)
const OFFSET = milliseconds(1_270)
const INSTRUMENTS = [
  CAPTURED,
  instrumentOf({ index: 1, base: "ETH" }),
  instrumentOf({ index: 2, base: "TRX", priceScale: 4, quantityScale: 1 }),
]
type Json = Readonly<Record<string, unknown>>

/** A feed and the exchange it talks to: sockets open at once and agree to every subscription. */
class Stage {
  readonly effects: Effect[] = []
  readonly tape: Tape
  readonly feed: MarketFeed
  readonly requests: Request[] = []
  /** Streams of each open socket. */
  readonly sockets = new Map<SocketName, Set<string>>()
  readonly said: string[] = []
  refusal: Json | undefined
  isReachable = true
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

const BOOK = '{"lastUpdateId":20,"bids":[["99.00","1"]],"asks":[["101.00","1"]]}'

/** A feed that follows BTCUSDT to trade it, with its book built. */
function following(): Stage {
  const stage = new Stage()
  stage.feed.follow(0, "execution", stage.at)
  stage.settle()
  stage.depth(19, 20)
  stage.settle()
  stage.answer(stage.requests.shift(), BOOK)
  return stage
}

/** A feed whose connection of the instruments traded is lost and cannot be had again. */
function cutOff(): Stage {
  const stage = following()
  stage.trade(1)
  stage.isReachable = false
  stage.close("execution-0.1")
  stage.settle()
  return stage
}

describe("streams that are pushed, for the instruments wanted (DATA-1, DATA-2)", () => {
  it("are trades, quotes, changes of the book and candles of a minute", () => {
    const stage = following()
    expect([...(stage.sockets.get("execution-0.1") ?? [])]).toEqual([
      "btcusdt@trade",
      "btcusdt@bookTicker",
      "btcusdt@depth@100ms",
      "btcusdt@kline_1m",
    ])
  })

  it("come and go at run time without a new connection", () => {
    const stage = following()
    stage.feed.follow(1, "execution", stage.at)
    stage.feed.leave(0, stage.at)
    stage.settle()
    const streams = [...(stage.sockets.get("execution-0.1") ?? [])]
    expect(streams.every((stream) => stream.startsWith("ethusdt@"))).toBe(true)
    expect(streams).toHaveLength(4)
    expect(stage.health.connections.map(({ opened }) => opened)).toEqual([1, 1])
  })

  it("are spread so that no connection carries more than 1,024, in messages that are not too long", () => {
    const instruments = Array.from({ length: 300 }, (_, index) =>
      instrumentOf({ index, base: `A${index}` }),
    )
    const stage = new Stage(instruments)
    for (const { index } of instruments) stage.feed.follow(index, "monitoring", stage.at)
    stage.pass(seconds(90))
    const sizes = stage.health.connections.map(({ name, streams }) => `${name} ${streams}`)
    expect(sizes).toEqual(["monitoring-0 1024", "monitoring-1 176", "standby 0"])
    expect([...stage.sockets.values()].map(({ size }) => size).sort((x, y) => x - y)).toEqual([
      0, 176, 1024,
    ])
    for (const line of stage.said) expect(Number(line.split(" ")[2])).toBeLessThanOrEqual(100)
  })
})

describe("connections for trading, for watching, and one that stands by (DATA-3)", () => {
  it("are apart, and their states can be seen", () => {
    const stage = following()
    stage.feed.follow(1, "monitoring", stage.at)
    stage.settle()
    expect(stage.health.connections.map(({ name, state }) => [name, state])).toEqual([
      ["execution-0", "connected"],
      ["monitoring-0", "connected"],
      ["standby", "connected"],
    ])
    stage.feed.stop(stage.at)
    expect(new Set(stage.health.connections.map(({ state }) => state))).toEqual(
      new Set(["disconnected"]),
    )
  })

  it("the one that stands by carries the streams of another that is lost, at once", () => {
    const stage = cutOff()
    expect(stage.health.connections[0].state).toBe("reconnecting")
    expect(stage.trade(2)).toBe(1)
    expect(stage.rows.filter(([kind]) => kind === TRADE)).toHaveLength(2)
    expect(stage.feed.isSure(0)).toBe(true)
  })

  it("and gives them back once that is there again", () => {
    const stage = cutOff()
    stage.isReachable = true
    stage.pass(seconds(60))
    expect(stage.sockets.get("standby.1")?.size).toBe(0)
    expect(stage.trade(2)).toBe(1)
    expect(stage.health.connections[0]).toMatchObject({ state: "connected", losses: 1 })
  })

  it("nothing is sure while no connection carries an instrument", () => {
    const stage = cutOff()
    expect(stage.feed.isSure(0)).toBe(true)
    stage.close("standby.1")
    stage.settle()
    expect(stage.feed.isSure(0)).toBe(false)
  })

  it("a connection whose streams are refused is tried again, with the reason told", () => {
    const stage = new Stage()
    stage.refusal = { code: 2, msg: "too many requests" }
    stage.feed.follow(0, "execution", stage.at)
    stage.close("execution-0.1")
    stage.pass(seconds(2))
    const { state, lastReason } = stage.health.connections[0]
    expect([state, lastReason]).toEqual([
      "reconnecting",
      "it refused its streams: too many requests",
    ])
    stage.refusal = undefined
    stage.pass(seconds(30))
    expect(stage.health.connections[0].state).toBe("connected")
  })
})

describe("a planned change of sockets (DATA-4)", () => {
  it("loses nothing and doubles nothing, over 2,000 messages heard on both", () => {
    const stage = following()
    stage.trade(1)
    stage.raw("execution-0.1", '{"e":"serverShutdown","E":1723161255000}')
    stage.settle()
    let heard = 0
    for (let i = 0; i < 1_000; i++) heard += stage.trade(2 + i) + stage.quote(100 + i)
    expect(heard).toBe(4_000)
    const { counts } = stage.health
    expect(counts.trades).toMatchObject({ taken: 1_001, doubled: 1_000, gaps: 0, missed: 0 })
    expect(counts.quotes).toMatchObject({ taken: 1_000, doubled: 1_000 })
    stage.pass(seconds(11))
    expect([...stage.sockets.keys()].sort()).toEqual(["execution-0.2", "standby.1"])
    expect(stage.trade(1_002)).toBe(1)
    expect(stage.health.connections[0].losses).toBe(0)
  })
})

describe("holes are found by their numbers and filled (DATA-5)", () => {
  it("in the book: by a new snapshot, and until then the instrument is unsure", () => {
    const stage = following()
    expect(stage.feed.isSure(0)).toBe(true)
    stage.depth(25, 26)
    stage.pass(seconds(2))
    expect(stage.feed.isSure(0)).toBe(false)
    expect(stage.requests.map(({ target }) => target)).toEqual([
      "/api/v3/depth?symbol=BTCUSDT&limit=1000",
    ])
    stage.answer(stage.requests.shift(), BOOK.replace("20", "26"))
    expect(stage.feed.isSure(0)).toBe(true)
    expect(stage.health.counts.books).toMatchObject({ built: 2, gaps: 1 })
  })

  it("in the trades: by asking for those between, which come onto the tape in their order", () => {
    const stage = following()
    stage.trade(7, { p: "100.07" })
    stage.trade(10, { p: "100.10" })
    stage.settle()
    expect(stage.feed.isSure(0)).toBe(false)
    const request = stage.requests.shift()
    expect(request?.target).toBe("/api/v3/historicalTrades?symbol=BTCUSDT&fromId=8&limit=2")
    const missing = [8, 9].map((id) => {
      const time = Math.floor((stage.at + OFFSET) / 1000)
      return { id, price: `100.0${id}`, qty: "1", quoteQty: "1", time, isBuyerMaker: false }
    })
    stage.answer(request, JSON.stringify(missing))
    const prices = stage.rows.filter(([kind]) => kind === TRADE).map(([, price]) => price)
    expect(prices).toEqual([10007, 10008, 10009, 10010])
    expect(stage.feed.isSure(0)).toBe(true)
  })

  it("asks again when no good answer comes, and waits as long as the exchange says", () => {
    const stage = following()
    stage.depth(25, 26)
    stage.pass(seconds(2))
    stage.answer(stage.requests.shift(), "<html>502 Bad Gateway</html>")
    stage.pass(seconds(2))
    stage.answer(stage.requests.shift(), "{}", 429, { "retry-after": "25" })
    stage.pass(seconds(24))
    expect(stage.requests).toEqual([])
    stage.pass(seconds(2))
    const request = stage.requests.shift()
    stage.feed.happened({ kind: "failed", id: request?.id ?? NaN, reason: "reset" }, stage.at)
    stage.pass(seconds(5))
    stage.answer(stage.requests.shift(), BOOK.replace("20", "26"))
    expect(stage.feed.isSure(0)).toBe(true)
    expect(stage.health.failedRequests).toBe(3)
    expect(stage.health.faults).toMatchObject([{ fault: "html", count: 1 }])
  })

  it("asks nothing beyond the weights that the venue may use", () => {
    const stage = following()
    stage.deskOpensAt = later(stage.at, seconds(40))
    stage.depth(25, 26)
    stage.pass(seconds(39))
    expect(stage.requests).toEqual([])
    stage.pass(seconds(1))
    expect(stage.requests).toHaveLength(1)
  })

  it("goes on without trades that cannot be had", () => {
    const stage = following()
    stage.trade(7)
    stage.trade(10)
    stage.settle()
    stage.answer(stage.requests.shift(), "[]", 500)
    stage.pass(seconds(2))
    stage.answer(stage.requests.shift(), "nonsense")
    expect(stage.health.counts.trades).toMatchObject({ taken: 2, missed: 2 })
    expect(stage.feed.isSure(0)).toBe(true)
  })

  it("passes over answers to requests that are not its own", () => {
    const stage = following()
    stage.answer({ id: 999 } as Request, BOOK)
    expect(stage.feed.isSure(0)).toBe(true)
  })
})

describe("the book (DATA-6)", () => {
  it("of an instrument that is traded comes onto the tape, of one that is watched it is only kept", () => {
    const stage = following()
    expect(stage.rows.filter(([kind]) => kind === LEVEL)).toHaveLength(2)
    expect([stage.tape.flag[0] & RESET, stage.tape.flag[1] & LAST]).toEqual([RESET, LAST])
    stage.feed.follow(0, "monitoring", stage.at)
    expect(stage.health.counts.books.built).toBe(1)
    stage.pass(seconds(2))
    stage.depth(21, 21)
    stage.pass(seconds(2))
    stage.answer(stage.requests.shift(), BOOK.replace("20", "21"))
    expect(stage.feed.isSure(0)).toBe(true)
    expect(stage.rows.filter(([kind]) => kind === LEVEL)).toHaveLength(2)
  })
})

describe("absurd prices (DATA-8)", () => {
  it("lower the quality of their instrument's streams alone", () => {
    const stage = following()
    stage.feed.follow(1, "execution", stage.at)
    for (let i = 1; i < 10; i++) stage.trade(i)
    expect(stage.health.instruments.map(({ quality }) => quality)).toEqual([PPM, PPM])
    stage.trade(10, { p: "10.00" })
    expect(stage.health.instruments.map(({ quality }) => quality)).toEqual([percent(90), PPM])
  })

  it("are set aside and counted, trades and quotes", () => {
    const stage = following()
    stage.trade(1)
    stage.trade(2, { p: "10.00" })
    stage.trade(3)
    stage.quote(21)
    stage.quote(22, "9.90")
    const { counts } = stage.health
    expect([counts.trades.aside, counts.quotes.aside]).toEqual([1, 1])
    expect(stage.rows.map(([, price]) => price)).not.toContain(1000)
  })
})

describe("times (DATA-9)", () => {
  it("a row says when it happened and when we had it, both by the exchange's clock", () => {
    const stage = following()
    const happened = stage.at + OFFSET - milliseconds(40)
    stage.trade(1, { T: happened, E: happened })
    const last = stage.tape.length - 1
    expect([stage.tape.kind[last], stage.tape.seen[last]]).toEqual([TRADE, stage.at + OFFSET])
    expect(stage.tape.time[last]).toBeLessThanOrEqual(stage.at + OFFSET)
  })

  it("a price is stale after 2 s and critical after 10 s", () => {
    const stage = following()
    const freshness = (): string => stage.health.instruments[0].freshness
    expect(freshness()).toBe("critical")
    stage.quote(21)
    stage.pass(seconds(2))
    expect(freshness()).toBe("fresh")
    stage.pass(milliseconds(1))
    expect(freshness()).toBe("stale")
    stage.pass(seconds(8))
    expect(freshness()).toBe("critical")
    expect(stage.feed.priceAge(0, stage.at)).toBeGreaterThan(seconds(10))
    expect(stage.feed.priceAge(1, stage.at)).toBe(Infinity)
  })

  it("an instrument that is silent alone for a minute is asked for again, once", () => {
    const stage = following()
    stage.said.length = 0
    stage.pass(seconds(65))
    expect(stage.said).toEqual(["execution-0.1 UNSUBSCRIBE 4", "execution-0.1 SUBSCRIBE 4"])
    expect(stage.health.counts.renewed).toBe(1)
    expect(stage.trade(1)).toBe(1)
  })
})

describe("under overload (DATA-10)", () => {
  it("only the newest quote counts, and every trade still does", () => {
    const stage = following()
    stage.isBehind = true
    for (let i = 0; i < 10; i++) {
      stage.quote(21 + i, `99.0${i}`)
      stage.trade(1 + i)
    }
    expect(stage.rows.filter(([kind]) => kind === QUOTE)).toEqual([])
    stage.settle()
    expect(stage.rows.filter(([kind]) => kind === QUOTE)).toEqual([[QUOTE, 9909]])
    expect(stage.rows.filter(([kind]) => kind === TRADE)).toHaveLength(10)
    expect(stage.health.counts.quotes.conflated).toBe(9)
    stage.isBehind = false
    stage.quote(50, "99.50")
    expect(stage.rows.at(-1)).toEqual([QUOTE, 9950])
  })
})

describe("bad input", () => {
  it("is counted and changes nothing", () => {
    const stage = following()
    const before = stage.tape.length
    const frames = [
      "",
      "<html>",
      "{}",
      '{"e":"trade"}',
      '{"e":"trade","s":"DOGEUSDT"}',
      '{"e":"aggTrade","E":1723161255343,"s":"BTCUSDT","a":1,"p":"1","q":"1","f":1,"l":1,"T":1723161255340,"m":true}',
      '{"result":null,"id":12345}',
      '{"error":{"code":3,"msg":"no"},"id":null}',
    ]
    for (const frame of frames) stage.raw("execution-0.1", frame)
    stage.raw("somebody-else", '{"result":null,"id":1}')
    stage.trade(1, { s: "TRXUSDT", p: "0.1", q: "1" })
    expect(stage.tape.length).toBe(before)
    expect(stage.feed.isSure(0)).toBe(true)
    expect(stage.health.faults.reduce((sum, { count }) => sum + count, 0)).toBe(5)
    expect(stage.health.counts.unasked).toBe(1)
    expect(stage.health.connections[0].refused).toBe(1)
  })
})

describe.skipIf(!hasCapture)(`the whole feed on ${CAPTURE}`, () => {
  it("brings every trade onto the tape, its book agrees with the quotes, and its time never falls", () => {
    const stage = new Stage([CAPTURED])
    stage.feed.follow(0, "execution", stage.at)
    stage.settle()
    for (const { text, heardAt } of capturedFrames()) {
      stage.at = Math.max(stage.at, Number(heardAt.slice(0, 16))) as Instant
      if (text.startsWith('{"lastUpdateId"')) stage.answer(stage.requests.shift(), text)
      else stage.raw("execution-0.1", text)
      stage.settle()
    }
    stage.pass(seconds(1))
    const { counts, faults, cuts } = stage.health
    expect(counts.trades).toMatchObject({ taken: 19_904, gaps: 0, missed: 0, doubled: 0, aside: 0 })
    expect(counts.quotes).toMatchObject({ taken: 73_174, doubled: 0, aside: 0 })
    expect(counts.books).toEqual({ built: 1, gaps: 0, crossed: 0, checked: 1072, differing: 0 })
    expect([faults, cuts]).toEqual([[], 7])
    expect(stage.rows.filter(([kind]) => kind === TRADE)).toHaveLength(19_904)
    for (let i = 1; i < stage.tape.length; i++) {
      expect(stage.tape.time[i] >= stage.tape.time[i - 1]).toBe(true)
    }
  })
})
