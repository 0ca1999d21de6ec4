declare const brand: unique symbol

/** A number that may not be mistaken for another kind of number. */
export type Branded<Name extends string> = number & { readonly [brand]: Name }

/** Count of `10^-priceScale` of the quote asset; which instrument's scale is known by the context. */
export type Price = Branded<"Price">
/** Count of `10^-quantityScale` of the base asset. */
export type Quantity = Branded<"Quantity">
/** Microseconds since 1970-01-01T00:00Z; exact until the year 2255. */
export type Instant = Branded<"Instant">
/** Microseconds. */
export type Duration = Branded<"Duration">
/** Parts per million: 50_000 is 5 %. */
export type Ratio = Branded<"Ratio">

export const priceOf = (count: number): Price => count as Price
export const quantityOf = (count: number): Quantity => count as Quantity
export const instantOf = (microseconds: number): Instant => microseconds as Instant
export const ratioOf = (partsPerMillion: number): Ratio => partsPerMillion as Ratio

/** `percent(5)` is 50,000 parts per million. */
export const percent = (value: number): Ratio => Math.round(value * 10_000) as Ratio

/** One as a Ratio. */
export const PPM = 1_000_000
