import type { Instrument } from "../market/instrument.ts"
import type { Price } from "../value/brand.ts"
import { divide, powerOfTen } from "../value/decimal.ts"

/** What everything is worth now. */
export interface Equity {
  /** Account-asset units. */
  readonly units: bigint
  /** Codes of assets that no mark prices; they count nothing (RISK-16). */
  readonly unpriced: readonly string[]
}

/** A way from an asset to the account asset, over one or two prices. */
export interface Route {
  readonly first: number
  readonly second: number | undefined
  /** Units times prices divided by this are account-asset units. */
  readonly under: bigint
}

/** The ways to price an asset: directly before over another instrument, each in their order. */
export function routesOf(
  asset: string,
  accountAsset: string,
  instruments: readonly Instrument[],
): readonly Route[] {
  const direct: Route[] = []
  const indirect: Route[] = []
  for (const first of instruments) {
    if (first.base.code !== asset) continue
    if (first.quote.code === accountAsset) {
      direct.push({ first: first.index, second: undefined, under: powerOfTen(exponentOf(first)) })
    }
    for (const second of instruments) {
      if (second.base.code !== first.quote.code || second.quote.code !== accountAsset) continue
      const under = powerOfTen(exponentOf(first) + exponentOf(second))
      indirect.push({ first: first.index, second: second.index, under })
    }
  }
  return [...direct, ...indirect]
}

/** Base units times a price is so many decimals finer than quote units. */
const exponentOf = ({ base, quote, priceScale }: Instrument): number =>
  base.scale + priceScale - quote.scale

/**
 * What units of an asset are worth at the marks, by its first route that has them.
 * Rounded down, so that a result is never flattered.
 */
export function worthAt(
  units: bigint,
  routes: readonly Route[],
  marks: (instrumentIndex: number) => Price | undefined,
): bigint | undefined {
  for (const { first, second, under } of routes) {
    const price = marks(first)
    if (price === undefined) continue
    if (second === undefined) return divide(units * BigInt(price), under, "down")
    const onward = marks(second)
    if (onward !== undefined) {
      return divide(units * BigInt(price) * BigInt(onward), under, "down")
    }
  }
  return undefined
}
