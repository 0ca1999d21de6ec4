import { refuse } from "../input.ts"

/** What a bar must have for the indicators of ranges; prices in any one unit. */
export interface BarRange {
  readonly high: number
  readonly low: number
  readonly close: number
}

/** The range of a bar, widened to the close before it when the market opened with a gap. */
export function trueRange(bar: BarRange, closeBefore: number): number {
  return Math.max(
    bar.high - bar.low,
    Math.abs(bar.high - closeBefore),
    Math.abs(bar.low - closeBefore),
  )
}

/** @throws Problem `INVALID_INPUT` for a price that is not above zero, or a high below the low */
export function requireBar({ high, low, close }: BarRange): void {
  if (!(low > 0 && high >= low && high < Infinity)) {
    refuse(`A bar from ${low} to ${high} is not possible.`)
  }
  requireClose(close)
}

/** @throws Problem `INVALID_INPUT` for a price that is not finite and above zero */
export function requireClose(close: number): void {
  if (!(close > 0 && close < Infinity)) refuse(`A close of ${close} is not possible.`)
}
