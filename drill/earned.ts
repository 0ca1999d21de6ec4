import { Books } from "../src/engine/books.ts"
import { encodeFact, type Command, type Fact, type Header } from "../src/engine/records.ts"
import type { JournalRecord } from "../src/engine/ports.ts"
import { type Instrument, notional, quantityFor } from "../src/market/instrument.ts"
import { OPEN, BAR, QUOTE, TRADE, type Tape } from "../src/market/tape.ts"
import { orderIdOf } from "../src/order/request.ts"
import type { Side } from "../src/order/terms.ts"
import { hashOf, NO_HASH } from "../src/storage/chain.ts"
import type { Measure } from "../src/tier/measure.ts"
import { CEREMONY_SENTENCE, CHECKLIST, type TierAct } from "../src/tier/preparation.ts"
import { DOLLAR } from "../src/value/amounts.ts"
import type { Instant, Price, Quantity } from "../src/value/brand.ts"
import { days, floorTo, hours, later, milliseconds, minutes } from "../src/value/time.ts"

const TEXT = "Written down with care, and at sufficient length to be an answer."
/** How a trade of this past ends, in parts per million of its value: mostly well. */
const GAINS = [9_000, 7_000, -2_000, 8_000, 6_000]
const STAKE = 40n * DOLLAR
/** Days before the promotion to Hunter, and from there to Strategist. */
const CLIMB = [33, 48]
/** The days after a promotion in which sizes are still reduced (TIER-24). */
const SETTLING = 4
/** Days of practice on paper at its beginning. */
const PRACTISING = 3

/** A past in which an account has earned its tier, as its journal would tell it. */
export interface Earned {
  readonly records: readonly JournalRecord[]
  /** What the exchange holds for it when that past is over. */
  readonly funds: readonly { readonly asset: string; readonly units: bigint }[]
}

/**
 * Makes a journal in which an account has earned a tier by its rules: trades, days, practice and
 * what has to be written, all made up, and folded by the real books. Nothing sets a tier.
 * @param told.rank 1 for Hunter, 2 for Strategist
 * @param told.until the journal ends shortly before
 */
export function earnedTier(told: {
  readonly header: Header
  readonly tape: Tape
  readonly until: Instant
  readonly rank: 1 | 2
  readonly capitalUnits: bigint
}): Earned {
  const past = new Past(told)
  past.climb(CLIMB[0], 4)
  past.confirm()
  past.settle()
  if (told.rank === 2) {
    past.provePlans()
    past.climb(CLIMB[1], 12)
    past.confirm()
    past.settle()
  }
  return { records: past.records, funds: past.funds }
}

class Past {
  readonly records: JournalRecord[] = []
  readonly #books: Books
  readonly #instruments: readonly Instrument[]
  readonly #prices: readonly number[]
  readonly #asset: string
  #day: Instant
  #at: Instant
  #trades = 0

