import type { OrderId } from "../order/request.ts"
import type { SavedPosition } from "./position.ts"
import type { RoundTrip } from "./round-trip.ts"
import type { SavedStock } from "./stock.ts"
import type { Worth } from "./worth.ts"

/** A ledger at rest. */
export interface Saved {
  readonly holdings: readonly {
    readonly code: string
    readonly scale: number
    readonly freeUnits: bigint
    readonly heldUnits: bigint
    readonly worth: Worth
    readonly inventory: SavedStock
  }[]
  /** By instrument. */
  readonly positions: readonly SavedPosition[]
  readonly holds: readonly (readonly [OrderId, string, bigint])[]
  readonly trades: readonly RoundTrip[]
  readonly contributedUnits: bigint
  readonly realisedUnits: bigint
  readonly feesUnits: bigint
}

/**
 * The same with every bigint as `{ "n": "123" }`, and every number that JSON has no word for as
 * `{ "x": "NaN" }`, so that JSON can carry it.
 */
export type Packed<T> = T extends bigint
  ? { readonly n: string }
  : T extends string | number | boolean | undefined
    ? T
    : { readonly [Key in keyof T]: Packed<T[Key]> }

/** A saved ledger as JSON can carry it. */
export type LedgerState = Packed<Saved>

export const pack = <T>(value: T): Packed<T> => packed(value) as Packed<T>
export const unpack = <T>(value: Packed<T>): T => unpacked(value) as T

function packed(value: unknown): unknown {
  if (typeof value === "bigint") return { n: value.toString() }
  if (typeof value === "number" && !Number.isFinite(value)) return { x: String(value) }
  return mapped(value, packed)
}

function unpacked(value: unknown): unknown {
  const n = only("n", value)
  if (n !== undefined) return BigInt(n)
  const x = only("x", value)
  return x === undefined ? mapped(value, unpacked) : Number(x)
}

/** The text of an object that has nothing but this key. */
function only(key: "n" | "x", value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || !(key in value)) return undefined
  const [[, text], ...rest] = Object.entries(value)
  return rest.length === 0 && typeof text === "string" ? text : undefined
}

function mapped(value: unknown, change: (value: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map(change)
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, it]) => [key, change(it)]))
}
