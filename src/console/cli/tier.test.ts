import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { ENVIRONMENT } from "../../../tests/support/environment.ts"

const BIN = path.join(import.meta.dirname, "../../../bin/genesis")

let folder = ""
let journal = ""
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "genesis-tier-"))
  journal = path.join(folder, "journal.sqlite")
  const data = path.join(import.meta.dirname, "../../../examples/data/ETHUSDT-1m-generated.csv")
  run(
    "backtest",
    "--data",
    data,
    "--param",
    "minutes=5",
    "--param",
    "fast=2",
    "--param",
    "slow=6",
    "--journal",
    journal,
  )
})
afterAll(() => rmSync(folder, { recursive: true }))

function run(...args: readonly string[]): string {
  const env = { ...process.env, ...ENVIRONMENT, GENESIS_HOME: folder }
  const { stdout, stderr, status } = spawnSync(process.execPath, [BIN, ...args], {
    env,
    encoding: "utf8",
  })
  expect(`${status} ${stderr}`).toMatch(/^0 /)
  return stdout
}

describe("genesis tier and genesis limits", () => {
  it("TIER-6: tier shows every gate with its value, its requirement and whether it passed", () => {
    const text = run("tier", "--journal", journal)
    expect(text).toMatch(/Tier SNIPER[^]*Gates to HUNTER: \d+ of 12 missing/)
    expect(text).toMatch(/no {3}equity +-?\$[\d.]+; at least \$2000\.00 \(TIER-5\)/)
    const report = JSON.parse(run("tier", "--journal", journal, "--json")) as {
      gates: { name: string; isPassed: boolean }[]
      missing: string[]
    }
    expect(report.gates).toHaveLength(12)
    const failing = report.gates.filter((it) => !it.isPassed).map((it) => it.name)
    expect(report.missing.join()).toContain("the valley contract")
    expect(failing).toContain("days in the tier")
  })

  it("limits shows each limit with its source and who could change it", () => {
    const { limits } = JSON.parse(run("limits", "--journal", journal, "--json")) as {
      limits: { id: string; limit: string; source: string; change: string }[]
    }
    const of = (id: string) => limits.find((it) => it.id === id)
    expect(of("RISK-1")).toMatchObject({ source: "compiled in" })
    expect(of("RISK-1")?.change).toContain("tighter at once")
    expect(of("TIER-2")).toMatchObject({ limit: "$100.00", source: "tier SNIPER" })
    expect(of("RISK-12")?.change).toContain("nobody")
    expect(run("limits", "--journal", journal)).toContain("RISK-8")
  })
})
