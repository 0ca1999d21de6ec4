import type { RoundTrip } from "../ledger/round-trip.ts"
import { edgePart } from "../risk/edge.ts"
import { hasFeature } from "../tier/feature.ts"
import { PPM, type Instant } from "../value/brand.ts"
import { powerOfTen } from "../value/decimal.ts"
import { ASSET_SCALE } from "../value/money.ts"
import { days, minutes } from "../value/time.ts"
import type { Books } from "./books.ts"

const WINDOW = days(30)
/** RISK-24: figures are kept for so long, unless a trade ends in between. */
const KEPT = minutes(1)

/** What the trades of a strategy say about its size, worked out when it is asked for (RISK-21). */
export class StrategyEdge {
  readonly #books: Books
  readonly #accountAsset: string
  readonly #kept = new Map<
    string,
    { readonly at: Instant; readonly trades: number; readonly part: number | undefined }
  >()

  constructor(told: { readonly books: Books; readonly accountAsset: string }) {
    this.#books = told.books
    this.#accountAsset = told.accountAsset
  }

  /** The most that a strategy may hold, units of the account asset; undefined while Kelly is not active. */
  units(name: string, now: Instant, equityUnits: bigint): bigint | undefined {
    const { working } = this.#books.tiers.standing(now)
    if (!hasFeature("kelly", working.name)) return undefined
    const part = this.#part(name, now)
    return part === undefined
      ? undefined
      : (equityUnits * BigInt(Math.floor(part * PPM))) / BigInt(PPM)
  }

  #part(name: string, now: Instant): number | undefined {
    const all = this.#books.ledger.trades()
    const kept = this.#kept.get(name)
    const isFresh = kept?.trades === all.length && now >= kept.at && now < kept.at + KEPT
    if (kept && isFresh) return kept.part
    const returns: number[] = []
    for (let i = all.length - 1; i >= 0; i--) {
      const trip = all[i]
      if (trip.closedAt < now - WINDOW) break
      if (trip.strategy === name) returns.push(...this.#returnOf(trip))
    }
    const part = edgePart(returns.reverse())
    this.#kept.set(name, { at: now, trades: all.length, part })
    return part
  }

  /** Net result per unit paid; nothing for a trade that was paid in another asset than the account's. */
  #returnOf({ instrument, pnlUnits, paidUnits }: RoundTrip): readonly number[] {
    const { quote } = this.#books.instrument(instrument)
    if (quote.code !== this.#accountAsset || paidUnits <= 0n) return []
    const paid = Number(paidUnits) / Number(powerOfTen(quote.scale))
    return [Number(pnlUnits) / Number(powerOfTen(ASSET_SCALE)) / paid]
  }
}
