import { decodeFact, type Fact, type Placed } from "../src/engine/records.ts"
import type { JournalRecord } from "../src/engine/ports.ts"
import type { Instrument } from "../src/market/instrument.ts"
import { BAR, OPEN, QUOTE, type Row, TRADE } from "../src/market/tape.ts"
import type { Fill, Report, Survey } from "../src/order/report.ts"
import type { Request } from "../src/order/request.ts"
import type { Limits } from "../src/risk/limits.ts"
import type { Instant } from "../src/value/brand.ts"
import { dayOf } from "../src/value/time.ts"
import { type Arrived, placedBy } from "./placed-by.ts"
import { OutsideBook } from "./outside-book.ts"
import { Venue } from "./venue.ts"

/** An order as the journal tells of it. */
export interface Heard extends Arrived {
  readonly purpose: string
  /** The plan it is a part of. */
  readonly plan?: string
  filled: number
  /** When the exchange said that it does not know the order, by its own clock. */
  readonly missing: number[]
  /** What it had filled when it ended, as the exchange says; undefined before. */
  executed: number | undefined
  isOver: boolean
}

/** A plan as the journal tells of it. */
export interface Mandated {
  readonly instrument: number
  readonly quantity: number
  readonly window: number
  readonly beganAt: number
  state: "running" | "paused" | "stopping" | "ended"
}

/** The last prices of a market, counts; NaN while there is none. */
export interface Seen {
  last: number
  bid: number
  ask: number
  /** By the machine's clock, and in truth. */
  at: number
  trulyAt: number
}

/**
 * A second bookkeeper. It believes nothing that it is told in passing: it reads the journal's lines
 * as they stand there, and watches the exchange's own doing beside it (`venue`). It is as simple as
 * it can be, shares no code with the ledger, and knows only markets quoted in the account's asset.
 */
export class Auditor {
  readonly instruments: readonly Instrument[]
  readonly rank: number
  /** What the exchange did, whatever anybody heard of it. */
  readonly venue: Venue
  readonly prices: readonly Seen[]
  /** Requests that the journal has for good and that have not left, as text. */
  readonly #unsent = new Map<string, number>()
  book: Book
  /** Lines so far that may be lost still. */
  #loose: { readonly seq: number; readonly fact: Fact }[] = []

  constructor(told: {
    readonly instruments: readonly Instrument[]
    /** The tier that the account has earned, counted from 0. */
    readonly rank: number
    /** What the account begins with. */
    readonly funds: readonly { readonly asset: string; readonly units: bigint }[]
  }) {
    const { instruments, funds } = told
    this.instruments = instruments
    this.rank = told.rank
    this.venue = new Venue({ instruments, funds, lastOf: (i) => this.prices[i].last })
    this.prices = told.instruments.map(() => ({
      last: NaN,
      bid: NaN,
      ask: NaN,
      at: NaN,
      trulyAt: NaN,
    }))
    this.book = new Book(told.instruments)
  }

  /** The trader was shown a row, at this true time. */
  row(row: Row, now: Instant): void {
    const seen = this.prices[row.instrument]
    seen.at = row.seen
    seen.trulyAt = now
    if (row.kind === QUOTE) {
      seen.bid = row.a
      seen.ask = row.c
    } else if (row.kind === TRADE || row.kind === OPEN) seen.last = row.a
    else if (row.kind === BAR) seen.last = row.d
  }

  line(seq: number, fact: Fact, at: Instant): void {
    this.#loose.push({ seq, fact })
    this.book.fold(fact, at)
  }

  committed(seq: number): void {
    for (const line of this.#loose) {
      if (line.seq <= seq && line.fact.kind === "placed") {
        const text = JSON.stringify(line.fact.request)
        this.#unsent.set(text, (this.#unsent.get(text) ?? 0) + 1)
      }
    }
    this.#loose = this.#loose.filter((line) => line.seq > seq)
  }

  /** The process died and this much of the journal is left: what had not left by then never may. */
  recovered(records: readonly JournalRecord[]): void {
    this.#unsent.clear()
    this.#loose = []
    this.book = new Book(this.instruments)
    for (const { body, at } of records) this.book.fold(decodeFact(body), at)
  }

  /** A request leaves. @returns whether it stood in the journal for good, and had not left */
  sent(request: Request): boolean {
    const text = JSON.stringify(request)
    const left = this.#unsent.get(text) ?? 0
    this.#unsent.set(text, left - 1)
    return left > 0
  }

  arrived(request: Request): void {
    this.venue.arrived(request)
  }

  answered(answer: Report | Survey): void {
    this.venue.answered(answer)
  }

  /** Mid of the quote, else the last trade; NaN before the first. */
  markOf(instrument: number): number {
    const { bid, ask, last } = this.prices[instrument]
    return bid > 0 && ask > 0 ? Math.round((bid + ask) / 2) : last
  }

