import { existsSync, readFileSync } from "node:fs"
import path from "node:path"
import { expect, it } from "vitest"
import { TRACES } from "./ids.ts"

const ROOT = path.join(import.meta.dirname, "../..")
/** Ids that section 7 does not use. */
const GAPS = new Set([7, 8, 9])

it("every id of section 7 is traced to code and test, or openly missing", () => {
  const ids = Array.from({ length: 64 }, (_, i) => i + 1).filter((it) => !GAPS.has(it))
  expect(TRACES.map((it) => it.id)).toEqual(ids.map((it) => `TILT-${it}`))
  const findings = TRACES.flatMap((it) => {
    if ("missing" in it) return it.missing === "" ? [`${it.id} is missing without a word.`] : []
    const { id, code, test } = it
    if (!existsSync(path.join(ROOT, code))) return [`${id}: there is no ${code}.`]
    if (!existsSync(path.join(ROOT, test))) return [`${id}: there is no ${test}.`]
    const text = readFileSync(path.join(ROOT, test), "utf8")
    return names(text, id) ? [] : [`${id}: ${test} does not name it.`]
  })
  expect(findings.join("\n")).toBe("")
})

/** By itself, or within a range like `TILT-10 to TILT-34`. */
function names(text: string, id: string): boolean {
  if (new RegExp(`${id}(?!\\d)`).test(text)) return true
  const number = Number(id.slice(5))
  return [...text.matchAll(/TILT-(\d+) to TILT-(\d+)/g)].some(
    ([, from, to]) => number >= Number(from) && number <= Number(to),
  )
}
