import type { Fact } from "../src/engine/records.ts"
import type { Filters } from "../src/market/instrument.ts"
import type { Notice } from "../src/order/notice.ts"
import type { Report } from "../src/order/report.ts"
import type { Instant } from "../src/value/brand.ts"
import type { Heard } from "./auditor.ts"

/** Codes of what is refused for a rule of the market, or for want of it. */
const RULES_BROKEN: ReadonlySet<number> = new Set([-1013, -1121])

/** What the journal tells of the exchange beside orders, added up by the second bookkeeper. */
export class OutsideBook {
  reach: "heard" | "silent" | "cut" = "heard"
  isDown = false
  /** Markets that take no orders. */
  readonly resting = new Set<number>()
  /** The filters of markets that have changed theirs. */
  readonly filters = new Map<number, Filters>()
  /** Since a cut nothing was compared yet. */
  mustCompare = false
  /** Entries that rested when the exchange was cut off, or closed. */
  readonly ended = new Set<string>()
  /** When something was last refused for a rule, by market. */
  readonly refusedAt = new Map<number, Instant>()

  fold(fact: Fact, at: Instant, orders: ReadonlyMap<string, Heard>): void {
    if (fact.kind === "started") this.reach = "heard"
    if (fact.kind === "noticed") this.#notice(fact.notice, orders)
    // What was asked before the exchange could be heard again is no comparison.
    if (fact.kind === "survey" && this.reach === "heard") this.mustCompare = false
    if (fact.kind === "report") this.#report(fact.report, at, orders)
  }

  #notice(notice: Notice, orders: ReadonlyMap<string, Heard>): void {
    if (notice.about === "reach" && notice.of === "api") {
      this.reach = notice.state
      if (notice.state === "cut") {
        this.mustCompare = true
        this.#end(orders)
      }
    } else if (notice.about === "system") {
      this.isDown = !notice.isUp
      if (this.isDown) this.#end(orders)
    } else if (notice.about === "rules") {
      this.filters.set(notice.instrument, notice.filters)
      if (notice.isTrading) this.resting.delete(notice.instrument)
      else this.resting.add(notice.instrument)
    }
  }

  #end(orders: ReadonlyMap<string, Heard>): void {
    for (const { id, purpose, isOver } of orders.values()) {
      if (purpose === "entry" && !isOver) this.ended.add(id)
    }
  }

  #report(report: Report, at: Instant, orders: ReadonlyMap<string, Heard>): void {
    const order = orders.get(report.id)
    if (order === undefined || report.kind !== "rejected") return
    if (RULES_BROKEN.has(report.code)) this.refusedAt.set(order.instrument, at)
  }
}