  /** Worth of base units at the mark, in units of the account asset; undefined without a price. */
  worthOf(instrument: number, units: bigint): bigint | undefined {
    if (units === 0n) return 0n
    const mark = this.markOf(instrument)
    if (Number.isNaN(mark)) return undefined
    return (units * BigInt(mark)) / 10n ** BigInt(this.instruments[instrument].priceScale)
  }

  /** What the account is worth by our own books. */
  equity(): bigint | undefined {
    let sum = this.book.balances.get(ACCOUNT_ASSET) ?? 0n
    for (const { index, base } of this.instruments) {
      const worth = this.worthOf(index, this.book.balances.get(base.code) ?? 0n)
      if (worth === undefined) return undefined
      sum += worth
    }
    return sum
  }

  /** Price times quantity in units of the account asset. */
  valueOf(instrument: number, price: number, quantity: number): bigint {
    const { priceScale, quantityScale } = this.instruments[instrument]
    return (
      (BigInt(price) * BigInt(quantity) * 10n ** 8n) / 10n ** BigInt(priceScale + quantityScale)
    )
  }

  /** Base units as whole lots of the market. */
  lotsOf(instrument: number, units: bigint): number {
    return Number(units / 10n ** BigInt(8 - this.instruments[instrument].quantityScale))
  }
}

const OVERRIDE_LASTS = 300_000_000
const AN_HOUR = 3_600_000_000
export const ACCOUNT_ASSET = "USDT"

/** The journal's lines, added up. */
export class Book {
  readonly balances = new Map<string, bigint>()
  /** What was bought and not sold, base units by market. */
  readonly positions: bigint[]
  readonly fees = new Map<string, bigint>()
  /** Worth of all fees at the prices of their fills, account-asset units as a float; NaN when it cannot be told. */
  feesWorth = 0
  readonly orders = new Map<string, Heard>()
  readonly outside = new OutsideBook()
  /** Plans by name, with the mandate that the journal tells. */
  readonly plans = new Map<string, Mandated>()
  /** Market and trade id of every fill that was heard of. */
  readonly fills = new Set<string>()
  /** When the last orders were placed. */
  placedAt: Instant[] = []
  isRunning = false
  tiltLevel = 0
  peakUnits = 0n
  dayStartUnits = 0n
  entriesToday = 0
  lines = 0
  /** When the halt returns that an override has lifted. */
  liftedUntil = Infinity
  /** Limits by the moment at which somebody asked for them, the first ones first. */
  wishes: { readonly at: Instant; readonly limits: Limits }[] = []
  #equityUnits = 0n
  #day = -1
  readonly #instruments: readonly Instrument[]

  constructor(instruments: readonly Instrument[]) {
    this.#instruments = instruments
    this.positions = instruments.map(() => 0n)
  }

  /** Orders that may still do something. */
  get live(): readonly Heard[] {
    return [...this.orders.values()].filter((order) => !order.isOver)
  }

  fold(fact: Fact, at: Instant): void {
    this.lines++
    this.outside.fold(fact, at, this.orders)
    if (fact.kind === "deposit") {
      this.#add(fact.asset, fact.units)
      this.#equityUnits += fact.costUnits
      this.peakUnits += fact.costUnits
      this.dayStartUnits += fact.costUnits
    }
    if (fact.kind === "switched") {
      if (fact.code === "OVERRIDE") this.liftedUntil = at + OVERRIDE_LASTS
      else if (fact.code.startsWith("RISK-")) this.liftedUntil = Infinity
    }
    if (fact.kind === "header") this.wishes = [{ at, limits: fact.settings["limits"] as Limits }]
    if (fact.kind === "command" && fact.command.kind === "settings") {
      this.wishes.push({ at, limits: fact.command.rules.limits })
    }
    if (fact.kind === "switched") this.isRunning = fact.to === "running"
    if (fact.kind === "command" && fact.command.kind === "tilt") this.tiltLevel = fact.command.level
    if (fact.kind === "sample") this.#sample(fact.equityUnits, at)
    if (fact.kind === "placed") this.#place(fact, at)
    if (fact.kind === "plan-began") {
      const { id, instrument, quantity, window } = fact.plan
      this.plans.set(id, { instrument, quantity, window, beganAt: at, state: "running" })
      this.#count(at)
    }
    if (fact.kind === "plan-turned") this.#turnPlan(fact.plan, fact.to)
    if (fact.kind === "plan-ended") this.#turnPlan(fact.plan, "ended")
    if (fact.kind === "report") this.#report(fact.report)
  }

