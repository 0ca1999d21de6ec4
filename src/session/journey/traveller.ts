import { TierBook } from "../../tier/tier-book.ts"
import type { TierAct } from "../../tier/preparation.ts"
import type { Measure } from "../../tier/measure.ts"
import { moneyText } from "../../value/amounts.ts"
import { type Duration, type Instant, instantOf } from "../../value/brand.ts"
import { Chance } from "../../value/chance.ts"
import { days, formatInstant, hours, later } from "../../value/time.ts"

/** 2026-01-01: any day would do, as long as it is always the same. */
const START = instantOf(days(20_454))
const STRATEGIES = ["breakout", "trend", "reversion", "spread-capture"] as const
const PAIRS = 6

/** What a stretch of days is like. */
export interface Stretch {
  readonly days: number
  /** Mean gain of a day as a part of the account. */
  readonly gain: number
  readonly trades: number
}

/**
 * An account on virtual time. It makes days and hands them to the real tier machine; nothing here
 * decides anything about a tier. Its gains are made up, so that the rules have something to judge.
 */
export class Traveller {
  readonly book = new TierBook()
  #lines: string[]
  readonly #chance: Chance
  #now: Instant = START
  #units = 0n
  #told = 0
  /** Daily returns, for the figures of risk. */
  readonly returns: number[] = []

  constructor(seed: number, lines: string[]) {
    this.#chance = new Chance(seed, "journey")
    this.book.onBooks({ hasAgreed: true })
    this.#lines = lines
  }

  get now(): Instant {
    return this.#now
  }
  get units(): bigint {
    return this.#units
  }
  get day(): number {
    return Math.floor((this.#now - START) / days(1))
  }

  /** One line of the story, with the moment, the worth and the tier before it. */
  say(text: string): void {
    const { held, working } = this.book.standing(this.#now)
    const tier = held === working ? held.name : `${held.name}*`
    const when = `day ${String(this.day).padStart(3)} ${formatInstant(this.#now).slice(11, 16)}`
    this.#lines.push(`${when} ${moneyText(this.#units).padStart(11)} ${tier.padEnd(11)} ${text}`)
  }

  /** From here on the story is told there. */
  tellTo(lines: string[]): void {
    this.#lines = lines
  }

  wait(span: Duration): void {
    this.#now = later(this.#now, span)
  }

  pay(units: bigint): void {
    this.#units += units
    this.book.onFlow(this.#now, units)
    this.#hear()
  }

  /** The account is worth this now. */
  stand(units: bigint): void {
    this.#units = units
    this.book.onSample(this.#now, units)
    this.#hear()
  }

  measure(measure: Measure): void {
    this.book.onMeasure(this.#now, measure)
    this.#hear()
  }

  /** What the trader writes; says what the machine answers. */
  act(act: TierAct): void {
    const answer = this.book.onAct(this.#now, act)
    if (answer !== undefined) this.say(`"${act.kind}" does not count: ${answer}`)
    this.#hear()
  }

  /** A trade by hand that ended at its stop. */
  stopByHand(): void {
    const pnlUnits = -this.#units / 1_000n
    this.book.onTrade({
      at: this.#now,
      instrument: 0,
      strategy: "trader",
      isManual: true,
      isStopped: true,
      pnlUnits,
    })
    this.#hear()
  }

  violate(): void {
    this.book.onViolation(this.#now)
    this.#hear()
  }

  foreignOrder(): void {
    this.book.onForeignOrder(this.#now)
    this.#hear()
  }

  /** Lives so many days; each begins at midnight and ends at its evening. */
  live(stretch: Stretch): void {
    for (let i = 0; i < stretch.days; i++) this.#liveDay(stretch)
  }

  /** Goes on to the next midnight and a bit, when the day is evaluated. */
  sleep(): void {
    const midnight = later(START, days(this.day + 1))
    this.#now = later(midnight, hours(0.1))
    this.stand(this.#units)
  }

  #liveDay({ gain, trades }: Stretch): void {
    this.sleep()
    const start = this.#units
    const isGood = this.#chance.happens(0.8)
    const part = isGood ? gain * (1.1 + 0.4 * this.#chance.unit()) : -0.3 * gain
    const made = BigInt(Math.round(Number(start) * part))
    for (let i = 0; i < trades; i++) this.#trade(i, made / BigInt(trades))
    this.#now = later(START, (days(this.day) + hours(20)) as Duration)
    this.stand(start + made)
    this.returns.push(part)
    this.measure({ kind: "baseline", days: this.day })
    this.measure({ kind: "tilt-score", score: 5 })
  }

  #trade(i: number, mean: bigint): void {
    const part = Math.round(1_000 * (0.5 + this.#chance.unit()))
    this.book.onTrade({
      at: later(this.#now, (hours(1) + i * 1_000_000) as Duration),
      instrument: i % PAIRS,
      strategy: STRATEGIES[i % STRATEGIES.length] ?? "trend",
      isManual: false,
      isStopped: mean < 0n,
      pnlUnits: (mean * BigInt(part)) / 1_000n,
    })
    this.book.evidence.onReaction(this.#now, true)
  }

  /** Tells what the machine wrote into its history since. */
  #hear(): void {
    const { history } = this.book
    for (; this.#told < history.length; this.#told++) {
      const it = history[this.#told]
      if (it === undefined) continue
      const move = it.from === it.to ? "" : ` ${it.from} → ${it.to}`
      this.say(`[${it.kind}${move}] ${it.reason}`)
    }
  }
}
