import { divide, parseUnits, powerOfTen } from "../../value/decimal.ts"
import { DECIMALS_MOST } from "../batch.ts"

/** A decimal as digits before and after the point. */
export interface Digits {
  readonly whole: number
  readonly fraction: number
  readonly digits: number
  /** True when decimals beyond {@link DECIMALS_MOST} had to be given up. */
  readonly isRounded: boolean
}

const FINEST = 18

/**
 * The slow way for what is rare: exponents, and more digits than a double holds, as files have that
 * went through a float. Rounded half to even at {@link DECIMALS_MOST} decimals.
 * @returns undefined when it is no decimal, or below zero
 */
export function digitsOf(text: string): Digits | undefined {
  if (!/^(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?$/.test(text)) return undefined
  const [mantissa = "", exponent = "0"] = text.toLowerCase().split("e")
  const [whole = "", fraction = ""] = mantissa.split(".")
  const kept = fraction.slice(0, Math.max(0, FINEST + Number(exponent)))
  const fine = parseUnits(`${whole || "0"}.${kept}e${exponent}`, FINEST)
  const units = divide(fine, powerOfTen(FINEST - DECIMALS_MOST), "half-even")
  const unit = powerOfTen(DECIMALS_MOST)
  const isRounded = kept !== fraction || units * powerOfTen(FINEST - DECIMALS_MOST) !== fine
  return { whole: Number(units / unit), fraction: Number(units % unit), digits: 8, isRounded }
}
