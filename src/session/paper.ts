import type { Engine } from "../engine/engine.ts"
import type { Journal } from "../engine/ports.ts"
import { Books } from "../engine/books.ts"
import type { Command, Fact } from "../engine/records.ts"
import { Tape } from "../market/tape.ts"
import { MarketMemory } from "../report/market-memory.ts"
import type { Exchange } from "../simulation/exchange.ts"
import type { ExchangeState } from "../simulation/state.ts"
import { type Latency, stampSeen } from "../simulation/latency.ts"
import type { Strategy } from "../strategy/strategy.ts"
import type { Act } from "../tilt/act.ts"
import type { Instant } from "../value/brand.ts"
import { later, minutes, seconds } from "../value/time.ts"
import { ACCOUNT, dress, opening } from "./dress.ts"
import type { Folded } from "./fold.ts"
import type { Plan } from "./plan.ts"
import { Rehearsal } from "./rehearsal.ts"
import { warmUp } from "./replay.ts"
import type { MarketSource } from "../simulation/source.ts"

/** Where the simulated exchange outlives the process, beside the market's own place. */
export interface ExchangeKeeper {
  save(kept: { readonly state: string; readonly revision: number; readonly position: string }): void
}

/** Keeps the rows of the session's tape on disk. */
export interface TapeKeeper {
  append(tape: Tape, from: number, to: number): void
}

/** The exchange and market as they were last kept. */
export interface Position {
  /** Rows on the tape when it was kept. */
  readonly rows: number
  /** Rows the exchange had lived through by then. */
  readonly rowsHappened: number
  readonly market: string
}

/** What came out of a stop, for the next start. */
export interface Resumed {
  readonly folded: Folded
  readonly exchangeState: ExchangeState
  readonly position: Position
  /** The tape as recorded, `seen` included. */
  readonly recording: Tape
}

/** Hears what was journaled, with the books it was folded into. */
export type SessionListener = (
  fact: Fact,
  told: { readonly at: Instant; readonly seq: number; readonly books: Books },
) => void

/** At unbound speed the recording is played in steps of this much of its own time. */
const STEP = minutes(30)
/** Without a change of account or orders the exchange is kept this often all the same. */
const KEEP_EVERY = seconds(5)

/**
 * A paper session: the same engine and exchange as a backtest, paced by a clock, its journal and its
 * exchange on disk. The exchange is kept before the journal commits, so that the journal never knows
 * of a fill that the exchange, after a crash, would not (what the exchange knows and the journal does
 * not, reconciliation finds out by asking).
 */
export class PaperSession {
  readonly engine: Engine
  readonly source: MarketSource
  /** The last hours of the market, for those who look. */
  readonly memory: MarketMemory
  readonly #rehearsal: Rehearsal
  readonly #exchange: Exchange
  readonly #latency: Latency
  readonly #tape: Tape
  readonly #journal: Journal
  readonly #keeper: ExchangeKeeper
  readonly #recorder: TapeKeeper
  #keptRevision = -1
  #keptAt = -Infinity

