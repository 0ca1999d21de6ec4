import { appendFileSync, existsSync, readFileSync } from "node:fs"
import path from "node:path"
import type { Plan } from "./plan.ts"

/** One configuration that was tried on past data, however it went (ANLY-29). */
export interface Trial {
  readonly strategy: string
  readonly params: Readonly<Record<string, string>>
  readonly symbols: readonly string[]
  /** Hash of the run's last line. */
  readonly digest: string
}

/** One line a trial; nothing is ever taken out of it. */
const trialsFile = (home: string): string => path.join(home, "trials.jsonl")

/**
 * Adds a run to the list of what was tried. A report says beside its figures how many others there
 * were, since the best of many looks good by chance.
 */
export function noteTrial(
  home: string,
  { strategy, params }: Plan,
  run: { readonly symbols: readonly string[]; readonly digest: string },
): void {
  const { symbols, digest } = run
  const trial: Trial = { strategy, params, symbols, digest }
  appendFileSync(trialsFile(home), `${JSON.stringify(trial)}\n`, { mode: 0o600 })
}

/**
 * How many configurations of a strategy were tried here: different parameters or markets.
 * @returns undefined when nobody has counted yet
 */
export function triedOf(home: string, strategy: string): number | undefined {
  const file = trialsFile(home)
  if (!existsSync(file)) return undefined
  const kinds = new Set<string>()
  for (const line of readFileSync(file, "utf8").split("\n")) {
    const trial = trialIn(line)
    if (trial?.strategy !== strategy) continue
    const params = Object.entries(trial.params).toSorted(([a], [b]) => (a < b ? -1 : 1))
    kinds.add(JSON.stringify([params, trial.symbols]))
  }
  return kinds.size === 0 ? undefined : kinds.size
}

/** A line that was cut short by a crash counts nothing. */
function trialIn(line: string): Trial | undefined {
  try {
    return line === "" ? undefined : (JSON.parse(line) as Trial)
  } catch {
    return undefined
  }
}
