import { refuse } from "../statistics/input.ts"
import type { Plan } from "./plan.ts"
import type { Quantity } from "../value/brand.ts"

/** EXEC-30, EXEC-41: the hard maximum of market volume. */
const MOST = 0.1
const VWAP_USUAL = 0.05

/** Which part of the market's volume a plan may be (EXEC-41): less for VWAP, the more the more urgent. */
export function shareOf({ method, urgency }: Pick<Plan, "method" | "urgency">): number {
  if (method !== "vwap") return MOST
  const factor = urgency <= 25 ? 0.8 : urgency <= 75 ? 1 : 1.2
  return Math.min(MOST, VWAP_USUAL * factor)
}

/**
 * How much may be sent now so that all of it together stays a share of the market's volume (quant.md
 * 6.4). Too little to be sent waits for more volume.
 * @param told.share above 0, below 1
 * @throws Problem `INVALID_INPUT` for another share
 * @param told.isOwnIncluded whether the volume counts our own fills
 */
export function withinShare(told: {
  readonly share: number
  readonly volume: number
  readonly done: number
  readonly quantity: number
  readonly isOwnIncluded: boolean
  readonly step: number
  readonly least: number
}): Quantity {
  const { share, volume, done, quantity, step } = told
  if (!(share > 0 && share < 1)) refuse(`A share of ${share} is no part of a market.`)
  const allowed = (told.isOwnIncluded ? share : share / (1 - share)) * volume
  const wanted = Math.min(quantity, allowed) - done
  const steps = Math.floor(wanted / step + 1e-9)
  const part = Math.max(0, steps) * step
  return (part < told.least ? 0 : part) as Quantity
}
