import assert from "node:assert/strict"
import { formatUnits, parseUnits } from "./decimal.ts"

/** A coin or currency. `scale` is how many decimals one unit has; 8 on Binance spot. */
export interface Asset {
  readonly code: string
  readonly scale: number
}

/** Binance books every asset with eight decimals (`baseAssetPrecision`). */
export const ASSET_SCALE = 8

export function assetOf(code: string): Asset {
  return Object.freeze({ code, scale: ASSET_SCALE })
}

/**
 * An exact amount of one asset: a whole number of its smallest units (GEN-6). Immutable.
 * Adding two assets is a mistake in our code and asserts.
 */
export class Money {
  readonly asset: Asset
  readonly units: bigint

  constructor(asset: Asset, units: bigint) {
    this.asset = asset
    this.units = units
  }

  static zero(asset: Asset): Money {
    return new Money(asset, 0n)
  }

  /** @throws Problem `NOT_A_DECIMAL`, `TOO_PRECISE` */
  static parse(asset: Asset, text: string): Money {
    return new Money(asset, parseUnits(text, asset.scale))
  }

  plus(other: Money): Money {
    this.#assertSameAsset(other)
    return new Money(this.asset, this.units + other.units)
  }

  minus(other: Money): Money {
    this.#assertSameAsset(other)
    return new Money(this.asset, this.units - other.units)
  }

  negated(): Money {
    return new Money(this.asset, -this.units)
  }

  isLessThan(other: Money): boolean {
    this.#assertSameAsset(other)
    return this.units < other.units
  }

  equals(other: Money): boolean {
    return this.asset.code === other.asset.code && this.units === other.units
  }

  get isZero(): boolean {
    return this.units === 0n
  }

  get isNegative(): boolean {
    return this.units < 0n
  }

  /** Exact decimal text without the asset: `"12.5"`. */
  toString(): string {
    return formatUnits(this.units, this.asset.scale)
  }

  /** For statistics only, never to become an amount again (GEN-6). */
  toFloat(): number {
    return Number(this.units) / 10 ** this.asset.scale
  }

  toJSON(): string {
    return `${this.toString()} ${this.asset.code}`
  }

  #assertSameAsset(other: Money): void {
    assert.equal(this.asset.code, other.asset.code, "amounts of two assets do not add")
  }
}
