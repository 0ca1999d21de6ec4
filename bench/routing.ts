import type { PlanId } from "../src/order/plan-id.ts"
import { nextStep } from "../src/execution/next-step.ts"
import type { Plan, Progress } from "../src/execution/plan.ts"
import type { PlanView } from "../src/execution/plan-view.ts"
import { instantOf, type Price, quantityOf } from "../src/value/brand.ts"
import { hours, later, minutes } from "../src/value/time.ts"
import { instrumentOf } from "../tests/support/instrument.ts"
import { median, quantile } from "./measure.ts"

// What it costs to decide how the next part of a plan leaves. Prints one line of JSON.

const DECISIONS = 200_000
const START = instantOf(hours(480_000))
const MID = 1_000_000
const plan: Plan = {
  id: "p" as PlanId,
  method: "twap",
  instrument: 0,
  author: { kind: "strategy", name: "s" },
  because: "it rises",
  cause: { row: 1, instrument: 0, price: MID as Price },
  leave: { stop: 985_000 as Price },
  asked: quantityOf(2_500),
  quantity: quantityOf(2_500),
  heldBefore: quantityOf(0),
  urgency: 20,
  schedule: Array.from({ length: 10 }, (_, i) => ({
    after: minutes(i),
    quantity: quantityOf(250),
  })),
  window: minutes(11),
  decision: MID,
}
const progress: Progress = {
  plan,
  beganAt: START,
  state: "running",
  code: "",
  because: "",
  lastSliceAt: START,
  slices: [],
}
const viewOf = (i: number): PlanView => ({
  now: later(START, minutes(1 + (i % 9))),
  instrument: instrumentOf(),
  touch: { bid: MID - 10 - (i % 2) * 700, ask: MID + 10 + (i % 2) * 700, last: MID },
  isOpen: true,
  child: undefined,
  least: quantityOf(110),
  volume: Infinity,
  isVolumeOdd: false,
  volatility: 0.03,
  stop: undefined,
  impactPpm: 0,
  refused: 0,
})

/** @returns microseconds of each decision, in batches of ten: so many may be wanted at once */
function cost(): number[] {
  const views = Array.from({ length: 10 }, (_, i) => viewOf(i))
  const spent: number[] = []
  for (let batch = 0; batch < DECISIONS / 10; batch++) {
    const began = performance.now()
    for (const view of views) nextStep(progress, view)
    spent.push((performance.now() - began) * 100)
  }
  return spent
}

cost()
const spent = cost()
process.stdout.write(`${JSON.stringify({ p50: median(spent), p99: quantile(spent, 0.99) })}\n`)
