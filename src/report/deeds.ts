import type { JournalRecord } from "../engine/ports.ts"
import { decodeFact, fillsOf, type Placed, type Refused } from "../engine/records.ts"
import { baseUnits, type Instrument } from "../market/instrument.ts"
import type { Intent } from "../order/intent.ts"
import type { Fill, Report } from "../order/report.ts"
import type { Side, Terms } from "../order/terms.ts"
import type { Duration, Instant } from "../value/brand.ts"
import { divide, formatUnits } from "../value/decimal.ts"
import { ASSET_SCALE } from "../value/money.ts"

/** One decision of a run, and what became of it: cancels are left out, they show in the fills. */
export interface Deed {
  readonly at: Instant
  readonly seq: number
  /** The market row that caused it. */
  readonly row: number
  readonly instrument: number
  readonly side: Side
  readonly purpose: Exclude<Intent["purpose"], "cancel">
  readonly terms: Terms
  /** It follows from a fill, as stops do, and not from a row of the market. */
  readonly isOfFill: boolean
  /** The rule that refused it; undefined when it left. */
  readonly refusedBy: string | undefined
  /** From the decision to the first answer of the exchange. */
  readonly answeredAfter: Duration | undefined
  /** Quantity of the fills, counts. */
  readonly filled: number
  readonly quoteUnits: bigint
  /** Worth of the fees taken in the base or quote asset, by each fill's own price; quote units. */
  readonly quoteFeeUnits: bigint
  /** Fees by asset, as text. */
  readonly feesText: string
  readonly isMaker: boolean
}

type Growing = { -readonly [Key in keyof Deed]: Deed[Key] } & {
  readonly fees: Map<string, bigint>
  readonly trades: Set<string>
}

/** The decisions of a journal, each under a key that the same decision has in another run. */
export function deedsOf(records: readonly JournalRecord[]): ReadonlyMap<string, Deed> {
  const deeds = new Map<string, Growing>()
  const byOrder = new Map<string, Growing>()
  let instruments: readonly Instrument[] = []
  for (const record of records) {
    if (!HEARD.has(record.kind)) continue
    const fact = decodeFact(record.body)
    if (fact.kind === "header") {
      instruments = fact.instruments
    } else if (fact.kind === "refused" && fact.purpose !== "cancel") {
      add(deeds, refusedDeed(fact, record, fact.purpose))
    } else if (fact.kind === "placed") {
      const deed = placedDeed(fact, record)
      if (!deed) continue
      add(deeds, deed)
      for (const id of idsIn(fact)) byOrder.set(id, deed)
    } else if (fact.kind === "report") {
      const deed = byOrder.get(fact.report.id)
      const instrument = deed && instruments[deed.instrument]
      if (instrument) hear(deed, { report: fact.report, at: record.at, instrument })
    }
  }
  return deeds
}

const HEARD: ReadonlySet<string> = new Set(["header", "placed", "refused", "report"])

function placedDeed(fact: Placed, record: JournalRecord): Growing | undefined {
  const { request, purpose } = fact
  if (request.kind === "cancel" || purpose === "cancel") return undefined
  const place = request.kind === "replace" ? request.place : request
  const terms = place.kind === "place-pair" ? place.legs[0].terms : place.terms
  const { instrument, side } = place
  return begun({ fact, record, purpose, instrument, side, terms, refusedBy: undefined })
}

function refusedDeed(fact: Refused, record: JournalRecord, purpose: Deed["purpose"]): Growing {
  const { instrument, side, terms, by: refusedBy } = fact
  return begun({ fact, record, purpose, instrument, side, terms, refusedBy })
}

function begun(told: {
  readonly fact: Placed | Refused
  readonly record: JournalRecord
  readonly purpose: Deed["purpose"]
  readonly instrument: number
  readonly side: Side
  readonly terms: Terms
  readonly refusedBy: string | undefined
}): Growing {
  const { fact, record, purpose, instrument, side, terms, refusedBy } = told
  return {
    at: record.at,
    seq: record.seq,
    row: fact.cause.row,
    instrument,
    side,
    purpose,
    terms,
    refusedBy,
    isOfFill: fact.author.kind === "guard",
    answeredAfter: undefined,
    filled: 0,
    quoteUnits: 0n,
    quoteFeeUnits: 0n,
    feesText: "",
    isMaker: false,
    fees: new Map(),
    trades: new Set(),
  }
}

/** A row causes at most a few decisions; a guard's are counted, since its rows depend on answers. */
function add(deeds: Map<string, Growing>, deed: Growing): void {
  const { instrument, purpose, isOfFill, row } = deed
  const base = `${instrument}/${purpose}/${isOfFill ? "guard" : row}`
  let turn = 0
  while (deeds.has(`${base}/${turn}`)) turn++
  deeds.set(`${base}/${turn}`, deed)
}

function idsIn({ request }: Placed): readonly string[] {
  if (request.kind === "cancel") return []
  const place = request.kind === "replace" ? request.place : request
  return place.kind === "place-pair" ? place.legs.map(({ id }) => id) : [place.id]
}

function hear(
  deed: Growing,
  told: { readonly report: Report; readonly at: Instant; readonly instrument: Instrument },
): void {
  const { report, at, instrument } = told
  deed.answeredAfter ??= (at - deed.at) as Duration
  for (const fill of fillsOf(report)) {
    if (deed.trades.has(fill.tradeId)) continue
    deed.trades.add(fill.tradeId)
    deed.filled += fill.quantity
    deed.quoteUnits += fill.quoteUnits
    deed.isMaker ||= fill.isMaker
    deed.quoteFeeUnits += quoteFeeOf(fill, instrument)
    deed.fees.set(fill.feeAsset, (deed.fees.get(fill.feeAsset) ?? 0n) + fill.feeUnits)
  }
  deed.feesText = [...deed.fees]
    .filter(([, units]) => units !== 0n)
    .map(([asset, units]) => `${formatUnits(units, ASSET_SCALE)} ${asset}`)
    .join(", ")
}

/** A fee in a third asset is told in the text; what it was worth is not known here. */
function quoteFeeOf(fill: Fill, instrument: Instrument): bigint {
  const { feeAsset, feeUnits, quoteUnits, quantity } = fill
  if (feeAsset === instrument.quote.code) return feeUnits
  if (feeAsset !== instrument.base.code) return 0n
  return divide(feeUnits * quoteUnits, baseUnits(instrument, quantity), "half-even")
}
