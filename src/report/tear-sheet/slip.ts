import type { FillLine } from "../chronicle/order-log.ts"

/** How far a fill was from the price at which it was decided. Above zero it cost, below it gained. */
export interface Slip {
  readonly basisPoints: number
  readonly dollars: number
  /** What was traded, in dollars. */
  readonly value: number
}

/** A fill against the price at which its order was decided. */
export function slipOf({ line, fill, posting }: FillLine): Slip {
  const decided = line.decision
  const value = Number(posting.valueUnits) / 1e8
  if (!(decided > 0)) return { basisPoints: NaN, dollars: 0, value }
  const moved = (fill.price - decided) / decided
  const cost = line.order.side === "buy" ? moved : -moved
  // Of what it would have been worth at the price of the decision.
  return { basisPoints: cost * 1e4, dollars: (cost * value) / (1 + moved), value }
}
