import assert from "node:assert/strict"
import { Books } from "../engine/books.ts"
import type { Engine } from "../engine/engine.ts"
import type { Entry, Journal, JournalRecord, Venue } from "../engine/ports.ts"
import { decodeFact, type Fact } from "../engine/records.ts"
import type { Tape } from "../market/tape.ts"
import { Tick } from "../market/tick.ts"
import type { Strategy } from "../strategy/strategy.ts"
import type { Instant } from "../value/brand.ts"
import { NEVER } from "../value/time.ts"
import { engineFor } from "./dress.ts"
import type { Plan } from "./plan.ts"

/** What a replay came to. */
export interface Replayed {
  /** Hash of the last line that was made again. */
  readonly digest: string
  /** The first line that came out otherwise than it was written; undefined when all agree. */
  readonly differs?: {
    readonly was: JournalRecord | undefined
    readonly is: JournalRecord | undefined
  }
}

/** Answers come from the journal, so nothing is sent anywhere. */
const DEAF: Venue = { submit: () => {}, ask: () => {}, survey: () => {} }

/**
 * Plays a journal's inputs and its tape through a fresh engine, and compares every line the engine
 * writes with the line that was written then. Decisions are not read from the journal, they are made
 * again: the same digest means the same run. What would come after the last line is left open, since
 * a journal may end, by a stop or because it is still being written, within a moment.
 * @param told.tape with `seen` as it was then
 */
export function replay(told: {
  readonly records: readonly JournalRecord[]
  readonly plan: Plan
  readonly tape: Tape
  readonly makeStrategy: () => Strategy
  /** Fresh and in memory; gets the lines of the replay. */
  readonly journal: Journal
}): Replayed {
  const { records, journal } = told
  const judge = new Judge(records, journal)
  const player = new Player({ ...told, judge })
  for (const [i, record] of records.entries()) {
    if (judge.differs) break
    if (record.kind === "started") player.start(records.slice(0, i), record)
    else if (player.isPlaying && INPUTS.has(record.kind)) player.give(record)
  }
  if (!judge.differs) player.playOut(records.filter(({ kind }) => kind !== "left"))
  judge.take(records)
  const { digest, seq } = journal
  if (judge.differs) return { digest, differs: judge.differs }
  if (seq === records.length) return { digest }
  return { digest, differs: { was: records[seq], is: undefined } }
}

type Input = Extract<
  Fact,
  { kind: "report" | "survey" | "command" | "act" | "measured" | "noticed" }
>
const INPUTS: ReadonlySet<string> = new Set<Input["kind"]>([
  "report",
  "survey",
  "command",
  "act",
  "measured",
  "noticed",
])

/** Inputs that come from the exchange: before a timer of their moment. */
const ANSWERS: ReadonlySet<string> = new Set<Input["kind"]>(["report", "survey", "noticed"])

/** What comes after the last line of a process: the next one's first, or what was left for it. */
const ENDS: ReadonlySet<string> = new Set<Fact["kind"]>(["started", "left"])

/** Ends the playing of an engine whose lines are complete, or differ: it is not used any more. */
const ENOUGH = new Error("the line is not wanted")

/** The journal of the replay: takes a line only when the same line was written then. */
class Judge implements Journal {
  readonly #records: readonly JournalRecord[]
  readonly #journal: Journal
  /** So many lines the process wrote before it ended. */
  limit: number
  differs: Replayed["differs"]

  constructor(records: readonly JournalRecord[], journal: Journal) {
    this.#records = records
    this.#journal = journal
    this.limit = records.length
  }

