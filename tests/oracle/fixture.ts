import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join, resolve } from "node:path"
import type { Adapter } from "./adapter.ts"
import { differences, type Tolerance } from "./comparison.ts"

/** One file: the cases of one function. */
export interface Fixture {
  readonly function: string
  readonly cases: readonly FixtureCase[]
}

export interface FixtureCase {
  readonly name: string
  readonly input: unknown
  readonly expected: unknown
  readonly tolerance: Tolerance
}

/** Where the fixtures are: GENESIS_FIXTURES, or beside the repository. */
export const FIXTURES = resolve(
  process.env["GENESIS_FIXTURES"] ?? join(import.meta.dirname, "../../../shared/fixtures/quant"),
)
export const areFixturesThere = existsSync(FIXTURES)

/** Every fixture of a folder, by file name. */
export function readFixtures(folder: string): readonly Fixture[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as Fixture)
}

/** What is wrong with the answer to one case; empty when it passes. */
export function judgeCase(adapter: Adapter, trial: FixtureCase): readonly string[] {
  const input = withFloats(trial.input) as never
  const code = refusalIn(trial.expected)
  if (code === undefined) return differences(adapter(input), trial.expected, trial.tolerance)
  const got = refusalBy(adapter, input)
  return got === code ? [] : [`expected a refusal with ${code}, got ${got}`]
}

/** The code of `{"error": CODE}`, which stands for a refusal. */
function refusalIn(answer: unknown): string | undefined {
  if (typeof answer !== "object" || answer === null || !("error" in answer)) return undefined
  return Object.keys(answer).length === 1 ? String(answer.error) : undefined
}

/** The code an adapter refuses with, thrown or returned; else the text of what it did instead. */
function refusalBy(adapter: Adapter, input: never): string {
  try {
    const answer = adapter(input)
    return refusalIn(answer) ?? `the answer ${JSON.stringify(answer)}`
  } catch (error) {
    return error instanceof Error && "code" in error ? String(error.code) : String(error)
  }
}

/** JSON cannot carry NaN and the infinities: the fixtures write them as text. */
function withFloats(value: unknown): unknown {
  if (value === "NaN") return NaN
  if (value === "Infinity") return Infinity
  if (value === "-Infinity") return -Infinity
  if (Array.isArray(value)) return value.map(withFloats)
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withFloats(item)]))
}
