import type { Chance } from "../value/chance.ts"
import { type Numbers, refuse, requireFinite } from "./input.ts"
import { quantileOf } from "./robust.ts"

/** Draws as many values as asked for, block by block, so that neighbours stay neighbours. */
export interface Resampling {
  /** How many values one draw has. */
  readonly length: number
  /** How many draws there are. */
  readonly draws: number
  readonly chance: Chance
}

/** Blocks of so many neighbours keep what days in a row have in common (quant.md 4.6). */
const blockOf = (n: number): number => Math.max(1, Math.round(Math.cbrt(n)))

/**
 * Circular block bootstrap: each draw is put together from blocks of neighbours that begin anywhere,
 * the end joined to the start, so that every value is as likely as every other.
 * @param each told every draw; the array is lent for the call
 * @throws Problem `INVALID_INPUT` for no values
 */
export function resample(
  values: Numbers,
  { length, draws, chance }: Resampling,
  each: (drawn: Float64Array) => void,
): void {
  requireFinite(values, "values")
  const n = values.length
  if (n === 0) refuse("There is nothing to draw from.")
  const block = blockOf(n)
  // The start once more behind the end: a block that begins near the end reads straight on.
  const ring = new Float64Array(n + block)
  for (let i = 0; i < ring.length; i++) ring[i] = values[i % n]
  const drawn = new Float64Array(length)
  for (let draw = 0; draw < draws; draw++) {
    for (let i = 0; i < length; i += block) {
      const from = chance.below(n)
      const end = Math.min(i + block, length)
      for (let to = i; to < end; to++) drawn[to] = ring[from + to - i]
    }
    each(drawn)
  }
}

/**
 * Where a statistic of the values lies with 95 %, by the percentiles of its draws.
 * @param of the statistic; undefined where a draw has none
 * @returns undefined when fewer than half of the draws have one
 */
export function bootstrapInterval(
  values: Numbers,
  told: { readonly draws: number; readonly chance: Chance },
  of: (drawn: Float64Array) => number | undefined,
): readonly [number, number] | undefined {
  const found: number[] = []
  resample(values, { ...told, length: values.length }, (drawn) => {
    const value = of(drawn)
    if (value !== undefined && Number.isFinite(value)) found.push(value)
  })
  if (found.length * 2 < told.draws) return undefined
  const sorted = Float64Array.from(found).sort()
  return [quantileOf(sorted, 0.025), quantileOf(sorted, 0.975)]
}
