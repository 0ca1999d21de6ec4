import { type Batch, PRICES } from "../batch.ts"
import { type Digits, digitsOf } from "./decimal-text.ts"
import { priceCount, quantityCount } from "./put.ts"

/** Puts decimals that came as text, or as numbers of json, into batches. */
export class Amounts {
  #rounded = 0

  /**
   * Puts a decimal into the row behind the batch's last.
   * @returns false when it is no decimal of zero or more, or too large
   */
  put(batch: Batch, place: number, value: unknown): boolean {
    if (typeof value !== "string" && typeof value !== "number") return false
    const read = plain(String(value)) ?? digitsOf(String(value))
    if (read === undefined) return false
    const { whole, fraction, digits, isRounded } = read
    if (isRounded) this.#rounded++
    const count = PRICES[batch.kind].includes(place)
      ? priceCount(batch, whole, fraction, digits)
      : quantityCount(batch, whole, fraction, digits)
    batch.columns[place][batch.length] = count
    return !Number.isNaN(count)
  }

  /** What is worth knowing, in sentences. */
  get notes(): string[] {
    if (this.#rounded === 0) return []
    return [`${this.#rounded} numbers had more than 8 decimals and were rounded.`]
  }
}

const PLAIN = /^(\d{1,15})(?:\.(\d{1,8}))?$/

function plain(text: string): Digits | undefined {
  const match = PLAIN.exec(text)
  if (match === null) return undefined
  const fraction = match[2] ?? ""
  return {
    whole: Number(match[1]),
    fraction: Number(fraction),
    digits: fraction.length,
    isRounded: false,
  }
}
