import type { Books } from "../engine/books.ts"
import { fillsOf, type Reported } from "../engine/records.ts"
import type { RoundTrip } from "../ledger/round-trip.ts"
import { formatPrice, formatQuantity, type Instrument } from "../market/instrument.ts"
import type { Fill } from "../order/report.ts"
import type { Duration } from "../value/brand.ts"
import { formatUnits } from "../value/decimal.ts"
import { ASSET_SCALE } from "../value/money.ts"
import { formatDuration, formatInstant } from "../value/time.ts"

/** What folding a report did to money. */
export interface Effect {
  /** Gain by average cost after fees; account-asset units. */
  readonly realisedUnits: bigint
  /** Round trips that ended with it. */
  readonly trips: readonly RoundTrip[]
  readonly accountAsset: string
}

/** An answer of the exchange about one order, down to what was posted. `books` have it folded in. */
export function reportLines({ report }: Reported, books: Books, effect: Effect): readonly string[] {
  const order = books.order(report.id)
  if (!order) return []
  const instrument = books.instrument(order.instrument)
  const fills = fillsOf(report).map((fill) => fillLine(fill, instrument))
  const posted = fills.length === 0 ? [] : postedLines(instrument, books, effect)
  return [...spoken(report), ...fills, ...posted]
}

/** A round trip from flat to flat, and what it came to. */
export function tripLine(trip: RoundTrip, accountAsset: string): string {
  const held = formatDuration((trip.closedAt - trip.openedAt) as Duration)
  const came = `${gain(trip.pnlUnits)} ${accountAsset} after ${formatUnits(trip.feesUnits, ASSET_SCALE)} of fees`
  return `Round trip: from ${formatInstant(trip.openedAt)}, held ${held}, came to ${came}.`
}

function spoken(report: Reported["report"]): readonly string[] {
  switch (report.kind) {
    case "accepted":
      return [`The exchange took it, as its order ${report.venueId}.`]
    case "triggered":
      return ["Its stop price was reached; it is working now."]
    case "filled":
      return []
    case "cancelled":
      return ["The exchange took it off the book."]
    case "expired":
      return [`It ended at the exchange (${report.reason}).`]
    case "rejected":
      return [`The exchange refused it: ${report.text} (${report.code})`]
    case "cancel-rejected":
      return [`It could not be taken back: ${report.text} (${report.code})`]
    case "unanswered":
      return ["No answer came. It may live or not; it is asked for by id and never sent again."]
    case "absent":
      return ["Asked, the exchange did not know it. That is believed once it can no longer arrive."]
    case "told":
      return [`Asked, the exchange said: ${report.status}.`]
    default:
      return report satisfies never
  }
}

function fillLine(fill: Fill, instrument: Instrument): string {
  const { base, quote } = instrument
  const quantity = `${formatQuantity(instrument, fill.quantity)} ${base.code}`
  const value = `${formatUnits(fill.quoteUnits, quote.scale)} ${quote.code}`
  const fee = `${formatUnits(fill.feeUnits, ASSET_SCALE)} ${fill.feeAsset}`
  const price = formatPrice(instrument, fill.price)
  return `Filled: ${quantity} at ${price}, ${value}, as ${fill.isMaker ? "maker" : "taker"}; fee ${fee}.`
}

function postedLines(instrument: Instrument, books: Books, effect: Effect): readonly string[] {
  const held = [instrument.base, instrument.quote].map(({ code, scale }) => {
    const { freeUnits, heldUnits } = books.ledger.balance(code)
    return `${formatUnits(freeUnits + heldUnits, scale)} ${code}`
  })
  const { realisedUnits, trips, accountAsset } = effect
  return [
    `Posted: the account holds ${held.join(" and ")}.`,
    ...(realisedUnits === 0n
      ? []
      : [`Result: ${gain(realisedUnits)} ${accountAsset} by average cost, after fees.`]),
    ...trips.map((trip) => tripLine(trip, accountAsset)),
  ]
}

const gain = (units: bigint): string => `${units > 0n ? "+" : ""}${formatUnits(units, ASSET_SCALE)}`
