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

/** A folder that was asked for and is not there is a mistake; the default one may be absent. */
export const areFixturesThere = existsSync(FIXTURES)
export const wereFixturesNamed = process.env["GENESIS_FIXTURES"] !== undefined

/** Every fixture of a folder, by file name. */
export function readFixtures(folder: string): readonly Fixture[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as Fixture)
}

/** What is wrong with the answer to one case; empty when it passes. */
export function judgeCase(adapter: Adapter, trial: FixtureCase): readonly string[] {
  const code = refusalCode(trial.expected)
  const input = withFloats(trial.input) as never
  if (code === undefined) return differences(adapter(input), trial.expected, trial.tolerance)
  try {
    return [`expected a refusal with ${code}, got ${JSON.stringify(adapter(input))}`]
  } catch (error) {
    const got = error instanceof Error && "code" in error ? error.code : String(error)
    return got === code ? [] : [`expected a refusal with ${code}, got ${String(got)}`]
  }
}

/** The code in `{"error": CODE}`, which stands for a refusal. */
function refusalCode(expected: unknown): string | undefined {
  if (typeof expected !== "object" || expected === null || !("error" in expected)) return undefined
  return typeof expected.error === "string" ? expected.error : undefined
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
