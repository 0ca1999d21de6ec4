import { describe, expect, it } from "vitest"
import { Books } from "../engine/books.ts"
import type { Journal } from "../engine/ports.ts"
import { Tape } from "../market/tape.ts"
import { Exchange } from "../simulation/exchange.ts"
import { Latency, stampSeen } from "../simulation/latency.ts"
import { GeneratedSource } from "../simulation/source.ts"
import { Wire } from "../simulation/wire.ts"
import { MemoryJournal } from "../storage/memory-journal.ts"
import { Crossover } from "../strategy/catalogue/crossover.ts"
import type { Instant } from "../value/brand.ts"
import { Chance } from "../value/chance.ts"
import { later, milliseconds, parseInstant, seconds } from "../value/time.ts"
import { ACCOUNT, exchangeOptions, opening } from "./dress.ts"
import { foldJournal } from "./fold.ts"
import { LiveSession } from "./live-session.ts"
import { DEFAULT_PLAN, type Plan } from "./plan.ts"
import { replay } from "./replay.ts"

const START = parseInstant("2026-03-02 14:00")
const plan: Plan = {
  ...DEFAULT_PLAN,
  mode: "live",
  run: "l",
  strategy: "crossover",
  params: {},
  surveyEvery: seconds(20),
}
const strategy = () => new Crossover({ minutes: 1, fast: 2, slow: 3, cost: 0 })

/** An exchange in this process, at which a live session trades over a line with delays. */
class Market {
  readonly tape: Tape
  readonly journal = new MemoryJournal({ keep: true })
  readonly #source: GeneratedSource
  readonly #latency = new Latency(new Chance(1, "latency"), plan.latency)
  readonly #exchange: Exchange
  readonly #wire: Wire
  #row = 0
  session: LiveSession
  now: Instant = START
  commits = 0
  /** What left before the journal had it for good. */
  early = 0

  constructor() {
    this.#source = new GeneratedSource({ seed: 1, start: START })
    this.tape = new Tape(this.#source.instruments)
    this.#wire = new Wire({ latency: this.#latency, now: () => this.now })
    this.#exchange = new Exchange(
      exchangeOptions(plan, this.tape.instruments, (report) =>
        this.#wire.answer(report, report.at),
      ),
    )
    this.#exchange.openAccount(ACCOUNT, [{ asset: "USDT", units: plan.capitalUnits }])
    this.session = this.#start()
  }

  /** The process dies and another takes the journal up. */
  restart(): void {
    this.#wire.cut()
    this.session = this.#start()
  }

  /** Turns of so many milliseconds each: a slow driver gets more at once. */
  play(span: number, step: number): void {
    const end = later(this.now, seconds(span))
    while (this.now < end) {
      this.now = later(this.now, milliseconds(step))
      const from = this.tape.length
      this.#source.extend(this.tape, this.now)
      stampSeen(this.tape, this.#latency, from)
      // Rows that are still on their way are not there yet.
      this.#exchangeUpTo(this.now)
      for (let due = this.#wire.nextAnswer; due <= this.now; due = this.#wire.nextAnswer) {
        const answer = this.#wire.takeAnswer()
        if (answer) this.session.hear(answer, due)
      }
      this.session.turn(this.now)
    }
  }

  survey() {
    return this.#exchange.survey(ACCOUNT, this.now)
  }

  get trades() {
    return this.#exchange.trades(ACCOUNT)
  }

  #start(): LiveSession {
    const { instruments } = this.tape
    const isNew = this.journal.seq === 0
    const { records } = this.journal
    const books = isNew
      ? new Books({ instruments, accountAsset: "USDT" })
      : foldJournal(records).books
    const durable = { seq: this.journal.seq }
    const journal: Journal = {
      append: (entry) => this.journal.append(entry),
      commit: () => {
        if (durable.seq !== this.journal.seq) this.commits++
        durable.seq = this.journal.seq
      },
      get seq() {
        return records.length
      },
      get digest() {
        return records.at(-1)?.hash ?? new MemoryJournal().digest
      },
    }
    const guard = (): void => {
      if (durable.seq !== this.journal.seq) this.early++
    }
    return new LiveSession({
      plan,
      tape: this.tape,
      strategy: strategy(),
      journal,
      venue: {
        submit: (ticket) => {
          guard()
          this.#wire.submit(ticket)
        },
        ask: (id, instrument) => this.#wire.ask(id, instrument),
        survey: () => this.#wire.survey(),
      },
      recorder: { append: () => {} },
      books,
      start: this.now,
      onFact: () => {},
      ...(isNew ? { opening: opening(plan, this.tape) } : {}),
    })
  }

  #exchangeUpTo(until: Instant): void {
    const wire = this.#wire
    for (;;) {
      const bound = Math.min(wire.nextArrival, until) as Instant
      while (this.#row < this.tape.length && this.tape.time[this.#row] <= bound) {
        this.#row = this.#exchange.advance(this.tape, this.#row, bound)
      }
      if (wire.nextArrival > until) return
      const at = wire.nextArrival
      const sent = wire.takeArrival()
      if (sent?.kind === "request") this.#exchange.request(ACCOUNT, sent.request, at)
      else if (sent?.kind === "ask") wire.answer(this.#exchange.ask(ACCOUNT, sent.id, at), at)
      else if (sent) wire.answer(this.#exchange.survey(ACCOUNT, at), at)
    }
  }
}

function replayed(market: Market) {
  const { records } = market.journal
  const journal = new MemoryJournal()
  return replay({ records, plan, tape: market.tape, makeStrategy: strategy, journal })
}

describe("a live session", () => {
  it.each([20, 100, 730])("can be replayed to the last line, with turns of %i ms", (step) => {
    const market = new Market()
    market.play(3_000, step)
    market.session.command({ kind: "buy", instrument: 1, stakePpm: 40_000 }, market.now)
    market.play(30, step)
    market.session.command({ kind: "close-all", reason: "enough" }, market.now)
    market.play(30, step)
    expect(market.trades.length).toBeGreaterThan(6)
    expect(replayed(market).differs).toBeUndefined()
    expect(replayed(market).digest).toBe(market.journal.digest)
  })

  it("can be replayed over stops, with orders under way", () => {
    const market = new Market()
    for (let i = 0; i < 5; i++) {
      market.play(67 + 10 * i, 100)
      market.session.command({ kind: "buy", instrument: i % 3, stakePpm: 40_000 }, market.now)
      market.restart()
    }
    market.play(60, 100)
    expect(replayed(market).differs).toBeUndefined()
    expect(market.session.engine.books.switch.isRunning).toBe(true)
  })

  it("AUDIT-5: lets nothing out before the journal has the whole turn, and commits once for it", () => {
    const market = new Market()
    market.play(3_000, 100)
    expect(market.early).toBe(0)
    expect(market.commits).toBeLessThan(3_000)
    expect(market.trades.length).toBeGreaterThan(4)
  })

  it("ends with the exchange's own balances, to the unit", () => {
    const market = new Market()
    market.play(900, 100)
    market.session.command({ kind: "halt", reason: "enough" }, market.now)
    market.play(30, 100)
    const { ledger } = market.session.engine.books
    for (const { asset, freeUnits, lockedUnits } of market.survey().balances) {
      const ours = ledger.balance(asset)
      expect([asset, ours.freeUnits + ours.heldUnits]).toEqual([asset, freeUnits + lockedUnits])
    }
  })
})
