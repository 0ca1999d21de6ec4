import { DAY_US, dayOf, days } from "../value/time.ts"
import type { Instant } from "../value/brand.ts"
import { PPM } from "../value/brand.ts"
import type { Measure } from "./measure.ts"
import { TradeTally } from "./trade-tally.ts"

/** One UTC day of the account, flows left out. */
export interface Day {
  readonly day: number
  readonly startUnits: bigint
  readonly endUnits: bigint
  /** The lowest worth of the day. */
  readonly lowUnits: bigint
  /** Deepest distance below the peak on that day, parts per million. */
  readonly drawdownPpm: number
  readonly trades: number
}

/** A round trip that ended. */
export interface Trade {
  readonly at: Instant
  readonly instrument: number
  readonly strategy: string
  readonly isManual: boolean
  /** It ended at its protective stop, at a loss. */
  readonly isStopped: boolean
  /** Net of all fees, account-asset units. */
  readonly pnlUnits: bigint
}

/** A measured thing with its moment. */
export type Dated<T> = T & { readonly at: Instant }

/** State that a snapshot keeps. */
export interface EvidenceState {
  readonly days: readonly Day[]
  readonly peakUnits: bigint
  readonly equityUnits: bigint
  readonly flows: readonly { readonly at: Instant; readonly units: bigint }[]
  readonly trades: readonly Trade[]
  readonly measures: readonly Dated<Measure>[]
  readonly attempts: readonly Instant[]
  readonly reactions: readonly { readonly at: Instant; readonly isQuick: boolean }[]
  /** First and last trade on paper; absent without any. */
  readonly paper?: { readonly from: Instant; readonly to: Instant }
}

/** So many days are looked back at, at most: two periods of the longest tier. */
const DAYS_KEPT = 130
const FLOW_WINDOW = days(30)

/**
 * What an account has shown: a fold over samples, flows, trades and measures. Figures of a period are
 * asked for with the moment it begins; nothing here decides anything.
 */
export class Evidence {
  #days: Day[] = []
  #peakUnits = 0n
  #equityUnits = 0n
  #flows: EvidenceState["flows"][number][] = []
  #trades: Trade[] = []
  #measures: Dated<Measure>[] = []
  #attempts: Instant[] = []
  #reactions: EvidenceState["reactions"][number][] = []
  #paper: EvidenceState["paper"]
  #tally: TradeTally<Trade> | undefined

