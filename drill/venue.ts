import type { Instrument } from "../src/market/instrument.ts"
import type { Fill, Report, Survey } from "../src/order/report.ts"
import type { Request } from "../src/order/request.ts"
import { placedBy } from "./placed-by.ts"
import type { Arrived } from "./placed-by.ts"

/** Since when a position stands at the exchange without anything that would sell it. */
export interface Bareness {
  readonly instrument: number
  readonly from: number
  readonly to: number
}

interface Standing extends Arrived {
  left: number
}

/** The exchange's side, as whoever stands beside it sees it: what came in, and what it answered. */
export class Venue {
  readonly #instruments: readonly Instrument[]
  readonly #lastOf: (instrument: number) => number
  /** How often each request came in, as text. */
  readonly arrivals = new Map<string, number>()
  readonly #arrived = new Map<string, Arrived>()
  readonly #standing = new Map<string, Standing>()
  /** Base units by market, as bought and sold. */
  readonly #held: bigint[]
  /** Everything on the account, fees taken off, by asset. */
  readonly #balances: Map<string, bigint>
  /** Spans without a guard, those that are over. */
  readonly bare: Bareness[] = []
  readonly #bareSince: number[]
  /** Codes of what the exchange itself refused. */
  readonly refusals: { readonly id: string; readonly code: number; readonly text: string }[] = []

  constructor(told: {
    readonly instruments: readonly Instrument[]
    readonly funds: readonly { readonly asset: string; readonly units: bigint }[]
    readonly lastOf: (instrument: number) => number
  }) {
    const { instruments, funds } = told
    this.#instruments = instruments
    this.#lastOf = told.lastOf
    this.#held = instruments.map(() => 0n)
    this.#balances = new Map(funds.map(({ asset, units }) => [asset, units]))
    this.#bareSince = instruments.map(() => NaN)
  }

  arrived(request: Request): void {
    const text = JSON.stringify(request)
    this.arrivals.set(text, (this.arrivals.get(text) ?? 0) + 1)
    for (const placed of placedBy(request)) this.#arrived.set(placed.id, placed)
  }

  answered(answer: Report | Survey): void {
    if (answer.kind === "survey") return
    if (answer.kind === "rejected") this.refusals.push(answer)
    const order = this.#arrived.get(answer.id)
    if (!order) return
    const standing = this.#standing.get(answer.id)
    if (answer.kind === "accepted") {
      this.#standing.set(answer.id, { ...order, left: order.terms.quantity })
    } else if (answer.kind === "filled") {
      this.#fill(order, answer.fill)
      if (standing) standing.left -= answer.fill.quantity
      if (standing?.left === 0) this.#standing.delete(answer.id)
    } else if (answer.kind === "cancelled" || answer.kind === "expired") {
      this.#standing.delete(answer.id)
    } else return
    this.#look(order.instrument, answer.at)
  }

  /** Counts of a market that could be sold, by the filters that hold now, and that nothing stands to sell. */
  unguarded(instrument: number, filters = this.#instruments[instrument].filters): number {
    const { quantityScale } = this.#instruments[instrument]
    const { base } = this.#instruments[instrument]
    const balance = this.#balances.get(base.code) ?? 0n
    const held = this.#held[instrument] < balance ? this.#held[instrument] : balance
    const whole = Number(held / 10n ** BigInt(8 - quantityScale))
    const lots = whole - (whole % filters.step)
    const last = this.#lastOf(instrument)
    const worth =
      (lots * last * 1e8) / 10 ** (quantityScale + this.#instruments[instrument].priceScale)
    // What is hardly more than the exchange takes may be less by the time it is sold.
    if (!(worth * 0.95 >= Number(filters.minNotional))) return 0
    let guarded = 0
    const lists = new Set<string>()
    for (const order of this.#standing.values()) {
      if (order.instrument !== instrument || order.side !== "sell") continue
      if (order.list !== undefined && lists.has(order.list)) continue
      if (order.list !== undefined) lists.add(order.list)
      guarded += order.left
    }
    return Math.max(0, lots - guarded)
  }

  /** Ends the spans that are still running. */
  close(at: number): void {
    this.#instruments.forEach(({ index }) => this.#look(index, at, true))
  }

  #fill(order: Arrived, fill: Fill): void {
    const { base, quantityScale } = this.#instruments[order.instrument]
    const units = BigInt(fill.quantity) * 10n ** BigInt(8 - quantityScale)
    const change = order.side === "buy" ? units : -units
    this.#held[order.instrument] += change
    this.#add(base.code, change)
    this.#add(fill.feeAsset, -fill.feeUnits)
    if (fill.feeAsset === base.code && order.side === "buy") {
      this.#held[order.instrument] -= fill.feeUnits
    }
  }

  #add(asset: string, units: bigint): void {
    this.#balances.set(asset, (this.#balances.get(asset) ?? 0n) + units)
  }

  #look(instrument: number, at: number, isLast = false): void {
    const isBare = !isLast && this.unguarded(instrument) > 0
    const since = this.#bareSince[instrument]
    if (isBare && Number.isNaN(since)) this.#bareSince[instrument] = at
    if (isBare || Number.isNaN(since)) return
    this.bare.push({ instrument, from: since, to: at })
    this.#bareSince[instrument] = NaN
  }
}
