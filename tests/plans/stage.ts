import { earnedTier } from "../../drill/earned.ts"
import type { Command, Fact } from "../../src/engine/records.ts"
import type { Engine } from "../../src/engine/engine.ts"
import type { JournalRecord } from "../../src/engine/ports.ts"
import { BUYER_IS_MAKER, emptyRow, QUOTE, Tape, TRADE } from "../../src/market/tape.ts"
import { Tick } from "../../src/market/tick.ts"
import { dress, type Dressed, ACCOUNT } from "../../src/session/dress.ts"
import { foldJournal } from "../../src/session/fold.ts"
import { DEFAULT_PLAN, headerOf, type Plan } from "../../src/session/plan.ts"
import { Rehearsal } from "../../src/session/rehearsal.ts"
import { MemoryJournal } from "../../src/storage/memory-journal.ts"
import type { Desk } from "../../src/strategy/desk.ts"
import { quotes, type Strategy } from "../../src/strategy/strategy.ts"
import { DOLLAR } from "../../src/value/amounts.ts"
import { type Instant, instantOf } from "../../src/value/brand.ts"
import { days, later, milliseconds, seconds } from "../../src/value/time.ts"
import { instrumentOf } from "../support/instrument.ts"

/** A moment at noon, so that no day ends in a test. */
export const NOON = instantOf(days(20_500.5))

/** What a market does at a second of the stage; prices in cents. */
export interface Moment {
  readonly bid: number
  readonly ask: number
  readonly bidSize?: number
  readonly askSize?: number
  /** A trade of so much at the ask; none when absent. */
  readonly traded?: number
  /** A sale of so much at the bid. */
  readonly sold?: number
}

type Script = (second: number) => Moment
type Wish = (desk: Desk) => void

/** A wish to buy in the first market at a second of the stage. */
export const buys = (
  second: number,
  wish: Omit<Parameters<Desk["buy"]>[1], "because">,
): readonly [number, Wish] => [second, (desk) => desk.buy(0, { because: "it rises", ...wish })]

/** A calm book around 10,000 dollars, deep at its touch and traded all the time. */
export const calm: Script = () => ({ bid: 999_990, ask: 1_000_010, traded: 500_000 })

/**
 * An account that has earned its tier, at an exchange in memory, in three markets of which the first
 * one is told by a script. What it wishes is told by the second.
 */
export class PlanStage {
  readonly facts: { readonly fact: Fact; readonly at: Instant }[] = []
  readonly plan: Plan
  readonly tape: Tape
  #dressed: Dressed
  readonly #journal = new MemoryJournal({ keep: true })
  #rehearsal: Rehearsal
  #wishes: readonly (readonly [number, Wish])[]
  readonly #start: Instant

  constructor(
    told: {
      readonly script?: Script
      readonly seconds?: number
      readonly wishes?: readonly (readonly [second: number, wish: Wish])[]
      readonly dollars?: bigint
      readonly rank?: 1 | 2
      /** So many days of half hours are heard before it begins, traded as the function says. */
      readonly past?: { readonly days: number; readonly traded: (half: number) => number }
      readonly plan?: Partial<Plan>
    } = {},
  ) {
    const { script = calm, dollars = 8_000n, rank = 1 } = told
    const wait = milliseconds(20)
    this.#wishes = [...(told.wishes ?? [])]
    this.plan = {
      ...DEFAULT_PLAN,
      mode: "drill",
      run: "t",
      strategy: "scripted",
      params: {},
      capitalUnits: dollars * DOLLAR,
      latency: { feed: wait, entry: wait, response: wait },
      ...told.plan,
    }
    this.#start = NOON
    this.tape = tapeOf(script, told.seconds ?? 900)
    const { records, funds } = earnedTier({
      header: headerOf(this.plan, this.tape.instruments),
      tape: this.tape,
      until: NOON,
      rank,
      capitalUnits: this.plan.capitalUnits,
    })
    for (const record of records) this.#journal.append(record)
    this.#dressed = this.#dress(records, { funds })
    this.#rehearsal = this.#drive(0)
    if (told.past) this.#warm(told.past)
    this.engine.start(NOON, { reason: "restart", rows: 0 })
  }

  get engine(): Engine {
    return this.#dressed.engine
  }
  get records(): readonly JournalRecord[] {
    return this.#journal.records
  }

  /** Plays up to a second of the stage. */
  until(second: number): this {
    this.#rehearsal.advance(later(this.#start, seconds(second)))
    return this
  }

