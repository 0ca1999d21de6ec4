import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { Recorder } from "../src/catalog/recorder.ts"
import type { Journal } from "../src/engine/ports.ts"
import { PaperSession } from "../src/session/paper.ts"
import { DEFAULT_PLAN } from "../src/session/plan.ts"
import { GeneratedSource } from "../src/simulation/source.ts"
import { ExchangeStore } from "../src/storage/sqlite/exchange-store.ts"
import { SqliteJournal } from "../src/storage/sqlite/journal.ts"
import { Crossover } from "../src/strategy/catalogue/crossover.ts"
import { instantOf } from "../src/value/brand.ts"
import { parseInstant } from "../src/value/time.ts"

// A paper session on the generated market, its files on disk, hours of its own time in the steps of
// real turns: the memory it comes to, and how long it takes from the bar that decides to the ticket
// that is durably journaled, the gate's six rules and the disk included.

const START = parseInstant("2024-01-01")
const TURN_US = 50_000
const HOURS = Number(process.argv[2] ?? 12)

/** Notes when the strategy is handed a bar. */
class TimedCrossover extends Crossover {
  decidedAt = 0
  override onBar(...given: Parameters<Crossover["onBar"]>): void {
    this.decidedAt = performance.now()
    super.onBar(...given)
  }
}

const home = mkdtempSync(path.join(tmpdir(), "genesis-bench-"))
try {
  const journal = await SqliteJournal.open(path.join(home, "journal"), { mode: "write" })
  const keeper = await ExchangeStore.open(path.join(home, "exchange"))
  const source = new GeneratedSource({ seed: 1, start: START })
  const recorder = Recorder.open(path.join(home, "tape"), source.instruments)
  const strategy = new TimedCrossover({ fast: 2, slow: 3, minutes: 1, cost: 0 })
  const ticketsUs: number[] = []
  let isDeciding = false
  const timed: Journal = {
    append: (entry) => {
      if (entry.kind === "placed" && entry.body.includes('"entry"')) isDeciding = true
      return journal.append(entry)
    },
    commit: () => {
      journal.commit()
      if (isDeciding) ticketsUs.push((performance.now() - strategy.decidedAt) * 1000)
      isDeciding = false
    },
    get seq() {
      return journal.seq
    },
    get digest() {
      return journal.digest
    },
  }
  const plan = {
    ...DEFAULT_PLAN,
    mode: "paper" as const,
    run: "bench",
    strategy: "crossover",
    params: {},
  }
  const session = new PaperSession({
    plan,
    source,
    strategy,
    journal: timed,
    keeper,
    recorder,
    start: START,
  })
  for (let at = START + TURN_US; at < START + HOURS * 3_600_000_000; at += TURN_US) {
    session.turn(instantOf(at))
  }
  const rss = process.memoryUsage().rss / 1e6
  session.stop()
  recorder.close()
  keeper.close()
  journal.close()
  // The first few run through code that has never run before; they are told apart.
  const cold = Math.max(...ticketsUs.splice(0, 10))
  ticketsUs.sort((a, b) => a - b)
  const at = (share: number): number => ticketsUs[Math.floor(ticketsUs.length * share)]
  process.stdout.write(
    `${JSON.stringify({ rss, tickets: ticketsUs.length, cold, p50: at(0.5), p99: at(0.99) })}\n`,
  )
} finally {
  rmSync(home, { recursive: true, force: true })
}
