import { refuse, type Verdict } from "../order/verdict.ts"

/** How an entry would move with what is held (RISK-15). Lower ends of intervals, as D7 asks. */
export interface Together {
  /** What is held that it is closest to. */
  readonly symbol: string
  readonly correlation: number
  /** The closest two of all positions, with the new one, are surely above this. */
  readonly atLeast: number
  /** Mean over all pairs of positions, before and after the entry. */
  readonly before: number
  readonly after: number
  /** So many bets the positions would really be. */
  readonly bets: number
}

/** RISK-14: above this no entry may bring positions closer together. */
const TOGETHER_MOST = 0.6

/** RISK-14: refuses another position that moves as those that are held; undefined when it may be. */
export function judgeTogether(together: Together | undefined): Verdict | undefined {
  if (together === undefined) return undefined
  const { atLeast, before, after } = together
  if (atLeast <= TOGETHER_MOST || after <= before) return undefined
  return refuse({
    id: "RISK-14",
    value: togetherText(together),
    limit: `correlation surely at most ${TOGETHER_MOST.toFixed(2)}`,
    because:
      "It would be the same bet once more. It passes when the two part, or when the other position is closed.",
  })
}

/** What the trader and the journal see of it before every entry (RISK-15). */
export function togetherText({ symbol, correlation, after, bets }: Together): string {
  return `correlation ${correlation.toFixed(2)} with ${symbol}, ${after.toFixed(2)} at least in the mean; ${bets.toFixed(1)} bets in all`
}
