import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { encodeFact, type Fact } from "../src/engine/records.ts"
import { opening } from "../src/session/dress.ts"
import { DEFAULT_PLAN, type Plan } from "../src/session/plan.ts"
import { recall, SnapshotKeeper } from "../src/session/recall.ts"
import { GeneratedSource } from "../src/simulation/source.ts"
import { SessionWatch } from "../src/session/watch.ts"
import { Tape } from "../src/market/tape.ts"
import { orderIdOf } from "../src/order/request.ts"
import { SqliteJournal } from "../src/storage/sqlite/journal.ts"
import { priceOf, quantityOf, type Instant } from "../src/value/brand.ts"
import { parseInstant } from "../src/value/time.ts"

// How long a start takes on a journal of a million lines, from opening the file to books that can be
// traded on: once from its first line, once from a snapshot with a tail of ten thousand lines.

const LINES = Number(process.argv[2] ?? 1_000_000)
const TAIL = 10_000
const START = parseInstant("2024-01-01")

/** Round after round: a buy, its fill, a sale, its fill, and what the account is worth. */
function* facts(plan: Plan): Generator<Fact> {
  const tape = new Tape(new GeneratedSource({ seed: 1, start: START }).instruments)
  const begin = opening(plan, tape)
  if (begin.reason !== "new") return
  yield begin.header
  yield* begin.deposits
  yield { kind: "started", reason: "new" }
  const [price, quantity] = [priceOf(60_000_00), quantityOf(30)]
  for (let n = 1; ; n++) {
    for (const side of ["buy", "sell"] as const) {
      const id = orderIdOf(`b-${n}-${side}`)
      const terms = { type: "limit", quantity, price, lifetime: "gtc" } as const
      yield {
        kind: "placed",
        request: { kind: "place", id, instrument: 0, side, terms },
        purpose: side === "buy" ? "entry" : "exit",
        author: { kind: "strategy", name: "bench" },
        because: "it is its turn",
        cause: { row: n, instrument: 0, price },
        asked: quantity,
        answers: [{ rule: "halt", verdict: { answer: "allow" } }],
        ...(side === "buy" ? { leave: { stop: priceOf(59_000_00) } } : {}),
      }
      yield { kind: "report", report: { kind: "accepted", id, at: START, venueId: String(n) } }
      const fill = {
        tradeId: `${n}${side}`,
        price,
        quantity,
        quoteUnits: 18_00_000_000n,
        feeAsset: "USDT",
        feeUnits: 10n,
        isMaker: true,
      }
      yield { kind: "report", report: { kind: "filled", id, at: START, fill } }
    }
    yield { kind: "sample", equityUnits: 50_000_000_000n - BigInt(n * 20) }
  }
}

const home = mkdtempSync(path.join(tmpdir(), "genesis-bench-"))
const file = path.join(home, "journal.sqlite")

async function start(): Promise<{ readonly seconds: number; readonly lines: number }> {
  const watch = new SessionWatch()
  const began = performance.now()
  const { journal, folded } = await recall(file, {
    watch,
    hear: (fact, told) => watch.hear(fact, told),
  })
  const seconds = (performance.now() - began) / 1000
  if (folded === undefined) throw new Error("the journal is empty")
  const { seq } = journal
  // The next start has a snapshot, as if the process had died ten thousand lines behind it.
  if (seq === LINES - TAIL) new SnapshotKeeper({ journal, watch }).settle(folded.books, 1)
  journal.close()
  return { seconds, lines: seq }
}

try {
  const plan: Plan = { ...DEFAULT_PLAN, mode: "paper", run: "b", strategy: "crossover", params: {} }
  const source = facts(plan)
  const fill = async (until: number): Promise<void> => {
    const journal = await SqliteJournal.open(file, { mode: "write", trusting: "session" })
    while (journal.seq < until) {
      const fact = source.next().value as Fact
      const at = (START + journal.seq * 200_000) as Instant
      journal.append({ at, kind: fact.kind, rows: journal.seq, body: encodeFact(fact) })
      if (journal.seq % 10_000 === 0) journal.commit()
    }
    journal.commit()
    journal.close()
  }
  await fill(LINES - TAIL)
  const whole = await start()
  await fill(LINES)
  const snapshot = await start()
  process.stdout.write(
    `${JSON.stringify({ lines: snapshot.lines, whole: whole.seconds, snapshot: snapshot.seconds })}\n`,
  )
} finally {
  rmSync(home, { recursive: true, force: true })
}
