import assert from "node:assert/strict"
import { Books } from "../engine/books.ts"
import type { Engine } from "../engine/engine.ts"
import type { Journal, JournalRecord, Venue } from "../engine/ports.ts"
import { decodeFact, type Fact } from "../engine/records.ts"
import type { Tape } from "../market/tape.ts"
import { Tick } from "../market/tick.ts"
import type { Strategy } from "../strategy/strategy.ts"
import type { Instant } from "../value/brand.ts"
import { engineFor } from "./dress.ts"
import type { Plan } from "./plan.ts"

/** What a replay came to. */
export interface Replayed {
  readonly digest: string
  /** The first line that came out otherwise than it was written; undefined when all agree. */
  readonly differs?: {
    readonly was: JournalRecord | undefined
    readonly is: JournalRecord | undefined
  }
}

/** A journal that can be read back: what a replay writes into. */
export type KeptJournal = Journal & { readonly records: readonly JournalRecord[] }

/** Answers come from the journal, so nothing is sent anywhere. */
const DEAF: Venue = { submit: () => {}, ask: () => {}, survey: () => {} }

/**
 * Plays a journal's inputs and its tape through a fresh engine, and compares every line the engine
 * writes with the line that was written then. Decisions are not read from the journal, they are made
 * again: the same digest means the same run.
 * @param told.tape with `seen` as it was then
 */
export function replay(told: {
  readonly records: readonly JournalRecord[]
  readonly plan: Plan
  readonly tape: Tape
  readonly makeStrategy: () => Strategy
  /** Fresh and in memory; gets the lines of the replay. */
  readonly journal: KeptJournal
}): Replayed {
  const { records, journal } = told
  const player = new Player(told)
  const facts = records.map((record) => decodeFact(record.body))
  for (const [i, fact] of facts.entries()) {
    if (fact.kind === "started") player.start(fact.reason, facts.slice(0, i), records[i])
    else if (isInput(fact)) player.give(fact, records[i])
  }
  const last = records.at(-1)
  if (last) player.playTo({ rows: last.rows, at: last.at, isInclusive: true })
  const at = records.findIndex((record, i) => journal.records[i]?.hash !== record.hash)
  const { digest } = journal
  if (at < 0 && journal.records.length === records.length) return { digest }
  const first = at < 0 ? records.length : at
  return { digest, differs: { was: records[first], is: journal.records[first] } }
}

type Input = Extract<Fact, { kind: "report" | "survey" | "command" }>

const isInput = (fact: Fact): fact is Input =>
  fact.kind === "report" || fact.kind === "survey" || fact.kind === "command"

/** Drives an engine along the moments of a journal. */
class Player {
  readonly #tape: Tape
  readonly #make: (books: Books) => Engine
  readonly #newBooks: () => Books
  readonly #tick = new Tick()
  #engine: Engine | undefined
  #row = 0

  constructor(told: {
    readonly plan: Plan
    readonly tape: Tape
    readonly makeStrategy: () => Strategy
    readonly journal: Journal
  }) {
    const { plan, tape, journal, makeStrategy } = told
    this.#tape = tape
    this.#make = (books) =>
      engineFor({ plan, tape, strategy: makeStrategy(), journal, books, venue: DEAF })
    this.#newBooks = () =>
      new Books({ instruments: tape.instruments, accountAsset: plan.accountAsset })
  }

  /** A process took the journal up: the first time, or after a stop, with the books folded so far. */
  start(reason: "new" | "restart", before: readonly Fact[], record: JournalRecord): void {
    if (reason === "new") {
      const [header, ...deposits] = before
      assert.ok(header?.kind === "header", "a journal begins with its header")
      this.#engine = this.#make(this.#newBooks())
      this.#engine.start(record.at, { reason, header, deposits })
      return
    }
    this.playTo({ rows: this.#row, at: record.at, isInclusive: false })
    assert.ok(this.#engine)
    // What the process held in memory is gone; what the journal says is not.
    this.#engine = this.#make(this.#engine.books)
    warmUp(this.#engine, this.#tape, record.rows)
    this.#row = record.rows
    this.#engine.start(record.at, { reason, rows: record.rows })
  }

  give(input: Input, record: JournalRecord): void {
    const engine = this.#engine
    assert.ok(engine, "an input comes after the start")
    this.playTo({ rows: record.rows, at: record.at, isInclusive: input.kind === "command" })
    if (input.kind === "report") engine.onReport(input.report, record.at)
    else if (input.kind === "survey") engine.onSurvey(input.survey, record.at)
    else engine.onCommand(input.command, record.at)
  }

  /**
   * Rows up to `rows` and timers up to `at`, in the order of their moments; a timer comes before a
   * row of the same moment. Answers come before timers of their moment, commands after.
   */
  playTo(until: {
    readonly rows: number
    readonly at: Instant
    readonly isInclusive: boolean
  }): void {
    const engine = this.#engine
    if (engine === undefined) return
    for (;;) {
      const index = this.#row - this.#tape.first
      const seen =
        this.#row < until.rows && index < this.#tape.length ? this.#tape.seen[index] : Infinity
      const due = engine.nextDue
      const isDue = until.isInclusive ? due <= until.at : due < until.at
      if (due <= seen && isDue) engine.onTime(due)
      else if (seen !== Infinity) {
        this.#tape.read(index, this.#tick)
        this.#row++
        engine.onMarket(this.#tick)
      } else return
    }
  }
}

/** So many rows before a restart are heard again, to warm indicators up. */
const WARM_ROWS = 500_000

/** Feeds the rows before `row` to a fresh engine, so that its strategy knows the recent market. */
export function warmUp(engine: Engine, tape: Tape, row: number): void {
  const tick = new Tick()
  const end = Math.min(row - tape.first, tape.length)
  for (let i = Math.max(0, end - WARM_ROWS); i < end; i++) {
    tape.read(i, tick)
    engine.warm(tick)
  }
}
