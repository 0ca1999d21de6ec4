import type { Alarm } from "../risk/breaker.ts"
import { isLiftable, OVERRIDE_LASTS } from "../risk/override.ts"
import { type DayStep, dayStep, soldBy } from "../risk/day-breaker.ts"
import { moneyText } from "../value/amounts.ts"
import { type Instant, PPM } from "../value/brand.ts"
import { formatInstant, dayOf, later } from "../value/time.ts"
import type { Books } from "./books.ts"
import { Crash, CRASH, CRASH_HALT } from "./crash.ts"
import type { Dealer } from "./dealer.ts"
import { type Deleverager, furtherPpm } from "./deleverager.ts"
import { GUARD } from "./guard.ts"
import type { Lane } from "./lane.ts"
import { OVERRIDE } from "./switchboard.ts"
import type { Turn } from "./turn.ts"

/**
 * From this loss of a day on it is weighed each second, not each minute (RISK-40). What is held is at most
 * half of an account, so from less than this to the first tenth every market would have to fall by a sixth
 * within the minute, and RISK-42 looks at each price.
 */
const WATCHED_FROM = 20_000n

/** Closes trading when a market or a day falls too far, and knows when it may open again. */
export class Emergency {
  readonly #books: Books
  readonly #turn: Turn
  readonly #dealer: Dealer
  readonly #deleverager: Deleverager
  readonly #crash: Crash
  #isDayWatched = false

  constructor(told: {
    readonly books: Books
    readonly lanes: readonly Lane[]
    readonly turn: Turn
    readonly dealer: Dealer
    readonly deleverager: Deleverager
  }) {
    this.#books = told.books
    this.#turn = told.turn
    this.#dealer = told.dealer
    this.#deleverager = told.deleverager
    this.#crash = new Crash(told.lanes)
  }

  /** One row of the market; true when it is worth asking `onFall`. */
  hasFallen(lane: Lane): boolean {
    return this.#crash.hasFallen(lane)
  }

  /** RISK-42: entries rest while a market falls by a tenth within a minute. True when something follows. */
  onFall(lane: Lane): boolean {
    const alarm = this.#crash.alarm(lane, this.#turn.now)
    if (alarm === undefined) return false
    const { symbol, index } = lane.instrument
    const what = `${symbol} fell by ${alarm.value}`
    const hasClosed = this.#close(alarm, `${what} within a minute.`)
    return (Crash.isDeep(alarm) && this.#sellFallen(index, what)) || hasClosed
  }

  /** @returns false when entries rest already, for this or for something else */
  #close({ stage }: Alarm, reason: string): boolean {
    const { isRunning, code } = this.#books.switch
    const next = stage === "halt" ? CRASH_HALT : CRASH
    const isWorse = code === CRASH && next === CRASH_HALT
    if (!isRunning && !isWorse) return false
    this.#turn.switchTo("exits-only", next, reason)
    return true
  }

