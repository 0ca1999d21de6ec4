import { Evidence } from "../../../src/tier/evidence.ts"
import type { Asked } from "../../../src/tier/gate.ts"
import type { Measure } from "../../../src/tier/measure.ts"
import { type Tier } from "../../../src/tier/tier.ts"
import { DOLLAR } from "../../../src/value/amounts.ts"
import { type Instant, instantOf } from "../../../src/value/brand.ts"
import { days, hours, later } from "../../../src/value/time.ts"

/** When the account came into its tier, and the moment at which the gates are asked. */
export const SINCE: Instant = instantOf(days(20_000))
export const NOW: Instant = later(SINCE, days(60))
const at = (day: number, hour: number): Instant => later(SINCE, (days(day) + hours(hour)) as never)

/** How far an account is on its way: every figure at its edge, or one step short of it. */
export interface Way {
  readonly isThere: boolean
}

/** Days of trading on several pairs by several strategies, with a gain on nearly all. */
function traded(next: Tier, { isThere }: Way): Evidence {
  const evidence = new Evidence()
  let units = (next.floorUnits * 95n) / 100n
  evidence.onSample(at(0, 0), units)
  const rise = isThere ? next.floorUnits / 1_000n : next.floorUnits / 100_000n
  for (let day = 1; day <= 60; day++) {
    const isGood = day % (isThere ? 10 : 2) !== 0
    for (let i = 0; i < (isThere ? 40 : 1); i++) {
      evidence.onTrade({
        at: at(day - 1, 12),
        instrument: isThere ? i % 4 : 0,
        strategy: isThere ? ["trend", "breakout", "reversion"][i % 3] ?? "" : "trend",
        isManual: false,
        isStopped: false,
        pnlUnits: isThere && i % 5 !== 4 ? 2n * DOLLAR : -DOLLAR,
      })
      evidence.onReaction(at(day - 1, 12), isThere || day % 10 > 1)
    }
    units += isGood ? rise : -rise
    evidence.onSample(at(day - 1, 13), isThere || day !== 50 ? units : (units * 88n) / 100n)
  }
  evidence.onSample(at(59, 20), isThere ? next.floorUnits : next.floorUnits - DOLLAR)
  return evidence
}

/** What is measured on the way, enough of it or one too few. */
function measures({ isThere }: Way): readonly Measure[] {
  const orders = Array.from({ length: 20 }, (_, i): Measure => ({
    kind: "worked-order",
    valueUnits: 200n * DOLLAR,
    slices: i < (isThere ? 1 : 2) ? 2 : 3,
    impactPpm: isThere ? 5_000 : 5_001,
  }))
  const crashes = ["2020-03", "2021-05", isThere ? "2022-11" : "2021-05"]
  return [
    ...orders,
    { kind: "worked-order", valueUnits: 200n * DOLLAR - 1n, slices: 1, impactPpm: 0 },
    { kind: "uncorrelated-pairs", count: isThere ? 5 : 4 },
    { kind: "uncorrelated-pairs", count: 1 },
    { kind: "drawdown-drill", isPassed: isThere },
    { kind: "slippage-gap", basisPoints: 9 },
    { kind: "slippage-gap", basisPoints: isThere ? -5 : 5.1 },
    { kind: "baseline", days: isThere ? 30 : 29 },
    ...crashes.map((name): Measure => ({ kind: "crash-replay", name, isSurvived: true })),
    { kind: "crash-replay", name: "2018-01", isSurvived: false },
    ...(isThere ? [{ kind: "failover" } as const] : [{ kind: "override-attempt" } as const]),
  ]
}

/** An account on the way to the next tier, as the gates are asked about it. */
export function asked(next: Tier, way: Way): Asked {
  const evidence = traded(next, way)
  for (const it of measures(way)) evidence.onMeasure(at(50, 0), it)
  if (!way.isThere) evidence.onAttempt(at(50, 0))
  return {
    evidence,
    now: NOW,
    since: SINCE,
    countedFrom: way.isThere ? SINCE : later(NOW, (0 - days(1)) as never),
    waitUntil: way.isThere ? NOW : later(NOW, hours(1)),
    hasAgreed: way.isThere,
    readiness: way.isThere ? 80 : 79,
  }
}

/** An account that has not begun. */
export function fresh(): Asked {
  return {
    evidence: new Evidence(),
    now: NOW,
    since: NOW,
    countedFrom: later(NOW, hours(1)),
    waitUntil: later(NOW, (days(1) + 1) as never),
    hasAgreed: true,
    readiness: 0,
  }
}
