import { decodeFact, type Header } from "../engine/records.ts"
import { compareRuns, type ParityDifference } from "../report/parity.ts"
import { SqliteJournal } from "../storage/sqlite/journal.ts"
import { makeStrategy } from "../strategy/catalogue/catalogue.ts"
import { Problem } from "../value/problem.ts"
import { journalHeadless } from "./fold.ts"
import { rehearse } from "./parity.ts"
import { DEFAULT_PLAN, planOfHeader } from "./plan.ts"
import { recordedTape } from "./replay-file.ts"

/** A recorded session beside the backtest of its own tape. */
export interface Parity {
  readonly header: Header
  /** Lines of the session's journal, and of the backtest's. */
  readonly lines: { readonly session: number; readonly backtest: number }
  readonly rows: number
  readonly differences: readonly ParityDifference[]
  /** The account's last known worth in either, where one was taken; account-asset units. */
  readonly equity: {
    readonly session: bigint | undefined
    readonly backtest: bigint | undefined
  }
  readonly notes: readonly string[]
}

/**
 * Plays a recorded session through the dress of a backtest and compares every decision.
 * @throws Problem of the journal and the tape; `NOT_A_SESSION` for the journal of a backtest
 */
export async function parityOf(file: string): Promise<Parity> {
  const journal = await SqliteJournal.open(file, { mode: "read" })
  const records = [...journal.records()]
  journal.close()
  const [first] = records
  const header = first && decodeFact(first.body)
  if (header?.kind !== "header") throw journalHeadless()
  if (header.mode !== "paper" && header.mode !== "live") throw notASession(file, header.mode)
  const plan = planOfHeader(header, { ...DEFAULT_PLAN, ...header })
  const tape = recordedTape(file)
  const strategy = () => makeStrategy(plan.strategy, plan.params)
  const made = rehearse({ records, plan, tape, makeStrategy: strategy })
  const { instruments } = tape
  return {
    header,
    lines: { session: records.length, backtest: made.length },
    rows: records.at(-1)?.rows ?? 0,
    differences: compareRuns({ session: records, backtest: made, instruments }),
    equity: { session: worthIn(records), backtest: worthIn(made) },
    notes: journal.notes,
  }
}

function worthIn(
  records: readonly { readonly kind: string; readonly body: string }[],
): bigint | undefined {
  const last = records.findLast(({ kind }) => kind === "sample")
  const fact = last && decodeFact(last.body)
  return fact?.kind === "sample" ? fact.equityUnits : undefined
}

function notASession(file: string, mode: Header["mode"]): Problem {
  return new Problem({
    code: "NOT_A_SESSION",
    what: `${file} is the journal of a ${mode}.`,
    why: "Only a session that ran against the clock, on paper or live, has a backtest to be held against.",
    next: 'Name a paper or live account; "genesis replay" checks a backtest.',
  })
}
