import { formatUnits } from "../../value/decimal.ts"

/** An amount of the account asset as decimal text with two digits, `-0.12`: what JSON can carry exactly. */
export type Amount = string

const CENT = 1_000_000n

/** Units rounded to the nearest cent. */
export function amountOf(units: bigint): Amount {
  const magnitude = units < 0n ? -units : units
  const cents = (magnitude + CENT / 2n) / CENT
  return `${units < 0n && cents > 0n ? "-" : ""}${formatUnits(cents, 2, 2)}`
}

/** A part of a whole as a plain number; null where the whole is nothing. */
export function shareOf(part: bigint, whole: bigint): number | null {
  return whole > 0n ? Number(part) / Number(whole) : null
}
