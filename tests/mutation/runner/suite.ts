import { readFileSync } from "node:fs"
import path from "node:path"
import { pathToFileURL } from "node:url"
import { chai, expect } from "vitest"

// What test files import in place of vitest: the same expectations, and suites that only remember their
// tests, so that one process can run any of them as often as there are mutants.
export { expect }

/** A test as it was written down. */
export interface Case {
  readonly id: string
  readonly name: string
  readonly file: string
  /** Where it stands, counted from 0. */
  readonly startPosition: { readonly line: number; readonly column: number }
  readonly body: () => unknown
}

type Body<Row extends readonly unknown[]> = (...row: Row) => unknown

/** The file that is being loaded, or whose test runs. */
let file = ""
let titles: readonly string[] = []
let cases: Case[] = []

/** Loads a test file. @returns its tests, in the order in which they stand in it */
export async function collect(testFile: string): Promise<readonly Case[]> {
  file = testFile
  cases = []
  await import(pathToFileURL(testFile).href)
  return cases
}

export function describe(title: string, body: () => void): void {
  titles = [...titles, title]
  body()
  titles = titles.slice(0, -1)
}

export function it(title: string, body: () => unknown): void {
  const name = [...titles, title].join(" > ")
  const same = cases.filter((it) => it.name === name || it.name.startsWith(`${name} #`)).length
  const unique = same === 0 ? name : `${name} #${same + 1}`
  const own = file
  const run = (): unknown => {
    file = own
    return body()
  }
  cases.push({ id: `${own}#${unique}`, name: unique, file, startPosition: position(), body: run })
}

it.each =
  (rows: readonly unknown[]) =>
  (title: string, body: Body<unknown[]>): void => {
    for (const row of rows) it(title, () => (Array.isArray(row) ? body(...row) : body(row)))
  }

/** The place in the test file that the present call comes from. */
function position(): Case["startPosition"] {
  const { href } = pathToFileURL(file)
  const line = new Error("here").stack?.split("\n").find((it) => it.includes(href))
  const found = /:(\d+):(\d+)\)?$/.exec(line ?? "")
  return { line: Number(found?.[1] ?? 1) - 1, column: Number(found?.[2] ?? 1) - 1 }
}

// Vitest keeps its golden files by a state that only its own workers have.
chai.Assertion.addMethod(
  "toMatchFileSnapshot",
  function (this: { readonly _obj: unknown }, name: string) {
    expect(this._obj).toBe(readFileSync(path.resolve(path.dirname(file), name), "utf8"))
  },
)
