import { concentrationOf } from "../risk/concentration.ts"
import { type Closeness, closenessOf } from "../risk/price-path.ts"
import type { Together } from "../risk/together.ts"
import { type Instant, PPM } from "../value/brand.ts"
import { floorTo, minutes, NEVER } from "../value/time.ts"
import { volatilityPpm } from "../risk/sizing.ts"
import type { Lane } from "./lane.ts"
import type { MarketWatch } from "./scene.ts"

/** Two markets of a session, and how much they move as one. */
export interface Pair extends Closeness {
  readonly a: number
  readonly b: number
}

/** How much the markets of a session move as one: taken each minute, worked out when asked (RISK-14). */
export class Correlations implements MarketWatch {
  readonly #lanes: readonly Lane[]
  /** Worked out since the last sample, by both numbers. */
  readonly #known = new Map<number, Closeness | undefined>()
  #warmAt: Instant = NEVER
  /** Markets whose entries rest because positions came to move as one (RISK-44). */
  resting: readonly number[] = []

  constructor(lanes: readonly Lane[]) {
    this.#lanes = lanes
  }

  onSample(at: Instant): void {
    for (const lane of this.#lanes) {
      lane.path.onSample(at, lane.mark)
      lane.depths.onSample(at, lane.depth.thinnerNear(at))
    }
    if (this.#known.size > 0) this.#known.clear()
  }

  /** A row from before the start: its minutes count as well. */
  onWarm(at: Instant): void {
    if (at < this.#warmAt) return
    this.#warmAt = (floorTo(at, minutes(1)) + minutes(1)) as Instant
    this.onSample(at)
  }

  /** @returns undefined while too little is known */
  between(a: number, b: number): Closeness | undefined {
    const key = a < b ? a * this.#lanes.length + b : b * this.#lanes.length + a
    if (!this.#known.has(key)) {
      this.#known.set(key, closenessOf(this.#lanes[a].path, this.#lanes[b].path))
    }
    return this.#known.get(key)
  }

  /** Every two of these of which something is known. */
  pairs(instruments: readonly number[]): readonly Pair[] {
    return instruments.flatMap((a, i) =>
      instruments.slice(i + 1).flatMap((b) => {
        const it = this.between(a, b)
        return it ? [{ a, b, ...it }] : []
      }),
    )
  }

  entryInto(
    instrument: number,
    held: readonly { readonly index: number }[],
  ): ReturnType<MarketWatch["entryInto"]> {
    const percentile = this.#lanes[instrument].path.volatilityPercentile()
    return {
      together: this.#together(instrument, held),
      isInCluster: this.resting.includes(instrument),
      // What cannot be measured yet reduces nothing: the caps hold by themselves (decision 0017).
      volatilityPpm: Number.isNaN(percentile) ? PPM : volatilityPpm(percentile),
    }
  }

  /** What an entry would do to how much the positions move as one (RISK-15). */
  #together(entered: number, held: readonly { readonly index: number }[]): Together | undefined {
    const others = held.filter((it) => it.index !== entered)
    if (others.length === 0) return undefined
    const before = this.pairs(others.map((it) => it.index))
    const added = others.flatMap(({ index }) => {
      const it = this.between(entered, index)
      return it ? [{ index, ...it }] : []
    })
    const [first] = added
    if (first === undefined) return undefined
    const closest = added.reduce((most, it) => (it.atLeast > most.atLeast ? it : most), first)
    const mean = (list: readonly Closeness[]): number =>
      list.reduce((sum, it) => sum + it.atLeast, 0) / Math.max(1, list.length)
    return {
      symbol: this.#lanes[closest.index].instrument.symbol,
      correlation: closest.correlation,
      atLeast: Math.max(closest.atLeast, ...before.map((it) => it.atLeast)),
      before: mean(before),
      after: mean([...before, ...added]),
      bets: this.#bets([entered, ...others.map((it) => it.index)]),
    }
  }

  /** As many equal, unrelated positions would be as spread as these (D7); what is unknown counts as one. */
  #bets(instruments: readonly number[]): number {
    const rows = instruments.map((a) =>
      instruments.map((b) => (a === b ? 1 : (this.between(a, b)?.correlation ?? 1))),
    )
    const even = instruments.map(() => 1)
    return concentrationOf(even, rows)?.effectiveBets ?? 1
  }
}
