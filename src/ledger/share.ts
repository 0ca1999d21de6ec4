import { divide } from "../value/decimal.ts"

/**
 * The part of a total that belongs to some of its units. Rounded half to even, so that many small
 * parts do not drift to one side; the last part is always exactly what is left.
 * @param whole not 0
 */
export function shareOf(total: bigint, part: bigint, whole: bigint): bigint {
  return part === whole ? total : divide(total * part, whole, "half-even")
}

export const lesser = (a: bigint, b: bigint): bigint => (a < b ? a : b)
