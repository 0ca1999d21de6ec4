import type { Instant } from "../../value/brand.ts"
import type { Lot } from "../lots.ts"
import type { Posting } from "../posting.ts"
import { lesser, shareOf } from "../share.ts"
import { TaxLots, type TaxMethod } from "./tax-lots.ts"

/** Why units left: sold for another asset, spent on one, taken as a fee, or moved away. */
export type Departure = "sale" | "spent" | "fee" | "transfer"

/** Part of a lot that left: one line of a tax report. Amounts are account-asset units. */
export interface TaxLine {
  readonly at: Instant
  readonly asset: string
  readonly units: bigint
  readonly acquiredAt: Instant | undefined
  readonly costUnits: bigint
  /** What it left for; of a transfer its cost, since it is neither gain nor loss. */
  readonly proceedsUnits: bigint
  readonly why: Departure
  readonly orderId: string | undefined
  readonly tradeId: string | undefined
}

/** What a line is about, besides units and amounts. */
type About = Pick<TaxLine, "at" | "why" | "orderId" | "tradeId">

/** Lots of one asset, and what of it was given away before anybody knew that it had come. */
interface Pool {
  readonly lots: TaxLots
  owedUnits: bigint
  owedValueUnits: bigint
}

/**
 * Lots of every asset over the whole account, by one method (AUDIT-31). The account asset has none: it
 * costs what it is. Whatever the method, units and the sum of cost and gain are the same:
 *
 *     cost of all lots + account asset = contributed + gains
 */
export class TaxBook {
  readonly method: TaxMethod
  readonly lines: TaxLine[] = []
  readonly #accountAsset: string
  readonly #pools = new Map<string, Pool>()
  #accountUnits = 0n
  #contributedUnits = 0n
  #gainUnits = 0n

  constructor(told: { readonly accountAsset: string; readonly method: TaxMethod }) {
    this.#accountAsset = told.accountAsset
    this.method = told.method
  }

  /** Money from outside, or (below zero) gone there. */
  transfer(told: {
    readonly at: Instant
    readonly asset: string
    readonly units: bigint
    readonly costUnits: bigint
  }): void {
    const { at, asset, units, costUnits } = told
    if (asset === this.#accountAsset) {
      this.#accountUnits += units
      this.#contributedUnits += units
    } else if (units >= 0n) {
      this.#contributedUnits += costUnits
      this.#acquire(asset, { units, costUnits, acquiredAt: at }, at)
    } else {
      this.#contributedUnits -= this.#leave(asset, { units: -units, value: -costUnits }, at)
    }
  }

  /** One fill: what was given is disposed of, what came is acquired, and a fee in a third asset is sold too. */
  post(posting: Posting): void {
    const { at, orderId, tradeId, legs, valueUnits, feeUnits: feeValue } = posting
    const [base, , quote, , fee] = legs
    const ids = { at, orderId, tradeId }
    const feeUnits = fee ? -fee.units : 0n
    const isBuy = base.units > 0n
    const came = isBuy ? base : quote
    const isInCame = fee?.asset === came.asset && feeUnits <= came.units
    const isInQuote = fee?.asset === quote.asset
    if (isBuy) {
      const spent = isInQuote ? feeUnits - quote.units : -quote.units
      const spentValue = isInQuote ? valueUnits + feeValue : valueUnits
      this.#dispose(quote.asset, { units: spent, value: spentValue }, { ...ids, why: "spent" })
      const isOther = fee !== undefined && !isInQuote && !isInCame
      const units = isInCame ? base.units - feeUnits : base.units
      const costUnits = isOther ? spentValue + feeValue : spentValue
      this.#acquire(base.asset, { units, costUnits, acquiredAt: at }, at)
      if (isOther) this.#payFee(fee.asset, feeUnits, feeValue, ids)
      return
    }
    const net = valueUnits - feeValue
    this.#dispose(base.asset, { units: -base.units, value: net }, { ...ids, why: "sale" })
    const received = isInCame
      ? { units: quote.units - feeUnits, costUnits: net }
      : { units: quote.units, costUnits: valueUnits }
    this.#acquire(quote.asset, { ...received, acquiredAt: at }, at)
    if (fee && !isInCame) this.#payFee(fee.asset, feeUnits, feeValue, ids)
  }

