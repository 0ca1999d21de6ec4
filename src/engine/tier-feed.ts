import { practiceOf } from "../execution/method.ts"
import type { Ledger } from "../ledger/ledger.ts"
import type { RoundTrip } from "../ledger/round-trip.ts"
import type { Order } from "../order/order.ts"
import type { OrderId } from "../order/request.ts"
import { stopOf } from "../order/terms.ts"
import type { LossStreaks } from "../risk/loss-streak.ts"
import type { TierBook } from "../tier/tier-book.ts"
import type { Instant } from "../value/brand.ts"
import { milliseconds } from "../value/time.ts"
import { type Change, type Switch, waitsForBooks } from "./change.ts"
import type {
  Found,
  PlanBegan,
  PlanEnded,
  Placed,
  Refused,
  Reported,
  Shadowed,
  Switched,
} from "./records.ts"

/** PERF-2, TIER-7: an order should be at work at the exchange within this. */
const EXECUTION_TARGET = milliseconds(100)
/** What a trader may not ask for (TIER-28 i). Being one of several positions, or early, is no breach. */
const VIOLATIONS: ReadonlySet<string> = new Set([
  "RISK-1",
  "RISK-6",
  "RISK-7",
  "RISK-8",
  "RISK-12",
  "RISK-13",
  "TIER-13",
])
/** More than this above what was granted is an attempt, not a rounding. */
const ATTEMPT = 1.02

/** State that a snapshot keeps. */
export interface TierFeedState {
  /** Entries that were not answered yet, oldest first. */
  readonly placedAt: readonly (readonly [OrderId, Instant])[]
  /** Instruments that something is held of. */
  readonly held: readonly number[]
  /** How many trades of the ledger have been told. */
  readonly trips: number
}

/** Tells the tier machine, and the count of losses in a row, what the facts of orders mean for it. Holds nothing but what is under way. */
export class TierFeed {
  readonly #tiers: TierBook
  readonly #losses: LossStreaks
  #placedAt = new Map<OrderId, Instant>()
  #held = new Set<number>()
  #trips = 0

  constructor(tiers: TierBook, losses: LossStreaks) {
    this.#tiers = tiers
    this.#losses = losses
  }

  get state(): TierFeedState {
    return { placedAt: [...this.#placedAt], held: [...this.#held], trips: this.#trips }
  }

  restore({ placedAt, held, trips }: TierFeedState): void {
    this.#placedAt = new Map(placedAt)
    this.#held = new Set(held)
    this.#trips = trips
  }

  onPlaced(fact: Placed, at: Instant): void {
    const { request } = fact
    if (fact.purpose !== "entry" || request.kind !== "place") return
    this.#placedAt.set(request.id, at)
    if (fact.slice === undefined) this.#onGranted(fact, request.terms.quantity, at)
  }

  /** A plan was asked for once, however many parts it has. */
  onPlanBegan({ plan, answers }: PlanBegan, at: Instant): void {
    const { author, asked } = plan
    this.#onGranted({ author, asked, answers }, plan.quantity, at)
  }

  /** TIER-8, TIER-17: a plan has shown what it is worth. */
  onPlanEnded(fact: PlanEnded, at: Instant): void {
    const { valueUnits, slices, impactPpm, isCompleted, isPractice, method } = fact
    if (isPractice) {
      this.#tiers.onMeasure(at, { kind: "practice", method: practiceOf(method), isCompleted })
    }
    if (slices > 0) {
      this.#tiers.onMeasure(at, { kind: "worked-order", valueUnits, slices, impactPpm })
    }
  }

  /** TIER-15, TIER-17: a rehearsal is practice. */
  onShadowed({ method, isCompleted }: Shadowed, at: Instant): void {
    this.#tiers.onMeasure(at, { kind: "practice", method, isCompleted })
  }

  #onGranted(
    { author, asked, answers }: Pick<Placed, "author" | "asked" | "answers">,
    granted: number,
    at: Instant,
  ): void {
    const isCut = answers.some(
      ({ verdict }) => verdict.answer === "shrink" && verdict.id === "RISK-1",
    )
    const isAttempt = isCut && asked > granted * ATTEMPT
    if (author.kind === "trader" && isAttempt) this.#tiers.evidence.onAttempt(at)
  }

  onRefused(fact: Refused, at: Instant): void {
    // A part of a plan was wished by nobody: the plan was.
    if (fact.author.kind !== "trader" || fact.purpose !== "entry" || fact.slice) return
    const { verdict } = fact.answers.find((it) => it.rule === fact.by) ?? {}
    if (verdict?.answer !== "refuse" || !VIOLATIONS.has(verdict.id)) return
    if (verdict.id === "RISK-1") this.#tiers.evidence.onAttempt(at)
    this.#tiers.onViolation(at)
  }

  /** TIER-28 d: an order that nobody here placed, while entries are closed for a reason of ours. */
  onFinding({ code }: Found, at: Instant, { isRunning, code: since }: Switch): void {
    const isLocked = !isRunning && !waitsForBooks(since)
    if (code === "order-foreign" && isLocked) this.#tiers.onForeignOrder(at)
  }

  onSwitched({ code }: Switched): void {
    if (code === "AGREED") this.#tiers.onBooks({ hasAgreed: true })
    if (code === "RECONCILE") this.#tiers.onBooks({ hasAgreed: false })
  }

  onReported(
    { report }: Reported,
    at: Instant,
    told: { readonly changes: readonly Change[]; readonly ledger: Ledger },
  ): void {
    const placedAt = this.#placedAt.get(report.id)
    if (placedAt !== undefined && report.kind !== "unanswered") {
      this.#placedAt.delete(report.id)
      this.#tiers.evidence.onReaction(at, report.at - placedAt <= EXECUTION_TARGET)
    }
    const filled = told.changes.filter((it) => it.filled)
    if (filled.length === 0) return
    const trips = told.ledger.trades()
    for (; this.#trips < trips.length; this.#trips++) {
      const trip = trips[this.#trips]
      if (!trip) continue
      this.#tiers.onTrade(tradeOf(trip, at, filled.at(-1)?.after))
      this.#losses.onTrade({ at, by: trip.strategy, pnlUnits: trip.pnlUnits })
    }
    for (const { after } of filled) {
      if (told.ledger.position(after.instrument).quantity > 0) this.#held.add(after.instrument)
      else this.#held.delete(after.instrument)
    }
    this.#tiers.onBooks({ isHolding: this.#held.size > 0 })
  }
}

function tradeOf(trip: RoundTrip, at: Instant, last: Order | undefined) {
  const isStop = last?.purpose === "protection" && stopOf(last.terms) !== undefined
  return {
    at,
    instrument: trip.instrument,
    strategy: trip.strategy,
    isManual: trip.strategy === "trader",
    isStopped: isStop && trip.pnlUnits < 0n,
    pnlUnits: trip.pnlUnits,
  }
}
