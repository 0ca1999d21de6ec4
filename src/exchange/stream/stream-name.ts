import { INTERVALS } from "../market/candles.ts"

/** What a stream tells, and how often at most; 0 is as it happens. Microseconds. */
export type StreamKind =
  | { readonly kind: "trade" | "aggTrade" | "bookTicker"; readonly period: 0 }
  | { readonly kind: "depth"; readonly period: number }
  | { readonly kind: "partial"; readonly period: number; readonly levels: number }
  | { readonly kind: "ticker" | "miniTicker" | "avgPrice"; readonly period: number }
  | { readonly kind: "window"; readonly period: number; readonly window: string }
  | {
      readonly kind: "kline"
      readonly period: number
      readonly interval: string
      /** Microseconds that the edges of bars are shifted by. */
      readonly shift: number
    }

/** A stream that somebody asked for; `symbol` is undefined for a stream of all symbols. */
export type StreamName = { readonly symbol: string | undefined } & StreamKind

const SECOND_US = 1_000_000

/** Reads `btcusdt@depth@100ms`; undefined for what is no stream: it is taken, and stays silent. */
export function parseStream(name: string): StreamName | undefined {
  const at = name.indexOf("@")
  if (at < 0) return undefined
  const head = name.slice(0, at)
  const rest = name.slice(at + 1)
  if (head.startsWith("!")) return allOf(head.slice(1), rest)
  // Names are in lower case; one in capitals is another name.
  if (head !== head.toLowerCase()) return undefined
  const kind = kindOf(rest)
  return kind && { symbol: head.toUpperCase(), ...kind }
}

function allOf(what: string, rest: string): StreamName | undefined {
  if (rest !== "arr") return undefined
  if (what === "miniTicker") return { symbol: undefined, kind: "miniTicker", period: SECOND_US }
  const window = /^ticker_(1h|4h|1d)$/.exec(what)?.[1]
  return window === undefined
    ? undefined
    : { symbol: undefined, kind: "window", period: SECOND_US, window }
}

function kindOf(text: string): StreamKind | undefined {
  if (text === "trade" || text === "aggTrade" || text === "bookTicker") {
    return { kind: text, period: 0 }
  }
  if (text === "ticker" || text === "miniTicker" || text === "avgPrice") {
    return { kind: text, period: SECOND_US }
  }
  const depth = /^depth(5|10|20)?(@100ms|@1000ms)?$/.exec(text)
  if (depth) {
    const period = depth[2] === "@100ms" ? SECOND_US / 10 : SECOND_US
    if (depth[1] === undefined) return { kind: "depth", period }
    return { kind: "partial", period, levels: Number(depth[1]) }
  }
  const window = /^ticker_(1h|4h|1d)$/.exec(text)?.[1]
  if (window !== undefined) return { kind: "window", period: SECOND_US, window }
  const kline = /^kline_([0-9]+[smhdwM])(?:@([+-]\d\d):(\d\d))?$/.exec(text)
  const interval = kline?.[1] ?? ""
  if (!Object.hasOwn(INTERVALS, interval)) return undefined
  const hours = Number(kline?.[2] ?? 0)
  const minutes = Number(kline?.[3] ?? 0) * (kline?.[2]?.startsWith("-") ? -1 : 1)
  const period = interval === "1s" ? SECOND_US : 2 * SECOND_US
  return { kind: "kline", period, interval, shift: (hours * 60 + minutes) * 60 * SECOND_US }
}
