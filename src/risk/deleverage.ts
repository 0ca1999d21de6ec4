import { PPM } from "../value/brand.ts"
import { type Closable, closingOrder } from "./closing-order.ts"

/** What is to be sold of a position. */
export interface Closing {
  readonly instrument: number
  readonly units: bigint
}

/**
 * Sells a part of the worth of all positions, in the order of closing. What would be left too small to
 * be sold again is sold with it.
 */
export function deleverage(
  positions: readonly Closable[],
  told: { readonly ppm: number; readonly viableUnits: bigint },
): readonly Closing[] {
  const total = positions.reduce((sum, it) => sum + it.worthUnits, 0n)
  let left = (total * BigInt(told.ppm) + BigInt(PPM - 1)) / BigInt(PPM)
  const closings: Closing[] = []
  for (const { instrument, worthUnits } of closingOrder(positions)) {
    if (left <= 0n) break
    // What is sold must be large enough to be sold by itself, and so must what is kept.
    const least = left > told.viableUnits ? left : told.viableUnits
    const wanted = least < worthUnits ? least : worthUnits
    const units = worthUnits - wanted < told.viableUnits ? worthUnits : wanted
    if (units <= 0n) continue
    closings.push({ instrument, units })
    left -= units
  }
  return closings
}
