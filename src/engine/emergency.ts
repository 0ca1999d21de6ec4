import { dayStep } from "../risk/day-breaker.ts"
import { dayOf } from "../value/time.ts"
import type { Books } from "./books.ts"
import { Crash, CRASH, CRASH_HALT } from "./crash.ts"
import type { Dealer } from "./dealer.ts"
import { GUARD } from "./guard.ts"
import type { Lane } from "./lane.ts"
import type { Turn } from "./turn.ts"

/** Closes trading when a market or a day falls too far, and knows when it may open again. */
export class Emergency {
  readonly #books: Books
  readonly #lanes: readonly Lane[]
  readonly #turn: Turn
  readonly #dealer: Dealer
  readonly #crash: Crash

  constructor(told: {
    readonly books: Books
    readonly lanes: readonly Lane[]
    readonly turn: Turn
    readonly dealer: Dealer
  }) {
    this.#books = told.books
    this.#lanes = told.lanes
    this.#turn = told.turn
    this.#dealer = told.dealer
    this.#crash = new Crash(told.lanes)
  }

  /** One row of the market; true when it is worth asking `onFall`. */
  hasFallen(lane: Lane): boolean {
    return this.#crash.hasFallen(lane)
  }

  /** RISK-42: entries rest while a market falls by a tenth within a minute. True when they now do. */
  onFall(lane: Lane): boolean {
    const alarm = this.#crash.alarm(lane, this.#turn.now)
    if (alarm === undefined) return false
    const { isRunning, code } = this.#books.switch
    const next = alarm.stage === "halt" ? CRASH_HALT : CRASH
    const isWorse = code === CRASH && next === CRASH_HALT
    if (!isRunning && !isWorse) return false
    const what = `${lane.instrument.symbol} fell by ${alarm.value} within a minute.`
    this.#turn.switchTo("exits-only", next, what)
    return true
  }

  /** RISK-45: what a crash closed opens when it is over. */
  calm(): void {
    const { code, at, isRunning } = this.#books.switch
    if (isRunning || code !== CRASH || !this.#crash.isOver(at, this.#turn.now)) return
    this.#turn.switchTo("running", "CALM", "The fall has been over for 15 minutes.")
  }

  /** RISK-40: a day that lost so much ends here. All is sold, and nothing opens before the next one. */
  endDay(equityUnits: bigint): void {
    const { dayStartUnits } = this.#books.days.at(this.#turn.now)
    const step = dayStep({ dayStartUnits, equityUnits })
    if (!step?.isHalt) return
    const lost = `${step.fromPpm / 10_000} % of the day's start were lost`
    if (this.#books.switch.code !== "RISK-40") {
      this.#turn.switchTo("exits-only", "RISK-40", `${lost}; everything is sold.`)
    }
    for (const { instrument } of this.#lanes) this.#dealer.leave(instrument.index, lost, GUARD)
  }

  /** Why nobody can open entries by hand yet; undefined when it is possible (RISK-45). */
  closedStill(): string | undefined {
    const { code, at } = this.#books.switch
    const { now } = this.#turn
    if (code === CRASH || (code === CRASH_HALT && !this.#crash.isOver(at, now))) {
      return "A market has just fallen; entries stay closed until it was calm for 15 minutes (RISK-45)."
    }
    if (code !== "RISK-40" || dayOf(at) !== dayOf(now)) return undefined
    return "Entries stay closed until 00:00 UTC: the day has lost 15 % (RISK-45)."
  }
}
