import { PPM } from "./brand.ts"
import { formatUnits } from "./decimal.ts"

/** A dollar in units of the account asset, of eight decimals. */
export const DOLLAR = 100_000_000n

/** A share of an amount, rounded down. */
export const share = (units: bigint, ppm: number): bigint => (units * BigInt(ppm)) / BigInt(PPM)

/** Account-asset units as dollars and cents for people; what is less than a cent is cut off. */
export function moneyText(units: bigint): string {
  const cents = units / 1_000_000n
  return cents < 0n ? `-$${formatUnits(-cents, 2, 2)}` : `$${formatUnits(cents, 2, 2)}`
}
/** Parts per million as percent. */
export const ppmText = (ppm: number): string => `${(ppm / 10_000).toFixed(2)} %`