  constructor(told: {
    readonly plan: Plan
    readonly source: MarketSource
    readonly strategy: Strategy
    readonly journal: Journal
    readonly keeper: ExchangeKeeper
    readonly recorder: TapeKeeper
    readonly start: Instant
    readonly resumed?: Resumed
    /** Told of every fact once it is journaled and folded. */
    readonly onFact?: SessionListener
  }) {
    const { plan, source, resumed } = told
    this.source = source
    this.#keeper = told.keeper
    this.#recorder = told.recorder
    this.#tape = resumed?.recording ?? new Tape(source.instruments)
    const tape = this.#tape
    this.memory = new MarketMemory(tape)
    this.#journal = this.#keptFirst(told.journal)
    const books =
      resumed?.folded.books ??
      new Books({ instruments: source.instruments, accountAsset: plan.accountAsset })
    const dressed = dress({
      plan,
      tape,
      books,
      strategy: told.strategy,
      journal: this.#journal,
      onFact: (fact, at, seq) => told.onFact?.(fact, { at, seq, books }),
      ...(resumed ? { exchangeState: resumed.exchangeState } : {}),
    })
    this.engine = dressed.engine
    this.#exchange = dressed.exchange
    this.#latency = dressed.latency
    const { exchange, wire, engine } = dressed
    const behind = resumed
      ? { exchangeRow: this.#liveOn(resumed, told.start), traderRow: tape.end }
      : {}
    wire.cut()
    const common = { tape, engine, exchange, wire, account: ACCOUNT, start: told.start }
    this.#rehearsal = new Rehearsal({ ...common, ...behind })
    this.#begin(told.plan, told.start, resumed)
    this.memory.follow(this.rows)
  }

  /** The moment up to which everything has been played. */
  get now(): Instant {
    return this.#rehearsal.now
  }

  get rows(): number {
    return this.#rehearsal.rowsSeen
  }

  /** The trader has seen every row there is, and nothing is under way. */
  get isAtEnd(): boolean {
    return this.#rehearsal.rowsSeen === this.#tape.end
  }

  /** Everything up to `until` happens; then all of it is made durable. */
  turn(until: Instant): void {
    const from = this.#tape.length
    this.source.extend(this.#tape, until)
    stampSeen(this.#tape, this.#latency, from)
    this.#recorder.append(this.#tape, from, this.#tape.length)
    this.#rehearsal.advance(until)
    this.#journal.commit()
    this.memory.follow(this.rows)
    this.#keepNowAndThen()
    this.#rehearsal.forget()
  }

  /** What the trader did at the keyboard at `at`, or how long the program ran. */
  act(act: Act, at: Instant): void {
    if (at > this.now) this.turn(at)
    this.#rehearsal.act(act, at > this.now ? at : this.now)
    this.#journal.commit()
  }

  /** For a recording played as fast as it goes: the next stretch of it. */
  leap(): void {
    const { now } = this.#rehearsal
    this.turn(later(now, STEP))
    this.#rehearsal.idleUntil(later(now, STEP))
  }

  /** What the trader typed at `at`. All that happened before it happens first. */
  command(command: Command, at: Instant): void {
    if (at > this.now) this.turn(at)
    this.#rehearsal.command(command, at > this.now ? at : this.now)
    this.#journal.commit()
  }

  /** Entries rest, stops stay; everything is on disk. The next start goes on from here. */
  stop(): void {
    this.#keep()
    this.#journal.commit()
  }

  /**
   * The market and the exchange went on while no process was there: resting orders met what came.
   * @returns the absolute row the exchange has reached
   */
  #liveOn(resumed: Resumed, start: Instant): number {
    const tape = this.#tape
    const from = tape.length
    this.source.extend(tape, start)
    stampSeen(tape, this.#latency, from)
    this.#recorder.append(tape, from, tape.length)
    let row = Math.max(0, resumed.position.rowsHappened - tape.first)
    while (row < tape.length && tape.time[row] <= start) {
      row = this.#exchange.advance(tape, row, start)
    }
    return tape.first + row
  }

  #begin(plan: Plan, start: Instant, resumed: Resumed | undefined): void {
    if (resumed === undefined) {
      this.engine.start(start, opening(plan, this.#tape))
      this.#keep()
    } else {
      const rows = this.#tape.end
      warmUp(this.engine, this.#tape, rows)
      this.engine.start(start, { reason: "restart", rows })
    }
    this.#journal.commit()
  }

  /** The journal, wrapped so that the exchange is kept before every commit that follows a change. */
  #keptFirst(journal: Journal): Journal {
    const keepFirst = (): void => {
      if (this.#exchange.revision !== this.#keptRevision) this.#keep()
    }
    return {
      append: (entry) => journal.append(entry),
      commit: () => {
        keepFirst()
        journal.commit()
      },
      get seq() {
        return journal.seq
      },
      get digest() {
        return journal.digest
      },
    }
  }

  /** Only the market went on: that is kept when nobody waits for it. */
  #keepNowAndThen(): void {
    if (this.now - this.#keptAt >= KEEP_EVERY) this.#keep()
  }

  #keep(): void {
    const { revision } = this.#exchange
    const position: Position = {
      rows: this.#tape.end,
      rowsHappened: this.#rehearsal.rowsHappened,
      market: this.source.save(),
    }
    const state = JSON.stringify(this.#exchange.save())
    this.#keeper.save({ state, revision, position: JSON.stringify(position) })
    this.#keptRevision = revision
    this.#keptAt = this.now
  }
}
