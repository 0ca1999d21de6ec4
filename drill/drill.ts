import { hash } from "node:crypto"
import { OTHER_LAWS } from "./laws/law.ts"
import { type Outcome, playWorld, type Violation } from "./play.ts"
import { KEPT_SEEDS } from "./seeds.ts"
import { drawWorld } from "./world.ts"

/** One world in so many is played twice, to see that it comes out the same. */
const TWICE = 20

/** A violation, with the command that shows it again. */
export interface Told extends Violation {
  readonly command: string
}

/** What a drill came to. */
export interface Tally {
  readonly seed: number
  /** Worlds asked for, beside the kept ones. */
  readonly worlds: number
  /** Worlds that once broke a law; they are played first. */
  readonly kept: number
  readonly events: number
  readonly lines: number
  readonly fills: number
  readonly starts: number
  /** Of all worlds in their order: the same drill has the same digest. */
  readonly digest: string
  readonly violations: readonly Told[]
}

/**
 * Plays the kept worlds, then worlds of the seeds `seed`, `seed + 1` and so on, each of which alone
 * decides everything about its world.
 * @param told.onWorld after each world, with how many are done of how many
 * @param told.isEnough asked after each world: whether to stop early
 */
export function runDrill(told: {
  readonly worlds: number
  readonly seed: number
  /** Through the venue that trades for real, in Binance's protocol. */
  readonly isBinance?: boolean
  readonly onWorld?: (done: number, of: number) => void
  readonly isEnough?: (violations: readonly Told[]) => boolean
}): Tally {
  const { worlds, seed, isBinance = false } = told
  const kept = KEPT_SEEDS.map((it) => it.seed)
  const seeds = [...kept, ...Array.from({ length: worlds }, (_, i) => seed + i)]
  const sum = { events: 0, lines: 0, fills: 0, starts: 0 }
  const violations: Told[] = []
  let digest = ""
  for (const [i, one] of seeds.entries()) {
    const outcome = playWorld(drawWorld(one), { isBinance })
    violations.push(...outcome.violations.map((it) => withCommand(it, isBinance)))
    if (one % TWICE === 0)
      violations.push(...playedAgain(outcome, isBinance).map((it) => withCommand(it, isBinance)))
    sum.events += outcome.events
    sum.lines += outcome.lines
    sum.fills += outcome.fills
    sum.starts += outcome.starts
    digest = hash("sha256", digest + outcome.digest, "hex")
    told.onWorld?.(i + 1, seeds.length)
    if (told.isEnough?.(violations)) break
  }
  return { seed, worlds, kept: kept.length, ...sum, digest, violations }
}

function playedAgain({ seed, digest }: Outcome, isBinance: boolean): readonly Violation[] {
  const again = playWorld(drawWorld(seed), { isBinance }).digest
  if (again === digest) return []
  const { name, says } = OTHER_LAWS.repeats
  const { healAt } = drawWorld(seed)
  return [{ law: name, says, seed, at: healAt, what: `first ${digest}, then ${again}` }]
}

const withCommand = (violation: Violation, isBinance: boolean): Told => ({
  ...violation,
  command: `genesis drill --worlds 1 --seed ${violation.seed}${isBinance ? " --venue" : ""}`,
})
