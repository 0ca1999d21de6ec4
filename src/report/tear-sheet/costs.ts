import { formatUnits } from "../../value/decimal.ts"
import type { FillLine } from "../chronicle/order-log.ts"
import { slipOf } from "./slip.ts"
import type { TradeLine } from "./trade-line.ts"
import type { WorthCourse } from "./worth-course.ts"

/** From what prices alone would have brought to what was left (ANLY-24, D5). Decimal text. */
export interface Costs {
  /** Worth at the start and at the end, and what was paid in between. */
  readonly start: string
  readonly end: string
  readonly paidIn: string
  /** At the prices of the decisions, before every cost. */
  readonly gross: string
  readonly slippage: string
  readonly fees: string
  readonly infrastructure: string
  readonly net: string
  /** Of the start, money in and out left alone. */
  readonly netShare: number
  readonly serverMonthly: string
  /** Server cost of a month over the worth at the end. */
  readonly serverShare: number | null
  /** Fees over the gains of the trades that gained before fees. */
  readonly feeShare: number | null
  /** Entries refused since they would have been too small, and all that were wished. */
  readonly tooSmall: number
  readonly wished: number
  /** What cost so much lies around in amounts too small to be sold. */
  readonly dust: string
}

/** The chain of costs over a period. */
export function costsOf(
  course: WorthCourse,
  told: {
    readonly fills: readonly FillLine[]
    readonly trades: readonly TradeLine[]
    readonly serverMonthly: string
    readonly tooSmall: number
    readonly wished: number
    readonly dustUnits: bigint
  },
): Costs {
  const { fills, trades, serverMonthly } = told
  const paidIn = course.flows.reduce((sum, { units }) => sum + units, 0n)
  const fees = fills.reduce((sum, { posting }) => sum + posting.feeUnits, 0n)
  const slipped = fills.reduce((sum, it) => sum + slipOf(it).dollars, 0)
  const slippage = BigInt(Math.round(slipped * 1e8))
  const beforeServer = course.endUnits - course.startUnits - paidIn
  const net = beforeServer - course.infrastructureUnits
  const gains = trades.reduce((sum, { netUnits, feesUnits }) => {
    const gross = netUnits + feesUnits
    return gross > 0n ? sum + gross : sum
  }, 0n)
  const amount = (units: bigint): string => formatUnits(units, 8)
  return {
    start: amount(course.startUnits),
    end: amount(course.endUnits - course.infrastructureUnits),
    paidIn: amount(paidIn),
    gross: amount(beforeServer + fees + slippage),
    slippage: amount(slippage),
    fees: amount(fees),
    infrastructure: amount(course.infrastructureUnits),
    net: amount(net),
    netShare: (course.nav.at(-1) ?? 1) - 1,
    serverMonthly,
    serverShare:
      course.endUnits > 0n ? Number(serverMonthly) / (Number(course.endUnits) / 1e8) : null,
    feeShare: gains > 0n ? Number(fees) / Number(gains) : null,
    tooSmall: told.tooSmall,
    wished: told.wished,
    dust: amount(told.dustUnits),
  }
}
