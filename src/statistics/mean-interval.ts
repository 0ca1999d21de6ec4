import type { Numbers } from "./input.ts"
import { deviationOf, meanOf } from "./moments.ts"
import { normalQuantile } from "./normal.ts"

/**
 * Where the mean lies with 95 %, by its standard error: for thirty values and more that do not
 * cluster. Where they do, and the figure matters, draw blocks (bootstrap.ts).
 * @returns undefined for fewer than two values
 */
export function meanInterval(values: Numbers): readonly [number, number] | undefined {
  const mean = meanOf(values)
  const deviation = deviationOf(values, 1)
  if (mean === undefined || deviation === undefined) return undefined
  const reach = (normalQuantile(0.975) * deviation) / Math.sqrt(values.length)
  return [mean - reach, mean + reach]
}
