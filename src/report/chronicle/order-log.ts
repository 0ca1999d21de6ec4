import type { Change } from "../../engine/change.ts"
import { adoptedOrder, ordersOf } from "../../engine/orders-of.ts"
import type { Adopted, Placed, PlanBegan, Reported } from "../../engine/records.ts"
import type { Posting } from "../../ledger/posting.ts"
import type { Author, Cause, Leave } from "../../order/intent.ts"
import type { Order } from "../../order/order.ts"
import type { Fill } from "../../order/report.ts"
import type { TiltLevel } from "../../tilt/tilt-rule.ts"
import { type Duration, type Instant, priceOf } from "../../value/brand.ts"
import { decidedAt } from "../decided-at.ts"

/** What held for the trader when an order was decided. */
export interface Mood {
  readonly level: TiltLevel
  readonly tier: string
}

/** An order as the journal tells it: why it left, and what has become of it. */
export interface OrderLine extends Mood {
  /** Number of the journal line that placed it. */
  readonly seq: number
  readonly author: Author
  readonly because: string
  readonly cause: Cause
  /** The price at which it was decided, counts; 0 for an order that nobody here decided. */
  readonly decision: number
  /** Of an entry: where it was to be left. */
  readonly leave: Leave | undefined
  /** As it stands; the next report replaces it. */
  order: Order
  /** From the decision to the first answer of the exchange. */
  answeredUs: Duration | undefined
}

/** One fill, with what it did to the books. */
export interface FillLine {
  readonly at: Instant
  /** Number of the journal line that told it. */
  readonly seq: number
  readonly line: OrderLine
  readonly fill: Fill
  readonly posting: Posting
}

/** Every order and every fill of a journal, in the order in which they came. */
export class OrderLog {
  readonly orders: OrderLine[] = []
  readonly fills: FillLine[] = []
  readonly #byId = new Map<string, OrderLine>()
  readonly #plans = new Map<string, number>()

  /** Its parts will be held against the price at which it was wished. */
  onPlan({ plan }: PlanBegan): void {
    this.#plans.set(plan.id, plan.decision)
  }

  onPlaced(fact: Placed, told: { readonly at: Instant; readonly seq: number } & Mood): void {
    if (fact.request.kind === "cancel") return
    const { author, because, cause, leave } = fact
    const { at, seq, level, tier } = told
    const plan = fact.slice && this.#plans.get(fact.slice.plan)
    const common = { seq, author, because, cause, leave, level, tier, answeredUs: undefined }
    for (const order of ordersOf(fact, at)) {
      const decision = decidedAt(order.terms, { purpose: order.purpose, cause, plan })
      const line = { ...common, decision, order }
      this.orders.push(line)
      this.#byId.set(order.id, line)
    }
  }

  /** An order that the owner took over: nobody here decided it, so it has no price of a decision. */
  onAdopted({ order }: Adopted, told: { readonly at: Instant; readonly seq: number } & Mood): void {
    const { at, seq, level, tier } = told
    const adopted = adoptedOrder(order, at)
    const { instrument, because } = adopted
    const author: Author = { kind: "trader", name: adopted.strategy }
    const cause = { row: 0, instrument, price: priceOf(0) }
    const { terms, purpose } = adopted
    const decision = decidedAt(terms, { purpose, cause })
    const common = { seq, author, because, cause, level, tier, leave: undefined }
    const line = { ...common, decision, order: adopted, answeredUs: undefined }
    this.orders.push(line)
    this.#byId.set(adopted.id, line)
  }

  /** @returns the fills that the report brought */
  onReported(
    { report }: Reported,
    told: {
      readonly at: Instant
      readonly seq: number
      readonly changes: readonly Change[]
      readonly postings: readonly Posting[]
    },
  ): readonly FillLine[] {
    const { at, seq, changes, postings } = told
    const line = this.#byId.get(report.id)
    if (!line) return []
    if (report.kind !== "unanswered") line.answeredUs ??= (at - line.order.placedAt) as Duration
    for (const { after } of changes) line.order = after
    const made = postings.flatMap((posting) => {
      const fill = line.order.fills.find(({ tradeId }) => tradeId === posting.tradeId)
      return fill ? [{ at: posting.at, seq, line, fill, posting }] : []
    })
    this.fills.push(...made)
    return made
  }
}
