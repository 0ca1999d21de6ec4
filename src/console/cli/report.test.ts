import { spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { EXIT } from "./exit.ts"

const ROOT = path.join(import.meta.dirname, "../../..")
const LAUNCHER = path.join(ROOT, "bin/genesis")

let home = ""
let journal = ""

function run(...args: readonly string[]) {
  return spawnSync(process.execPath, [LAUNCHER, ...args], {
    encoding: "utf8",
    env: { PATH: process.env["PATH"], GENESIS_HOME: home },
  })
}

beforeAll(() => {
  home = mkdtempSync(path.join(tmpdir(), "genesis-report-"))
  journal = path.join(home, "a.sqlite")
  const data = path.join(ROOT, "examples/data/ETHUSDT-1m-generated.csv")
  const quick = ["minutes=1", "fast=2", "slow=4", "cost=0"].flatMap((it) => ["--param", it])
  expect(run("backtest", "--data", data, ...quick, "--journal", journal).status).toBe(EXIT.done)
})
afterAll(() => rmSync(home, { recursive: true }))

describe("genesis report", () => {
  it("tells a script the figures, and how many configurations were tried", () => {
    const { stdout, status } = run("report", journal, "--json")
    expect(status).toBe(EXIT.done)
    const sheet = JSON.parse(stdout) as Record<string, unknown>
    expect(sheet).toMatchObject({ name: "a", evidence: { trades: 18, configurationsTried: 1 } })
  })

  it("writes a page with the candles of its trades", () => {
    const page = path.join(home, "a.html")
    expect(run("report", journal, "--html", page).stdout).toContain("needs no network")
    const text = readFileSync(page, "utf8")
    expect(text).toMatch(/^<!doctype html>/)
    expect(text).toContain("LightweightCharts")
    expect(text).not.toContain("without their candles")
  })

  it("says calmly when there is nothing to tell", () => {
    const { stderr, status } = run("report", "day", "--of", "2020-01-01", "--journal", journal)
    expect(status).toBe(EXIT.world)
    expect(stderr).toContain("NOTHING_TO_REPORT")
    expect(stderr).not.toMatch(/^ +at /m)
  })
})

describe("genesis compare, export and tax", () => {
  it("hold a run against itself without a difference", () => {
    const { stdout, status } = run("compare", journal, journal, "--json")
    expect(status).toBe(EXIT.done)
    const { rows } = JSON.parse(stdout) as { rows: { name: string; differences: string[] }[] }
    expect(rows.find(({ name }) => name === "Net result")?.differences).toEqual(["", "$0.00"])
  })

  it("write the same trades as CSV and as JSON", () => {
    const csv = run("export", "trades", "--journal", journal).stdout
    const json = JSON.parse(run("export", "trades", "--journal", journal, "--json").stdout) as {
      orders: string
    }[]
    expect(json).toHaveLength(18)
    // A line of names before, a line of totals after, and the end of the last line.
    expect(csv.split("\r\n")).toHaveLength(18 + 3)
    for (const { orders } of json) expect(csv).toContain(orders)
  })

  it("sum up a tax year, and guess what a mistyped method was meant to be", () => {
    const { stdout } = run("tax", "2025", "--journal", journal, "--json")
    expect(JSON.parse(stdout)).toMatchObject({
      year: 2025,
      method: "fifo",
      rows: [{ asset: "ETH" }],
    })
    const { stderr, status } = run("tax", "--method", "fifu", "--journal", journal)
    expect(status).toBe(EXIT.usage)
    expect(stderr).toContain("Did you mean fifo?")
  })
})
