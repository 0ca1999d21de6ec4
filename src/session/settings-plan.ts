import { ratioOf } from "../value/brand.ts"
import { parseUnits } from "../value/decimal.ts"
import { ASSET_SCALE } from "../value/money.ts"
import { milliseconds } from "../value/time.ts"
import type { Plan } from "./plan.ts"
import type { Settings } from "./settings.ts"

/** What the settings decide of a run, in the units of the program. */
export type PlannedBySettings = Pick<
  Plan,
  "strategy" | "params" | "capitalUnits" | "seed" | "fees" | "latency" | "queue" | "limits"
>

export function planFrom(settings: Settings): PlannedBySettings {
  const { fees, latencyMs } = settings
  return {
    strategy: settings.strategy,
    params: Object.fromEntries(
      Object.entries(settings.params).map(([name, value]) => [name, String(value)]),
    ),
    capitalUnits: parseUnits(settings.capital, ASSET_SCALE),
    seed: settings.seed,
    fees: {
      maker: ratioOf(fees.makerPpm),
      taker: ratioOf(fees.takerPpm),
      isBnbPaid: fees.payInBnb,
    },
    latency: {
      feed: milliseconds(latencyMs.feed),
      entry: milliseconds(latencyMs.entry),
      response: milliseconds(latencyMs.response),
    },
    queue: settings.queue,
    limits: settings.limits,
  }
}