  get state(): EvidenceState {
    return {
      days: [...this.#days],
      peakUnits: this.#peakUnits,
      equityUnits: this.#equityUnits,
      flows: [...this.#flows],
      trades: [...this.#trades],
      measures: [...this.#measures],
      attempts: [...this.#attempts],
      reactions: [...this.#reactions],
      ...(this.#paper === undefined ? {} : { paper: this.#paper }),
    }
  }

  restore(state: EvidenceState): void {
    this.#days = [...state.days]
    this.#peakUnits = state.peakUnits
    this.#equityUnits = state.equityUnits
    this.#flows = [...state.flows]
    this.#trades = [...state.trades]
    this.#tally = undefined
    this.#measures = [...state.measures]
    this.#attempts = [...state.attempts]
    this.#reactions = [...state.reactions]
    this.#paper = state.paper
  }

  get equityUnits(): bigint {
    return this.#equityUnits
  }
  /** Oldest first; the last one may still be going on. */
  get days(): readonly Day[] {
    return this.#days
  }

  onFlow(at: Instant, units: bigint): void {
    this.#flows = this.#flows.filter((it) => it.at > at - FLOW_WINDOW)
    this.#flows.push({ at, units })
    this.#equityUnits += units
    this.#peakUnits += units
    const today = this.#days.at(-1)
    if (!today) return
    const { startUnits, endUnits, lowUnits } = today
    this.#days[this.#days.length - 1] = {
      ...today,
      startUnits: startUnits + units,
      endUnits: endUnits + units,
      lowUnits: lowUnits + units,
    }
  }

  onSample(at: Instant, units: bigint): void {
    const before = this.#equityUnits
    this.#equityUnits = units
    if (units > this.#peakUnits) this.#peakUnits = units
    const day = dayOf(at)
    const drawdownPpm = this.#drawdownPpm()
    const today = this.#days.at(-1)
    // A clock that steps back over midnight makes no new day.
    if (today && day <= today.day) {
      this.#days[this.#days.length - 1] = {
        ...today,
        endUnits: units,
        lowUnits: units < today.lowUnits ? units : today.lowUnits,
        drawdownPpm: Math.max(drawdownPpm, today.drawdownPpm),
      }
      return
    }
    const lowUnits = units < before ? units : before
    this.#days.push({ day, startUnits: before, endUnits: units, lowUnits, drawdownPpm, trades: 0 })
    if (this.#days.length > DAYS_KEPT) this.#days.shift()
  }

  onTrade(trade: Trade): void {
    this.#trades.push(trade)
    this.#tally?.add(trade)
    const today = this.#days.at(-1)
    if (today) this.#days[this.#days.length - 1] = { ...today, trades: today.trades + 1 }
  }

  onMeasure(at: Instant, measure: Measure): void {
    this.#measures.push({ ...measure, at })
  }

  /** The trader asked for more than 5 % (TIER-7). */
  onAttempt(at: Instant): void {
    this.#attempts = [...this.#attempts.slice(-99), at]
  }

  /** An order was answered by the exchange within the execution target, or not (TIER-7, PERF-2). */
  onReaction(at: Instant, isQuick: boolean): void {
    this.#reactions.push({ at, isQuick })
    if (this.#reactions.length > 5_000) this.#reactions.shift()
  }

  /** Something was bought on paper (TIER-17). */
  onPaper(at: Instant): void {
    this.#paper = { from: this.#paper?.from ?? at, to: at }
  }

  /** First and last trade on paper. */
  get paper(): EvidenceState["paper"] {
    return this.#paper
  }

  /** TIER-5: what was paid in during the last 30 days buys nothing; what was taken out is made up for. */
  tierEquityUnits(now: Instant): bigint {
    let paidIn = 0n
    for (const { at, units } of this.#flows) if (at > now - FLOW_WINDOW) paidIn += units
    return paidIn > 0n ? this.#equityUnits - paidIn : this.#equityUnits
  }

  /** The same trades with their sums; it goes on counting until another moment is asked for. */
  tallySince(since: Instant): TradeTally<Trade> {
    if (this.#tally?.since !== since) this.#tally = new TradeTally(since, this.#trades)
    return this.#tally
  }

  tradesSince(since: Instant): readonly Trade[] {
    return this.#trades.filter((it) => it.at >= since)
  }

  daysSince(since: Instant): readonly Day[] {
    return this.#days.filter((it) => (it.day + 1) * DAY_US > since)
  }

  attemptsSince(since: Instant): number {
    return this.#attempts.filter((it) => it >= since).length
  }

  reactionsSince(since: Instant): { readonly all: number; readonly quick: number } {
    let [all, quick] = [0, 0]
    for (const it of this.#reactions) {
      if (it.at < since) continue
      all++
      if (it.isQuick) quick++
    }
    return { all, quick }
  }

  /** Measures of one kind since a moment, oldest first. */
  measures<K extends Measure["kind"]>(
    kind: K,
    since: Instant,
  ): readonly Dated<Extract<Measure, { kind: K }>>[] {
    return this.#measures.filter(
      (it): it is Dated<Extract<Measure, { kind: K }>> => it.kind === kind && it.at >= since,
    )
  }

  #drawdownPpm(): number {
    if (this.#peakUnits <= 0n || this.#equityUnits >= this.#peakUnits) return 0
    return Number(((this.#peakUnits - this.#equityUnits) * BigInt(PPM)) / this.#peakUnits)
  }
}
