import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { registerHooks } from "node:module"
import { fileURLToPath } from "node:url"
import type { Edit } from "./mutations.ts"
import { mutationNamed } from "./mutations.ts"

/**
 * Plays worlds with the program as a mutation leaves it, until a law is broken:
 * `node drill/mutant.ts NAME WORLDS SEED [binance]`. The files on disk stay as they are; the text is changed on
 * its way into the machine, so it is the real program that is broken.
 */
const [name = "", worlds = "300", seed = "1", side = ""] = process.argv.slice(2)
const waiting = new Map<string, Edit[]>()
for (const edit of name === "none" ? [] : mutationNamed(name).edits) {
  const file = fileURLToPath(new URL(`../${edit.file}`, import.meta.url))
  waiting.set(file, [...(waiting.get(file) ?? []), edit])
}

registerHooks({
  load(url, context, next) {
    const loaded = next(url, context)
    const file = url.startsWith("file:") ? fileURLToPath(url) : ""
    const edits = waiting.get(file)
    if (edits === undefined) return loaded
    waiting.delete(file)
    return { ...loaded, source: edits.reduce(edited, readFileSync(file, "utf8")) }
  },
})

const { runDrill } = await import("./drill.ts")
const tally = runDrill({
  worlds: Number(worlds),
  seed: Number(seed),
  isBinance: side === "binance",
  isEnough: (violations) => violations.length > 0,
})
assert.deepEqual([...waiting.keys()], [], "every file to be changed was loaded")
process.stdout.write(`${JSON.stringify(tally)}\n`)

function edited(text: string, { file, find, put }: Edit): string {
  const parts = text.split(find)
  assert.equal(parts.length, 2, `"${find.trim()}" stands once in ${file}`)
  return parts.join(put)
}
