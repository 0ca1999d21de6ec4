import type { Instant } from "../value/brand.ts"

/** What is counted of a trade. */
interface Counted {
  readonly at: Instant
  readonly instrument: number
  readonly pnlUnits: bigint
}

/**
 * Trades since one moment, and what they came to by instrument. The same moment is asked for day after
 * day, so they are counted once each and not all of them every day.
 */
export class TradeTally<Trade extends Counted> {
  readonly since: Instant
  readonly #trades: Trade[] = []
  readonly #byInstrument = new Map<number, bigint>()

  constructor(since: Instant, trades: Iterable<Trade>) {
    this.since = since
    for (const it of trades) this.add(it)
  }

  /** Oldest first. */
  get trades(): readonly Trade[] {
    return this.#trades
  }
  /** Net results, account-asset units. */
  get byInstrument(): ReadonlyMap<number, bigint> {
    return this.#byInstrument
  }

  add(trade: Trade): void {
    const { at, instrument, pnlUnits } = trade
    if (at < this.since) return
    this.#trades.push(trade)
    this.#byInstrument.set(instrument, (this.#byInstrument.get(instrument) ?? 0n) + pnlUnits)
  }
}
