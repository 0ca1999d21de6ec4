import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import path from "node:path"
import { gzipSync } from "node:zlib"
import { describe, expect, it } from "vitest"
import { scratch } from "../../../tests/contract/scratch.ts"
import { CAPTURE, hasCapture } from "../../../tests/support/capture.ts"
import { fileOf } from "../../../tests/strategies/raw-bars.ts"
import { klines, text, trades, written } from "../../../tests/support/market-files.ts"
import { EXIT } from "./exit.ts"

const LAUNCHER = path.join(import.meta.dirname, "../../../bin/genesis")

const at = scratch()

function genesis(...args: string[]) {
  const env = { PATH: process.env["PATH"], GENESIS_HOME: at("home") }
  const { status, stdout, stderr } = spawnSync(process.execPath, [LAUNCHER, ...args], {
    encoding: "utf8",
    env,
  })
  return { status, stdout, stderr }
}

const json = (...args: string[]): unknown => JSON.parse(genesis(...args, "--json").stdout)

describe("genesis data", () => {
  it("imports files and folders, reports on each, and lists and shows what is there", () => {
    const bars = klines({ rows: 300 })
    bars.splice(100, 20)
    written(at("files/BTCUSDT-1m-2023-01.csv.gz"), gzipSync(text(bars)))
    const prints = written(at("ETHUSDT-trades.csv"), text(trades({ rows: 50 })))
    const { status, stdout, stderr } = genesis("data", "import", at("files"), prints)
    expect(status).toBe(EXIT.done)
    expect(stdout).toMatch(/BTCUSDT 1m bars: 280 of 280 rows taken, 2023-01-01 00:00 to /)
    expect(stdout).toMatch(/1 gap, 20 bars missing: 20 between 2023-01-01 01:39 and /)
    expect(stdout).toMatch(/ETHUSDT trades: 50 of 50 rows.*\n +No gaps, duplicates, disorder/)
    expect(stdout).toMatch(/2 files imported, 330 new rows/)
    expect(stderr).toMatch(/^importing 330 rows {2}[\d,]+ rows\/s\n$/)

    expect(genesis("data", "list").stdout).toMatch(/BTCUSDT +1m bars +280 +2023-01-01 00:00/)
    expect(json("data", "list")).toMatchObject([
      { symbol: "BTCUSDT", kind: "bars", interval: "1m", rows: 280 },
      { symbol: "ETHUSDT", kind: "trades", rows: 50 },
    ])
    expect(genesis("data", "show", "btcusdt").stdout).toMatch(/2023-01 +280 +20/)
    expect(json("data", "show", "BTCUSDT")).toMatchObject([
      { months: [{ month: "2023-01", rows: 280, missing: 20 }] },
    ])
  })

  it.skipIf(!hasCapture)(`imports ${CAPTURE} once, and plays it like the files`, () => {
    const files = CAPTURE.split(", ").map(fileOf)
    // The second file goes on where the first ends, whichever comes first.
    expect(genesis("data", "import", files[1] ?? "").stdout).toMatch(
      /BTCUSDT trades: 10,147 of 10,147 rows.*\n +No gaps, duplicates, disorder[^]*No snapshot/,
    )
    expect(genesis("data", "import", files[0] ?? "").stdout).toMatch(
      /BTCUSDT quotes: 28,040 of 28,040 rows[^]*2 depth events before the first snapshot/,
    )
    const there = json("data", "list")
    expect(there).toMatchObject([{ kind: "depth" }, { kind: "quotes" }, { kind: "trades" }])
    expect(genesis("data", "import", ...files).stdout).toMatch(
      /Nothing changed\. 2 imported before/,
    )
    expect(json("data", "list")).toEqual(there)
    const how = ["minutes=1", "fast=1", "slow=2", "cost=0"].flatMap((it) => ["--param", it])
    const run = (...source: string[]) =>
      json("backtest", ...source, ...how) as { digest: string; fills: number; rows: number }
    const raw = run(...files.flatMap((file) => ["--data", file]))
    expect(raw.fills).toBeGreaterThan(0)
    expect(run("--symbols", "BTCUSDT")).toMatchObject({ digest: raw.digest, rows: raw.rows })
  })

  it("says that nothing changed when the same comes again", () => {
    const file = written(at("BTCUSDT-1m.csv"), text(klines({ rows: 30 })))
    genesis("data", "import", file)
    const { status, stdout } = genesis("data", "import", file)
    expect(status).toBe(EXIT.done)
    expect(stdout).toMatch(/Imported before, byte by byte the same: nothing changed\./)
    expect(stdout).toMatch(/\nNothing changed\. 1 imported before\.\n$/)
  })

  it("imports the others when it refuses one, tells why, and ends with an error", () => {
    const bad = written(at("BTCUSDT-1m.csv"), "1,2\n3,4\n")
    const good = written(at("ETHUSDT-1m.csv"), text(klines({ rows: 30 })))
    const { status, stdout, stderr } = genesis("data", "import", bad, good, at("nowhere.csv"))
    expect(status).toBe(EXIT.world)
    expect(stdout).toMatch(/1 file imported, 30 new rows .* 2 refused/)
    for (const part of [/Why {3}/, /Next {2}/, /GENESIS-4509 NOT_WHAT/, /GENESIS-6301 NOT_THERE/]) {
      expect(stderr).toMatch(part)
    }
    expect(json("data", "list")).toMatchObject([{ symbol: "ETHUSDT", rows: 30 }])
  })

  it("finds damage, ends with its own code, and is content once it is mended", () => {
    const file = written(at("BTCUSDT-1m.csv"), text(klines({ rows: 30 })))
    genesis("data", "import", file)
    const list = path.join(at("home"), "catalog/manifest.json")
    const { parts } = JSON.parse(readFileSync(list, "utf8")) as { parts: { path: string }[] }
    written(path.join(at("home"), "catalog", parts[0].path), "damaged")
    const found = genesis("data", "check")
    expect(found.status).toBe(EXIT.found)
    expect(found.stdout).toMatch(/1 file damaged and taken off the list:\n.*it came from .*BTCUSDT/)
    genesis("data", "import", file)
    expect(genesis("data", "check")).toMatchObject({
      status: EXIT.done,
      stdout: expect.stringContaining("Everything is as it was written.") as unknown,
    })
    expect(json("data", "check")).toMatchObject({ isWhole: true, parts: 1, rows: 30 })
  })

  it("is calm about an empty catalog, an unknown symbol and a slip of the hand", () => {
    expect(genesis("data", "list")).toMatchObject({
      status: EXIT.done,
      stdout: expect.stringContaining("The catalog is empty.") as unknown,
    })
    expect(genesis("data", "show", "BTCUSDT").stderr).toMatch(/NOT_IN_CATALOG/)
    expect(genesis("data", "imprt", "x")).toMatchObject({ status: EXIT.usage })
    expect(genesis("data", "import")).toMatchObject({ status: EXIT.usage })
  })
})

