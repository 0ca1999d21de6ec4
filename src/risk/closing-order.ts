/** A position as the order of closing sees it; amounts in units of the account asset. */
export interface Closable {
  readonly instrument: number
  readonly worthUnits: bigint
  /** Negative for a loss. */
  readonly gainUnits: bigint
  /** Microseconds held. */
  readonly heldFor: number
  /** Mean correlation with the other positions, -1 to 1. */
  readonly correlation: number
}

/**
 * The order of closing (RISK-41): 40 % by loss, 30 % by size, 20 % by age, 10 % by correlation, each
 * against the largest of all; the highest first, and the lower instrument where two are equal.
 */
export function closingOrder(positions: readonly Closable[]): readonly Closable[] {
  const most = (of: (it: Closable) => number): number => Math.max(0, ...positions.map(of)) || 1
  const loss = (it: Closable): number => (it.gainUnits < 0n ? Number(-it.gainUnits) : 0)
  const size = (it: Closable): number => Number(it.worthUnits)
  const [mostLoss, mostSize, mostAge] = [most(loss), most(size), most((it) => it.heldFor)]
  const score = (it: Closable): number =>
    0.4 * (loss(it) / mostLoss) +
    0.3 * (size(it) / mostSize) +
    0.2 * (it.heldFor / mostAge) +
    0.1 * Math.max(0, it.correlation)
  return positions.toSorted((a, b) => score(b) - score(a) || a.instrument - b.instrument)
}
