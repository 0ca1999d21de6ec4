import { Problem } from "../value/problem.ts"

/** What the exchange says about one symbol: amounts as decimal text, "0" for a bound that is off. */
export interface ExchangeSymbol {
  readonly symbol: string
  /** `TRADING` while orders are taken; absent where an earlier version kept it. */
  readonly status?: string
  readonly base: string
  readonly quote: string
  readonly prices: Bounds
  readonly quantities: Bounds
  readonly marketMost: string
  readonly notional: {
    readonly least: string
    readonly most: string
    readonly isLeastForMarket: boolean
    readonly isMostForMarket: boolean
  }
  readonly percent: {
    readonly bidUp: string
    readonly bidDown: string
    readonly askUp: string
    readonly askDown: string
    readonly minutes: number
  }
  readonly maxOrders: number
  readonly maxStopOrders: number
  readonly maxIcebergParts: number
}

interface Bounds {
  readonly least: string
  readonly most: string
  readonly step: string
}

/** The filters of all symbols at one moment. */
export interface ExchangeInfo {
  /** The exchange's clock when it answered, microseconds. */
  readonly at: number
  readonly symbols: readonly ExchangeSymbol[]
  /** Names that are none of ours: those symbols are left out, and all others taken. */
  readonly leftOut: readonly string[]
}

type Filter = Readonly<Record<string, string | number | boolean>>

/** Whether a text looks like Binance's exchangeInfo. */
export function isExchangeInfo(head: string): boolean {
  return /^\s*\{/.test(head) && head.includes('"serverTime"') && head.includes('"rateLimits"')
}

/**
 * Reads Binance's answer to exchangeInfo (binance-spot.md section 8).
 * @throws Problem `EXCHANGE_INFO_BROKEN`
 */
export function parseExchangeInfo(text: string, file: string): ExchangeInfo {
  return exchangeInfoOf(() => JSON.parse(text), file)
}

/**
 * The same of an answer that was read from JSON already.
 * @throws Problem `EXCHANGE_INFO_BROKEN`
 */
export const readExchangeInfo = (answer: unknown, from: string): ExchangeInfo =>
  exchangeInfoOf(() => answer, from)

function exchangeInfoOf(read: () => unknown, file: string): ExchangeInfo {
  try {
    const answer = read() as {
      serverTime: number
      symbols: readonly Readonly<Record<string, unknown>>[]
    }
    const leftOut = answer.symbols.flatMap(strangeName)
    const named = answer.symbols.filter((symbol) => strangeName(symbol).length === 0)
    const symbols = named.map((symbol) => symbolFrom(symbol))
    if (!(answer.serverTime > 0) || symbols.length === 0) throw new Error("it lists no symbols")
    return { at: answer.serverTime * 1000, symbols, leftOut }
  } catch (error) {
    throw new Problem({
      code: "EXCHANGE_INFO_BROKEN",
      what: `${file} is no complete exchangeInfo.`,
      why: `Reading it stopped: ${(error as Error).message}. Nothing was taken from it.`,
      next: "Fetch it again from /api/v3/exchangeInfo and run the same command again.",
      cause: error,
    })
  }
}

function symbolFrom(raw: Readonly<Record<string, unknown>>): ExchangeSymbol {
  const filters = new Map<string, Filter>()
  for (const filter of raw["filters"] as readonly Filter[]) {
    filters.set(String(filter["filterType"]), filter)
  }
  const notional = filters.get("NOTIONAL") ?? filters.get("MIN_NOTIONAL")
  return {
    symbol: name(raw["symbol"]),
    ...(typeof raw["status"] === "string" ? { status: raw["status"] } : {}),
    base: name(raw["baseAsset"]),
    quote: name(raw["quoteAsset"]),
    prices: bounds(filters.get("PRICE_FILTER"), ["minPrice", "maxPrice", "tickSize"]),
    quantities: bounds(filters.get("LOT_SIZE"), ["minQty", "maxQty", "stepSize"]),
    marketMost: amount(filters.get("MARKET_LOT_SIZE")?.["maxQty"]),
    notional: {
      least: amount(notional?.["minNotional"]),
      most: amount(notional?.["maxNotional"]),
      isLeastForMarket: (notional?.["applyMinToMarket"] ?? notional?.["applyToMarket"]) === true,
      isMostForMarket: notional?.["applyMaxToMarket"] === true,
    },
    percent: percentFrom(filters.get("PERCENT_PRICE_BY_SIDE"), filters.get("PERCENT_PRICE")),
    maxOrders: whole(filters.get("MAX_NUM_ORDERS")?.["maxNumOrders"]),
    maxStopOrders: whole(filters.get("MAX_NUM_ALGO_ORDERS")?.["maxNumAlgoOrders"]),
    maxIcebergParts: whole(filters.get("ICEBERG_PARTS")?.["limit"]),
  }
}

function percentFrom(
  bySide: Filter | undefined,
  both: Filter | undefined,
): ExchangeSymbol["percent"] {
  return {
    bidUp: amount(bySide?.["bidMultiplierUp"] ?? both?.["multiplierUp"]),
    bidDown: amount(bySide?.["bidMultiplierDown"] ?? both?.["multiplierDown"]),
    askUp: amount(bySide?.["askMultiplierUp"] ?? both?.["multiplierUp"]),
    askDown: amount(bySide?.["askMultiplierDown"] ?? both?.["multiplierDown"]),
    minutes: whole(bySide?.["avgPriceMins"] ?? both?.["avgPriceMins"]),
  }
}

function bounds(filter: Filter | undefined, [least, most, step]: [string, string, string]): Bounds {
  return {
    least: amount(filter?.[least]),
    most: amount(filter?.[most]),
    step: amount(filter?.[step]),
  }
}

function amount(value: unknown): string {
  if (value === undefined) return "0"
  if (typeof value === "string" && /^\d+(\.\d+)?$/.test(value)) return value
  throw new Error(`${JSON.stringify(value)} stands where an amount should`)
}

function whole(value: unknown): number {
  if (value === undefined) return 0
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value
  throw new Error(`${JSON.stringify(value)} stands where a whole number should`)
}

const NAME = /^[A-Z0-9._-]{1,20}$/

/** The name of a symbol that has, or whose assets have, letters that are none of ours; none else. */
function strangeName(raw: Readonly<Record<string, unknown>>): readonly string[] {
  const { symbol, baseAsset, quoteAsset } = raw
  const isStrange = (it: unknown): boolean => typeof it === "string" && it !== "" && !NAME.test(it)
  return typeof symbol === "string" && [symbol, baseAsset, quoteAsset].some(isStrange)
    ? [symbol]
    : []
}

function name(value: unknown): string {
  if (typeof value === "string" && NAME.test(value)) return value
  throw new Error(`${JSON.stringify(value)} stands where a name should`)
}