  /** RISK-42: from 15 % on exposure is reduced: half of what is held of it goes, once an alarm. */
  #sellFallen(index: number, because: string): boolean {
    const { alerts } = this.#books.risk
    const symbol = this.#books.instrument(index).symbol
    const what = `${because} within a minute; half of what is held of it is sold (RISK-42).`
    const alert = { id: "RISK-42", level: "critical", about: symbol, what } as const
    const isHeld = this.#books.ledger.position(index).quantity > 0
    if (!isHeld || !alerts.isDue(alert, this.#turn.now)) return false
    this.#turn.alert(alert)
    this.#deleverager.sell({ id: "RISK-42", because, ppm: 500_000, among: [index] })
    return true
  }

  /** RISK-45: what a crash closed opens when it is over. */
  calm(): void {
    const { code, at, isRunning } = this.#books.switch
    if (isRunning || code !== CRASH || !this.#crash.isOver(at, this.#turn.now)) return
    this.#turn.switchTo("running", "CALM", "The fall has been over for 15 minutes.")
  }

  /** The day has lost so much, and something is held: it is to be weighed each second. */
  get isDayWatched(): boolean {
    return this.#isDayWatched
  }

  /** RISK-40: what a day that loses so much asks for: parts are sold, and at last everything. */
  weighDay(equityUnits: bigint): void {
    const { dayStartUnits } = this.#books.days.at(this.#turn.now)
    const lost = (dayStartUnits - equityUnits) * BigInt(PPM)
    const isDeep = dayStartUnits > 0n && lost >= dayStartUnits * WATCHED_FROM
    this.#isDayWatched = isDeep && this.#deleverager.order().length > 0
    this.#climbDown(dayStartUnits, equityUnits)
  }

  #climbDown(dayStartUnits: bigint, equityUnits: bigint): void {
    const step = dayStep({ dayStartUnits, equityUnits })
    if (step === undefined || step.deleveragePpm === 0) return
    const lost = `${step.fromPpm / 10_000} % of the day's start were lost`
    if (!step.isHalt) return this.#reduceDay(step, lost)
    if (this.#books.switch.code !== "RISK-40") {
      this.#turn.switchTo("exits-only", "RISK-40", `${lost}; everything is sold.`)
    }
    for (const { instrument } of this.#deleverager.order()) {
      this.#dealer.leave(instrument, lost, GUARD)
    }
  }

  #reduceDay({ fromPpm, deleveragePpm }: DayStep, because: string): void {
    const { reductions } = this.#books.risk
    const stage = reductions.stageAt(this.#turn.now)
    if (fromPpm <= stage) return
    const ppm = furtherPpm(soldBy(stage), deleveragePpm)
    this.#deleverager.sell({ id: "RISK-40", because, ppm, stagePpm: fromPpm })
  }

  /** RISK-50: opens entries for a while after an emergency of the market, and says what became of it. */
  override(told: { readonly hasAgreed: boolean }): void {
    const answer = this.#books.person.overrideAnswer
    if (answer === undefined) return
    const score = this.#books.tilt.score(this.#turn.now)
    const gain = this.#deleverager.order().reduce((sum, it) => sum + it.gainUnits, 0n)
    const beside = `The guard's score is ${score}, the open result ${moneyText(gain)}.`
    if (answer.kind === "refused") {
      const { id, value, limit, because } = answer
      const what = `The override was refused: ${value}, limit ${limit} (${id}). ${because} ${beside}`
      this.#turn.record({ kind: "note", code: id, what })
      return
    }
    if (!told.hasAgreed) {
      const what = `The override opens nothing yet: our books and the exchange do not agree. ${beside}`
      this.#turn.record({ kind: "note", code: "RISK-50", what })
      return
    }
    this.#open(answer.until, beside)
  }

  /** The books agree: an override that was granted before they did opens for what is left of its time. */
  onAgreed(): void {
    const { now } = this.#turn
    const { overrides } = this.#books.risk
    const { isRunning, code, at } = this.#books.switch
    const since = overrides.openSince(now)
    // A halt that came after it is another one.
    const isLifted = !isRunning && since !== undefined && at < since && isLiftable(code)
    if (isLifted) this.#open(later(since, OVERRIDE_LASTS), "Our books and the exchange agree now.")
  }

  #open(until: Instant, beside: string): void {
    const text = `until ${formatInstant(until)}; then the halt returns. ${beside}`
    this.#crash.forget()
    this.#turn.switchTo("running", OVERRIDE, `An override opens entries ${text}`)
  }

  /** The five minutes of an override are over: the halt returns, whatever was switched meanwhile. */
  endOverride(): void {
    const { overridden, risk } = this.#books
    if (overridden === undefined || risk.overrides.isOpen(this.#turn.now)) return
    const reason = `The override is over. ${overridden.reason}`
    // A halt by hand meanwhile stays one: only a person opens entries again (RISK-46).
    const isByHand = this.#books.switch.code === "HALT" && overridden.code === CRASH
    this.#turn.switchTo("exits-only", isByHand ? CRASH_HALT : overridden.code, reason)
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
