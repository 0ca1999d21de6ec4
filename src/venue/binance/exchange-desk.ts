import { z } from "zod"
import type { Instant } from "../../value/brand.ts"
import { later, seconds } from "../../value/time.ts"
import { Breaker, REST_BREAK } from "./breaker.ts"
import { Budget } from "./budget.ts"
import { ExchangeClock } from "./clock.ts"
import type { Happening } from "./effect.ts"
import { LIMITS } from "./orders/figures.ts"
import type { RequestDesk } from "./request-desk.ts"

const PUBLISHED = z.object({ rateLimits: LIMITS })

/**
 * What all who ask one exchange from one address share: its clock, its limits and the numbers of
 * requests (EXEC-73, EXEC-74). Times are ours.
 */
export class ExchangeDesk implements RequestDesk {
  readonly clock = new ExchangeClock()
  readonly budget = new Budget()
  /** EXEC-64: of questions over REST. What lowers risk passes in any case. */
  readonly rest = new Breaker(REST_BREAK)
  #number = 0

  /** A number that no request carried before. */
  nextNumber(): number {
    return ++this.#number
  }

  /** For questions about markets, which go last. */
  admit(weight: number, at: Instant): number | undefined {
    const cost = { weight, orders: 0, priority: "question" } as const
    if (!this.rest.mayPass(at)) return undefined
    if (!this.budget.take(cost, this.clock.toExchange(at))) return undefined
    this.rest.admit(at)
    return this.nextNumber()
  }

  freeAt(weight: number, at: Instant): Instant {
    const cost = { weight, orders: 0, priority: "question" } as const
    const free = this.clock.toOurs(this.budget.freeAt(cost, this.clock.toExchange(at)))
    return Math.max(free, this.rest.openUntil) as Instant
  }

  /**
   * Takes the limits that the exchange publishes in its exchangeInfo, as it was read from JSON.
   * @returns whether there were any; where not, what was known stays
   */
  adopt(exchangeInfo: unknown): boolean {
    const read = PUBLISHED.safeParse(exchangeInfo)
    if (read.success) this.budget.adopt(read.data.rateLimits)
    return read.success
  }

  /** What any HTTP answer says about how much we ask, whoever asked. */
  hear(happening: Happening, at: Instant): void {
    if (happening.kind === "failed") this.rest.failed(at)
    if (happening.kind !== "answered") return
    if (happening.status >= 500) this.rest.failed(at)
    else this.rest.succeeded(at)
    const { status, headers, body } = happening
    const time = this.clock.toExchange(at)
    this.budget.hearHeaders(headers, time)
    const wait = Number(headers["retry-after"])
    const until = wait > 0 ? later(time, seconds(wait)) : undefined
    this.heed({ status, until, isOrders: body.includes('"code":-1015') }, at)
  }

  /** @param told.until by the exchange's clock */
  heed(
    told: {
      readonly status: number
      readonly until: Instant | undefined
      /** Too many orders, which leaves questions free. */
      readonly isOrders: boolean
    },
    at: Instant,
  ): void {
    const { status, until, isOrders } = told
    if (status !== 429 && status !== 418) return
    const time = this.clock.toExchange(at)
    if (isOrders) this.budget.exhaustOrders(time)
    else this.budget.stop({ isBan: status === 418, until }, time)
  }
}
