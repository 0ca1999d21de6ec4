import { expect, it } from "vitest"
import { resolve } from "./module.ts"
import { readSources, type Sources } from "./sources.ts"
import { child, children, nameOf, parse } from "./syntax.ts"

/** What the help may load: it must be there in 150 ms. Commands load the rest when they run. */
const LIGHT = ["commander"]

it("starts without any library but the one that reads the command line", () => {
  expect(packagesLoadedBy("src/console/cli/main.ts", readSources())).toEqual(LIGHT)
})

/** Packages that are loaded as soon as the file is: over static imports that are not of types. */
function packagesLoadedBy(entry: string, sources: Sources): string[] {
  const packages = new Set<string>()
  const seen = new Set<string>()
  const waiting = [entry]
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    const text = sources.get(file)
    if (text === undefined) throw new Error(`${file} is not there to be checked.`)
    if (seen.has(file)) continue
    seen.add(file)
    for (const node of children(parse(file, text).program, "body")) {
      const specifier = nameOf(child(node, "source"))
      const isType = node["importKind"] === "type" || node["exportKind"] === "type"
      if (specifier === undefined || isType) continue
      const target = resolve(file, specifier)
      if (target !== undefined) waiting.push(target)
      else if (!specifier.startsWith("node:")) packages.add(specifier)
    }
  }
  return [...packages].toSorted()
}
