/**
 * Where a resting order stands among the quantity that others show at its price, in counts. Counts
 * may be fractions here: the probability models share out cancels.
 */
export interface QueuePlace {
  /** What is still ahead of the order. */
  readonly front: number
  /** What the level showed before this update. */
  readonly shown: number
  /** What it shows now. */
  readonly next: number
  /** What traded at the price between the two. */
  readonly traded: number
  /** Counts in one whole coin: a logarithm needs to know what one is. */
  readonly whole: number
}

/** Says how a change of the displayed quantity moves an order forward (quant.md 10.2). */
export interface QueueModel {
  readonly name: string
  /** @returns the new quantity ahead */
  afterDepth(place: QueuePlace): number
}

/** The pessimistic default: everybody who cancels stood behind us. */
export const riskAverse: QueueModel = {
  name: "risk-averse",
  afterDepth: ({ front, next }) => Math.min(front, next),
}

/** How likely a cancel came from behind, from the quantities behind and ahead. */
export type CancelShape =
  | { readonly kind: "power"; readonly exponent: number }
  | { readonly kind: "log" }
  | { readonly kind: "share"; readonly exponent: number }

/**
 * Cancels are shared between those ahead and those behind: `power` and `log` weigh the two
 * quantities by x^n and ln(1+x), in coins; `share` takes 1 − (front / (front + back))^n.
 * @see hftbacktest, docs/order_fill.rst
 */
export function probabilityQueue(shape: CancelShape): QueueModel {
  return {
    name: shape.kind === "log" ? "log" : `${shape.kind}-${shape.exponent}`,
    afterDepth: ({ front, shown, next, traded, whole }) => {
      const gone = shown - next - traded
      if (gone < 0 || !Number.isFinite(front) || front <= 0) return Math.min(front, next)
      const back = Math.max(0, shown - front)
      const behind = chanceBehind(shape, front / whole, back / whole)
      const excess = Math.min(back - behind * gone, 0)
      return Math.max(0, Math.min(front - (1 - behind) * gone + excess, next))
    },
  }
}

function chanceBehind(shape: CancelShape, front: number, back: number): number {
  switch (shape.kind) {
    case "power": {
      const weight = back ** shape.exponent
      return weight / (weight + front ** shape.exponent)
    }
    case "log":
      return Math.log1p(back) / (Math.log1p(back) + Math.log1p(front))
    case "share":
      return 1 - (front / (front + back)) ** shape.exponent
    default:
      return shape satisfies never
  }
}

/** A trade at the price eats those ahead first; what is left over reaches the order. */
export function afterTrade(
  front: number,
  traded: number,
): { readonly front: number; readonly overflow: number } {
  const left = front - traded
  return left < 0 ? { front: 0, overflow: -left } : { front: left, overflow: 0 }
}