  constructor(told: Parameters<typeof earnedTier>[0]) {
    const { header, tape, until, rank, capitalUnits } = told
    const { instruments, accountAsset } = header
    const lived = rank === 1 ? CLIMB[0] + SETTLING : CLIMB[0] + CLIMB[1] + 2 * SETTLING
    const length = PRACTISING + lived
    this.#books = new Books({ instruments, accountAsset })
    this.#instruments = instruments
    this.#prices = instruments.map(({ index }) => firstPrice(tape, index))
    this.#asset = accountAsset
    this.#day = floorTo((until - days(length + 1)) as Instant, days(1))
    this.#at = this.#day
    this.#write(header)
    this.#write({
      kind: "deposit",
      asset: accountAsset,
      units: capitalUnits,
      costUnits: capitalUnits,
    })
    const reason = "Our books and the exchange agree."
    this.#write({ kind: "switched", to: "running", code: "AGREED", reason })
    for (let i = 0; i < 24; i++) {
      this.#measure({ kind: "practice", method: "sliced", isCompleted: true })
      this.#measure({ kind: "practice", method: "twap", isCompleted: true })
      this.#measure({ kind: "practice", method: "vwap", isCompleted: true })
      this.#at = later(this.#at, hours(3))
    }
    this.#day = floorTo(this.#at, days(1))
  }

  get funds(): Earned["funds"] {
    const assets = new Set(this.#instruments.flatMap(({ base, quote }) => [base.code, quote.code]))
    assets.add(this.#asset)
    return [...assets].flatMap((asset) => {
      const { freeUnits } = this.#books.ledger.balance(asset)
      return freeUnits > 0n ? [{ asset, units: freeUnits }] : []
    })
  }

  climb(length: number, tradesADay: number): void {
    for (let i = 0; i < length; i++) this.#live(tradesADay)
  }

  /** The ceremony, on the day after the last one lived. */
  confirm(): void {
    this.#wake()
    for (const item of Object.keys(CHECKLIST)) this.#act({ kind: "answer", item, text: TEXT })
    for (const habit of ["chasing a move", "adding to a loss", "watching every tick"]) {
      this.#act({ kind: "bury", habit, commitment: TEXT })
    }
    this.#act({ kind: "sign", name: "The trader", date: "2026-01-01" })
    this.#act({ kind: "confirm", sentence: CEREMONY_SENTENCE })
    this.#act({ kind: "reflect", text: Array.from({ length: 100 }, () => "word").join(" ") })
  }

  /** Lives until sizes are whole again. */
  settle(): void {
    for (let i = 1; i < SETTLING; i++) this.#live(0)
  }

  provePlans(): void {
    for (let i = 0; i < 24; i++) {
      const valueUnits = 250n * DOLLAR
      this.#measure({ kind: "worked-order", valueUnits, slices: 4, impactPpm: 900 })
    }
    this.#measure({ kind: "uncorrelated-pairs", count: 5 })
    this.#measure({ kind: "drawdown-drill", isPassed: true })
    this.#measure({ kind: "slippage-gap", basisPoints: 2 })
  }

  #live(trades: number): void {
    this.#wake()
    for (let i = 0; i < trades; i++) this.#trade()
    this.#measure({ kind: "baseline", days: 31 })
    this.#at = later(this.#day, hours(20))
    this.#sample()
  }

  /** The next midnight and a bit. */
  #wake(): void {
    this.#day = later(this.#day, days(1))
    this.#at = later(this.#day, minutes(6))
    this.#sample()
  }

  #trade(): void {
    const n = this.#trades++
    const instrument = this.#instruments[n % this.#instruments.length]
    const price = this.#prices[instrument.index] as Price
    const gain = GAINS[n % GAINS.length]
    const sold = Math.max(1, Math.round(price * (1 + gain / 1e6))) as Price
    const quantity = quantityFor(instrument, STAKE, price)
    this.#order(instrument, "buy", { price, quantity })
    this.#at = later(this.#at, minutes(10))
    this.#order(instrument, "sell", { price: sold, quantity })
    this.#at = later(this.#at, minutes(10))
  }

  #order(
    instrument: Instrument,
    side: Side,
    at: { readonly price: Price; readonly quantity: Quantity },
  ): void {
    const id = orderIdOf(`h-${this.records.length + 1}`)
    const isEntry = side === "buy"
    const stop = Math.floor(at.price * 0.985) as Price
    this.#write({
      kind: "placed",
      request: {
        kind: "place",
        id,
        instrument: instrument.index,
        side,
        terms: { type: "limit", ...at, lifetime: "ioc" },
      },
      purpose: isEntry ? "entry" : "exit",
      author: { kind: "strategy", name: `past-${this.#trades % 3}` },
      because: "it was so",
      cause: { row: 0, instrument: instrument.index, price: at.price },
      ...(isEntry ? { leave: { stop } } : {}),
      asked: at.quantity,
      answers: [],
    })
    const then = later(this.#at, milliseconds(20))
    const fill = {
      tradeId: id,
      ...at,
      quoteUnits: notional(instrument, at, "down"),
      feeAsset: instrument.quote.code,
      feeUnits: 0n,
      isMaker: false,
    }
    this.#write({ kind: "report", report: { kind: "filled", id, at: then, fill } })
  }

  #sample(): void {
    const equityUnits = this.#books.ledger.equity((index) => this.#prices[index] as Price).units
    this.#write({ kind: "sample", equityUnits })
  }

  #measure(measure: Measure): void {
    this.#write({ kind: "measured", measure })
  }

  #act(act: TierAct): void {
    const command: Command = { kind: "tier", act }
    this.#write({ kind: "command", command })
  }

  #write(fact: Fact): void {
    const entry = { at: this.#at, kind: fact.kind, rows: 0, body: encodeFact(fact) }
    const seq = this.records.length + 1
    const hash = hashOf(this.records.at(-1)?.hash ?? NO_HASH, seq, entry)
    this.records.push(Object.freeze({ ...entry, seq, hash }))
    this.#books.apply(fact, this.#at)
  }
}

/** Where a market of the tape begins; counts. */
function firstPrice(tape: Tape, instrument: number): number {
  for (let i = 0; i < tape.length; i++) {
    if (tape.instrument[i] !== instrument) continue
    const kind = tape.kind[i]
    if (kind === TRADE || kind === OPEN || kind === BAR || kind === QUOTE) return tape.a[i]
  }
  return 1_000
}
