import { type Fact, fillsOf, type PlanEnded, type Placed } from "../engine/records.ts"
import type { Plan } from "../execution/plan.ts"
import { type Shortfall, shortfallOf, slippageBps } from "../execution/shortfall.ts"
import type { Instrument } from "../market/instrument.ts"
import type { Fill } from "../order/report.ts"
import type { Side } from "../order/terms.ts"
import type { Instant } from "../value/brand.ts"

/** One order, or all parts of a plan, against what it could have cost (EXEC-31, EXEC-46). */
export interface WorkedOrder {
  /** Of the order, or of the plan. */
  readonly id: string
  readonly symbol: string
  readonly side: Side
  readonly purpose: "entry" | "exit" | "stop"
  /** How a plan was worked; `one-shot` for an order of its own. */
  readonly method: string
  readonly at: Instant
  readonly slices: number
  /** Shares of the order, 0 to 1. */
  readonly filled: number
  readonly maker: number
  /** Prices in the quote asset; a benchmark that is not known is absent. */
  readonly decision: number
  readonly arrival: number
  readonly average: number
  readonly vwap: number | undefined
  readonly twap: number | undefined
  /** Hundredths of a percent, above zero a cost. */
  readonly againstDecision: number
  readonly againstArrival: number
  readonly againstVwap: number | undefined
  readonly expected: number | undefined
  readonly impactPpm: number | undefined
  readonly shortfall: Shortfall
  /** From the wish to the last fill, seconds. */
  readonly seconds: number
  readonly outcome: string
}

/** An order, or a plan, while its journal is read. */
export class Working {
  readonly #id: string
  readonly #instrument: Instrument
  readonly #side: Side
  readonly #purpose: WorkedOrder["purpose"]
  readonly #plan: Plan | undefined
  readonly #at: Instant
  readonly #decision: number
  #ordered: number
  #arrival: number | undefined
  #slices = 0
  #fills: Fill[] = []
  readonly #seen = new Set<string>()
  #lastAt: Instant
  #ended: PlanEnded | undefined

  constructor(told: {
    readonly id: string
    readonly instrument: Instrument
    readonly side: Side
    readonly purpose: WorkedOrder["purpose"]
    readonly at: Instant
    readonly decision: number
    readonly quantity: number
    readonly plan?: Plan
  }) {
    this.#id = told.id
    this.#instrument = told.instrument
    this.#side = told.side
    this.#purpose = told.purpose
    this.#plan = told.plan
    this.#at = told.at
    this.#lastAt = told.at
    this.#decision = told.decision
    this.#ordered = told.quantity
  }

  onSlice({ slice }: Placed): void {
    this.#slices++
    this.#arrival ??= slice?.mid
  }

  onReport({ report }: Extract<Fact, { kind: "report" }>): void {
    for (const fill of fillsOf(report)) {
      if (this.#seen.has(fill.tradeId)) continue
      this.#seen.add(fill.tradeId)
      this.#fills.push(fill)
      this.#lastAt = report.at
    }
  }

  onEnded(fact: PlanEnded): void {
    this.#ended = fact
  }

  /** What it came to; undefined while nothing of it was filled. */
  result(): WorkedOrder | undefined {
    const one = 10 ** this.#instrument.priceScale
    const lots = 10 ** this.#instrument.quantityScale
    const filled = this.#fills.reduce((sum, it) => sum + it.quantity, 0)
    if (filled === 0 || !(this.#decision > 0)) return undefined
    const decision = this.#decision / one
    const arrival = (this.#arrival ?? this.#decision) / one
    const side = this.#side
    const shortfall = shortfallOf({
      side,
      quantity: Math.max(this.#ordered, filled) / lots,
      decision,
      arrival,
      end: (this.#ended?.market.end ?? this.#decision) / one,
      fills: this.#fills.map((it) => ({
        price: it.price / one,
        quantity: it.quantity / lots,
        fee: this.#feeOf(it),
      })),
    })
    const average = shortfall.average ?? NaN
    const { vwap, twap } = this.#ended?.market ?? {}
    const against = (price: number): number => slippageBps(side, { price: average, against: price })
    const made = this.#fills.filter((it) => it.isMaker)
    return {
      id: this.#id,
      symbol: this.#instrument.symbol,
      side,
      purpose: this.#purpose,
      method: this.#plan?.method ?? "one-shot",
      at: this.#at,
      slices: Math.max(1, this.#slices),
      filled: filled / Math.max(this.#ordered, filled),
      maker: made.reduce((sum, it) => sum + it.quantity, 0) / filled,
      decision,
      arrival,
      average,
      vwap: vwap === undefined ? undefined : vwap / one,
      twap: twap === undefined ? undefined : twap / one,
      againstDecision: against(decision),
      againstArrival: against(arrival),
      againstVwap: vwap === undefined ? undefined : against(vwap / one),
      expected: this.#plan?.expected?.costBps,
      impactPpm: this.#ended?.impactPpm,
      shortfall,
      seconds: (this.#lastAt - this.#at) / 1e6,
      outcome: this.#outcome(),
    }
  }

  #outcome(): string {
    if (this.#ended) return this.#ended.outcome
    return this.#plan ? "running" : "done"
  }

  /** In the quote asset; a fee in a third one is left out, since its price is not told here. */
  #feeOf({ feeAsset, feeUnits, price }: Fill): number {
    const { base, quote, priceScale } = this.#instrument
    if (feeAsset === quote.code) return Number(feeUnits) / 10 ** quote.scale
    if (feeAsset !== base.code) return 0
    return (Number(feeUnits) / 10 ** base.scale) * (price / 10 ** priceScale)
  }
}
