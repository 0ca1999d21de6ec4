import type { Quantity } from "../value/brand.ts"
import type { Whole } from "./schedule.ts"

/**
 * Parts of uneven size whose sum is the whole, each within `variation` of an even one (EXEC-20,
 * quant.md 6.5). They are drawn one after the other between bounds that leave room for the rest:
 * factors that are drawn freely and then scaled would break the bound. Rounding may move a part out of
 * it by less than a step.
 * @param told.draw uniform in [0, 1)
 */
export function unevenSlices(
  whole: Whole,
  told: { readonly slices: number; readonly variation: number; readonly draw: () => number },
): readonly Quantity[] {
  const { quantity, step, least } = whole
  const { variation, draw } = told
  const floor = (counts: number): number => Math.floor(counts / step + 1e-9) * step
  let count = told.slices
  while (count > 1 && floor((quantity / count) * (1 - variation)) < Math.max(least, step)) count--
  const even = quantity / count
  const [smallest, largest] = [even * (1 - variation), even * (1 + variation)]
  const parts: Quantity[] = []
  let rest: number = quantity
  for (let after = count - 1; after > 0; after--) {
    const low = Math.max(smallest, rest - after * largest)
    const high = Math.min(largest, rest - after * smallest)
    const part = floor(low + draw() * (high - low))
    parts.push(part as Quantity)
    rest -= part
  }
  return [...parts, rest as Quantity]
}
