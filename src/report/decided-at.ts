import type { Placed } from "../engine/records.ts"
import { limitOf, stopOf, type Terms } from "../order/terms.ts"

/**
 * The price at which an order was decided, counts: of a protection its own, the stop that wakes it or the
 * limit of the target; of a part the mid when its plan was wished; else that of the row that caused it.
 */
export function decidedAt(
  terms: Terms,
  {
    purpose,
    cause,
    plan,
  }: Pick<Placed, "purpose" | "cause"> & { readonly plan?: number | undefined },
): number {
  const own = purpose === "protection" ? (stopOf(terms) ?? limitOf(terms)) : undefined
  return own ?? plan ?? cause.price
}
