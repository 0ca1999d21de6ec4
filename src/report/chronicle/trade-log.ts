import type { RoundTrip } from "../../ledger/round-trip.ts"
import type { FillLine, OrderLine } from "./order-log.ts"

/** A round trip with the orders and fills that made it (AUDIT-8). */
export interface Traded {
  readonly trip: RoundTrip
  /** The order that opened it. */
  readonly entry: OrderLine
  /** The order that closed it; undefined where the asset was withdrawn or went as a fee. */
  readonly exit: OrderLine | undefined
  readonly fills: readonly FillLine[]
}

/** Puts fills and round trips together, as the ledger closes them. */
export class TradeLog {
  readonly trades: Traded[] = []
  readonly #open = new Map<number, FillLine[]>()

  /** Fills that one line brought, and the round trips that it closed. */
  hear(fills: readonly FillLine[], closed: readonly RoundTrip[]): void {
    for (const it of fills) {
      const { instrument, side } = it.line.order
      const open = this.#open.get(instrument)
      if (open) open.push(it)
      else if (side === "buy") this.#open.set(instrument, [it])
    }
    for (const trip of closed) this.#close(trip, fills)
  }

  #close(trip: RoundTrip, fills: readonly FillLine[]): void {
    const made = this.#open.get(trip.instrument) ?? []
    this.#open.delete(trip.instrument)
    const entry = made[0]?.line
    if (!entry) return
    const last = fills.findLast(({ line }) => line.order.instrument === trip.instrument)
    const exit = last?.line.order.side === "sell" ? last.line : undefined
    this.trades.push({ trip, entry, exit, fills: made })
  }
}
