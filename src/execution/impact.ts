import { requirePositive } from "../statistics/input.ts"

/** What working an order is expected to cost, hundredths of a percent. */
export interface ExpectedCost {
  /** How far the price has moved at its end. */
  readonly impactBps: number
  /** On average over the order, half the spread included. */
  readonly costBps: number
  /** Of a day's volume. */
  readonly participation: number
}

/**
 * The square-root law (quant.md 6.9): an order worked over minutes to a day moves the price by the
 * day's volatility times the root of its share of the day's volume. Not for one sweep of the book.
 * @param told.volatility of a day, a fraction
 * @param told.factor about one, to be measured on own fills
 * @throws Problem `INVALID_INPUT` for a day without volume
 */
export function squareRootImpact(told: {
  readonly volatility: number
  readonly quantity: number
  readonly dayVolume: number
  readonly factor: number
  readonly halfSpreadBps: number
}): ExpectedCost {
  const { volatility, quantity, dayVolume, factor, halfSpreadBps } = told
  requirePositive([dayVolume], "the volume of a day")
  const participation = quantity / dayVolume
  const impactBps = factor * volatility * Math.sqrt(participation) * 10_000
  return { impactBps, costBps: (2 / 3) * impactBps + halfSpreadBps, participation }
}
