import { A, B, type Batch, C, D, TIME } from "../batch.ts"

/** What is impossible about a row. */
export interface Complaint {
  readonly found: string
  readonly expected: string
}

/**
 * Looks at a row whose numbers are in place.
 * @param closeTime where the form has one, microseconds; else NaN
 * @returns undefined when nothing is impossible about it
 */
export function complaintAbout(
  batch: Batch,
  row: number,
  closeTime: number,
): Complaint | undefined {
  const { columns } = batch
  const a = columns[A][row]
  switch (batch.kind) {
    case "bars": {
      const high = columns[B][row]
      const low = columns[C][row]
      const close = columns[D][row]
      if (low <= 0) return { found: "a price is zero", expected: "prices above zero" }
      if (high < low || high < a || high < close || low > a || low > close) return WRONG_RANGE
      if (closeTime < columns[TIME][row]) return WRONG_CLOSE
      return undefined
    }
    case "trades":
    case "aggTrades":
    case "depth":
      return a > 0 ? undefined : { found: "the price is zero", expected: "a price above zero" }
    case "quotes":
      return undefined
    default:
      batch.kind satisfies never
      return undefined
  }
}

const WRONG_RANGE: Complaint = {
  found: "high is below low, or open or close lies outside of them",
  expected: "low ≤ open, close ≤ high",
}
const WRONG_CLOSE: Complaint = {
  found: "the bar closes before it opens",
  expected: "a close time after the open time",
}
