import { calmDays } from "../src/tilt/calm.ts"
import { TiltGuard } from "../src/tilt/guard.ts"
import { Chance } from "../src/value/chance.ts"
import { parseInstant } from "../src/value/time.ts"
import { median, quantile } from "./measure.ts"

// The cost of one act for the tilt guard, over half a year of somebody calm: learning, weekly looks
// and all. Prints one line of JSON, in microseconds.

const steps = calmDays(new Chance(7, "bench"), { start: parseInstant("2026-01-05"), days: 180 })

/** @returns microseconds of every act */
function run(): number[] {
  const guard = new TiltGuard()
  return steps.map(({ at, it }) => {
    const began = performance.now()
    guard.hear(it, at)
    return (performance.now() - began) * 1000
  })
}

run()
const spent = run()
process.stdout.write(
  `${JSON.stringify({ acts: spent.length, mean: spent.reduce((sum, it) => sum + it, 0) / spent.length, p50: median(spent), p99: quantile(spent, 0.99), worst: quantile(spent, 1) })}\n`,
)
