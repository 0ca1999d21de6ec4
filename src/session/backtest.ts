import type { Engine } from "../engine/engine.ts"
import type { FactListener } from "../engine/turn.ts"
import type { Journal } from "../engine/ports.ts"
import type { Tape } from "../market/tape.ts"
import { stampSeen } from "../simulation/latency.ts"
import { Course } from "../report/course.ts"
import { type Summary, summaryOf } from "../report/summary.ts"
import { Problem } from "../value/problem.ts"
import type { Strategy } from "../strategy/strategy.ts"
import type { Instant } from "../value/brand.ts"
import { later, minutes } from "../value/time.ts"
import { ACCOUNT, dress, opening } from "./dress.ts"
import { requireData } from "./fit.ts"
import type { Plan } from "./plan.ts"
import { Rehearsal } from "./rehearsal.ts"

/** Rows between two looks at the clock and the keyboard. */
const STRIDE = 500_000
/** After the last row, what is still on the wire may land. */
const AFTERMATH = minutes(1)

/** What a finished backtest leaves behind. */
export interface Finished {
  readonly engine: Engine
  readonly summary: Summary
  readonly course: Course
  /** Hash of the last journal line: the same run has the same digest. */
  readonly digest: string
  readonly rows: number
  readonly first: Instant
  readonly last: Instant
}

/**
 * Runs a plan over a tape as fast as the machine can. Deterministic: the same plan, tape and
 * strategy parameters give the same journal to the last byte.
 * @param told.onProgress called every half million rows; a promise is awaited, so a caller may yield
 */
export async function runBacktest(told: {
  readonly plan: Plan
  readonly tape: Tape
  readonly strategy: Strategy
  readonly journal: Journal
  readonly onProgress?: (rowsDone: number) => void | Promise<void>
}): Promise<Finished> {
  const { plan, tape, journal } = told
  assertNotEmpty(tape)
  const course = new Course()
  const onFact: FactListener = (fact, at) => course.hear(fact, at)
  const { engine, exchange, wire, latency } = dress({ ...told, onFact })
  requireData(told.strategy, tape)
  stampSeen(tape, latency)
  const first = tape.time[0] as Instant
  const last = tape.seen[tape.length - 1] as Instant
  const rehearsal = new Rehearsal({ tape, engine, exchange, wire, account: ACCOUNT, start: first })
  engine.start(first, opening(plan, tape))
  while (!rehearsal.advance(last, STRIDE)) await told.onProgress?.(rehearsal.rowsSeen)
  rehearsal.advance(later(last, AFTERMATH))
  journal.commit()
  await told.onProgress?.(tape.length)
  const { ledger } = engine.books
  const equityUnits = engine.equity().units
  course.finish(last, equityUnits)
  const summary = summaryOf(course, {
    first,
    last,
    equityUnits,
    capitalUnits: plan.capitalUnits,
    feesUnits: ledger.feesPaid(),
    trips: ledger.trades(),
    openSince: tape.instruments.flatMap((it) => ledger.position(it.index).openedAt ?? []),
  })
  return { engine, summary, course, digest: journal.digest, rows: tape.length, first, last }
}

function assertNotEmpty(tape: Tape): void {
  if (tape.length > 0) return
  throw new Problem({
    code: "NO_ROWS",
    what: "There is no market data to run on.",
    why: "The chosen files, symbols and dates hold no rows.",
    next: 'See what there is with "genesis data list", or widen --from and --to.',
  })
}
