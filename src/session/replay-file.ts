import { existsSync } from "node:fs"
import { readRecording } from "../catalog/recorder.ts"
import { decodeFact, type Header } from "../engine/records.ts"
import type { Tape } from "../market/tape.ts"
import { Latency, stampSeen } from "../simulation/latency.ts"
import { MemoryJournal } from "../storage/memory-journal.ts"
import { SqliteJournal } from "../storage/sqlite/journal.ts"
import { makeStrategy } from "../strategy/catalogue/catalogue.ts"
import { Chance } from "../value/chance.ts"
import { Problem } from "../value/problem.ts"
import { besideJournal } from "./account-files.ts"
import { journalHeadless } from "./fold.ts"
import { loadTape, notedData } from "./market-data.ts"
import { DEFAULT_PLAN, type Plan, planOfHeader } from "./plan.ts"
import { replay, type Replayed } from "./replay.ts"

/** A journal played again, and what was compared. */
export interface ReplayedFile extends Replayed {
  readonly header: Header
  /** Lines of the journal. */
  readonly lines: number
  /** Market rows that they cover. */
  readonly rows: number
  /** Hash of the journal's last line. */
  readonly written: string
  /** What a person should know of how the journal was found. */
  readonly notes: readonly string[]
}

/**
 * Plays the journal in a file again, on the tape that lies beside it (of a paper account) or on the
 * data that it ran on (of a backtest).
 * @param told.paths of a backtest: its data, where the note beside the journal does not name it
 * @throws Problem of the journal, of the data; `OTHER_DATA` when the data is of other symbols
 */
export async function replayFile(told: {
  readonly journal: string
  readonly paths: readonly string[]
  readonly onProgress?: (rows: number, part: number) => void
}): Promise<ReplayedFile> {
  const journal = await SqliteJournal.open(told.journal, { mode: "read" })
  const records = [...journal.records()]
  journal.close()
  const first = records[0]
  const header = first && decodeFact(first.body)
  if (header?.kind !== "header") throw journalHeadless()
  const plan = planOfHeader(header, { ...DEFAULT_PLAN, ...header })
  const tape = header.mode === "backtest" ? await played(told, plan) : recordedTape(told.journal)
  requireSameMarkets(header, tape)
  const replayed = replay({
    records,
    plan,
    tape,
    makeStrategy: () => makeStrategy(plan.strategy, plan.params),
    journal: new MemoryJournal(),
  })
  const last = records.at(-1)
  return {
    ...replayed,
    header,
    lines: records.length,
    rows: last?.rows ?? 0,
    written: last?.hash ?? "",
    notes: journal.notes,
  }
}

/**
 * The tape that a session recorded beside its journal. It is read after the journal: it is ahead.
 * @throws Problem `NO_TAPE`
 */
export function recordedTape(journal: string): Tape {
  const file = besideJournal(journal).tape
  if (existsSync(file)) return readRecording(file)
  throw new Problem({
    code: "NO_TAPE",
    what: `The tape of this journal is not there: ${file}.`,
    why: "A session records every row it has seen beside its journal; playing it again needs them all.",
    next: "Copy the whole folder of the account, not the journal alone, and try again.",
  })
}

/** The tape of a backtest, with the delays that the same seed gives. */
async function played(told: Parameters<typeof replayFile>[0], plan: Plan): Promise<Tape> {
  const noted = notedData(told.journal)
  const { from, to } = noted ?? {}
  const span = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
  const wanted = told.paths.length > 0 ? { paths: told.paths, ...span } : noted
  if (wanted === undefined) {
    throw new Problem({
      code: "NO_MARKET_NAMED",
      what: "No market data was named.",
      why: "This is the journal of a backtest, and the note beside it that says on what it ran is gone.",
      next: "Name the same files with --data, and try again.",
    })
  }
  const tape = await loadTape(wanted, told.onProgress)
  stampSeen(tape, new Latency(new Chance(plan.seed, "latency"), plan.latency))
  return tape
}

function requireSameMarkets(header: Header, tape: Tape): void {
  const [was, is] = [header, tape].map((it) =>
    it.instruments.map(({ symbol }) => symbol).join(", "),
  )
  if (was === is) return
  throw new Problem({
    code: "OTHER_DATA",
    what: `The journal is of a run on ${was}; the data holds ${is}.`,
    why: "On other markets every decision would be another, so there is nothing to compare.",
    next: "Name the data that the journal ran on with --data.",
  })
}