  command(command: Command): this {
    this.#rehearsal.command(command, this.#rehearsal.now)
    return this
  }

  /** The process dies, and is started again after a while. What was on its way is lost. */
  crash(downSeconds: number): this {
    const { rowsSeen, rowsHappened, now } = this.#rehearsal
    const exchangeState = this.#dressed.exchange.save()
    const at = later(now, seconds(downSeconds))
    this.#dressed = this.#dress(this.records, { exchangeState })
    this.#rehearsal = this.#drive(rowsSeen, rowsHappened, at)
    this.#rehearsal.advance(at)
    this.engine.start(at, { reason: "restart", rows: this.#rehearsal.rowsSeen })
    return this
  }

  /** The facts of a kind since the stage began. */
  of<Kind extends Fact["kind"]>(kind: Kind): readonly Extract<Fact, { kind: Kind }>[] {
    return this.facts.flatMap(({ fact }) =>
      fact.kind === kind ? [fact as Extract<Fact, { kind: Kind }>] : [],
    )
  }

  /** The parts that left, with their moments. */
  get slices() {
    return this.facts.flatMap(({ fact, at }) =>
      fact.kind === "placed" && fact.slice && fact.request.kind === "place"
        ? [{ at, terms: fact.request.terms, slice: fact.slice, leave: fact.leave }]
        : [],
    )
  }

  /** Half hours of the past, from a midnight on; each one a trade in its first minute. */
  #warm({ days: count, traded }: { days: number; traded: (half: number) => number }): void {
    const tick = new Tick()
    const from = NOON - days(count + 0.5)
    for (let half = 0; half < count * 48 + 24; half++) {
      const time = from + half * seconds(1_800)
      const row = {
        kind: TRADE,
        instrument: 0,
        time,
        seen: time,
        a: 1_000_000,
        b: traded(half % 48),
      }
      Object.assign(tick, row)
      this.engine.warm(tick)
    }
  }

  #dress(
    records: readonly JournalRecord[],
    told: Pick<Parameters<typeof dress>[0], "funds" | "exchangeState">,
  ): Dressed {
    return dress({
      plan: this.plan,
      tape: this.tape,
      strategy: this.#strategy(),
      journal: this.#journal,
      books: foldJournal(records).books,
      isSpoiling: true,
      onFact: (fact, at) => this.facts.push({ fact, at }),
      ...told,
    })
  }

  #drive(traderRow: number, exchangeRow = traderRow, start = this.#start): Rehearsal {
    const { engine, exchange, wire } = this.#dressed
    const rows = { traderRow, exchangeRow }
    return new Rehearsal({
      tape: this.tape,
      engine,
      exchange,
      wire,
      account: ACCOUNT,
      start,
      ...rows,
    })
  }

  #strategy(): Strategy {
    return {
      watches: [quotes("BTCUSDT")],
      onQuote: (tick, desk) => {
        const [next] = this.#wishes
        if (next === undefined || tick.time < this.#start + seconds(next[0])) return
        this.#wishes = this.#wishes.slice(1)
        next[1](desk)
      },
    }
  }
}

/** Four rows a second: two quotes, a trade, and the other markets standing still. */
function tapeOf(script: Script, length: number): Tape {
  const instruments = ["BTC", "ETH", "BNB"].map((base, index) => instrumentOf({ index, base }))
  const tape = new Tape(instruments)
  const wait = milliseconds(20)
  const push = (row: Partial<ReturnType<typeof emptyRow>> & { readonly time: number }): void => {
    tape.push({ ...emptyRow(), seen: row.time + wait, ...row })
  }
  for (let second = 0; second < length; second++) {
    const at = later(NOON, seconds(second))
    const { bid, ask, bidSize = 500_000, askSize = 500_000, traded, sold } = script(second)
    push({ kind: QUOTE, time: at, a: bid, b: bidSize, c: ask, d: askSize })
    if (traded !== undefined) {
      push({ kind: TRADE, time: later(at, milliseconds(250)), a: ask, b: traded })
    }
    if (sold !== undefined) {
      const time = later(at, milliseconds(400))
      push({ kind: TRADE, flag: BUYER_IS_MAKER, time, a: bid, b: sold })
    }
    const half = later(at, milliseconds(500))
    push({ kind: QUOTE, time: half, a: bid, b: bidSize, c: ask, d: askSize })
    for (const instrument of [1, 2]) {
      push({ kind: QUOTE, time: half, instrument, a: 99_990, b: 1e6, c: 100_010, d: 1e6 })
    }
  }
  return tape
}