  append(entry: Entry): number {
    const seq = this.#journal.seq + 1
    if (seq > this.limit) throw ENOUGH
    const was = this.#records[seq - 1]
    const made = this.#journal.append(entry)
    const is = { ...entry, seq, hash: this.#journal.digest }
    if (was?.hash === is.hash) return made
    this.differs = { was, is }
    throw ENOUGH
  }

  /** Lines that no engine made: orders left for the next start, while no process ran. */
  take(records: readonly JournalRecord[]): void {
    for (const record of records.slice(this.#journal.seq)) {
      if (record.kind === "left" && !this.differs) this.#journal.append(record)
    }
  }

  /** What an account brings with it was written elsewhere: it is folded, and not made again. */
  believe(records: readonly JournalRecord[]): void {
    for (const record of records) this.#journal.append(record)
  }

  commit(): void {}

  get seq(): number {
    return this.#journal.seq
  }
  get digest(): string {
    return this.#journal.digest
  }
}

/** Drives an engine along the moments of a journal. */
class Player {
  readonly #tape: Tape
  readonly #judge: Judge
  readonly #records: readonly JournalRecord[]
  readonly #make: (books: Books) => Engine
  readonly #newBooks: () => Books
  readonly #tick = new Tick()
  #engine: Engine | undefined
  #startedAt: Instant = NEVER
  #row = 0

  constructor(told: {
    readonly records: readonly JournalRecord[]
    readonly plan: Plan
    readonly tape: Tape
    readonly makeStrategy: () => Strategy
    readonly judge: Judge
  }) {
    const { plan, tape, judge, makeStrategy } = told
    this.#tape = tape
    this.#judge = judge
    this.#records = told.records
    this.#make = (books) =>
      engineFor({ plan, tape, strategy: makeStrategy(), journal: judge, books, venue: DEAF })
    this.#newBooks = () =>
      new Books({ instruments: tape.instruments, accountAsset: plan.accountAsset })
  }

  /** A process has begun; what stands before that was brought along. */
  get isPlaying(): boolean {
    return this.#engine !== undefined
  }

  /** A process took the journal up: the first time, or after a stop, with what was folded so far. */
  start(before: readonly JournalRecord[], record: JournalRecord): void {
    this.#startedAt = record.at
    const facts = before.map(({ body }) => decodeFact(body))
    const books = this.#newBooks()
    const isNew = (decodeFact(record.body) as Extract<Fact, { kind: "started" }>).reason === "new"
    if (this.#engine === undefined && isNew) {
      const [header, ...deposits] = facts
      assert.ok(header?.kind === "header", "a journal begins with its header")
      const engine = this.#make(books)
      this.#engine = engine
      this.#limitFrom(record.seq)
      this.#try(() => engine.start(record.at, { reason: "new", header, deposits }))
      return
    }
    if (this.#engine) {
      this.playOut(before.filter(({ kind }) => kind !== "left"))
      this.#judge.take(before)
    } else this.#judge.believe(before)
    // What the process held in memory is gone; what the journal says is not.
    for (const { body, at } of before) books.apply(decodeFact(body), at)
    const engine = this.#make(books)
    this.#engine = engine
    warmUp(engine, this.#tape, record.rows)
    this.#row = record.rows
    this.#limitFrom(record.seq)
    this.#try(() => engine.start(record.at, { reason: "restart", rows: record.rows }))
  }

  give(record: JournalRecord): void {
    const input = decodeFact(record.body) as Input
    const { rows, at } = record
    if (input.kind === "measured" && input.by === "engine") return
    this.#try(() => {
      const isOurs =
        input.kind === "report" && input.report.kind === "unanswered" && input.report.at === at
      // What a process is told as it begins, its settings and its seal, comes before any timer.
      const isInclusive = !ANSWERS.has(input.kind) && at !== this.#startedAt
      this.#playTo({ rows, at, isInclusive })
      const engine = this.#engine
      assert.ok(engine, "an input comes after the start")
      // An answer that was waited for too long is no input: the engine's own timer said so.
      // Nor is one that came before its order is known: the timer of this moment places it.
      const isEarly = input.kind === "report" && engine.books.order(input.report.id) === undefined
      if ((isOurs || isEarly) && engine.nextDue === at) engine.onTime(at)
      if (this.#judge.seq >= record.seq) return
      if (input.kind === "report") engine.onReport(input.report, at)
      else if (input.kind === "survey") engine.onSurvey(input.survey, at)
      else if (input.kind === "noticed") engine.onNotice(input.notice, at)
      else if (input.kind === "measured") engine.onMeasure(input.measure, at)
      else if (input.kind === "act") engine.onAct(input.act, at)
      else engine.onCommand(input.command, at)
    })
  }

  /** What the process still did after its last input: up to its last line, and no further. */
  playOut(records: readonly JournalRecord[]): void {
    const last = records.at(-1)
    if (last) this.#try(() => this.#playTo({ rows: last.rows, at: last.at, isInclusive: true }))
  }

  /** The process that wrote line `seq` wrote all lines up to the next start. */
  #limitFrom(seq: number): void {
    const next = this.#records.findIndex((it) => it.seq > seq && ENDS.has(it.kind))
    this.#judge.limit = next < 0 ? this.#records.length : next
  }

  #try(work: () => void): void {
    try {
      work()
    } catch (error) {
      if (error !== ENOUGH) throw error
    }
  }

  /**
   * Rows up to `rows` and timers up to `at`, in the order of their moments; a timer comes before a
   * row of the same moment. Answers come before timers of their moment, commands after. A row that
   * is still to come tells by its own moment what was due before it: the clock may have been put back.
   */
  #playTo(until: {
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
      const hasRow = seen !== Infinity
      if (hasRow ? due <= seen : isDue) engine.onTime(due)
      else if (hasRow) {
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
