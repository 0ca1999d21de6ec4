import assert from "node:assert/strict"
import type { Engine } from "../engine/engine.ts"
import type { Command } from "../engine/records.ts"
import type { Tape } from "../market/tape.ts"
import { Tick } from "../market/tick.ts"
import type { Exchange } from "../simulation/exchange.ts"
import type { Wire } from "../simulation/wire.ts"
import type { Act } from "../tilt/act.ts"
import type { Instant } from "../value/brand.ts"
import { FOREVER, NEVER } from "../value/time.ts"

/** The engine, as far as it is driven: the drill stands a machine with a bad clock in its place. */
type Driven = Pick<
  Engine,
  "nextDue" | "onMarket" | "onReport" | "onSurvey" | "onCommand" | "onAct" | "onTime"
>
type Market = Pick<
  Exchange,
  "isIdle" | "revision" | "advance" | "quietUntil" | "request" | "ask" | "survey"
>

/** Rows are forgotten in blocks of this size once both sides have seen them. */
const FORGET = 16_384

/**
 * The engine and the simulated exchange on one tape: what backtest, paper and drill share. The
 * exchange lives in the tape's `time`, the trader in its `seen`, and between the two runs the wire.
 * Events are taken strictly in the order of their moments, so neither side can see ahead; nothing
 * here knows whether the moments are driven by a clock or as fast as the machine can go.
 */
export class Rehearsal {
  readonly #tape: Tape
  readonly #engine: Driven
  readonly #exchange: Market
  readonly #wire: Wire
  readonly #account: string
  readonly #tick = new Tick()
  /** Next row for the exchange and for the trader, counted from the oldest row kept. */
  #exchangeRow = 0
  #traderRow = 0
  /** Up to this row the exchange has nothing to report, as long as its orders stay as they were. */
  #quietRow = 0
  #quietRevision = -1
  // Begins as a number, so that V8 keeps it as a double and a row costs no object.
  #now: Instant = NEVER

  constructor(told: {
    readonly tape: Tape
    readonly engine: Driven
    readonly exchange: Market
    readonly wire: Wire
    readonly account: string
    readonly start: Instant
    /** On a restart: rows of the tape that the exchange and the trader have behind them. */
    readonly exchangeRow?: number
    readonly traderRow?: number
  }) {
    this.#tape = told.tape
    this.#engine = told.engine
    this.#exchange = told.exchange
    this.#wire = told.wire
    this.#account = told.account
    this.#now = told.start
    this.#exchangeRow = (told.exchangeRow ?? told.tape.first) - told.tape.first
    this.#traderRow = (told.traderRow ?? told.tape.first) - told.tape.first
  }

  /** Rows the trader has seen, counted from the tape's very first. */
  get rowsSeen(): number {
    return this.#tape.first + this.#traderRow
  }

  /** Rows the exchange has lived through, counted likewise. */
  get rowsHappened(): number {
    return this.#tape.first + this.#exchangeRow
  }

