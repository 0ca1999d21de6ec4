import type { Fault } from "./message.ts"

/** Before a further digit the count must not be above this, or it would not be exact. */
const COUNT_ROOM = Math.floor(Number.MAX_SAFE_INTEGER / 10) - 1

const NOT_A_NUMBER = -1
const OFF_SCALE = -2
const OUT_OF_RANGE = -3

/**
 * Reads `61837.63000000` as a count of `10^-scale`, exactly and without making anything: hence the
 * place in the bytes as two bare numbers.
 * @returns the count; below zero when it is none, see {@link faultOf}
 */
export function readDecimal(bytes: Uint8Array, start: number, end: number, scale: number): number {
  let count = 0
  let i = start
  for (; i < end && bytes[i] !== 46; i++) {
    const digit = bytes[i] - 48
    if (digit < 0 || digit > 9) return NOT_A_NUMBER
    if (count > COUNT_ROOM) return OUT_OF_RANGE
    count = count * 10 + digit
  }
  if (i === start || i + 1 === end) return NOT_A_NUMBER
  let decimals = 0
  for (i++; i < end; i++) {
    const digit = bytes[i] - 48
    if (digit < 0 || digit > 9) return NOT_A_NUMBER
    if (decimals < scale) {
      if (count > COUNT_ROOM) return OUT_OF_RANGE
      count = count * 10 + digit
      decimals++
    } else if (digit !== 0) return restIsDecimal(bytes, i, end) ? OFF_SCALE : NOT_A_NUMBER
  }
  for (; decimals < scale; decimals++) {
    if (count > COUNT_ROOM) return OUT_OF_RANGE
    count *= 10
  }
  return count
}

/** True when a count below zero says that the decimal is finer than the scale. */
export const isOffScale = (count: number): boolean => count === OFF_SCALE

/**
 * What is left of a decimal that is finer than the scale, cut off there; at least one count, since what
 * rests at a price must not read as gone. Old orders are finer than today's steps: the books of the
 * exchange hold some, and leaving out their events would tear the book.
 */
export function readCut(bytes: Uint8Array, start: number, end: number, scale: number): number {
  const point = bytes.indexOf(46, start)
  const cut = scale === 0 ? point : Math.min(end, point + 1 + scale)
  const whole = readDecimal(bytes, start, cut, scale)
  return whole === 0 ? 1 : whole
}

function restIsDecimal(bytes: Uint8Array, from: number, end: number): boolean {
  for (let i = from; i < end; i++) if (bytes[i] < 48 || bytes[i] > 57) return false
  return true
}

/** What a count below zero means. */
export function faultOf(count: number): Fault {
  if (count === OFF_SCALE) return "offScale"
  return count === OUT_OF_RANGE ? "outOfRange" : "notANumber"
}
