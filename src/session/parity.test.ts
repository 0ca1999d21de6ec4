import { mkdtempSync, rmSync } from "node:fs"
import { decodeFact, encodeFact } from "../engine/records.ts"
import { tmpdir } from "node:os"
import path from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import type { Instant } from "../value/brand.ts"
import { later, milliseconds, minutes, parseInstant, seconds } from "../value/time.ts"
import { filesOfAccount } from "./account-files.ts"
import { compareRuns } from "../report/parity.ts"
import { readRecording } from "../catalog/recorder.ts"
import { SqliteJournal } from "../storage/sqlite/journal.ts"
import { makeStrategy } from "../strategy/catalogue/catalogue.ts"
import { percent, type Ratio } from "../value/brand.ts"
import { rehearse } from "./parity.ts"
import { openPaper, type OpenPaper } from "./paper-home.ts"
import { parityOf } from "./parity-file.ts"
import { type Plan, planFrom } from "./plan.ts"
import { readSettings } from "./settings.ts"

const START = parseInstant("2026-03-02 14:00")
const TRADES = path.join(import.meta.dirname, "../../examples/data/BTCUSDT-trades-generated.csv.gz")

let home = ""
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), "genesis-parity-"))
})
afterEach(() => rmSync(home, { recursive: true }))

async function opened(
  wall: Instant,
  more: { data?: string; seed?: number; entryMs?: number } = {},
) {
  const plan = planFrom(readSettings(home, {}), {
    mode: "paper",
    run: "p",
    strategy: "crossover",
    params: { minutes: "1", fast: "2", slow: "5", cost: "0" },
  })
  const { data, seed = 1, entryMs = 50 } = more
  const latency = { ...plan.latency, entry: milliseconds(entryMs) }
  const speed = data === undefined ? 1 : Infinity
  const common = {
    home,
    name: "paper",
    plan: { ...plan, seed, latency },
    fresh: false,
    speed,
    wall,
    environment: {},
  }
  return openPaper({ ...common, ...(data === undefined ? {} : { data: { paths: [data] } }) })
}

/** Turn after turn, as the clock of a machine drives it. */
function play(paper: OpenPaper, from: Instant, told: { seconds: number; step?: number }): Instant {
  const { step = 137 } = told
  let at = from
  for (; at <= later(from, seconds(told.seconds)); at = later(at, milliseconds(step)))
    paper.turn(at)
  return at
}

const parity = () => parityOf(filesOfAccount(home, "paper").journal)

describe("the parity of a paper session with its backtest", () => {
  it.each([1, 2, 3])("lists nothing, seed %i", async (seed) => {
    const paper = await opened(START, { seed })
    const end = play(paper, START, { seconds: 400 })
    paper.command({ kind: "buy", instrument: 1, stakePpm: 30_000 }, end)
    const at = play(paper, end, { seconds: 20 })
    paper.command({ kind: "close-all", reason: "enough" }, at)
    play(paper, at, { seconds: 20 })
    expect(paper.view().counts.trips).toBeGreaterThan(3)
    paper.close()
    const found = await parity()
    expect(found.differences).toEqual([])
    expect(found.lines.backtest).toBe(found.lines.session)
    expect(found.equity.backtest).toBe(found.equity.session)
  })

  it("lists nothing on a recording played as fast as it goes", async () => {
    const paper = await opened(START, { data: TRADES })
    while (!paper.isOver) paper.turn(START)
    paper.finish()
    paper.close()
    const found = await parity()
    expect(found.rows).toBeGreaterThan(1_000)
    expect([found.differences, found.lines.backtest]).toEqual([[], found.lines.session])
  })

  it("lists nothing over stops and starts, also with orders under way", async () => {
    let wall = START
    for (let i = 0; i < 6; i++) {
      const paper = await opened(wall)
      wall = play(paper, wall, { seconds: 40 + 7 * i })
      paper.command({ kind: "buy", instrument: i % 3, stakePpm: 30_000 }, wall)
      // The order is on its way, at the exchange, or answered, by then.
      wall = later(wall, milliseconds(30 * i))
      paper.turn(wall)
      paper.close()
      wall = later(wall, minutes(i))
    }
    const found = await parity()
    expect([found.differences, found.lines.backtest]).toEqual([[], found.lines.session])
  })
})

/** A session, and what a backtest with another plan makes of its tape. */
async function against(other: (plan: Plan) => Plan, entryMs = 50) {
  const paper = await opened(START, { entryMs })
  play(paper, START, { seconds: 120 })
  const plan = other(paper.plan)
  paper.close()
  const files = filesOfAccount(home, "paper")
  const journal = await SqliteJournal.open(files.journal, { mode: "read" })
  const session = [...journal.records()]
  journal.close()
  const tape = readRecording(files.tape)
  const strategy = () => makeStrategy(plan.strategy, plan.params)
  const records = session.map((it, i) =>
    i === 0 ? { ...it, body: withLimits(it.body, plan) } : it,
  )
  const backtest = rehearse({ records, plan, tape, makeStrategy: strategy })
  return compareRuns({ session, backtest, instruments: tape.instruments })
}

/** A header, with the limits of another plan: the journal tells which hold. */
function withLimits(body: string, { limits }: Plan): string {
  const header = decodeFact(body)
  if (header.kind !== "header") throw new Error("a journal begins with its header")
  return encodeFact({ ...header, settings: { ...header.settings, limits } })
}

describe("the parity of a session that was not like its backtest", () => {
  it("names fees that were otherwise, and what they cost", async () => {
    const free: Plan["fees"] = { maker: 0 as Ratio, taker: 0 as Ratio, isBnbPaid: false }
    const found = await against((plan) => ({ ...plan, fees: free }))
    const fills = found.filter(({ kind }) => kind === "fill")
    expect(fills.length).toBeGreaterThan(2)
    expect(fills.every(({ reason }) => reason === "price")).toBe(true)
    expect(fills.every(({ costUnits }) => costUnits > 0n)).toBe(true)
    expect(fills[0]?.what).toMatch(/, fee 0\.\d+ BTC in the session; .* USDT in the backtest\.$/)
  })

  it("names decisions and orders that a rule made otherwise", async () => {
    const found = await against((plan) => ({
      ...plan,
      limits: { ...plan.limits, position: percent(3) },
    }))
    expect(found.some(({ kind, reason }) => kind === "order" && reason === "rule")).toBe(true)
  })

  it("names the price of a longer way to the exchange", async () => {
    const quick = (plan: Plan) => ({ ...plan.latency, entry: milliseconds(1) })
    const found = await against((plan) => ({ ...plan, latency: quick(plan) }), 3_000)
    expect(found.some(({ kind, reason }) => kind === "fill" && reason === "latency")).toBe(true)
  })
})
