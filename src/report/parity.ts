import type { JournalRecord } from "../engine/ports.ts"
import type { Instrument } from "../market/instrument.ts"
import { formatQuantity } from "../market/instrument.ts"
import { describeTerms } from "../gate/sanity.ts"
import { limitOf, type Terms } from "../order/terms.ts"
import { type Duration, type Instant, quantityOf } from "../value/brand.ts"
import { formatUnits } from "../value/decimal.ts"
import { milliseconds } from "../value/time.ts"
import { type Deed, deedsOf } from "./deeds.ts"

/** Why a session and its backtest came apart at one place. */
export type ParityReason = "latency" | "queue" | "price" | "rule"

/** One decision, order or fill that came out otherwise in the backtest of a session. */
export interface ParityDifference {
  readonly kind: "decision" | "order" | "fill"
  readonly at: Instant
  /** Line of the session's journal; of the backtest's, where the session has none. */
  readonly seq: number
  readonly symbol: string
  readonly what: string
  readonly reason: ParityReason
  /** What it cost the session against the backtest, units of `costAsset`; negative is a gain. */
  readonly costUnits: bigint
  readonly costAsset: string
}

/** A longer way to the exchange than the backtest took is worth naming from here on. */
const NOTABLE = milliseconds(20)

/**
 * Lists what differs between a session and the run of its tape through the backtest, decision by
 * decision: each is known by the market row that caused it, or by its turn among those that follow
 * from fills. Pure.
 */
export function compareRuns(told: {
  readonly session: readonly JournalRecord[]
  readonly backtest: readonly JournalRecord[]
  readonly instruments: readonly Instrument[]
}): readonly ParityDifference[] {
  const { session, backtest, instruments } = told
  if (session.at(-1)?.hash === backtest.at(-1)?.hash) return []
  const was = deedsOf(session)
  const is = deedsOf(backtest)
  const keys = new Set([...was.keys(), ...is.keys()])
  const found = [...keys].flatMap((key) => differenceOf(was.get(key), is.get(key), instruments))
  return found.toSorted((a, b) => a.at - b.at || a.seq - b.seq)
}

function differenceOf(
  was: Deed | undefined,
  is: Deed | undefined,
  instruments: readonly Instrument[],
): readonly ParityDifference[] {
  const deed = was ?? is
  const instrument = deed && instruments[deed.instrument]
  if (deed === undefined || instrument === undefined) return []
  const common = {
    at: deed.at,
    seq: deed.seq,
    symbol: instrument.symbol,
    costUnits: 0n,
    costAsset: instrument.quote.code,
  }
  if (was === undefined || is === undefined) {
    const where = was ? "the session" : "the backtest"
    const what = `${textOf(deed, instrument)} only in ${where}.`
    return [{ ...common, kind: "decision", what, reason: reasonOfLone(deed) }]
  }
  if (was.refusedBy !== is.refusedBy) {
    const what = `${textOf(was, instrument)} in the session; in the backtest, ${textOf(is, instrument)}.`
    return [{ ...common, kind: "decision", what, reason: "rule" }]
  }
  if (was.refusedBy !== undefined) return []
  const order = orderDifference(was, is, instrument)
  if (order) return [{ ...common, kind: "order", ...order }]
  const fill = fillDifference(was, is, instrument)
  return fill ? [{ ...common, kind: "fill", ...fill }] : []
}

/** What follows from a fill came since the fill did; what was decided on a row, since we were late or not. */
const reasonOfLone = (deed: Deed): ParityReason => (deed.isOfFill ? "queue" : "latency")

function orderDifference(
  was: Deed,
  is: Deed,
  instrument: Instrument,
): Pick<ParityDifference, "what" | "reason"> | undefined {
  if (sameTerms(was.terms, is.terms)) return undefined
  const what = `${textOf(was, instrument)} in the session; in the backtest, ${textOf(is, instrument)}.`
  // A rule that left less of it shows in the quantity, the market in the price.
  const isPrice = limitOf(was.terms) !== limitOf(is.terms)
  return { what, reason: isPrice ? "price" : "rule" }
}

function fillDifference(
  was: Deed,
  is: Deed,
  instrument: Instrument,
): Pick<ParityDifference, "what" | "reason" | "costUnits"> | undefined {
  const isSame =
    was.filled === is.filled && was.quoteUnits === is.quoteUnits && was.feesText === is.feesText
  if (isSame) return undefined
  const what = `${filledText(was, instrument)} in the session; ${filledText(is, instrument)} in the backtest.`
  const costUnits = costOf(was, is)
  if (was.filled !== is.filled && (was.isMaker || is.isMaker)) {
    return { what, reason: "queue", costUnits }
  }
  const slower = ((was.answeredAfter ?? 0) - (is.answeredAfter ?? 0)) as Duration
  return { what, reason: slower > NOTABLE ? "latency" : "price", costUnits }
}

/** By the average prices, over what both traded; fees in the quote asset included. */
function costOf(was: Deed, is: Deed): bigint {
  if (was.filled === 0 || is.filled === 0) return 0n
  const less = BigInt(Math.min(was.filled, is.filled))
  const paid = (deed: Deed): bigint => {
    const fees = deed.side === "buy" ? deed.quoteFeeUnits : -deed.quoteFeeUnits
    return ((deed.quoteUnits + fees) * less) / BigInt(deed.filled)
  }
  return was.side === "buy" ? paid(was) - paid(is) : paid(is) - paid(was)
}

function textOf(deed: Deed, instrument: Instrument): string {
  const { refusedBy, side, terms } = deed
  const quantity = formatQuantity(instrument, terms.quantity)
  const what = `${deed.purpose} ${side} ${quantity} ${instrument.base.code} ${describeTerms(instrument, terms)}`
  return refusedBy === undefined ? what : `${what} (refused by the ${refusedBy} rule)`
}

function filledText(deed: Deed, instrument: Instrument): string {
  if (deed.filled === 0) return `nothing was ${deed.side === "buy" ? "bought" : "sold"}`
  const quantity = formatQuantity(instrument, quantityOf(deed.filled))
  const { code, scale } = instrument.quote
  const fees = deed.feesText === "" ? "" : `, fee ${deed.feesText}`
  return `${quantity} ${instrument.base.code} for ${formatUnits(deed.quoteUnits, scale)} ${code}${fees}`
}

const sameTerms = (a: Terms, b: Terms): boolean => JSON.stringify(a) === JSON.stringify(b)
