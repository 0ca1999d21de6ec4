import { instantFrom } from "./fields.ts"

/** A level of a book, `[price, quantity]`, as it came. */
export type RawLevel = readonly unknown[]

/** A change of a book, or a whole one. */
export interface DepthMessage {
  readonly kind: "change" | "snapshot"
  readonly symbol: string | undefined
  /** Exchange's time, microseconds; undefined where the message has none. */
  readonly time: number | undefined
  readonly firstId: number
  readonly id: number
  readonly bids: readonly RawLevel[]
  readonly asks: readonly RawLevel[]
}

/** A trade or the best of both sides; amounts stand in the order of the kind's columns. */
export interface PrintMessage {
  readonly kind: "trades" | "aggTrades" | "quotes"
  readonly symbol: string | undefined
  readonly time: number | undefined
  readonly id: number
  readonly amounts: readonly unknown[]
  readonly isBuyerMaker: boolean
}

/** A message that is no market data known here. */
export interface OtherMessage {
  readonly kind: "other"
  readonly name: string
}

/** What one message of a recorded stream says (binance-spot.md section 19). */
export type StreamMessage = DepthMessage | PrintMessage | OtherMessage

/**
 * Reads one line of a capture: a message as the exchange sent it, in the wrapper of combined streams or
 * without, and maybe with the recorder's time before it, which is not looked at.
 * @returns undefined when the line is no json, or what it must have is missing
 */
export function streamMessage(line: string): StreamMessage | undefined {
  const parsed = parse(line.replace(/^\d{1,20} /, ""))
  if (!isObject(parsed)) return undefined
  const { stream, data } = parsed
  if (typeof stream !== "string" || !isObject(data)) return messageFrom(parsed, undefined)
  return messageFrom(data, stream)
}

type Fields = Readonly<Record<string, unknown>>

function messageFrom(it: Fields, stream: string | undefined): StreamMessage | undefined {
  const symbol = symbolOf(it["s"]) ?? symbolOf(stream?.split("@")[0])
  const event = it["e"]
  if (event === "depthUpdate") return changeFrom(it, symbol)
  if (event === "trade") return tradeFrom(it, symbol)
  if (event === "aggTrade") return tradeFrom(it, symbol)
  if (event === "bookTicker" || (event === undefined && isQuote(it))) return quoteFrom(it, symbol)
  if (event === undefined && "lastUpdateId" in it) return snapshotFrom(it, symbol)
  const name = typeof event === "string" ? event : (stream?.split("@")[1] ?? "unnamed")
  return { kind: "other", name: name.slice(0, 30).replaceAll(/[^\w!@.-]/g, "·") }
}

function changeFrom(it: Fields, symbol: string | undefined): DepthMessage | undefined {
  const time = timeOf(it["E"])
  const [firstId, id] = [idOf(it["U"]), idOf(it["u"])]
  const [bids, asks] = [levelsOf(it["b"]), levelsOf(it["a"])]
  if (time === undefined || firstId === undefined || id === undefined) return undefined
  if (bids === undefined || asks === undefined || firstId > id) return undefined
  return { kind: "change", symbol, time, firstId, id, bids, asks }
}

function snapshotFrom(it: Fields, symbol: string | undefined): DepthMessage | undefined {
  const id = idOf(it["lastUpdateId"])
  const [bids, asks] = [levelsOf(it["bids"]), levelsOf(it["asks"])]
  if (id === undefined || bids === undefined || asks === undefined) return undefined
  return { kind: "snapshot", symbol, time: undefined, firstId: 0, id, bids, asks }
}

function tradeFrom(it: Fields, symbol: string | undefined): PrintMessage | undefined {
  const isSum = it["e"] === "aggTrade"
  const id = idOf(it[isSum ? "a" : "t"])
  const time = timeOf(it["T"])
  const isBuyerMaker = it["m"]
  if (id === undefined || time === undefined || typeof isBuyerMaker !== "boolean") return undefined
  const kind = isSum ? "aggTrades" : "trades"
  return { kind, symbol, time, id, amounts: [it["p"], it["q"]], isBuyerMaker }
}

function quoteFrom(it: Fields, symbol: string | undefined): PrintMessage | undefined {
  const id = idOf(it["u"])
  if (id === undefined) return undefined
  const amounts = [it["b"], it["B"], it["a"], it["A"]]
  return { kind: "quotes", symbol, time: timeOf(it["T"]), id, amounts, isBuyerMaker: false }
}

const isQuote = (it: Fields): boolean => ["u", "b", "B", "a", "A"].every((name) => name in it)

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

function symbolOf(value: unknown): string | undefined {
  if (typeof value !== "string" || !/^[A-Za-z0-9]{2,30}$/.test(value)) return undefined
  return value.toUpperCase()
}

function idOf(value: unknown): number | undefined {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : undefined
}

function timeOf(value: unknown): number | undefined {
  const time = typeof value === "number" && Number.isInteger(value) ? instantFrom(value) : NaN
  return Number.isNaN(time) ? undefined : time
}

function levelsOf(value: unknown): readonly RawLevel[] | undefined {
  if (!Array.isArray(value)) return undefined
  return value.every((level) => Array.isArray(level) && level.length >= 2)
    ? (value as RawLevel[])
    : undefined
}
