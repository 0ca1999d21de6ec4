import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { setTimeout as rest } from "node:timers/promises"
import { ControlClient } from "../../src/control/client/client.ts"
import type { JournalRecord } from "../../src/engine/ports.ts"
import { filesOfAccount } from "../../src/session/account-files.ts"
import { SqliteJournal } from "../../src/storage/sqlite/journal.ts"
import { Chance } from "../../src/value/chance.ts"
import { ExchangeProcess } from "../support/exchange-process.ts"
import { askThem } from "./theirs.ts"
import { TraderProcess } from "./trader-process.ts"
import { verdictOn } from "./verdict.ts"

/** What became of a trader that was killed again and again. */
export interface Recovery {
  readonly kills: number
  readonly exchangeKills: number
  readonly orders: number
  readonly fills: number
  /** What is not as it must be; empty when all is well. */
  readonly faults: readonly string[]
  /** The last that the trader said. */
  readonly said: string
}

/** One kill in so many takes the exchange, too. */
const EXCHANGE_EVERY = 5
/** From the first moment of a start to well into its trading. */
const [LIFE_LEAST_MS, LIFE_MOST_MS] = [100, 6_000]
/** After the last start: until the books agree, and no order is in doubt. */
const PEACE_MOST_MS = 90_000

/**
 * A real trader at a real server that goes wrong: killed at moments drawn from a seed, the exchange
 * now and then as well. At the end both are left in peace and held against each other.
 */
export async function recover(told: {
  readonly kills: number
  readonly seed: number
  readonly faults: string
  readonly onKill?: (done: number) => void
}): Promise<Recovery> {
  const { kills, seed, faults } = told
  const home = mkdtempSync(path.join(tmpdir(), "genesis-recovery-"))
  const chance = new Chance(seed, "kills")
  const state = ["--state", path.join(home, "exchange.state"), "--seed", String(seed)]
  // No other coin, whose price could use the day's loss limit up.
  const account = ["--balance", "USDT=10000"]
  const market = ["--speed", "150", "--history", "0.003", ...account, ...state]
  let exchange = await ExchangeProcess.open(home, ...market, "--faults", faults)
  const { rest: address, port } = exchange
  const reopen = async (...more: readonly string[]): Promise<void> => {
    await exchange.end()
    exchange = await ExchangeProcess.open(home, "--port", port, ...market, ...more)
  }
  let exchangeKills = 0
  try {
    for (let done = 0; done < kills; done++) {
      const trader = new TraderProcess({ home, rest: address })
      await rest(LIFE_LEAST_MS + chance.below(LIFE_MOST_MS - LIFE_LEAST_MS))
      if (done % EXCHANGE_EVERY === EXCHANGE_EVERY - 1) {
        exchangeKills++
        await reopen("--faults", faults)
        await rest(chance.below(1_500))
      }
      await trader.end("SIGKILL")
      told.onKill?.(done + 1)
    }
    await reopen()
    const { journal } = filesOfAccount(home, "live-local")
    await inPeace(home, address, journal)
    const theirs = await askThem(address)
    const found = verdictOn(await recordsIn(journal), theirs)
    const said = readFileSync(path.join(home, "trader.log"), "utf8")
    return {
      kills,
      exchangeKills,
      orders: theirs.orders.length,
      fills: theirs.trades.length,
      faults: found,
      said: said.slice(-3_000),
    }
  } finally {
    await exchange.end()
    rmSync(home, { recursive: true, force: true })
  }
}

async function recordsIn(file: string): Promise<readonly JournalRecord[]> {
  const journal = await SqliteJournal.open(file, { mode: "read" })
  const records = [...journal.records()]
  journal.close()
  return records
}

/** Starts once more, waits until nothing is in doubt, and ends it in good order. */
async function inPeace(home: string, address: string, journal: string): Promise<void> {
  const trader = new TraderProcess({ home, rest: address })
  for (let waited = 0; waited < PEACE_MOST_MS; waited += 250) {
    await rest(250)
    const status = trader.isAlive
      ? await new ControlClient(journal).status().catch(() => undefined)
      : undefined
    if (status?.entries.open !== true) continue
    // It trades again; from here on it is to end with everything settled.
    const code = await trader.end("SIGTERM")
    if (code !== 0) throw new Error(`the trader ended with ${code}`)
    return
  }
  const said = readFileSync(path.join(home, "trader.log"), "utf8")
  await trader.end("SIGKILL")
  throw new Error(`the books never agreed: ${said.slice(-3_000)}`)
}
