import type { Fault, Levels, MarketMessage } from "./message.ts"

/** Before there was an exchange, and long after us: microseconds of 2017-01-01 and 2100-01-01. */
const TIME_LEAST = 1_483_228_800_000_000
const TIME_MOST = 4_102_444_800_000_000
/** What is above this cannot be milliseconds. */
const MILLISECONDS_MOST = 100_000_000_000_000

/**
 * A time as the exchange writes it, in microseconds. Streams tell milliseconds unless asked for
 * microseconds (binance-spot.md section 2); a millisecond of that size would lie in the year 5138.
 */
export const instantFrom = (told: number): number => (told > MILLISECONDS_MOST ? told : told * 1000)

/** What cannot be true about a message whose fields are all in place. */
export function impossible(message: MarketMessage): Fault | undefined {
  switch (message.kind) {
    case "trade":
    case "aggTrade":
      return isTime(message.happenedAt) && isTime(message.sentAt) && message.a > 0 && message.b > 0
        ? undefined
        : "outOfRange"
    case "quote":
      if (!(message.a > 0 && message.b > 0 && message.c > 0 && message.d > 0)) return "oneSided"
      return message.a < message.c ? undefined : "crossed"
    case "depth":
      return isTime(message.sentAt) && message.firstId <= message.id && areLevels(message)
        ? undefined
        : "outOfRange"
    case "book":
      return areLevels(message) ? undefined : "outOfRange"
    case "candle":
      return isTime(message.happenedAt) && isTime(message.sentAt) && isCandle(message)
        ? undefined
        : "outOfRange"
    case "day":
      return isTime(message.sentAt) && isCandle(message) ? undefined : "outOfRange"
    case "reply":
    case "shutdown":
    case "nothing":
      return undefined
    default:
      message.kind satisfies never
      return undefined
  }
}

const isTime = (at: number): boolean => at >= TIME_LEAST && at < TIME_MOST

const areLevels = ({ bids, asks }: MarketMessage): boolean => arePrices(bids) && arePrices(asks)

function arePrices({ price, length }: Levels): boolean {
  for (let i = 0; i < length; i++) if (!(price[i] > 0)) return false
  return true
}

const isCandle = ({ a: open, b: high, c: low, d: close }: MarketMessage): boolean =>
  low > 0 && low <= open && low <= close && high >= open && high >= close
