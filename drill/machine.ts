import type { Books } from "../src/engine/books.ts"
import type { Engine } from "../src/engine/engine.ts"
import type { Command } from "../src/engine/records.ts"
import type { Tape } from "../src/market/tape.ts"
import type { Tick } from "../src/market/tick.ts"
import type { Notice } from "../src/order/notice.ts"
import type { Report, Survey } from "../src/order/report.ts"
import type { Limits } from "../src/risk/limits.ts"
import { foldJournal } from "../src/session/fold.ts"
import { warmUp } from "../src/session/replay.ts"
import type { Act } from "../src/tilt/act.ts"
import type { Duration, Instant } from "../src/value/brand.ts"
import { FOREVER, later } from "../src/value/time.ts"
import { Crash, type TornJournal } from "./torn-journal.ts"

/** What a process on the machine begins as. */
export type Boot = (books: Books | undefined) => Engine

/** Counts and hears what the machine is given, in its own time. */
export interface MachineListener {
  row(tick: Tick): void
}

/**
 * The machine that the engine runs on: it has a clock that can be wrong, and a process that can die
 * and is started again. It stands between the driver, who lives in true time, and the engine, who
 * only knows what this clock says.
 */
export class Machine {
  readonly #tape: Tape
  readonly #journal: TornJournal
  readonly #boot: Boot
  readonly #cutOff: () => void
  readonly #hear: MachineListener
  #engine: Engine | undefined
  #offset = 0
  #restartAt: Instant = FOREVER
  #downtime = 0 as Duration
  /** Rows that came by, heard or not. */
  #rows = 0
  /** True time of the last thing that happened here. */
  now: Instant
  /** Inputs the engine was given. */
  inputs = 0
  starts = 0
  /** What the settings say: the next start reads them. */
  limits: Limits | undefined

  /** @param told.cutOff what was on its way to the process is lost */
  constructor(told: {
    readonly tape: Tape
    readonly journal: TornJournal
    readonly boot: Boot
    readonly cutOff: () => void
    readonly hear: MachineListener
    readonly start: Instant
  }) {
    this.#tape = told.tape
    this.#journal = told.journal
    this.#boot = told.boot
    this.#cutOff = told.cutOff
    this.#hear = told.hear
    this.now = told.start
  }

  get engine(): Engine | undefined {
    return this.#engine
  }

  /** What the machine's clock shows. */
  get clock(): Instant {
    return (this.now + this.#offset) as Instant
  }

  /** How far the clock is ahead of true time. */
  get offset(): Duration {
    return this.#offset as Duration
  }

  /** The first start of all; with the books of a past where the account has one. */
  begin(opening: Parameters<Engine["start"]>[1], books?: Books): void {
    this.#engine = this.#boot(books)
    this.#engine.start(this.clock, opening)
    this.starts++
  }

  /** The clock is put forward or back. */
  putClock(by: Duration, at: Instant): void {
    this.now = at
    this.#offset += by
  }

  /** The process dies after so many steps of its journal, and stays away for a while. */
  doom(steps: number, downtime: Duration): void {
    if (!this.#engine) return
    this.#downtime = downtime
    this.#journal.arm(steps)
  }

  /** No more crashes; a process that is down comes up now. */
  heal(at: Instant): void {
    this.now = at
    this.#journal.disarm()
    if (!this.#engine) this.#restartAt = at
  }

  get nextDue(): Instant {
    if (!this.#engine) return this.#restartAt
    const due = this.#engine.nextDue - this.#offset
    return (due > this.now ? due : this.now) as Instant
  }

  /** A timer is due that lies before this moment: by its own clock the process is late. */
  isLate(at: Instant): boolean {
    return this.#engine !== undefined && this.#engine.nextDue < at + this.#offset
  }

  onMarket(tick: Tick): void {
    this.now = tick.seen as Instant
    tick.seen += this.#offset
    // What the engine is told now is what a later process warms up with, and a replay hears.
    this.#tape.seen[this.#rows] = tick.seen
    this.#rows++
    this.#hear.row(tick)
    this.#give((engine) => engine.onMarket(tick))
  }

  onReport(report: Report, seen: Instant): void {
    this.now = seen
    this.#give((engine) => engine.onReport(report, this.clock))
  }

  onSurvey(survey: Survey, seen: Instant): void {
    this.now = seen
    this.#give((engine) => engine.onSurvey(survey, this.clock))
  }

  onNotice(notice: Notice, seen: Instant): void {
    this.now = seen
    this.#give((engine) => engine.onNotice(notice, this.clock))
  }

  onCommand(command: Command, seen: Instant): void {
    this.now = seen
    this.#give((engine) => engine.onCommand(command, this.clock))
  }

  onAct(act: Act, seen: Instant): void {
    this.now = seen
    this.#give((engine) => engine.onAct(act, this.clock))
  }

  onTime(at: Instant): void {
    this.now = at
    if (this.#engine) this.#give((engine) => engine.onTime(engine.nextDue))
    else this.#restart()
  }

  #give(input: (engine: Engine) => void): void {
    if (!this.#engine) return
    this.inputs++
    try {
      input(this.#engine)
    } catch (error) {
      if (!(error instanceof Crash)) throw error
      this.#die()
    }
  }

  #die(): void {
    this.#engine = undefined
    this.#restartAt = later(this.now, this.#downtime)
    this.#cutOff()
  }

  #restart(): void {
    this.#cutOff()
    const { books } = foldJournal(this.#journal.recover())
    this.#restartAt = FOREVER
    this.#engine = this.#boot(books)
    this.starts++
    warmUp(this.#engine, this.#tape, this.#rows)
    this.#give((engine) => engine.start(this.clock, { reason: "restart", rows: this.#rows }))
    const { limits } = this
    if (limits === undefined) return
    const rules = { limits, strategiesGoOn: false }
    if (books.rules.isAsked(rules)) return
    this.#give((engine) => engine.onCommand({ kind: "settings", rules }, this.clock))
  }
}