  /** Units of an asset; below zero where more was booked away than is known of. */
  units(asset: string): bigint {
    if (asset === this.#accountAsset) return this.#accountUnits
    const pool = this.#pools.get(asset)
    return pool === undefined ? 0n : pool.lots.units - pool.owedUnits
  }

  /** What is left, by asset. */
  lots(): readonly { readonly asset: string; readonly lots: readonly Lot[] }[] {
    return [...this.#pools].map(([asset, { lots }]) => ({ asset, lots: lots.all() }))
  }

  get gainUnits(): bigint {
    return this.#gainUnits
  }
  get contributedUnits(): bigint {
    return this.#contributedUnits
  }

  /** What everything cost, the account asset at its face. */
  get costUnits(): bigint {
    let cost = this.#accountUnits
    for (const { lots, owedValueUnits } of this.#pools.values()) {
      cost -= owedValueUnits
      for (const lot of lots.all()) cost += lot.costUnits
    }
    return cost
  }

  #payFee(
    asset: string,
    units: bigint,
    value: bigint,
    ids: Pick<About, "at" | "orderId" | "tradeId">,
  ): void {
    this.#dispose(asset, { units, value }, { ...ids, why: "fee" })
  }

  #acquire(asset: string, lot: Lot, at: Instant): void {
    if (asset === this.#accountAsset) {
      this.#accountUnits += lot.units
      this.#gainUnits += lot.units - lot.costUnits
      return
    }
    if (lot.units === 0n) {
      // Nothing came for the money, as when a fee took it all: the cost is lost.
      this.#gainUnits -= lot.costUnits
      return
    }
    const pool = this.#pool(asset)
    const back = lesser(lot.units, pool.owedUnits)
    if (back === 0n) {
      pool.lots.add(lot)
      return
    }
    const proceedsUnits = shareOf(pool.owedValueUnits, back, pool.owedUnits)
    const costUnits = shareOf(lot.costUnits, back, lot.units)
    pool.owedUnits -= back
    pool.owedValueUnits -= proceedsUnits
    this.#gainUnits += proceedsUnits - costUnits
    const about = { at, why: "sale" as const, orderId: undefined, tradeId: undefined }
    this.lines.push({ ...about, asset, units: back, acquiredAt: at, costUnits, proceedsUnits })
    if (lot.units > back) {
      pool.lots.add({ ...lot, units: lot.units - back, costUnits: lot.costUnits - costUnits })
    }
  }

  #dispose(
    asset: string,
    { units, value }: { readonly units: bigint; readonly value: bigint },
    about: About,
  ): void {
    if (asset === this.#accountAsset) {
      this.#accountUnits -= units
      this.#gainUnits += value - units
      return
    }
    const pool = this.#pool(asset)
    const own = lesser(units, pool.lots.units)
    let left = units
    let leftValue = value
    for (const lot of pool.lots.take(own)) {
      const proceedsUnits = shareOf(leftValue, lot.units, left)
      left -= lot.units
      leftValue -= proceedsUnits
      this.#gainUnits += proceedsUnits - lot.costUnits
      this.lines.push({ ...about, asset, ...lot, proceedsUnits })
    }
    pool.owedUnits += left
    if (left > 0n) pool.owedValueUnits += leftValue
  }

  /** Units go as they are, at what they cost; what is not there is owed at its worth. @returns the cost */
  #leave(
    asset: string,
    { units, value }: { readonly units: bigint; readonly value: bigint },
    at: Instant,
  ): bigint {
    const pool = this.#pool(asset)
    const about = { at, asset, why: "transfer" as const, orderId: undefined, tradeId: undefined }
    const own = lesser(units, pool.lots.units)
    let cost = 0n
    for (const lot of pool.lots.take(own)) {
      cost += lot.costUnits
      this.lines.push({ ...about, ...lot, proceedsUnits: lot.costUnits })
    }
    if (own === units) return cost
    const owed = shareOf(value, units - own, units)
    pool.owedUnits += units - own
    pool.owedValueUnits += owed
    return cost + owed
  }

  #pool(asset: string): Pool {
    const known = this.#pools.get(asset)
    if (known) return known
    const pool = { lots: new TaxLots(this.method), owedUnits: 0n, owedValueUnits: 0n }
    this.#pools.set(asset, pool)
    return pool
  }
}