describe("genesis backtest from the catalog", () => {
  it("comes to the same digest as from the files themselves, with sane progress", () => {
    const files = [0, 2_000].map((first) =>
      written(at(`BTCUSDT-1m-${first}.csv`), text(klines({ rows: 2_000, first }))),
    )
    genesis("data", "import", ...files)
    const span = ["--from", "2023-01-01T06:00:00Z", "--to", "2023-01-03"]
    const from = (...where: string[]) =>
      genesis("backtest", "--strategy", "crossover", ...where, ...span)
    const digest = ({ stdout }: { stdout: string }) =>
      JSON.parse(stdout) as { digest: string; rows: number; fills: number }
    const data = files.flatMap((file) => ["--data", file])
    const raw = digest(from(...data, "--json"))
    const kept = digest(from("--symbols", "BTCUSDT", "--json"))
    expect(kept.digest).toBe(raw.digest)
    expect(kept.rows).toBe(raw.rows)
    expect(kept.fills).toBeGreaterThan(0)
    for (const where of [data, ["--symbols", "BTCUSDT"]]) {
      const { stderr } = from(...where)
      expect(stderr).toMatch(/^reading [\d,]{4,} rows {2}[\d,]+ rows\/s\n/)
      expect(stderr).toMatch(/\nplaying 5,040 rows {2}[\d,]+ rows\/s\n$/)
      for (const slip of ["NaN", "undefined", "\u001b", "\r"]) expect(stderr).not.toContain(slip)
    }
  })
})
