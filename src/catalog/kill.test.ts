import { spawn } from "node:child_process"
import { cpSync, readdirSync } from "node:fs"
import path from "node:path"
import { beforeEach, describe, expect, it } from "vitest"
import { scratch } from "../../tests/contract/scratch.ts"
import { klines, manifestOf, text, trades, written } from "../../tests/support/market-files.ts"
import { Chance } from "../value/chance.ts"
import { Catalog } from "./catalog.ts"

const CHILD = path.join(import.meta.dirname, "../../tests/support/import-child.ts")
const KILLS = 20
/** Children at a time. */
const LANES = 2

interface Ended {
  readonly steps: readonly string[]
}

/** Imports in a process of its own; undefined when that was killed. */
function child(
  args: readonly string[],
  told: { readonly killAt?: number; readonly afterMs?: number } = {},
): Promise<Ended | undefined> {
  const env = { ...process.env, ...(told.killAt ? { KILL_AT: String(told.killAt) } : {}) }
  const running = spawn(process.execPath, [CHILD, ...args], { env })
  const timer =
    told.afterMs === undefined ? undefined : setTimeout(() => running.kill("SIGKILL"), told.afterMs)
  let out = ""
  running.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()))
  return new Promise((resolve) => {
    running.on("close", () => {
      clearTimeout(timer)
      resolve(out === "" ? undefined : (JSON.parse(out) as Ended))
    })
  })
}

const listOf = (catalog: Catalog): string =>
  catalog
    .list()
    .map(({ symbol, kind, rows }) => `${symbol} ${kind} ${rows}`)
    .join(", ")

const BEFORE = "BTCUSDT bars 600"
const COMPLETE = "BTCUSDT bars 900, BTCUSDT trades 30000"

describe("an import killed at any moment", () => {
  const at = scratch()
  let files: string[] = []
  let before = ""

  beforeEach(async () => {
    const there = written(at("BTCUSDT-1m-a.csv"), text(klines({ rows: 600 })))
    const catalog = await Catalog.open(at("first"))
    await catalog.import([there])
    await catalog.close()
    before = manifestOf(at("first"))
    files = [
      written(at("BTCUSDT-1m-b.csv"), text(klines({ rows: 500, first: 400 }))),
      written(at("BTCUSDT-trades.csv"), text(trades({ rows: 30_000 }))),
    ]
  })

  /** Kills an import into a copy of the catalog, and says what was found afterwards. */
  async function killed(
    name: string,
    told: { readonly killAt?: number; readonly afterMs?: number },
  ): Promise<{ wasKilled: boolean; list: string }> {
    const folder = at(name)
    cpSync(at("first"), folder, { recursive: true })
    const ended = await child([folder, ...files], told)
    const catalog = await Catalog.open(folder)
    const list = listOf(catalog)
    expect(list === BEFORE ? manifestOf(folder) === before : list === COMPLETE).toBe(true)
    expect((await catalog.check()).damaged).toEqual([])
    expect(readdirSync(folder).filter((it) => /^\.import|new$/.test(it))).toEqual([])
    await catalog.import(files)
    expect(listOf(catalog)).toBe(COMPLETE)
    expect(await catalog.check()).toMatchObject({ damaged: [], removed: [] })
    await catalog.close()
    return { wasKilled: ended === undefined, list }
  }

  async function each<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
    const waiting = [...all]
    const lane = async (): Promise<void> => {
      for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) await work(one)
    }
    await Promise.all(Array.from({ length: LANES }, lane))
  }

  it("leaves the catalog as it was or complete, killed before each step that changes it", async () => {
    cpSync(at("first"), at("whole"), { recursive: true })
    const steps = (await child([at("whole"), ...files]))?.steps ?? []
    expect(steps.filter((step) => step === "renameSync")).toHaveLength(3)
    const found = new Set<string>()
    // To the death of a process, unlike to that of the machine, syncing changes nothing.
    const changing = [...steps.keys()].filter(
      (i) => steps[i] !== "fsyncSync" && (steps[i] !== "openSync" || steps[i + 1] === "writeSync"),
    )
    expect(changing.length).toBeGreaterThan(8)
    await each(changing, async (step) => {
      const { wasKilled, list } = await killed(`step ${step}`, { killAt: step + 1 })
      expect(wasKilled).toBe(true)
      // The list that is moved into place is the last of the three that are moved.
      expect(list).toBe(step <= steps.lastIndexOf("renameSync") ? BEFORE : COMPLETE)
      found.add(list)
    })
    expect(found).toEqual(new Set([BEFORE, COMPLETE]))
  })

  it(`leaves the catalog as it was or complete, killed ${KILLS} times at random`, async () => {
    const started = performance.now()
    cpSync(at("first"), at("whole"), { recursive: true })
    await child([at("whole"), ...files])
    const wholeMs = performance.now() - started
    const chance = new Chance(7, "kills")
    const delays = Array.from({ length: KILLS }, () => wholeMs * (0.2 + 0.8 * chance.unit()))
    let kills = 0
    await each([...delays.entries()], async ([i, afterMs]) => {
      if ((await killed(`kill ${i}`, { afterMs })).wasKilled) kills++
    })
    expect(kills).toBeGreaterThan(KILLS / 2)
  })
})
