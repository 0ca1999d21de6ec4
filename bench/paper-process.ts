import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { Recorder } from "../src/catalog/recorder.ts"
import { keepYoungHeapSmall } from "../src/console/cli/young-heap.ts"
import type { Journal } from "../src/engine/ports.ts"
import { PaperSession } from "../src/session/paper.ts"
import { DEFAULT_PLAN } from "../src/session/plan.ts"
import { GeneratedSource } from "../src/simulation/source.ts"
import { ExchangeStore } from "../src/storage/sqlite/exchange-store.ts"
import { SqliteJournal } from "../src/storage/sqlite/journal.ts"
import { Crossover } from "../src/strategy/catalogue/crossover.ts"
import { instantOf } from "../src/value/brand.ts"
import { parseInstant } from "../src/value/time.ts"
import { quantile } from "./measure.ts"

// A paper session on the generated market, its files on disk, hours of its own time turn by turn: the
// memory it comes to, and how long it takes from the bar that decides to the ticket that is durably
// journaled, the gate's six rules and the disk included. Beside each ticket the disk alone is timed: one
// page, written and synced as the journal's is.

const START = parseInstant("2024-01-01")
const [HOURS = 12, TURN_MS = 50] = process.argv.slice(2).map(Number)
const TURN_US = TURN_MS * 1_000

/** Notes when the strategy is handed a bar. */
class TimedCrossover extends Crossover {
  decidedAt = 0
  override onBar(...given: Parameters<Crossover["onBar"]>): void {
    this.decidedAt = performance.now()
    super.onBar(...given)
  }
}

keepYoungHeapSmall()
const home = mkdtempSync(path.join(tmpdir(), "genesis-bench-"))
try {
  const journal = await SqliteJournal.open(path.join(home, "journal"), { mode: "write" })
  const keeper = await ExchangeStore.open(path.join(home, "exchange"))
  const source = new GeneratedSource({ seed: 1, start: START })
  const recorder = Recorder.open(path.join(home, "tape"), source.instruments)
  const strategy = new TimedCrossover({ fast: 2, slow: 3, minutes: 1, cost: 0 })
  const ticketsUs: number[] = []
  const disksUs: number[] = []
  const page = Buffer.alloc(4_096)
  const beside = openSync(path.join(home, "beside"), "w")
  let isDeciding = false
  const timed: Journal = {
    append: (entry) => {
      if (entry.kind === "placed" && entry.body.includes('"entry"')) isDeciding = true
      return journal.append(entry)
    },
    commit: () => {
      journal.commit()
      if (!isDeciding) return
      isDeciding = false
      ticketsUs.push((performance.now() - strategy.decidedAt) * 1000)
      const started = performance.now()
      writeSync(beside, page)
      fdatasyncSync(beside)
      disksUs.push((performance.now() - started) * 1000)
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
  closeSync(beside)
  recorder.close()
  keeper.close()
  journal.close()
  // The first few run through code that has never run before; they are told apart.
  const cold = Math.max(...ticketsUs.splice(0, 10))
  const told = {
    rss,
    tickets: ticketsUs.length,
    cold,
    p50: quantile(ticketsUs, 0.5),
    p99: quantile(ticketsUs, 0.99),
    disk50: quantile(disksUs, 0.5),
    disk99: quantile(disksUs, 0.99),
  }
  process.stdout.write(`${JSON.stringify(told)}\n`)
} finally {
  rmSync(home, { recursive: true, force: true })
}
