import { SLIPPAGE_MOST_BPS } from "../execution/abort.ts"
import type { Step } from "../execution/next-step.ts"
import { averageOf, arrivalOf, doneOf, FILLED_LEAST, type Progress } from "../execution/plan.ts"
import { slippageBps } from "../execution/shortfall.ts"
import { type Instrument, notional } from "../market/instrument.ts"
import { type Instant, PPM, type Price } from "../value/brand.ts"
import { divide, powerOfTen } from "../value/decimal.ts"
import type { Lane } from "./lane.ts"
import type { PlanWatch } from "./plan-watch.ts"
import type { PlanEnded } from "./records.ts"

/** What is told of a plan at its end: how it went, and what the market did meanwhile. */
export function endedFact(
  { outcome, code, because }: Extract<Step, { kind: "end" }>,
  progress: Progress,
  told: {
    readonly lane: Lane
    readonly watch: PlanWatch
    readonly now: Instant
    readonly quoteValueUnits: bigint
    readonly isPractice: boolean
  },
): PlanEnded {
  const { lane, watch, now, isPractice } = told
  const { plan, slices } = progress
  const { vwap, twap, volume } = watch.gauge.until(now)
  const filled = doneOf(progress)
  return {
    kind: "plan-ended",
    plan: plan.id,
    method: plan.method,
    outcome,
    code,
    because,
    filled,
    slices: slices.length,
    valueUnits: valueOf(progress, lane.instrument, told.quoteValueUnits),
    isCompleted: isCheap(progress, lane.instrument) && filled >= plan.quantity * FILLED_LEAST,
    isPractice,
    impactPpm: watch.impactPpm,
    market: {
      end: lane.mark,
      volume,
      ...(vwap === undefined ? {} : { vwap: rounded(vwap) }),
      ...(twap === undefined ? {} : { twap: rounded(twap) }),
    },
  }
}

/** EXEC-45: filled, and within its slippage. */
function isCheap(progress: Progress, instrument: Instrument): boolean {
  const arrival = arrivalOf(progress)
  const price = averageOf(progress, instrument)
  if (price === undefined || arrival === undefined) return true
  return slippageBps("buy", { price, against: arrival }) <= SLIPPAGE_MOST_BPS
}

function valueOf({ plan }: Progress, instrument: Instrument, quoteValueUnits: bigint): bigint {
  const at = { price: Math.round(plan.decision) as Price, quantity: plan.quantity }
  const units = notional(instrument, at, "down") * quoteValueUnits
  return divide(units, powerOfTen(instrument.quote.scale), "down")
}

/** A price in counts, to a millionth of one: what a benchmark is journaled as. */
const rounded = (price: number): number => Math.round(price * PPM) / PPM
