import { decodeFact } from "../engine/records.ts"
import { Course } from "../report/course.ts"
import { summaryOf } from "../report/summary.ts"
import type { Instant } from "../value/brand.ts"
import type { Finished } from "./backtest.ts"
import type { OpenPaper } from "./paper-home.ts"

/** What a paper session has come to since its journal began, read from the journal. */
export function sumUp(paper: OpenPaper): Omit<Finished, "engine"> {
  const { engine } = paper.session
  const { ledger, instruments } = engine.books
  const course = new Course()
  let first: Instant | undefined
  let digest = ""
  for (const { at, body, hash } of paper.records()) {
    first ??= at
    digest = hash
    course.hear(decodeFact(body), at)
  }
  const last = paper.session.now
  const equityUnits = engine.equity().units
  course.finish(last, equityUnits)
  const summary = summaryOf(course, {
    first: first ?? last,
    last,
    equityUnits,
    capitalUnits: paper.plan.capitalUnits,
    feesUnits: ledger.feesPaid(),
    trips: ledger.trades(),
    openSince: instruments.flatMap((it) => ledger.position(it.index).openedAt ?? []),
  })
  return { summary, course, digest, rows: engine.rows, first: first ?? last, last }
}
