import { Problem } from "./problem.ts"

const DIGIT_0 = 48
const DIGIT_9 = 57

/**
 * Reads decimal text as a whole number of units of `10^-scale`, exactly.
 * @param text `"0.0012"`, `"-3"`, `"1e-8"`; no blanks, no thousands marks
 * @param scale how many decimals one unit has; 0 to 18
 * @throws Problem `NOT_A_DECIMAL`; `TOO_PRECISE` when digits beyond `scale` are not zero
 */
export function parseUnits(text: string, scale: number): bigint {
  const { isNegative, digits: all, decimals } = read(text)
  const shift = scale - decimals
  let digits = all
  if (shift >= 0) {
    digits += "0".repeat(shift)
  } else {
    if (/[1-9]/.test(digits.slice(shift))) throw tooPrecise(text, scale)
    digits = digits.slice(0, shift)
  }
  const units = digits === "" ? 0n : BigInt(digits)
  return isNegative ? -units : units
}

/** The digits of decimal text without its point; the last `decimals` of them stand behind it. */
function read(text: string): {
  readonly isNegative: boolean
  readonly digits: string
  readonly decimals: number
} {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/.exec(text)
  const fraction = match?.[3] ?? ""
  const digits = (match?.[2] ?? "") + fraction
  if (!match || digits === "") throw notADecimal(text)
  return { isNegative: match[1] === "-", digits, decimals: fraction.length - Number(match[4] ?? 0) }
}

/**
 * As {@link parseUnits}, for the market side, where counts are numbers.
 * @throws Problem also `TOO_LARGE` when the count would not be exact in a double
 */
export function parseCount(text: string, scale: number): number {
  const fast = parseShort(text, scale)
  if (fast !== undefined) return fast
  const units = parseUnits(text, scale)
  const count = Number(units)
  if (!Number.isSafeInteger(count)) {
    throw new Problem({
      code: "TOO_LARGE",
      what: `"${text}" cannot be held exactly.`,
      why: `With ${scale} decimals it is more than ${Number.MAX_SAFE_INTEGER} units.`,
      next: "Import this symbol with fewer decimals, or leave the row out.",
    })
  }
  return count
}

/** The common case, plain digits that fit: a quarter of the time of the general reader. */
function parseShort(text: string, scale: number): number | undefined {
  if (text.length === 0 || text.length > 15) return undefined
  let count = 0
  let decimals = -1
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code >= DIGIT_0 && code <= DIGIT_9) {
      if (decimals >= 0 && decimals === scale) {
        if (code !== DIGIT_0) return undefined
      } else {
        count = count * 10 + (code - DIGIT_0)
        if (decimals >= 0) decimals++
      }
    } else if (code === 46 && decimals < 0 && i > 0) {
      decimals = 0
    } else {
      return undefined
    }
  }
  for (let i = Math.max(decimals, 0); i < scale; i++) count *= 10
  return Number.isSafeInteger(count) ? count : undefined
}

/**
 * Writes units of `10^-scale` as decimal text without trailing zeros.
 * @param decimals at least so many decimals are written (default 0)
 */
export function formatUnits(units: bigint | number, scale: number, decimals = 0): string {
  const whole = BigInt(units)
  const digits = (whole < 0n ? -whole : whole).toString().padStart(scale + 1, "0")
  const head = digits.slice(0, digits.length - scale)
  let tail = scale === 0 ? "" : digits.slice(digits.length - scale)
  while (tail.length > decimals && tail.endsWith("0")) tail = tail.slice(0, -1)
  tail = tail.padEnd(decimals, "0")
  return `${whole < 0n ? "-" : ""}${head}${tail === "" ? "" : `.${tail}`}`
}

/** How many decimals the text carries once trailing zeros are dropped: `"0.0500"` has 2. */
export function decimalsOf(text: string): number {
  const { digits, decimals } = read(text)
  let last = digits.length
  while (last > 0 && digits.charCodeAt(last - 1) === DIGIT_0) last--
  return last === 0 ? 0 : Math.max(0, decimals - (digits.length - last))
}

/** Which way a division that does not come out even is settled. */
export type Rounding = "down" | "up" | "half-even"

/**
 * Integer division with the direction said. `down` and `up` are towards and away from zero.
 * @param divisor positive
 */
export function divide(dividend: bigint, divisor: bigint, rounding: Rounding): bigint {
  const quotient = dividend / divisor
  const rest = dividend % divisor
  if (rest === 0n || rounding === "down") return quotient
  const away = dividend < 0n ? quotient - 1n : quotient + 1n
  if (rounding === "up") return away
  const twice = (rest < 0n ? -rest : rest) * 2n
  if (twice === divisor) return quotient % 2n === 0n ? quotient : away
  return twice > divisor ? away : quotient
}

/** Powers of ten as bigint, from 10^0 to 10^38. */
const POWERS: readonly bigint[] = Array.from({ length: 39 }, (_, i) => 10n ** BigInt(i))

/** `10^exponent` as a bigint. */
export function powerOfTen(exponent: number): bigint {
  return POWERS[exponent] ?? 10n ** BigInt(exponent)
}

function notADecimal(text: string): Problem {
  return new Problem({
    code: "NOT_A_DECIMAL",
    what: `"${text.slice(0, 40)}" is not a decimal number.`,
    why: "Amounts are written with digits and one point, like 0.0012.",
    next: "Correct the value and try again.",
  })
}

function tooPrecise(text: string, scale: number): Problem {
  return new Problem({
    code: "TOO_PRECISE",
    what: `"${text.slice(0, 40)}" has more than ${scale} decimals.`,
    why: "Rounding it silently would change an amount.",
    next: `Write it with at most ${scale} decimals.`,
  })
}
