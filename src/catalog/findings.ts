import type { Instant } from "../value/brand.ts"

/** A stretch in which something is missing: the last row before it and the first after. */
export interface Gap {
  readonly from: Instant
  readonly to: Instant
  /** Bars or trades missing. */
  readonly missing: number
}

/** What was found in rows of one kind and symbol, and what was done about it. */
export interface Findings {
  /** Rows read. */
  rows: number
  /** Rows left after what is listed here was dropped. */
  kept: number
  /** Of the rows kept, microseconds; NaN while there are none. */
  from: number
  to: number
  /** How many holes there are, what is missing in all of them, and the largest. */
  gaps: number
  missing: number
  largestGaps: Gap[]
  /** Rows seen before with the same values; dropped. */
  duplicates: number
  /** Rows whose key was seen before with other values; dropped, the first stays. */
  conflicts: number
  /** Rows that stood behind a later one; put in order. */
  disorder: number
  /** Rows whose time lay before that of an earlier id; moved up to it. */
  backward: number
  /** Prices over 20 % from the last that the next print did not confirm; dropped (DATA-8). */
  absurd: number
  /** Bars reaching over 20 % beyond their own open and close; kept, since a bar sums many prints. */
  wicks: number
  /** Bars that lie across the bars of their interval; dropped. */
  offGrid: number
  /** Trades without quantity, quotes with an empty or a crossed side; dropped. */
  hollow: number
  /** Bars without volume, and the longest run of them; kept. */
  zeroVolume: number
  zeroVolumeRun: number
}

/** Findings of nothing yet. */
export function noFindings(): Findings {
  return {
    rows: 0,
    kept: 0,
    from: NaN,
    to: NaN,
    gaps: 0,
    missing: 0,
    largestGaps: [],
    duplicates: 0,
    conflicts: 0,
    disorder: 0,
    backward: 0,
    absurd: 0,
    wicks: 0,
    offGrid: 0,
    hollow: 0,
    zeroVolume: 0,
    zeroVolumeRun: 0,
  }
}

/** How many gaps are named one by one. */
const GAPS_NAMED = 10

/** Counts a gap, and keeps it when it is among the largest. */
export function noteGap(findings: Findings, gap: Gap): void {
  findings.gaps++
  findings.missing += gap.missing
  const { largestGaps } = findings
  const smallest = largestGaps.at(-1)
  if (largestGaps.length === GAPS_NAMED && gap.missing <= (smallest?.missing ?? 0)) return
  largestGaps.push(gap)
  largestGaps.sort((x, y) => y.missing - x.missing || x.from - y.from)
  largestGaps.length = Math.min(largestGaps.length, GAPS_NAMED)
}
