import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import path from "node:path"
import { describe, expect, it } from "vitest"
import { runDrill, type Tally } from "./drill.ts"
import { MUTATIONS, VENUE_MUTATIONS } from "./mutations.ts"

const WORLDS = 2_000
const VENUE_WORLDS = 300
const MUTANT = path.join(import.meta.dirname, "mutant.ts")
const MUTANT_WORLDS = 200

/** The drill with the program as the mutation leaves it, in a process of its own. */
function drillOf(mutation: string, from: number, side: "plain" | "binance" = "plain"): Tally {
  const args = [MUTANT, mutation, String(MUTANT_WORLDS), String(from), side]
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: "utf8" })
  expect(stderr).toBe("")
  expect(status).toBe(0)
  return JSON.parse(stdout) as Tally
}

describe("the drill", () => {
  it(
    "breaks no law in thousands of worlds in which everything goes wrong",
    { timeout: 1_200_000 },
    () => {
      const tally = runDrill({ worlds: WORLDS, seed: 1 })
      expect(tally.violations).toEqual([])
      expect(tally.worlds).toBe(WORLDS)
      // Worlds in which nothing happens would break no law either.
      expect(tally.fills).toBeGreaterThan(WORLDS)
      expect(tally.starts).toBeGreaterThan(WORLDS)
    },
  )

  it("comes out the same each time, and otherwise with another seed", () => {
    const digestOf = (seed: number): string => runDrill({ worlds: 5, seed }).digest
    expect(digestOf(7)).toBe(digestOf(7))
    expect(digestOf(7)).not.toBe(digestOf(8))
  })
})

describe("the drill of the venue that trades for real", () => {
  it(
    "breaks no law in hundreds of worlds, in the exchange's own protocol",
    { timeout: 1_200_000 },
    () => {
      const tally = runDrill({ worlds: VENUE_WORLDS, seed: 1, isBinance: true })
      expect(tally.violations).toEqual([])
      expect(tally.fills).toBeGreaterThan(VENUE_WORLDS)
    },
  )

  it.each(VENUE_MUTATIONS)("catches it when: $says", ({ name, laws, from = 1 }) => {
    const broken = drillOf(name, from, "binance").violations.map(({ law }) => law)
    expect(laws.filter((law) => broken.includes(law))).not.toEqual([])
  })
})

describe("the mutations of the drill", () => {
  it.each([...MUTATIONS, ...VENUE_MUTATIONS])(
    "finds the text that it changes: $name",
    ({ edits }) => {
      for (const { file, find } of edits) {
        const text = readFileSync(path.join(import.meta.dirname, "..", file), "utf8")
        expect(text.split(find).length - 1, find).toBe(1)
      }
    },
  )
})

describe("the laws of the drill", () => {
  it("hold for the program as it is, started as a mutant is", () => {
    expect(drillOf("none", 1).violations).toEqual([])
  })

  it.each(MUTATIONS)("catch it when: $says", ({ name, laws, from = 1 }) => {
    const broken = drillOf(name, from).violations.map(({ law }) => law)
    expect(laws.filter((law) => broken.includes(law))).not.toEqual([])
  })
})
