import type { Instrument } from "../../../market/instrument.ts"
import { impossible, instantFrom } from "./checks.ts"
import { faultOf, isOffScale, readCut, readDecimal } from "./decimal-bytes.ts"
import type { Fault, Levels, MarketMessage } from "./message.ts"
import type { SymbolTable } from "./symbol-table.ts"

type Fields = Readonly<Record<string, unknown>>

/**
 * Reads any frame of a market stream through JSON.parse: what is rare, and what the plain reader did
 * not take. It has the last word on what is wrong with a frame. Fields that nobody knows are passed
 * over (binance-spot.md section 19).
 */
export class JsonReader {
  readonly #instruments: readonly Instrument[]
  readonly #symbols: SymbolTable
  /** The first thing found wrong with the frame at hand. */
  #fault: Fault | undefined

  constructor(instruments: readonly Instrument[], symbols: SymbolTable) {
    this.#instruments = instruments
    this.#symbols = symbols
  }

  /** @returns what is wrong, if anything is */
  read(text: string, into: MarketMessage): Fault | undefined {
    this.#fault = undefined
    into.cuts = 0
    const frame = parsed(text)
    if (frame === undefined) return /^\s*</.test(text) ? "html" : "notJson"
    const data = isFields(frame.data) ? frame.data : frame
    this.#event(data, frame, into)
    return this.#fault ?? impossible(into)
  }

  /** Reads the answer to a request for a whole book of one instrument. */
  readBook(text: string, instrument: number, into: MarketMessage): Fault | undefined {
    this.#fault = undefined
    const fields = parsed(text)
    if (fields === undefined) return /^\s*</.test(text) ? "html" : "notJson"
    into.cuts = 0
    into.instrument = instrument
    this.#book(fields, into)
    return this.#fault ?? impossible(into)
  }

  /** Reads a list of trades that were asked for; `take` is called with each, until one is broken. */
  readTrades(
    text: string,
    instrument: number,
    told: { readonly into: MarketMessage; readonly take: () => void },
  ): Fault | undefined {
    this.#fault = undefined
    const trades = parsedList(text)
    if (trades === undefined) return /^\s*</.test(text) ? "html" : "notJson"
    const { symbol } = this.#instruments[instrument]
    for (const { id, price, qty, time, isBuyerMaker } of trades) {
      const event = { e: "trade", E: time, s: symbol, t: id, p: price, q: qty, T: time }
      this.#trade({ ...event, m: isBuyerMaker }, told.into)
      const fault = this.#fault ?? impossible(told.into)
      if (fault !== undefined) return fault
      told.take()
    }
    return undefined
  }