  /**
   * Plays everything that happens up to and including `until`.
   * @param rowsMax stop after so many rows of the trader, to let others have a turn
   * @returns false when it stopped early because of `rowsMax`
   */
  advance(until: Instant, rowsMax = Infinity): boolean {
    const stopAt = this.#traderRow + rowsMax
    for (;;) {
      if (this.#traderRow >= stopAt) return false
      if (this.#isWireEmpty()) this.#run(until, stopAt)
      if (this.#traderRow < stopAt && !this.#step(until)) return true
    }
  }

  /** The trader types something at `at`, which must not lie before what was already played. */
  command(command: Command, at: Instant): void {
    assert.ok(at >= this.#now, "a command cannot come before what has happened")
    this.#now = at
    this.#engine.onCommand(command, at)
  }

  /** The trader does something at the keyboard, or the program tells how long it ran. */
  act(act: Act, at: Instant): void {
    assert.ok(at >= this.#now, "an act cannot come before what has happened")
    this.#now = at
    this.#engine.onAct(act, at)
  }

  /** Drops rows both sides are done with. */
  forget(): void {
    const done = Math.min(this.#exchangeRow, this.#traderRow) - FORGET
    if (done < FORGET) return
    this.#tape.forget(done)
    this.#exchangeRow -= done
    this.#quietRow -= done
    this.#traderRow -= done
  }

  /** The moment of the last thing that happened. */
  get now(): Instant {
    return this.#now
  }

  /** Time goes by although nothing happened in it. */
  idleUntil(at: Instant): void {
    if (at > this.#now) this.#now = at
  }

  #isWireEmpty(): boolean {
    return this.#wire.nextArrival === FOREVER && this.#wire.nextAnswer === FOREVER
  }

  /**
   * The hot loop: while nothing is on the wire, rows go to the trader one after the other. The
   * exchange may stay behind while nothing it does could be noticed, because no order rests there or
   * the price comes near none, and catches up when the next request arrives.
   */
  #run(until: Instant, stopAt: number): void {
    const engine = this.#engine
    const exchange = this.#exchange
    const wire = this.#wire
    const tape = this.#tape
    const tick = this.#tick
    const { kind, flag, instrument, time, seen, a, b, c, d, e, length } = tape
    const isWide = c.length > 0
    const isActive = !exchange.isIdle
    const end = Math.min(length, stopAt)
    let row = this.#traderRow
    let behind = this.#exchangeRow
    let quiet = isActive ? this.#quietFrom(behind) : length
    for (; row < end; row++) {
      const at = seen[row]
      if (at > until || engine.nextDue <= at) break
      if (quiet < length && time[quiet] <= at) {
        while (behind < length && time[behind] <= at && wire.nextAnswer === FOREVER) {
          behind = exchange.advance(tape, behind, at as Instant)
        }
        if (wire.nextAnswer !== FOREVER) break
        quiet = this.#quietFrom(behind)
      }
      tick.kind = kind[row]
      tick.flag = flag[row]
      tick.instrument = instrument[row]
      tick.time = time[row]
      tick.seen = at
      tick.a = a[row]
      tick.b = b[row]
      if (isWide) {
        tick.c = c[row]
        tick.d = d[row]
        tick.e = e[row]
      }
      this.#now = at as Instant
      engine.onMarket(tick)
      // Also when what was sent is lost: that no answer came is heard in its time.
      if (wire.nextArrival !== FOREVER || wire.nextAnswer !== FOREVER) {
        row++
        break
      }
    }
    this.#traderRow = row
    this.#exchangeRow = behind
  }

  #quietFrom(row: number): number {
    const { revision } = this.#exchange
    if (this.#quietRow <= row || this.#quietRevision !== revision) {
      this.#quietRow = this.#exchange.quietUntil(this.#tape, row)
      this.#quietRevision = revision
    }
    return this.#quietRow
  }

  /** The next single event of all; false when there is none up to `until`. */
  #step(until: Instant): boolean {
    const wire = this.#wire
    const engine = this.#engine
    const row = this.#traderRow
    const seen = row < this.#tape.length ? this.#tape.seen[row] : Infinity
    const next = Math.min(seen, engine.nextDue, wire.nextArrival, wire.nextAnswer)
    const bound = Math.min(next, until) as Instant
    if (!this.#exchange.isIdle || wire.nextArrival === next) {
      const before = wire.nextAnswer
      this.#exchangeRow = this.#exchange.advance(this.#tape, this.#exchangeRow, bound)
      // The exchange stops at the first row that makes a report: what it caused may come first now.
      if (wire.nextAnswer !== before || this.#isBehind(bound)) return true
    }
    if (next > until || next === Infinity) return false
    this.#now = next as Instant
    if (wire.nextArrival === next) this.#arrive()
    else if (wire.nextAnswer === next) this.#hear()
    else if (engine.nextDue === next) this.#fire()
    else {
      this.#tape.read(row, this.#tick)
      this.#traderRow++
      engine.onMarket(this.#tick)
    }
    return true
  }

  #isBehind(bound: Instant): boolean {
    const row = this.#exchangeRow
    return row < this.#tape.length && this.#tape.time[row] <= bound
  }

  #arrive(): void {
    const at = this.#now
    const sent = this.#wire.takeArrival()
    if (sent === undefined) return
    if (sent.kind === "request") this.#exchange.request(this.#account, sent.request, at)
    else if (sent.kind === "ask") {
      this.#wire.answer(this.#exchange.ask(this.#account, sent.id, at), at)
    } else this.#wire.answer(this.#exchange.survey(this.#account, at), at)
  }

  #hear(): void {
    const answer = this.#wire.takeAnswer()
    if (answer === undefined) return
    if (answer.kind === "survey") this.#engine.onSurvey(answer, this.#now)
    else this.#engine.onReport(answer, this.#now)
  }

  #fire(): void {
    this.#now = this.#engine.nextDue
    this.#engine.onTime(this.#now)
  }
}
