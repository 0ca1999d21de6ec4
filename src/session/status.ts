import type { Books } from "../engine/books.ts"
import { decodeFact, type Header } from "../engine/records.ts"
import { describeTerms } from "../gate/sanity.ts"
import { formatPrice, formatQuantity } from "../market/instrument.ts"
import { stopOf } from "../order/terms.ts"
import { drawdownOf } from "../risk/limits.ts"
import { SqliteJournal } from "../storage/sqlite/journal.ts"
import { priceOf, type Instant } from "../value/brand.ts"
import { formatUnits } from "../value/decimal.ts"
import { ASSET_SCALE } from "../value/money.ts"
import { formatInstant } from "../value/time.ts"
import { foldJournal } from "./fold.ts"

/** What an account is and does, in plain values that JSON carries: of a running process or of its journal. */
export interface Status {
  readonly mode: Header["mode"]
  readonly strategy: string
  readonly journal: string
  /** Number of the process that runs it; null when none does. */
  readonly process: number | null
  /** The session's own time, or that of the journal's last line. */
  readonly at: string
  readonly entries: { readonly open: boolean; readonly code: string; readonly because: string }
  /** Amounts are decimal text in the account asset. */
  readonly asset: string
  readonly equity: string
  readonly today: string
  readonly fees: string
  readonly drawdownPercent: number
  readonly positions: readonly {
    readonly symbol: string
    readonly quantity: string
    readonly paid: string
    /** Where the stop rests at the exchange; null while none does. */
    readonly stop: string | null
  }[]
  readonly orders: readonly {
    readonly id: string
    readonly symbol: string
    readonly what: string
    readonly status: string
  }[]
  /** What the exchange holds that this system did not cause, with what the owner can do. */
  readonly findings: readonly {
    readonly code: string
    readonly what: string
    readonly order: string | null
    readonly asset: string | null
  }[]
  readonly counts: { readonly placed: number; readonly trips: number }
  /** When the books were last held against the exchange's; null while they were not in this process. */
  readonly comparedAt: string | null
  /** How the connections to the exchange stand; empty on paper, and where no process runs. */
  readonly health: readonly string[]
  readonly notes: readonly string[]
}

/** The status of books at a moment. */
export function statusOf(
  books: Books,
  told: {
    readonly header: Pick<Header, "mode" | "strategy" | "accountAsset">
    readonly journal: string
    readonly process: number | null
    readonly at: Instant
    /** Undefined where no prices are at hand: then the last one journaled. */
    readonly equityUnits?: bigint
    readonly comparedAt?: Instant
    readonly health?: readonly string[]
    readonly notes: readonly string[]
  },
): Status {
  const { header, at } = told
  const { ledger, switch: open, days } = books
  const equityUnits = told.equityUnits ?? days.state.equityUnits
  const { dayStartUnits, peakUnits } = days.at(at)
  const amount = (units: bigint): string => formatUnits(units, ASSET_SCALE)
  return {
    mode: header.mode,
    strategy: header.strategy,
    journal: told.journal,
    process: told.process,
    at: formatInstant(at),
    entries: { open: open.isRunning, code: open.code, because: open.reason },
    asset: header.accountAsset,
    equity: amount(equityUnits),
    today: amount(equityUnits - dayStartUnits),
    fees: amount(ledger.feesPaid()),
    drawdownPercent: drawdownOf({ equityUnits, peakUnits }) / 10_000,
    positions: positionsOf(books),
    orders: ordersOf(books),
    findings: books.findings.map(({ code, what, order, asset }) => ({
      code,
      what,
      order: order ?? null,
      asset: asset ?? null,
    })),
    counts: { placed: books.placed, trips: ledger.trades().length },
    comparedAt: Number.isFinite(told.comparedAt) ? formatInstant(told.comparedAt as Instant) : null,
    health: told.health ?? [],
    notes: told.notes,
  }
}

/**
 * The status of an account whose process is not running, from its journal.
 * @throws Problem of the journal
 */
export async function statusOfJournal(file: string): Promise<Status> {
  const journal = await SqliteJournal.open(file, { mode: "read" })
  try {
    const { header, books, at } = foldJournal(journal.records())
    return statusOf(books, { header, journal: file, process: null, at, notes: journal.notes })
  } finally {
    journal.close()
  }
}

/** The header of a journal that is of a live account; undefined for any other. */
export async function liveHeader(file: string): Promise<Header | undefined> {
  const journal = await SqliteJournal.open(file, { mode: "read" })
  try {
    const [first] = journal.records()
    const header = first && decodeFact(first.body)
    return header?.kind === "header" && header.mode === "live" ? header : undefined
  } finally {
    journal.close()
  }
}

function positionsOf(books: Books): Status["positions"] {
  return books.instruments.flatMap((instrument) => {
    const { quantity, averagePrice, openedAt } = books.ledger.position(instrument.index)
    if (openedAt === undefined || quantity <= 0) return []
    const guard = [...books.live.values()].find(
      (it) => it.instrument === instrument.index && it.purpose === "protection",
    )
    const stop = guard && stopOf(guard.terms)
    return [
      {
        symbol: instrument.symbol,
        quantity: formatQuantity(instrument, quantity),
        paid: formatPrice(instrument, priceOf(Math.round(averagePrice))),
        stop: stop === undefined ? null : formatPrice(instrument, stop),
      },
    ]
  })
}

function ordersOf(books: Books): Status["orders"] {
  return [...books.live.values()].map((order) => {
    const instrument = books.instrument(order.instrument)
    const quantity = formatQuantity(instrument, order.terms.quantity)
    return {
      id: order.id,
      symbol: instrument.symbol,
      what: `${order.side} ${quantity} ${describeTerms(instrument, order.terms)}`,
      status: order.status,
    }
  })
}