  #event(data: Fields, frame: Fields, into: MarketMessage): void {
    switch (data.e) {
      case "trade":
      case "aggTrade":
        return this.#trade(data, into)
      case "depthUpdate":
        return this.#depth(data, into)
      case "kline":
        return this.#candle(data, into)
      case "24hrMiniTicker":
        return this.#day(data, into)
      case "serverShutdown":
        into.kind = "shutdown"
        return
      case undefined:
        return this.#nameless(data, frame, into)
      default:
        this.#wrong("unknownEvent")
    }
  }

  /** Some events do not say what they are, and answers to our requests are no events. */
  #nameless(data: Fields, frame: Fields, into: MarketMessage): void {
    if ("lastUpdateId" in data) {
      const stream = typeof frame.stream === "string" ? frame.stream : ""
      if (this.#isOurs(this.#symbols.findStream(stream), into)) this.#book(data, into)
    } else if ("u" in data && "B" in data && "A" in data) this.#quote(data, into)
    else if ("result" in data || "error" in data || "code" in data) reply(data, into)
    else this.#wrong("unknownEvent")
  }

  #trade(data: Fields, into: MarketMessage): void {
    if (!this.#symbol(data, into)) return
    into.kind = data.e === "trade" ? "trade" : "aggTrade"
    into.id = this.#whole(data.e === "trade" ? data.t : data.a)
    if (data.e === "aggTrade") into.firstId = this.#whole(data.f)
    into.sentAt = instantFrom(this.#whole(data.E))
    into.happenedAt = instantFrom(this.#whole(data.T))
    into.a = this.#price(data.p, into)
    into.b = this.#quantity(data.q, into)
    into.isBuyerMaker = this.#truth(data.m)
  }

  #quote(data: Fields, into: MarketMessage): void {
    if (!this.#symbol(data, into)) return
    into.kind = "quote"
    into.id = this.#whole(data.u)
    into.a = this.#price(data.b, into)
    into.b = this.#quantity(data.B, into)
    into.c = this.#price(data.a, into)
    into.d = this.#quantity(data.A, into)
  }

  #depth(data: Fields, into: MarketMessage): void {
    if (!this.#symbol(data, into)) return
    into.kind = "depth"
    into.id = this.#whole(data.u)
    into.firstId = this.#whole(data.U)
    into.sentAt = instantFrom(this.#whole(data.E))
    this.#levels(data.b, into.bids, into)
    this.#levels(data.a, into.asks, into)
  }

  #book(data: Fields, into: MarketMessage): void {
    into.kind = "book"
    into.id = this.#whole(data.lastUpdateId)
    this.#levels(data.bids, into.bids, into)
    this.#levels(data.asks, into.asks, into)
  }

  /** Candles of one minute; those of other lengths are nothing we asked for (DATA-7). */
  #candle(data: Fields, into: MarketMessage): void {
    if (!this.#symbol(data, into)) return
    const candle = isFields(data.k) ? data.k : {}
    if (candle.i !== "1m") this.#wrong(candle.i === undefined ? "brokenField" : "unknownEvent")
    into.kind = "candle"
    into.sentAt = instantFrom(this.#whole(data.E))
    into.happenedAt = instantFrom(this.#whole(candle.t))
    this.#bar(candle, into)
    into.isClosed = this.#truth(candle.x)
  }

  /** The latest 24 hours as one candle. */
  #day(data: Fields, into: MarketMessage): void {
    if (!this.#symbol(data, into)) return
    into.kind = "day"
    into.sentAt = instantFrom(this.#whole(data.E))
    this.#bar(data, into)
  }

  #bar({ o, h, l, c, v }: Fields, into: MarketMessage): void {
    into.a = this.#price(o, into)
    into.b = this.#price(h, into)
    into.c = this.#price(l, into)
    into.d = this.#price(c, into)
    into.e = this.#quantity(v, into)
  }

  #symbol(data: Fields, into: MarketMessage): boolean {
    if (typeof data.s !== "string") this.#wrong("brokenField")
    const name = Buffer.from(typeof data.s === "string" ? data.s : "", "utf8")
    return this.#isOurs(this.#symbols.find(name, 0, name.length), into)
  }

  #isOurs(found: number, into: MarketMessage): boolean {
    if (found < 0) this.#wrong("unknownSymbol")
    else into.instrument = found
    return found >= 0
  }

  #levels(told: unknown, levels: Levels, into: MarketMessage): void {
    levels.length = 0
    if (!Array.isArray(told)) return this.#wrong("brokenField")
    for (const level of told as unknown[]) {
      const pair: unknown[] = Array.isArray(level) ? level : []
      if (pair.length !== 2) this.#wrong("brokenField")
      levels.push(this.#price(pair[0], into), this.#quantity(pair[1], into))
    }
  }

  #price(told: unknown, { instrument }: MarketMessage): number {
    const count = this.#decimal(told, this.#instruments[instrument].priceScale)
    if (count < 0) this.#wrong(faultOf(count))
    return count
  }

  #quantity(told: unknown, into: MarketMessage): number {
    const { quantityScale } = this.#instruments[into.instrument]
    const count = this.#decimal(told, quantityScale)
    if (isOffScale(count)) {
      into.cuts++
      const bytes = Buffer.from(String(told), "utf8")
      return readCut(bytes, 0, bytes.length, quantityScale)
    }
    if (count < 0) this.#wrong(faultOf(count))
    return count
  }

  #decimal(told: unknown, scale: number): number {
    if (typeof told !== "string") {
      this.#wrong("brokenField")
      return NaN
    }
    const bytes = Buffer.from(told, "utf8")
    return readDecimal(bytes, 0, bytes.length, scale)
  }

  /** Ids and times: whole, and small enough to be exact. */
  #whole(told: unknown): number {
    if (typeof told !== "number") this.#wrong("brokenField")
    else if (!Number.isSafeInteger(told) || told < 0) this.#wrong("outOfRange")
    return typeof told === "number" ? told : NaN
  }

  #truth(told: unknown): boolean {
    if (typeof told !== "boolean") this.#wrong("brokenField")
    return told === true
  }

  #wrong(fault: Fault): void {
    this.#fault ??= fault
  }
}

/** `{"result":null,"id":3}`, `{"code":2,"msg":"…","id":3}`, `{"error":{"code":2,"msg":"…"},"id":3}`. */
function reply(data: Fields, into: MarketMessage): void {
  into.kind = "reply"
  into.id = typeof data.id === "number" ? data.id : NaN
  const refusal = isFields(data.error) ? data.error : data
  const isRefused = "error" in data || "code" in data
  const reason = typeof refusal.msg === "string" ? refusal.msg : "it gave no reason"
  into.error = isRefused ? reason : undefined
}

function parsed(text: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isFields(value) ? value : {}
  } catch {
    return undefined
  }
}

function parsedList(text: string): readonly Fields[] | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) ? value.map((each) => (isFields(each) ? each : {})) : undefined
  } catch {
    return undefined
  }
}

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value)
