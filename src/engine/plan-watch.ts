import type { Benchmark, Gauge } from "../market/gauge.ts"
import { type Instant, PPM } from "../value/brand.ts"
import { later, seconds } from "../value/time.ts"

/** EXEC-5: the mid is looked at again so long after a part has left. */
export const IMPACT_AFTER = seconds(5)

/** What the market did since a plan began in it; for those who look. */
export type PlanMarket = Benchmark & {
  /** The worst move of the mid against us after one of the parts, parts per million. */
  readonly impactPpm: number
}

/** What is measured of a plan while it runs. It is not kept: after a stop it is measured anew. */
export class PlanWatch {
  readonly gauge: Gauge
  /** What traded shortly before it began, counts. */
  readonly volumeBefore: number
  /** When to look at the plan again. */
  wakeAt: Instant
  /** Parts the gate refused in a row. */
  refused = 0
  #impactPpm = 0
  #open: { readonly mid: number; readonly due: Instant }[] = []

  constructor(told: {
    readonly gauge: Gauge
    readonly volumeBefore: number
    readonly wakeAt: Instant
  }) {
    this.gauge = told.gauge
    this.volumeBefore = told.volumeBefore
    this.wakeAt = told.wakeAt
  }

  /** The worst move of the mid against us after one of the parts, parts per million. */
  get impactPpm(): number {
    return this.#impactPpm
  }
  /** The move after a part is still to be seen. */
  get isMeasuring(): boolean {
    return this.#open.length > 0
  }

  onSlice(mid: number, now: Instant): void {
    this.#open.push({ mid, due: later(now, IMPACT_AFTER) })
  }

  /** Looks at the mid for the parts whose time has come. */
  look(mid: number, now: Instant): void {
    for (const it of this.#open) {
      if (it.due > now) continue
      const moved = Math.round(((mid - it.mid) * PPM) / it.mid)
      if (moved > this.#impactPpm) this.#impactPpm = moved
    }
    this.#open = this.#open.filter((it) => it.due > now)
  }

  /** The clock was put back: nothing waits for it to catch up. */
  putBack(now: Instant): void {
    if (this.wakeAt > now) this.wakeAt = now
    this.#open = []
  }
}
