import type { Request } from "../src/order/request.ts"
import type { Terms } from "../src/order/terms.ts"

/** An order as a bookkeeper needs it. */
export interface Arrived {
  readonly id: string
  readonly instrument: number
  readonly side: "buy" | "sell"
  readonly terms: Terms
  /** Of the two legs of a pair, which stand for one quantity. */
  readonly list?: string
}

/** The orders that a request brings. */
export function placedBy(request: Request): readonly Arrived[] {
  if (request.kind === "cancel") return []
  const place = request.kind === "replace" ? request.place : request
  const { instrument, side } = place
  if (place.kind === "place") return [{ id: place.id, instrument, side, terms: place.terms }]
  return place.legs.map(({ id, terms }) => ({ id, instrument, side, terms, list: place.id }))
}
