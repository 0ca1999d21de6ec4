import { Books } from "../../engine/books.ts"
import type { JournalRecord } from "../../engine/ports.ts"
import { decodeFact, type Fact, type Header } from "../../engine/records.ts"
import type { Posting } from "../../ledger/posting.ts"
import type { Instant } from "../../value/brand.ts"
import { ConductLog } from "./conduct-log.ts"
import { type Mood, OrderLog } from "./order-log.ts"
import { TradeLog } from "./trade-log.ts"
import { WorthLog } from "./worth-log.ts"

/** What a report is made of: a journal read once, from its first line to its last. */
export interface Chronicle {
  readonly header: Header
  /** As they are at the end. */
  readonly books: Books
  readonly first: Instant
  readonly last: Instant
  readonly lines: number
  /** Hash of the last line: two reports with the same digest are of the same run. */
  readonly digest: string
  readonly worth: WorthLog
  readonly orders: OrderLog
  readonly trades: TradeLog
  readonly conduct: ConductLog
  readonly deposits: readonly Paid[]
}

/** Money that came or went, in its own asset. */
export interface Paid {
  readonly at: Instant
  /** Number of the journal line that booked it. */
  readonly seq: number
  readonly asset: string
  readonly units: bigint
  readonly costUnits: bigint
  readonly because: string | undefined
}

/** Of these nothing is folded and nothing is told. A start is folded: the books know of outages by it. */
const SILENT: ReadonlySet<string> = new Set(["survey", "note"])

/**
 * Reads a journal for a report.
 * @returns undefined when its first line is no header
 */
export function chronicleOf(records: Iterable<JournalRecord>): Chronicle | undefined {
  let writer: Writer | undefined
  for (const record of records) {
    const fact = SILENT.has(record.kind) ? undefined : decodeFact(record.body)
    if (fact?.kind === "header") writer = new Writer(fact, record.at)
    if (writer === undefined) return undefined
    writer.hear(fact, record)
  }
  return writer
}

class Writer implements Chronicle {
  readonly header: Header
  readonly books: Books
  readonly first: Instant
  readonly worth = new WorthLog()
  readonly orders = new OrderLog()
  readonly trades = new TradeLog()
  readonly conduct = new ConductLog()
  readonly deposits: Paid[] = []
  last: Instant
  lines = 0
  digest = ""
  #postings: Posting[] = []
  #trips = 0

  constructor(header: Header, first: Instant) {
    const { instruments, accountAsset } = header
    this.header = header
    this.first = first
    this.last = first
    const onPosting = (it: Posting): number => this.#postings.push(it)
    this.books = new Books({ instruments, accountAsset, onPosting })
  }

  hear(fact: Fact | undefined, { at, seq, hash }: JournalRecord): void {
    this.last = at
    this.lines = seq
    this.digest = hash
    if (fact === undefined) return
    this.#postings = []
    // The mood is that before the fact: what is done decides nothing about itself.
    if (fact.kind === "plan-began") this.orders.onPlan(fact)
    if (fact.kind === "placed") this.orders.onPlaced(fact, { at, seq, ...this.#mood(at) })
    if (fact.kind === "adopted") this.orders.onAdopted(fact, { at, seq, ...this.#mood(at) })
    const changes = this.books.apply(fact, at)
    this.conduct.hear(fact, { at, level: () => this.books.tiltAt(at).level })
    if (fact.kind === "sample") this.worth.onSample(at, fact.equityUnits)
    else if (fact.kind === "deposit") this.#deposited(fact, at, seq)
    else if (fact.kind === "report") {
      const fills = this.orders.onReported(fact, { at, seq, changes, postings: this.#postings })
      const trips = this.books.ledger.trades()
      if (fills.length > 0 || trips.length > this.#trips) {
        this.trades.hear(fills, trips.slice(this.#trips))
        this.#trips = trips.length
      }
    }
  }

  #mood(at: Instant): Mood {
    const { books } = this
    return { level: books.tiltAt(at).level, tier: books.tiers.standing(at).working.name }
  }

  #deposited(fact: Extract<Fact, { kind: "deposit" }>, at: Instant, seq: number): void {
    const { asset, units, costUnits, because } = fact
    this.deposits.push({ at, seq, asset, units, costUnits, because })
    this.worth.onDeposit(at, costUnits)
  }
}
