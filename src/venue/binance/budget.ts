import type { Duration, Instant } from "../../value/brand.ts"
import { days, FOREVER, floorTo, hours, later, minutes, NEVER, seconds } from "../../value/time.ts"
import type { Call, Priority } from "./orders/call.ts"

/** A limit as the exchange publishes it (binance-spot.md section 5). */
export interface RateLimit {
  readonly rateLimitType: string
  readonly interval: string
  readonly intervalNum: number
  readonly limit: number
  /** How much is used, where it is told. */
  readonly count?: number | undefined
}

type Cost = Pick<Call, "weight" | "orders" | "priority">

/** What is used in one window. Windows are fixed and aligned to UTC: they do not slide. */
interface Meter {
  readonly type: "REQUEST_WEIGHT" | "ORDERS"
  /** As in the headers: `1M`, `10S`, `1D`. */
  readonly letters: string
  readonly span: Duration
  readonly limit: number
  window: number
  used: number
}

/** EXEC-73: 80 % of what is published; what lowers risk may use the rest, too. */
const SHARES: Readonly<Record<Priority, number>> = { urgent: 1, entry: 0.8, question: 0.7 }

const SPANS: Readonly<Record<string, (n: number) => Duration>> = {
  SECOND: seconds,
  MINUTE: minutes,
  HOUR: hours,
  DAY: days,
}

/** EXEC-73: what is held to be true while nothing could be read. */
const DEFAULTS: readonly RateLimit[] = [
  { rateLimitType: "REQUEST_WEIGHT", interval: "MINUTE", intervalNum: 1, limit: 1_200 },
  { rateLimitType: "ORDERS", interval: "SECOND", intervalNum: 10, limit: 50 },
  { rateLimitType: "ORDERS", interval: "DAY", intervalNum: 1, limit: 160_000 },
]

/** Without a word on how long to wait. */
const PAUSE = minutes(1)

/**
 * How much may still be asked of the exchange. Counts what we send ourselves and believes the exchange
 * where it counted more: it counts all that comes from this address, so each of several processes
 * learns with every answer what the others asked (EXEC-74). All times are the exchange's, since its windows follow its clock.
 */
export class Budget {
  #meters: readonly Meter[] = metersOf(DEFAULTS)
  #closedUntil: Instant = NEVER
  /** The exchange has locked us out for disregarding its limits (HTTP 418). */
  #isBanned = false

  /** Takes the limits that the exchange publishes; what was counted goes on counting. */
  adopt(limits: readonly RateLimit[]): void {
    const meters = metersOf(limits)
    for (const type of ["REQUEST_WEIGHT", "ORDERS"] as const) {
      // An answer that leaves a kind of limit out does not lift it.
      if (meters.every((meter) => meter.type !== type)) {
        meters.push(...this.#meters.filter((meter) => meter.type === type))
      }
    }
    for (const meter of meters) {
      const before = this.#meters.find((it) => it.type === meter.type && it.span === meter.span)
      if (before === undefined) continue
      meter.window = before.window
      meter.used = before.used
    }
    this.#meters = meters
  }

  /** What the exchange counted, from the headers of a REST answer. */
  hearHeaders(headers: Readonly<Record<string, string>>, time: Instant): void {
    for (const meter of this.#meters) {
      const name = meter.type === "ORDERS" ? "x-mbx-order-count-" : "x-mbx-used-weight-"
      raise(meter, Number(headers[name + meter.letters.toLowerCase()]), time)
    }
  }

  /** What the exchange counted, as told in an answer of the WebSocket API. */
  hearCounts(limits: readonly RateLimit[], time: Instant): void {
    for (const { rateLimitType, interval, intervalNum, count } of limits) {
      const letters = `${intervalNum}${interval.charAt(0)}`
      const meter = this.#meters.find(
        (it) => it.type === rateLimitType && it.letters === letters && count !== undefined,
      )
      if (meter !== undefined) raise(meter, count ?? 0, time)
    }
  }

  /**
   * The exchange said stop (429), or has locked us out (418).
   * @param told.until when it may be asked again; undefined when it did not say
   */
  stop(
    told: { readonly isBan: boolean; readonly until: Instant | undefined },
    time: Instant,
  ): void {
    const until = told.until ?? later(time, PAUSE)
    if (until > this.#closedUntil) this.#closedUntil = until
    if (told.isBan) this.#isBanned = true
  }

  /** The exchange counts more orders than it allows (-1015): none until its next window. */
  exhaustOrders(time: Instant): void {
    for (const meter of this.#meters) {
      const isShortest = meter.span < days(1)
      if (meter.type === "ORDERS" && isShortest) raise(meter, meter.limit, time)
    }
  }

  /** Until when the exchange is not to be asked at all; in the past when it may be. */
  get closedUntil(): Instant {
    return this.#closedUntil
  }

  isBanned(time: Instant): boolean {
    return this.#isBanned && time < this.#closedUntil
  }

  /** Takes what a call costs, if that is there now. */
  take(cost: Cost, time: Instant): boolean {
    if (time < this.#closedUntil) return false
    this.#isBanned = false
    if (!this.#meters.every((meter) => hasRoom(meter, cost, time))) return false
    for (const meter of this.#meters) meter.used += costIn(meter, cost)
    return true
  }

  /** When such a call could be made at the earliest; forever if it never fits. */
  freeAt(cost: Cost, time: Instant): Instant {
    let free = time > this.#closedUntil ? time : this.#closedUntil
    for (const meter of this.#meters) {
      if (hasRoom(meter, cost, time)) continue
      if (costIn(meter, cost) > meter.limit * SHARES[cost.priority]) return FOREVER
      const next = later(floorTo(time, meter.span), meter.span)
      if (next > free) free = next
    }
    return free
  }

  /** For people: what is used of each limit now. */
  usage(time: Instant): readonly { readonly name: string; used: number; readonly limit: number }[] {
    return this.#meters.map((meter) => ({
      name: `${meter.type} ${meter.letters}`,
      used: turned(meter, time).used,
      limit: meter.limit,
    }))
  }
}

function metersOf(limits: readonly RateLimit[]): Meter[] {
  return limits.flatMap(({ rateLimitType, interval, intervalNum, limit }) => {
    const span = SPANS[interval]?.(intervalNum)
    const isCounted = rateLimitType === "REQUEST_WEIGHT" || rateLimitType === "ORDERS"
    if (span === undefined || !isCounted || !(limit > 0) || !(intervalNum >= 1)) return []
    const letters = `${intervalNum}${interval.charAt(0)}`
    return [{ type: rateLimitType, letters, span, limit, window: -Infinity, used: 0 }]
  })
}

/** The meter at a moment: a new window begins at nothing. Time that goes back opens no old window. */
function turned(meter: Meter, time: Instant): Meter {
  const window = Math.floor(time / meter.span)
  if (window > meter.window) {
    meter.window = window
    meter.used = 0
  }
  return meter
}

function raise(meter: Meter, count: number, time: Instant): void {
  const { used } = turned(meter, time)
  if (count > used) meter.used = count
}

const costIn = (meter: Meter, cost: Cost): number =>
  meter.type === "ORDERS" ? cost.orders : cost.weight

function hasRoom(meter: Meter, cost: Cost, time: Instant): boolean {
  const amount = costIn(meter, cost)
  return amount === 0 || turned(meter, time).used + amount <= meter.limit * SHARES[cost.priority]
}
