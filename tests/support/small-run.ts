import path from "node:path"
import { readRaw } from "../../src/catalog/raw.ts"
import type { JournalRecord } from "../../src/engine/ports.ts"
import type { Tape } from "../../src/market/tape.ts"
import { runBacktest } from "../../src/session/backtest.ts"
import { DEFAULT_PLAN, type Plan } from "../../src/session/plan.ts"
import { MemoryJournal } from "../../src/storage/memory-journal.ts"
import { makeStrategy } from "../../src/strategy/catalogue/catalogue.ts"

const DATA = path.join(import.meta.dirname, "../../examples/data")

/** A backtest over the generated minutes that come with the program, and the journal it wrote. */
export async function smallRun(
  told: {
    readonly files?: readonly string[]
    readonly strategy?: string
    readonly params?: Readonly<Record<string, string>>
    readonly plan?: Partial<Plan>
  } = {},
): Promise<{ readonly records: readonly JournalRecord[]; readonly tape: Tape }> {
  const { files = ["ETHUSDT-1m-generated.csv"], strategy: name = "crossover" } = told
  const tape = await readRaw(
    files.map((it) => path.join(DATA, it)),
    {},
  )
  const symbol = tape.instruments[0]?.symbol ?? ""
  const busy = { minutes: "1", fast: "2", slow: "4", cost: "0" }
  const params = { symbol, ...(told.params ?? busy) }
  const journal = new MemoryJournal({ keep: true })
  const plan = { ...DEFAULT_PLAN, mode: "backtest" as const, run: "b", strategy: name, params }
  await runBacktest({
    plan: { ...plan, ...told.plan },
    tape,
    strategy: makeStrategy(name, params),
    journal,
  })
  return { records: journal.records, tape }
}