  /**
   * The loosest that may hold at a moment: what was asked for within the last hour holds only where it
   * is tighter than what was asked for before.
   */
  limitsAt(now: Instant): Limits {
    const recent = this.wishes.filter((it) => it.at > now - AN_HOUR)
    const before = this.wishes.filter((it) => it.at <= now - AN_HOUR).slice(-1)
    const first = this.wishes.slice(0, before.length === 0 ? 1 : 0)
    const least = (name: keyof Limits): Limits["position"] =>
      Math.min(
        ...[...first, ...before, ...recent].map((it) => it.limits[name]),
      ) as Limits["position"]
    return {
      position: least("position"),
      dayLoss: least("dayLoss"),
      drawdownHalt: least("drawdownHalt"),
    }
  }

  /** Figures of the day that a moment lies in: a day that has ended hands its last worth on. */
  day(at: Instant): { readonly startUnits: bigint; readonly entries: number } {
    const isNew = dayOf(at) > this.#day
    return isNew
      ? { startUnits: this.#equityUnits, entries: 0 }
      : { startUnits: this.dayStartUnits, entries: this.entriesToday }
  }

  #turnTo(at: Instant): void {
    const { startUnits, entries } = this.day(at)
    this.dayStartUnits = startUnits
    this.entriesToday = entries
    this.#day = Math.max(this.#day, dayOf(at))
  }

  #sample(units: bigint, at: Instant): void {
    this.#turnTo(at)
    this.#equityUnits = units
    if (units > this.peakUnits) this.peakUnits = units
  }

  #count(at: Instant): void {
    this.#turnTo(at)
    this.entriesToday++
  }

  #turnPlan(id: string, state: Mandated["state"]): void {
    const plan = this.plans.get(id)
    if (plan) plan.state = state
  }

  #place({ request, purpose, slice }: Placed, at: Instant): void {
    if (purpose === "entry" && slice === undefined) this.#count(at)
    for (const placed of placedBy(request)) {
      this.placedAt = [...this.placedAt.slice(-99), at]
      this.orders.set(placed.id, {
        ...placed,
        purpose,
        ...(slice ? { plan: slice.plan } : {}),
        filled: 0,
        missing: [],
        executed: undefined,
        isOver: false,
      })
    }
  }

  #report(report: Report): void {
    const order = this.orders.get(report.id)
    if (!order) return
    if (report.kind === "filled") this.#fill(order, report.fill)
    if (report.kind === "told") for (const fill of report.fills) this.#fill(order, fill)
    const hasEnded =
      report.kind === "cancelled" ||
      report.kind === "expired" ||
      (report.kind === "told" && report.status !== "open")
    if (hasEnded) order.executed = report.executed
    // Its last fills may come after its end.
    if (order.executed !== undefined && order.filled >= order.executed) order.isOver = true
    if (report.kind === "absent") order.missing.push(report.at)
    // Twice said, so far apart that it cannot have been under way.
    const isMissing = Math.max(...order.missing) - Math.min(...order.missing) >= 16_000_000
    const isDenied = report.kind === "rejected" || (report.kind === "absent" && isMissing)
    if (isDenied && order.filled === 0) order.isOver = true
    const isBack = report.kind === "accepted" && order.executed === undefined
    if (isBack && order.filled < order.terms.quantity) order.isOver = false
    if (order.filled >= order.terms.quantity) order.isOver = true
  }

  #fill(order: Heard, fill: Fill): void {
    const key = `${order.instrument}/${fill.tradeId}`
    if (this.fills.has(key)) return
    this.fills.add(key)
    order.filled += fill.quantity
    const { base, quote, quantityScale } = this.#instruments[order.instrument]
    const units = BigInt(fill.quantity) * 10n ** BigInt(8 - quantityScale)
    const sign = order.side === "buy" ? 1n : -1n
    this.#add(base.code, sign * units)
    this.#add(quote.code, -sign * fill.quoteUnits)
    this.#add(fill.feeAsset, -fill.feeUnits)
    this.positions[order.instrument] += sign * units
    this.#fee(order, fill, units)
  }

  #fee(order: Heard, fill: Fill, units: bigint): void {
    const { feeAsset, feeUnits } = fill
    this.fees.set(feeAsset, (this.fees.get(feeAsset) ?? 0n) + feeUnits)
    const { base, quote } = this.#instruments[order.instrument]
    if (feeAsset === quote.code) this.feesWorth += Number(feeUnits)
    else if (feeAsset === base.code) {
      this.feesWorth += (Number(feeUnits) * Number(fill.quoteUnits)) / Number(units)
    } else if (feeUnits > 0n) this.feesWorth = NaN
    if (feeAsset === base.code && order.side === "buy") {
      this.positions[order.instrument] -= feeUnits
    } else this.#takeFromPositions(feeAsset)
  }

  /** Fees are paid out of what was there from the start, and then out of what was bought. */
  #takeFromPositions(asset: string): void {
    const held = this.balances.get(asset) ?? 0n
    for (const { index, base } of this.#instruments) {
      if (base.code === asset && this.positions[index] > held) this.positions[index] = held
    }
  }

  #add(asset: string, units: bigint): void {
    this.balances.set(asset, (this.balances.get(asset) ?? 0n) + units)
  }
}
