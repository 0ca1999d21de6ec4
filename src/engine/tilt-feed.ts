import { type Instrument, notional } from "../market/instrument.ts"
import type { RoundTrip } from "../ledger/round-trip.ts"
import { limitOf, stopOf } from "../order/terms.ts"
import type { Flow } from "../tilt/act.ts"
import type { Order } from "../order/order.ts"
import type { Price } from "../value/brand.ts"
import type { PlanBegan, Placed, Refused } from "./records.ts"

/** What a request that left means to the tilt guard (TILT-2: only manual acts count as such). */
export function flowOfPlaced(fact: Placed, instruments: readonly Instrument[]): readonly Flow[] {
  const { request, purpose, author, answers } = fact
  const isManual = author.kind === "trader"
  if (request.kind === "cancel") return isManual ? [{ kind: "cancelled", order: request.id }] : []
  const place = request.kind === "replace" ? request.place : request
  if (purpose !== "entry" || place.kind === "place-pair") return []
  const instrument = instruments[place.instrument]
  const { quantity } = place.terms
  const price = limitOf(place.terms)
  const units = price === undefined ? 0n : notional(instrument, { price, quantity }, "up")
  const size = Number(units) / 10 ** instrument.quote.scale
  const market = instrument.symbol
  const isCapped =
    isManual &&
    answers.some(({ rule, verdict }) => rule === "limits" && verdict.answer === "shrink")
  return [
    ...(isCapped ? [{ kind: "capped" } as const] : []),
    { kind: "entered", order: place.id, market, size, isManual },
  ]
}

/** An entry that is worked in parts is one entry, of its whole size. */
export function flowOfPlan(
  { plan, answers }: PlanBegan,
  instruments: readonly Instrument[],
): readonly Flow[] {
  const instrument = instruments[plan.instrument]
  const price = Math.round(plan.decision) as Price
  const units = notional(instrument, { price, quantity: plan.quantity }, "up")
  const isManual = plan.author.kind === "trader"
  const isCapped =
    isManual &&
    answers.some(({ rule, verdict }) => rule === "limits" && verdict.answer === "shrink")
  return [
    ...(isCapped ? [{ kind: "capped" } as const] : []),
    {
      kind: "entered",
      order: plan.id,
      market: instrument.symbol,
      size: Number(units) / 10 ** instrument.quote.scale,
      isManual,
    },
  ]
}

/** A refusal of what the trader wished. What strategies are refused says nothing about a person. */
export function flowOfRefused({ author, purpose, answers, slice }: Refused): readonly Flow[] {
  if (author.kind !== "trader" || purpose !== "entry" || slice) return []
  return answers.flatMap(({ verdict }) =>
    verdict.answer === "refuse" ? [{ kind: "refused", id: verdict.id } as const] : [],
  )
}

/** What a report changed: stops that sold, and trades that came to their end. */
export function flowOfReport(
  changes: readonly { readonly after: Order; readonly filled: boolean }[],
  trips: readonly RoundTrip[],
  instruments: readonly Instrument[],
): readonly Flow[] {
  const symbol = (index: number): string => instruments[index].symbol
  const stopped = changes.flatMap(({ after, filled }) =>
    filled && after.purpose === "protection" && stopOf(after.terms) !== undefined
      ? [{ kind: "stopped", market: symbol(after.instrument) } as const]
      : [],
  )
  const closed = trips.map(({ instrument, strategy, pnlUnits }) => ({
    kind: "closed" as const,
    market: symbol(instrument),
    isManual: strategy === TRADER,
    pnlUnits,
  }))
  return [...stopped, ...closed]
}

/** What orders are called by that the trader wished for. */
const TRADER = "trader"
