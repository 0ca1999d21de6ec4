import { refuse } from "./input.ts"
import { normalQuantile } from "./normal.ts"

/**
 * Where a share lies, from counts (Wilson 1927): right also for few trials and for shares near 0 and 1,
 * where mean plus and minus two errors is not.
 * @param z quantile of the normal law, for 95 % two-sided where nothing is said
 * @returns undefined without trials
 * @throws Problem `INVALID_INPUT` unless hits are whole and between 0 and the trials
 */
export function wilsonInterval(
  hits: number,
  trials: number,
  z = normalQuantile(0.975),
): readonly [number, number] | undefined {
  if (
    !(Number.isSafeInteger(hits) && Number.isSafeInteger(trials) && hits >= 0 && hits <= trials)
  ) {
    refuse(`${hits} hits of ${trials} trials are not possible.`)
  }
  if (trials === 0) return undefined
  const share = hits / trials
  const under = 1 + (z * z) / trials
  const middle = (share + (z * z) / (2 * trials)) / under
  const reach =
    (z * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials))) / under
  return [Math.max(0, middle - reach), Math.min(1, middle + reach)]
}
