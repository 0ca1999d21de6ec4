import { describe, expect, it } from "vitest"
import { reachedModules, reachFindings } from "./reach.ts"
import { unreadSettings } from "./settings-keys.ts"
import { readSources } from "./sources.ts"

describe("nothing unreachable", () => {
  it("leaves no file, no exported name and no setting that the program cannot come to", () => {
    const sources = readSources()
    const findings = [...reachFindings(sources), ...unreadSettings(reachedModules(sources))]
    expect(findings.join("\n")).toBe("")
  })
})

const BASE = {
  "bin/genesis": 'import("../src/console/main.ts").then(({ main }) => main())',
  "src/console/main.ts": 'import { a } from "../value/a.ts"\nexport function main() { a() }',
  "src/value/a.ts": "export const a = () => 1",
  "src/index.ts": "",
  "drill/run.ts": "",
}

function findingsIn(changes: Record<string, string>): string[] {
  return reachFindings(new Map(Object.entries({ ...BASE, ...changes })))
}

describe("the check of reach", () => {
  it("finds nothing where everything is used", () => {
    expect(findingsIn({})).toEqual([])
  })

  it("finds files that nobody imports, or only a test does", () => {
    const findings = findingsIn({
      "src/value/b.ts": "",
      "src/value/b.test.ts": 'import { a } from "./a.ts"\nimport "./b.ts"',
    })
    expect(findings).toEqual(["src/value/b.ts cannot be reached from the program."])
  })

  it("finds exported names that nobody takes, even those used in their own file", () => {
    const findings = findingsIn({
      "src/value/a.ts": "export const a = () => b\nexport const b = 1\nexport class C {}",
      "src/value/a.test.ts": 'import { C } from "./a.ts"',
    })
    expect(findings).toEqual([
      "src/value/a.ts:2 exports b, which nothing imports.",
      "src/value/a.ts:3 exports C, which nothing imports.",
    ])
  })

  it("lets a type be exported for a signature beside it, but not for nothing", () => {
    const findings = findingsIn({
      "src/value/a.ts":
        "export interface A {}\nexport const a = (x?: A) => x\nexport type Idle = number",
    })
    expect(findings).toEqual(["src/value/a.ts:3 exports Idle, which nothing imports."])
  })

  it.each([
    ["the public face", { "src/index.ts": 'export { b } from "./value/b.ts"' }],
    ["the whole public face", { "src/index.ts": 'export * from "./value/b.ts"' }],
    ["the drill", { "drill/run.ts": 'import { b } from "../src/value/b.ts"\nb()' }],
    ["an import of a type", { "src/index.ts": 'import type { b } from "./value/b.ts"' }],
    ["an inline type", { "src/index.ts": 'type T = import("./value/b.ts").b' }],
    ["a named whole", { "src/index.ts": 'import * as all from "./value/b.ts"\nall.b()' }],
    ["await and a dot", { "src/index.ts": '(await import("./value/b.ts")).b()' }],
    ["await and a pattern", { "src/index.ts": 'const { b: c } = await import("./value/b.ts")' }],
    ["await and a name", { "src/index.ts": 'const m = await import("./value/b.ts")\nm.b()' }],
    ["then", { "src/index.ts": 'import("./value/b.ts").then((m) => m.b())' }],
    ["a loader", { "src/index.ts": 'export const load = () => import("./value/b.ts")' }],
    [
      "a passing on",
      {
        "src/index.ts": 'import { c } from "./value/c.ts"',
        "src/value/c.ts": 'export { b as c } from "./b.ts"',
      },
    ],
  ])("counts a name as used by %s", (_, changes) => {
    expect(findingsIn({ "src/value/b.ts": "export const b = () => 1", ...changes })).toEqual([])
  })

  it.each([
    ["a named whole", { "src/index.ts": 'import * as all from "./value/b.ts"\nall.d()' }],
    ["await and a dot", { "src/index.ts": '(await import("./value/b.ts")).d()' }],
    ["await and a pattern", { "src/index.ts": 'const { d } = await import("./value/b.ts")' }],
    ["then", { "src/index.ts": 'import("./value/b.ts").then(({ d }) => d())' }],
    ["a worker", { "src/index.ts": 'new URL("./value/b.ts", import.meta.url)' }],
  ])("does not count a name that %s leaves alone", (_, changes) => {
    const findings = findingsIn({ "src/value/b.ts": "export const b = 1", ...changes })
    expect(findings).toEqual(["src/value/b.ts:1 exports b, which nothing imports."])
  })

  it("finds what is passed on to nobody", () => {
    const findings = findingsIn({
      "src/value/a.ts": 'export const a = 1\nexport { b } from "./b.ts"',
      "src/value/b.ts": "export const b = 1",
    })
    expect(findings).toHaveLength(2)
  })

  it("counts the types of a package as reached where the package is imported", () => {
    const types = {
      "src/value/zip.d.ts": 'declare module "zip" { export function open(): number }',
    }
    expect(findingsIn(types)).toHaveLength(1)
    expect(findingsIn({ ...types, "src/index.ts": 'import { open } from "zip"\nopen()' })).toEqual(
      [],
    )
  })

  it("misses an entry, and fails without any", () => {
    const { "drill/run.ts": _, ...rest } = BASE
    expect(reachFindings(new Map(Object.entries(rest)))).toEqual([
      "The entry drill/run.ts is not there.",
    ])
    expect(() => reachFindings(new Map())).toThrow("no entry")
  })
})

describe("the check of settings", () => {
  const schema = `import { z } from "zod"
    const schema = z.strictObject({ seed: z.int().default(1), capital: z.string(),
      fees: z.strictObject({ makerPpm: z.int(), takerPpm: z.int() }).prefault({}) })
    export const readSettings = () => schema.parse({})`

  const unread = (reader: string): string[] =>
    unreadSettings(
      reachedModules(
        new Map(
          Object.entries({
            ...BASE,
            "src/session/settings.ts": schema,
            "src/index.ts": `import { readSettings } from "./session/settings.ts"\n${reader}`,
          }),
        ),
      ),
    )

  it("finds every key that no code reads", () => {
    expect(unread("const s = readSettings(); s.seed; const { makerPpm } = s.fees")).toEqual([
      "The setting capital is read by nothing.",
      "The setting fees.takerPpm is read by nothing.",
    ])
    expect(unread("const { seed, capital, fees } = readSettings(); fees.makerPpm; fees.takerPpm")) //
      .toEqual([])
  })

  it("fails when there is no schema to check", () => {
    const sources = { ...BASE, "src/index.ts": 'import "./session/settings.ts"' }
    const without = new Map(Object.entries({ ...sources, "src/session/settings.ts": "" }))
    expect(() => unreadSettings(reachedModules(without))).toThrow("strictObject")
  })
})
