import { squareRootImpact } from "../../src/execution/impact.ts"
import { withinShare } from "../../src/execution/participation.ts"
import { twapSchedule, vwapSchedule, type Whole } from "../../src/execution/schedule.ts"
import { shortfallOf, slippageBps } from "../../src/execution/shortfall.ts"
import { unevenSlices } from "../../src/execution/uneven-slices.ts"
import { Gauge } from "../../src/market/gauge.ts"
import type { Side } from "../../src/order/terms.ts"
import type { Duration, Quantity } from "../../src/value/brand.ts"
import { formatUnits, parseUnits } from "../../src/value/decimal.ts"
import type { Oracle } from "./adapter.ts"

/** Counts are fine enough for every quantity of the fixtures. */
const SCALE = 8
const counts = (text: string): number => Number(parseUnits(text, SCALE))
const text = (count: number): string => formatUnits(count, SCALE)

/** Fixture functions that live in `src/execution/`, and the measuring of a market beside them. */
export const executionOracle: Oracle = {
  twapSchedule: (input: FixtureTwap) => {
    const whole = wholeOf(input)
    const { slices, durationMs } = input
    const due = twapSchedule(whole, { slices, window: durationMs as Duration })
    return (
      due && {
        slices: due.map(({ after, quantity }) => ({ offsetMs: after, qty: text(quantity) })),
        residual: text(whole.quantity % whole.step),
      }
    )
  },

  vwapSchedule: (input: FixtureOrder & { readonly volumeCurve: number[] }) => {
    const whole = wholeOf(input)
    const parts = vwapSchedule(whole, input.volumeCurve)
    return parts && { slices: parts.map(text), residual: text(whole.quantity % whole.step) }
  },

  povSlice: (input: FixtureShare) =>
    text(
      withinShare({
        share: input.participation,
        volume: counts(input.observedVolume),
        done: counts(input.done),
        isOwnIncluded: input.volumeIncludesOwn,
        ...wholeOf(input),
      }),
    ),

  icebergSlices: (input: FixtureOrder & { slices: number; variation: number; u: number[] }) => {
    const draws = [...input.u]
    const { slices, variation } = input
    const draw = (): number => draws.shift() ?? NaN
    return { slices: unevenSlices(wholeOf(input), { slices, variation, draw }).map(text) }
  },

  slippageBps: ({ side, price, benchmark }: { side: Side; price: number; benchmark: number }) =>
    slippageBps(side, { price, against: benchmark }),

  implementationShortfall: (input: FixtureWorked) => {
    const { filled, average, ...told } = shortfallOf({
      side: input.side,
      quantity: input.orderQty,
      decision: input.decisionPrice,
      arrival: input.arrivalPrice,
      end: input.endPrice,
      fills: input.fills.map(({ price, qty, feeQuote }) => ({
        price,
        quantity: qty,
        fee: feeQuote,
      })),
    })
    return { ...told, filledQty: filled, averagePrice: average }
  },

  benchmarkPrices: ({ trades, from, to }: FixtureInterval) => {
    const before = trades.filter(({ t }) => t <= from).at(-1)
    const gauge = new Gauge({ from, price: before?.price ?? NaN })
    for (const { t, price, qty } of trades) {
      if (t >= from && t < to) gauge.onTrade(t, price, qty)
    }
    return gauge.until(to)
  },

  squareRootImpact: (input: FixtureImpact) => {
    const cost = squareRootImpact({
      volatility: input.sigmaDaily,
      quantity: input.notional,
      dayVolume: input.adv,
      factor: input.Y,
      halfSpreadBps: input.halfSpreadBps,
    })
    return { ...cost, expectedCostBps: cost.costBps }
  },
}

interface FixtureOrder {
  readonly qty: string
  readonly stepSize: string
  readonly price: string
  readonly minNotional: string
}

/** The least quantity that is worth the least notional, on the step. */
function wholeOf({ qty, stepSize, price, minNotional }: FixtureOrder): Whole {
  const step = counts(stepSize)
  const least = Math.ceil((counts(minNotional) / Number(price) / step) * (1 - 1e-12)) * step
  return { quantity: counts(qty) as Quantity, step: step as Quantity, least: least as Quantity }
}

type FixtureTwap = FixtureOrder & { readonly slices: number; readonly durationMs: number }
type FixtureShare = FixtureOrder & {
  readonly participation: number
  readonly observedVolume: string
  readonly done: string
  readonly volumeIncludesOwn: boolean
}

interface FixtureWorked {
  readonly side: Side
  readonly orderQty: number
  readonly decisionPrice: number
  readonly arrivalPrice: number
  readonly endPrice: number
  readonly fills: readonly {
    readonly price: number
    readonly qty: number
    readonly feeQuote: number
  }[]
}

interface FixtureInterval {
  readonly trades: readonly { readonly t: number; readonly price: number; readonly qty: number }[]
  readonly from: number
  readonly to: number
}

interface FixtureImpact {
  readonly sigmaDaily: number
  readonly notional: number
  readonly adv: number
  readonly Y: number
  readonly halfSpreadBps: number
}
