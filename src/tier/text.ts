import { formatUnits } from "../value/decimal.ts"

/** Account-asset units as dollars and cents for people. */
export function moneyText(units: bigint): string {
  const cents = units / 1_000_000n
  return cents < 0n ? `-$${formatUnits(-cents, 2, 2)}` : `$${formatUnits(cents, 2, 2)}`
}
/** `0.6` as `60.0 %`. */
export const shareText = (share: number): string => `${(share * 100).toFixed(1)} %`
/** Parts per million as percent. */
export const ppmText = (ppm: number): string => `${(ppm / 10_000).toFixed(2)} %`
/** `1 day`, `2 days`; words of more than one part take their ending in the first. */
export function countText(n: number, word: string): string {
  const [first = "", ...rest] = word.split(" ")
  return [String(n), n === 1 ? first : `${first}s`, ...rest].join(" ")
}
