import { globSync } from "node:fs"
import path from "node:path"
import { type Case, collect } from "./suite.ts"

/** How a test ended: well, or with what it said. */
export interface Outcome {
  readonly test: Case
  readonly failure: string | undefined
  readonly timeSpentMs: number
}

/**
 * The test files that have to notice a mutated file: those beside it, and the golden ones. What only the
 * tests of another room would notice counts as a survivor.
 */
export function testFiles(sandbox: string, mutated: readonly string[]): readonly string[] {
  const rooms = mutated.map((file) => path.relative(sandbox, path.dirname(file)))
  const beside = [...new Set(rooms)].map((room) => `${room}/*.test.ts`)
  return globSync([...beside, "tests/golden/{refusals,tier}/*.test.ts"], { cwd: sandbox })
    .map((file) => path.join(sandbox, file))
    .toSorted()
}

/** The tests of files, each loaded once and when it is first needed. */
export class Tests {
  readonly #loaded = new Map<string, readonly Case[]>()

  async of(file: string): Promise<readonly Case[]> {
    const known = this.#loaded.get(file) ?? (await collect(file))
    this.#loaded.set(file, known)
    return known
  }
}

/** Runs one test. */
export async function run(test: Case): Promise<Outcome> {
  const started = performance.now()
  let failure: string | undefined
  try {
    await test.body()
  } catch (error) {
    failure = String(error) || "failed"
  }
  return { test, failure, timeSpentMs: performance.now() - started }
}
