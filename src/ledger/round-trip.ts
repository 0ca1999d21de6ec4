import type { Order } from "../order/order.ts"
import type { Instant, Price } from "../value/brand.ts"

/** When a fill happened, and where the position that it opens is to be left at a loss. */
export interface Moment {
  readonly at: Instant
  readonly stop?: Price | undefined
}

/**
 * One trade in the sense of the statistics: from flat to flat in one instrument (quant.md 1.8). Flat
 * is less than one step, or a rest that is worth less than the smallest order once the sale is over.
 */
export interface RoundTrip {
  readonly instrument: number
  readonly strategy: string
  /** Why it was entered. */
  readonly because: string
  readonly openedAt: Instant
  readonly closedAt: Instant
  /** Base units bought and sold; they differ by fees in the base asset and by dust. */
  readonly boughtUnits: bigint
  readonly soldUnits: bigint
  /** Quote units paid and received, before fees. */
  readonly paidUnits: bigint
  readonly receivedUnits: bigint
  /** Net of all fees, account-asset units; made in the quote asset, valued at each exit. */
  readonly pnlUnits: bigint
  /** Account-asset units, at their values when they were paid. */
  readonly feesUnits: bigint
  /**
   * Distance from each entry to the first stop times quantity, account-asset units; undefined when
   * there was no stop.
   */
  readonly riskUnits: bigint | undefined
}

/** Running sums of a round trip that is still going on. */
export interface OpenTrip extends Omit<RoundTrip, "closedAt" | "riskUnits"> {
  boughtUnits: bigint
  soldUnits: bigint
  paidUnits: bigint
  receivedUnits: bigint
  pnlUnits: bigint
  feesUnits: bigint
  riskUnits: bigint
  /** Of the first entry; moving it later does not change the risk. */
  readonly stop: Price | undefined
}

/** A round trip begins with the first fill of an entry. */
export function openTrip(order: Order, moment: Moment): OpenTrip {
  return {
    instrument: order.instrument,
    strategy: order.strategy,
    because: order.because,
    openedAt: moment.at,
    boughtUnits: 0n,
    soldUnits: 0n,
    paidUnits: 0n,
    receivedUnits: 0n,
    pnlUnits: 0n,
    feesUnits: 0n,
    riskUnits: 0n,
    stop: moment.stop,
  }
}

export function closeTrip(trip: OpenTrip, at: Instant | undefined): RoundTrip {
  // A stop at the very price of the entry risks nothing that a result could be measured by.
  const isMeasured = trip.stop !== undefined && trip.riskUnits > 0n
  // Field by field: a copy by spreading costs as much as the rest of the posting.
  return {
    instrument: trip.instrument,
    strategy: trip.strategy,
    because: trip.because,
    openedAt: trip.openedAt,
    closedAt: at ?? trip.openedAt,
    boughtUnits: trip.boughtUnits,
    soldUnits: trip.soldUnits,
    paidUnits: trip.paidUnits,
    receivedUnits: trip.receivedUnits,
    pnlUnits: trip.pnlUnits,
    feesUnits: trip.feesUnits,
    riskUnits: isMeasured ? trip.riskUnits : undefined,
  }
}
