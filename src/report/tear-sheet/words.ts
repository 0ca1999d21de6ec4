import { parseUnits } from "../../value/decimal.ts"
import { unitText } from "./figure.ts"

/** Cents of an amount of the account asset, from its decimal text. */
export const moneyText = (amount: string): string =>
  unitText(Number(parseUnits(amount, 8)) / 1e8, "dollars")

/** The same amount with the other sign. */
export const negated = (amount: string): string =>
  Number(amount) === 0 ? "0" : amount.startsWith("-") ? amount.slice(1) : `-${amount}`

/** `12 configurations tried`; how many is not known of a run that nobody counted. */
export function triedText(tried: number | undefined): string {
  if (tried === undefined) return "configurations tried: not counted"
  return `${counted(tried, "configuration")} tried`
}

/** `1 trade`, `1,831 trades`. */
export const counted = (n: number, word: string, many = `${word}s`): string =>
  `${n.toLocaleString("en-US")} ${n === 1 ? word : many}`
