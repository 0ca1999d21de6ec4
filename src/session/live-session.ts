import type { Books } from "../engine/books.ts"
import type { Engine } from "../engine/engine.ts"
import type { Journal, Venue } from "../engine/ports.ts"
import type { Act } from "../tilt/act.ts"
import type { Command } from "../engine/records.ts"
import type { FactListener } from "../engine/turn.ts"
import type { Tape } from "../market/tape.ts"
import { Tick } from "../market/tick.ts"
import type { Notice } from "../order/notice.ts"
import type { Report, Survey } from "../order/report.ts"
import { MarketMemory } from "../report/market-memory.ts"
import type { Strategy } from "../strategy/strategy.ts"
import type { Instant } from "../value/brand.ts"
import { engineFor } from "./dress.ts"
import { HeldJournal, HeldVenue } from "./held.ts"
import type { TapeKeeper } from "./paper.ts"
import type { Plan } from "./plan.ts"
import { warmUp } from "./replay.ts"

/** Rows are forgotten in blocks of this size once they have been seen. */
const FORGET = 65_536
/** So many rows stay at hand. */
const KEPT = 600_000

/** An answer of the exchange, and when it came. */
interface Heard {
  readonly answer: Report | Survey | Notice
  readonly seen: Instant
}

/**
 * The engine at a real exchange. What arrives waits for the next turn; a turn takes all of it in the
 * order in which it came, then commits the journal once, and only then lets out what was decided. It
 * has no clock and no line of its own: whoever drives it brings both.
 */
export class LiveSession {
  readonly engine: Engine
  /** The last hours of the market, for those who look. */
  readonly memory: MarketMemory
  readonly #tape: Tape
  readonly #journal: HeldJournal
  readonly #venue: HeldVenue
  readonly #recorder: TapeKeeper
  readonly #tick = new Tick()
  /** Next row of the tape, counted from the tape's very first. */
  #row: number
  #heard: Heard[] = []
  #now: Instant

  constructor(told: {
    readonly plan: Plan
    /** Rows are put on it from outside; on a restart it begins with those recorded before. */
    readonly tape: Tape
    readonly strategy: Strategy
    readonly journal: Journal
    readonly venue: Venue
    readonly recorder: TapeKeeper
    readonly books: Books
    /** Of a new account: how its journal begins. Absent on a restart. */
    readonly opening?: Parameters<Engine["start"]>[1]
    readonly start: Instant
    readonly onFact: FactListener
  }) {
    const { plan, tape, strategy, books, onFact, start, opening } = told
    this.#tape = tape
    this.memory = new MarketMemory(tape)
    this.#recorder = told.recorder
    this.#now = start
    this.#row = tape.end
    this.#journal = new HeldJournal(told.journal)
    this.#venue = new HeldVenue(told.venue)
    const journal = this.#journal
    this.engine = engineFor({ plan, tape, strategy, journal, books, venue: this.#venue, onFact })
    if (opening === undefined) {
      warmUp(this.engine, tape, this.#row)
      this.engine.start(start, { reason: "restart", rows: this.#row })
    } else this.engine.start(start, opening)
    this.#end()
  }

  /** The moment up to which everything has been taken. */
  get now(): Instant {
    return this.#now
  }

  get rows(): number {
    return this.#row
  }

  /** The venue answered. It is taken in the next turn. */
  hear(answer: Report | Survey | Notice, seen: Instant): void {
    this.#heard.push({ answer, seen })
  }

  /** Takes everything that came up to `until`, in order; makes it durable; lets out what follows. */
  turn(until: Instant): void {
    this.#take(until)
    this.#end()
    this.memory.follow(this.#row)
    this.#forget()
  }

  /** What the trader typed at `at`. All that came before it comes first. */
  command(command: Command, at: Instant): void {
    this.#take(at)
    this.#fire(this.#now, { isInclusive: true })
    this.engine.onCommand(command, this.#now)
    this.#end()
  }

  /** What the trader did at the keyboard at `at`. */
  act(act: Act, at: Instant): void {
    this.#take(at)
    this.#fire(this.#now, { isInclusive: true })
    this.engine.onAct(act, this.#now)
    this.#end()
  }

  /** Rows, answers and timers, whichever is first; an answer before a timer of its moment. */
  #take(until: Instant): void {
    const heard = this.#heard
    this.#heard = []
    const from = this.#row
    let next = 0
    for (;;) {
      const index = this.#row - this.#tape.first
      const row = index < this.#tape.length ? this.#tape.seen[index] : Infinity
      const answer = heard[next]
      if (answer && answer.seen <= row) {
        this.#answer(answer)
        next++
      } else if (row === Infinity) break
      else this.#market(index)
    }
    // What arrived is there, whatever our clock shows; timers alone wait for it.
    this.#now = Math.max(this.#now, until) as Instant
    this.#fire(this.#now, { isInclusive: true })
    this.#recorder.append(this.#tape, from - this.#tape.first, this.#row - this.#tape.first)
  }

  #market(index: number): void {
    const tape = this.#tape
    this.#now = Math.max(this.#now, tape.seen[index]) as Instant
    // What is recorded is when the engine saw it: so a replay sees it then, too.
    tape.seen[index] = this.#now
    this.#fire(this.#now, { isInclusive: true })
    tape.read(index, this.#tick)
    this.#row++
    this.engine.onMarket(this.#tick)
  }

  #answer({ answer, seen }: Heard): void {
    this.#now = Math.max(this.#now, seen) as Instant
    this.#fire(this.#now, { isInclusive: false })
    if (answer.kind === "notice") this.engine.onNotice(answer, this.#now)
    else if (answer.kind === "survey") this.engine.onSurvey(answer, this.#now)
    else this.engine.onReport(answer, this.#now)
  }

  /** Timers go off at their own moments, also when we are late. */
  #fire(until: Instant, told: { readonly isInclusive: boolean }): void {
    const { engine } = this
    while (told.isInclusive ? engine.nextDue <= until : engine.nextDue < until) {
      engine.onTime(engine.nextDue)
    }
  }

  #end(): void {
    this.#journal.settle()
    this.#venue.settle()
  }

  #forget(): void {
    const done = this.#row - this.#tape.first - KEPT
    if (done >= FORGET) this.#tape.forget(done)
  }
}
