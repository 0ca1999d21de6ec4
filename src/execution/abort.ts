import { PPM } from "../value/brand.ts"
import { takingPrice } from "./one-shot.ts"
import { arrivalOf, averageOf, doneOf, type Progress } from "./plan.ts"
import type { PlanView } from "./plan-view.ts"
import { slippageBps } from "./shortfall.ts"

/** EXEC-22, EXEC-45: beyond this, measured against the arrival price, the rest is given up. */
export const SLIPPAGE_MOST_BPS = 50
const IMPACT_MOST_PPM = 5_000
/** The gate has said no so often in a row: something stands against it that does not pass by itself. */
const REFUSALS_MOST = 5

/** Why a plan is given up before its end; undefined while it goes on. */
export function abortOf(
  progress: Progress,
  view: PlanView,
): { readonly code: string; readonly because: string } | undefined {
  const { plan } = progress
  const { touch, instrument } = view
  const { target } = plan.leave
  if (touch.last <= Math.max(plan.leave.stop, view.stop ?? 0))
    return { code: "STOP", because: "the price stands at its stop" }
  if (target !== undefined && touch.last >= target && doneOf(progress) > 0) {
    return { code: "TARGET", because: "the price has reached its target" }
  }
  const arrival = arrivalOf(progress) ?? plan.decision
  const paid = averageOf(progress, instrument)
  const cost = paid === undefined ? 0 : slippageBps("buy", { price: paid, against: arrival })
  if (cost > SLIPPAGE_MOST_BPS) return slipped("what was paid", cost)
  const price = takingPrice(touch)
  const ahead = price > 0 ? slippageBps("buy", { price, against: arrival }) : 0
  if (ahead > SLIPPAGE_MOST_BPS) return slipped("the price", ahead)
  if (view.impactPpm > IMPACT_MOST_PPM) {
    const moved = ((view.impactPpm * 100) / PPM).toFixed(2)
    return { code: "EXEC-22", because: `a part of it moved the market by ${moved} %` }
  }
  if (view.refused < REFUSALS_MOST) return undefined
  return { code: "REFUSED", because: `the gate refused ${view.refused} parts in a row` }
}

const slipped = (
  what: string,
  bps: number,
): { readonly code: string; readonly because: string } => ({
  code: "EXEC-22",
  because: `${what} is ${bps.toFixed(0)} bp worse than at its arrival; the limit is ${SLIPPAGE_MOST_BPS} bp`,
})
