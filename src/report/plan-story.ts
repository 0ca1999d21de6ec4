import type { PlanBegan, PlanEnded, PlanTurned, Placed } from "../engine/records.ts"
import { describeTerms } from "../gate/sanity.ts"
import { formatPrice, formatQuantity, type Instrument } from "../market/instrument.ts"
import { type Duration, PPM, type Price, quantityOf } from "../value/brand.ts"
import { formatDuration } from "../value/time.ts"
import type { WorkedOrder } from "./worked-order.ts"

/** How a plan began: what was wished, what of it the rules allowed, and how it is worked. */
export function beganLines({ plan }: PlanBegan, instrument: Instrument): readonly string[] {
  const { author, because, asked, quantity, schedule, window, urgency, expected } = plan
  const amount = (counts: number): string =>
    `${formatQuantity(instrument, quantityOf(counts))} ${instrument.base.code}`
  return [
    `Wish: ${author.kind} "${author.name}" wanted to buy ${amount(asked)}, because ${because}.`,
    `The gate judged it as a whole and allowed ${amount(quantity)}: the mandate of ${plan.id}.`,
    `It is worked by ${plan.method} in ${schedule.length} parts within ${formatDuration(window)}, urgency ${urgency} of 100.`,
    `The mid was ${formatPrice(instrument, Math.round(plan.decision) as Price)} when it was decided.`,
    ...(expected ? [`It was expected to cost ${expected.costBps.toFixed(1)} bp.`] : []),
  ]
}

/** One part of a plan that left. */
export function partLine({ request, slice }: Placed, instrument: Instrument): string {
  const place = request.kind === "replace" ? request.place : request
  if (place.kind !== "place" || slice === undefined) return ""
  const amount = formatQuantity(instrument, place.terms.quantity)
  const terms = describeTerms(instrument, place.terms)
  return `Part ${slice.number} of ${slice.plan}: buy ${amount} ${instrument.base.code}, ${terms}, as ${place.id}.`
}

export const turnedLine = ({ plan, to, because }: PlanTurned): string =>
  `The plan ${plan} is ${to}: ${because}.`

/** How a plan ended, and what it cost against the prices it could have had (EXEC-31, EXEC-46). */
export function endedLines(fact: PlanEnded, worked: WorkedOrder | undefined): readonly string[] {
  const { plan, outcome, because, slices, impactPpm } = fact
  const end = `The plan ${plan} ended, ${outcome}, after ${slices} parts: ${because}.`
  if (worked === undefined) return [end, "Nothing of it was bought."]
  const impact = `The mid moved by at most ${((impactPpm * 100) / PPM).toFixed(3)} % after a part (EXEC-5).`
  return [end, ...costLines(worked), impact]
}

/** What an order cost: signed basis points, above zero a cost. */
export function costLines(it: WorkedOrder): readonly string[] {
  const { shortfall, againstVwap, expected } = it
  const bps = (value: number): string => `${value > 0 ? "+" : ""}${value.toFixed(1)} bp`
  const parts = [
    `delay ${shortfall.delay.toFixed(4)}`,
    `execution ${shortfall.execution.toFixed(4)}`,
    `not filled ${shortfall.opportunity.toFixed(4)}`,
    `fees ${shortfall.fees.toFixed(4)}`,
  ]
  const took = formatDuration(Math.round(it.seconds * 1e6) as Duration)
  return [
    `Against the decision ${bps(it.againstDecision)}, the arrival ${bps(it.againstArrival)}` +
      (againstVwap === undefined ? "" : `, the market's mean meanwhile ${bps(againstVwap)}`) +
      `${expected === undefined ? "" : `; ${bps(expected)} were expected`}.`,
    `Shortfall ${bps(shortfall.totalBps)}: ${parts.join(", ")}. Filled ${(it.filled * 100).toFixed(1)} %, ` +
      `${(it.maker * 100).toFixed(0)} % as maker, in ${took}.`,
  ]
}
