import { refuse } from "../input.ts"

/** How a yearly figure relates to the periods of a series. Crypto trades every day. */
export interface Annual {
  /** 365 for days, 8760 for hours, 525,600 for minutes. */
  readonly periodsPerYear: number
}

/** Of daily returns (quant.md 0.6). */
export const DAILY: Annual = { periodsPerYear: 365 }

/** @throws Problem `INVALID_INPUT` unless the periods of a year are finite and above zero */
export function requireAnnual({ periodsPerYear }: Annual): void {
  if (!(periodsPerYear > 0 && Number.isFinite(periodsPerYear))) {
    refuse(`periodsPerYear is ${periodsPerYear}, and must be above zero.`)
  }
}

/**
 * A yearly rate as the rate of one period that compounds to it.
 * @throws Problem `INVALID_INPUT` for a rate of -1 or less
 */
export function periodRate(annualRate: number, annual: Annual): number {
  requireAnnual(annual)
  if (!(annualRate > -1 && Number.isFinite(annualRate))) {
    refuse(`A yearly rate of ${annualRate} cannot be spread over a year.`)
  }
  return Math.expm1(Math.log1p(annualRate) / annual.periodsPerYear)
}
