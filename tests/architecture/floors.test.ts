import { describe, expect, it } from "vitest"
import { floorFindings } from "./floors.ts"
import { readSources } from "./sources.ts"

/** Findings in a house of these few files. */
function findingsIn(files: Record<string, string>): string[] {
  return floorFindings(new Map(Object.entries(files)))
}

describe("the order of floors", () => {
  it("holds in the whole program", () => {
    expect(floorFindings(readSources()).join("\n")).toBe("")
  })
})

describe("the check of floors", () => {
  it("lets a room import what lies below it, and its own files", () => {
    const findings = findingsIn({
      "src/value/a.ts": "export type A = number",
      "src/order/b.ts": 'import type { A } from "../value/a.ts"\nexport const b: A = 1',
      "src/order/c.ts":
        'import assert from "node:assert/strict"\nimport { b } from "./b.ts"\nassert(b)',
    })
    expect(findings).toEqual([])
  })

  it.each([
    ["an import", 'import { b } from "../order/b.ts"'],
    ["an import of a type", 'import type { b } from "../order/b.ts"'],
    ["an inline type", 'export type T = import("../order/b.ts").b'],
    ["a dynamic import", 'export const load = () => import("../order/b.ts")'],
    ["a passing on", 'export * from "../order/b.ts"'],
    ["a worker", 'new URL("../order/b.ts", import.meta.url)'],
  ])("finds %s that climbs a floor", (_, text) => {
    const [finding, ...rest] = findingsIn({
      "src/value/a.ts": text,
      "src/order/b.ts": "export const b = 1",
    })
    expect(finding).toMatch(/^src\/value\/a\.ts:1 imports .* Import downwards only\.$/)
    expect(rest).toEqual([])
  })

  it("finds rooms of one floor that know each other", () => {
    const findings = findingsIn({
      "src/risk/a.ts": 'import "../tier/b.ts"',
      "src/tier/b.ts": "",
    })
    expect(findings).toEqual([
      "src/risk/a.ts:1 imports ../tier/b.ts: risk/ and tier/ are rooms of one floor (4) and do not know each other.",
    ])
  })

  it("finds circles of files, of types too, and of rooms", () => {
    const findings = findingsIn({
      "src/risk/a.ts": 'import type { C } from "./c.ts"\nexport type A = C',
      "src/risk/b.ts": 'import type { A } from "./a.ts"\nexport type B = A',
      "src/risk/c.ts": 'import type { B } from "./b.ts"\nexport type C = B',
      "src/gate/a.ts": 'import "../engine/b.ts"',
      "src/engine/b.ts": 'import "../gate/c.ts"',
      "src/gate/c.ts": "",
    })
    expect(findings).toContain(
      "Files import each other in a circle: src/risk/a.ts, src/risk/b.ts, src/risk/c.ts.",
    )
    expect(findings).toContain("Rooms import each other: engine, gate.")
  })

  it("finds rooms that are not in the table, and files in no room", () => {
    const findings = findingsIn({ "src/utils/a.ts": "", "src/b.ts": "", "src/index.ts": "" })
    expect(findings).toHaveLength(2)
    expect(findings.join()).toContain("src/utils/a.ts stands in no room")
  })

  it("finds imports that lead nowhere, to tests, to the face and out of the house", () => {
    const findings = findingsIn({
      "src/console/a.ts": [
        'import "./gone.ts"',
        'import "./b.test.ts"',
        'import "../index.ts"',
        'import "../../drill/world.ts"',
      ].join("\n"),
      "src/console/b.test.ts": "",
      "src/index.ts": "",
    })
    expect(findings.map((finding) => finding.split(": ")[1])).toEqual([
      "there is no such file.",
      "it is a test.",
      "the public face is for authors; import the room itself.",
      "it lies outside src/, and the program stands on its own.",
    ])
  })

  it("lets tests import anything", () => {
    expect(
      findingsIn({ "src/value/a.ts": "", "src/value/a.test.ts": 'import "../console/x.ts"' }),
    ).toEqual([])
  })

  it("fails when there is nothing to check or a file cannot be read", () => {
    expect(() => findingsIn({})).toThrow("no files")
    expect(() => findingsIn({ "src/value/a.ts": "const = 1" })).toThrow("src/value/a.ts")
  })
})

describe("the check of pure rooms", () => {
  it.each([
    ["Date.now()", "Date.now"],
    ['Date["now"]()', "Date.now"],
    ["new Date()", "new Date"],
    ["Date()", "Date()"],
    ["Temporal.Now.instant()", "Temporal.Now"],
    ["performance.now()", "performance"],
    ["Math.random()", "Math.random"],
    ["x.randomUUID()", "randomUUID"],
    ["crypto.subtle", "crypto"],
    ["setTimeout(f, 1)", "setTimeout"],
    ["process.exit()", "process"],
    ["console.log(1)", "console"],
    ["globalThis.x", "globalThis"],
    ["async () => 1", "async"],
    ["class A { async b() {} }", "async"],
    ["await x", "await"],
    ["for await (const a of b) {}", "await"],
    ["Promise.resolve()", "Promise"],
    ["let x: Promise<number>", "Promise"],
    ["f({ process })", "process"],
  ])("finds %s and names a replacement", (text, name) => {
    const findings = findingsIn({ "src/simulation/a.ts": `\n${text}\nexport {}` })
    expect(findings).toHaveLength(1)
    expect(findings[0]).toMatch(
      new RegExp(
        `^src/simulation/a\\.ts:2 uses ${name.replace(/[.()]/g, "\\$&")} in a pure room; \\w`,
      ),
    )
  })

  it("is not misled by names of one's own, by remarks or by texts", () => {
    const text = [
      "class Queue { process(x: number) { return x } setTimeout = 1 }",
      "const q = new Queue(); q.process(1); q.setTimeout",
      "const o = { performance: 1 }; o.performance",
      "interface Row { readonly process: number; console(): void }",
      '// Date.now() and await\nconst text = "new Date()"',
      "tape.setInterval(1, 2); Date.UTC(2024)",
    ].join("\n")
    expect(findingsIn({ "src/value/a.ts": text })).toEqual([])
  })

  it("refuses modules of Node save assert, and libraries on floors 0 to 6", () => {
    expect(findingsIn({ "src/value/a.ts": 'import "node:fs"' })).toHaveLength(1)
    expect(findingsIn({ "src/value/a.ts": 'import "zod"' })).toHaveLength(1)
    expect(findingsIn({ "src/report/a.ts": 'import "node:fs"' })).toHaveLength(1)
    expect(findingsIn({ "src/storage/a.ts": 'import "node:fs"\nimport "kysely"' })).toEqual([])
  })

  it("leaves the other rooms alone", () => {
    expect(findingsIn({ "src/session/a.ts": "await Promise.resolve(Date.now())" })).toEqual([])
  })
})
