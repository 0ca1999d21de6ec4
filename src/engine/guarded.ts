import { isSaleable } from "../execution/protection.ts"
import { floorToStep } from "../market/instrument.ts"
import { remaining } from "../order/order.ts"
import { stopOf } from "../order/terms.ts"
import type { Books } from "./books.ts"
import type { Lane } from "./lane.ts"

/** What is held has its stop at the exchange for every whole step of it (EXEC-68); dust needs none. */
export function isGuarded(lane: Lane, books: Books): boolean {
  const { instrument } = lane
  const { quantity } = books.ledger.position(instrument.index)
  if (!isSaleable({ instrument, lastPrice: lane.last }, quantity)) return true
  const least = floorToStep(instrument, quantity)
  for (const order of books.live.values()) {
    if (order.instrument !== instrument.index || order.purpose !== "protection") continue
    // The target of a pair sells only where it gains.
    const isStop = stopOf(order.terms) !== undefined
    if (isStop && order.status === "open" && remaining(order) >= least) return true
  }
  return false
}
