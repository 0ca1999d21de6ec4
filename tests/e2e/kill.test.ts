import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { createInterface } from "node:readline"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import type { JournalRecord } from "../../src/engine/ports.ts"
import { decodeFact, fillsOf } from "../../src/engine/records.ts"
import { filesOfAccount } from "../../src/session/account-files.ts"
import { foldJournal } from "../../src/session/fold.ts"
import type { ExchangeState } from "../../src/simulation/state.ts"
import { ExchangeStore } from "../../src/storage/sqlite/exchange-store.ts"
import { SqliteJournal } from "../../src/storage/sqlite/journal.ts"
import { Chance } from "../../src/value/chance.ts"
import { ENVIRONMENT } from "../support/environment.ts"

const LAUNCHER = path.join(import.meta.dirname, "../../bin/genesis")
/** Quick enough that something is always under way: an order every few minutes, a minute a tick. */
const TRADING = ["fast=1", "slow=2", "minutes=1", "cost=0"].flatMap((it) => ["--param", it])
const ARGS = ["paper", "--log", "--speed", "600", "--strategy", "crossover", ...TRADING]
const KILLS = 12
/** A bound for a process that hangs; nothing waits for it when all is well. */
const HANGS_AFTER_MS = 90_000

let home = ""
let running: ChildProcess | undefined
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), "genesis-kill-"))
})
afterEach(async () => {
  if (running?.exitCode === null && running.kill("SIGKILL")) await once(running, "exit")
  rmSync(home, { recursive: true, maxRetries: 10 })
})

/** Starts the program, and ends it once it has said that entries are open and so many lines more. */
async function runUntil(lines: number, signal: "SIGKILL" | "SIGTERM"): Promise<string> {
  const child = spawn(process.execPath, [LAUNCHER, ...ARGS], {
    env: { ...ENVIRONMENT, GENESIS_HOME: home },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: HANGS_AFTER_MS,
    killSignal: "SIGABRT",
  })
  running = child
  let errors = ""
  child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text))
  const exited = once(child, "exit")
  const said: string[] = []
  let left = Infinity
  for await (const line of createInterface(child.stdout)) {
    said.push(line)
    if (/Entries are open/.test(line) && left === Infinity) left = lines
    if (left-- === 0) child.kill(signal)
  }
  const [code, by] = (await exited) as [number | null, string | null]
  expect(`${errors}${code ?? by}`).toBe(signal === "SIGKILL" ? "SIGKILL" : "0")
  return said.join("\n")
}

async function recordsOf(file: string): Promise<readonly JournalRecord[]> {
  const journal = await SqliteJournal.open(file, { mode: "read" })
  try {
    return Array.from(journal.records())
  } finally {
    journal.close()
  }
}

async function exchangeState(file: string): Promise<ExchangeState> {
  const store = await ExchangeStore.open(file)
  try {
    return JSON.parse(store.load()?.state ?? "") as ExchangeState
  } finally {
    store.close()
  }
}

describe("the whole program, killed again and again while it trades", () => {
  it(
    "goes on each time, and in the end holds what the exchange holds, to the unit",
    { timeout: 600_000 },
    async () => {
      const chance = new Chance(20_26, "kills")
      for (let i = 0; i < KILLS; i++) await runUntil(chance.below(12), "SIGKILL")
      const last = await runUntil(20, "SIGTERM")
      expect(last).toMatch(/Going on with crossover/)
      expect(last).toMatch(/Ended as asked/)

      const { journal, exchange } = filesOfAccount(home, "paper")
      const records = await recordsOf(journal)
      const { books } = foldJournal(records)
      const [theirs] = (await exchangeState(exchange)).customers

      for (const [asset, units] of theirs.balances) {
        const { freeUnits, heldUnits } = books.ledger.balance(asset)
        expect([asset, freeUnits + heldUnits]).toEqual([asset, BigInt(units)])
      }
      const open = theirs.orders.filter((it) => it.end === undefined).map((it) => it.id)
      expect([...books.live.keys()].toSorted()).toEqual(open.toSorted())

      const facts = records.map(({ body }) => decodeFact(body))
      const fills = facts.flatMap((it) => (it.kind === "report" ? fillsOf(it.report) : []))
      const booked = new Set(fills.map((it) => it.tradeId))
      expect(theirs.trades.length).toBeGreaterThan(KILLS)
      expect(theirs.trades.filter((it) => !booked.has(it.tradeId))).toEqual([])
      expect(facts.filter((it) => it.kind === "started")).toHaveLength(KILLS + 1)
      expect(facts.filter((it) => it.kind === "finding")).toEqual([])
      expect(books.switch.isRunning).toBe(true)
    },
  )
})
