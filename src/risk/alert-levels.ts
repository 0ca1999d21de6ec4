import { DOLLAR, moneyText, share } from "../value/amounts.ts"
import type { Alert, AlertLevel } from "./alert-book.ts"

/** RISK-9: dollars by tier, and the share of the account's own worth that stands beside them. */
const LEVELS = {
  trade: { level: "info", dollars: [10, 50, 200], sharePpm: 20_000, says: "lost by one trade" },
  day: { level: "warning", dollars: [25, 100, 500], sharePpm: 50_000, says: "lost today" },
  drawdown: {
    level: "critical",
    dollars: [50, 200, 1_000],
    sharePpm: 100_000,
    says: "below the peak",
  },
} as const satisfies Record<
  string,
  { level: AlertLevel; dollars: readonly number[]; sharePpm: number; says: string }
>

/**
 * RISK-9: a loss that is worth telling, at the tier's dollars or at its share of the account,
 * whichever comes first.
 * @param told.rank of the tier, from 0; beyond the last one listed the last one's dollars hold
 * @param told.about what was lost on, where it is one of several things
 */
export function lossAlert(
  kind: keyof typeof LEVELS,
  told: {
    readonly lostUnits: bigint
    readonly equityUnits: bigint
    readonly rank: () => number
    readonly about?: string
  },
): Alert | undefined {
  const { lostUnits, equityUnits, rank, about } = told
  const { level, dollars, sharePpm, says } = LEVELS[kind]
  const byShare = share(equityUnits, sharePpm)
  const inDollars = (nth: number): bigint =>
    BigInt(dollars[Math.min(nth, dollars.length - 1)] ?? 0) * DOLLAR
  // Nearly every loss is too small for any tier.
  if (lostUnits <= 0n || (lostUnits < byShare && lostUnits < inDollars(0))) return undefined
  const byDollars = inDollars(rank())
  const most = byShare < byDollars ? byShare : byDollars
  if (lostUnits < most) return undefined
  const what = `${moneyText(lostUnits)} ${says}; told from ${moneyText(most)} on (RISK-9).`
  return { id: "RISK-9", level, about: about ?? kind, what }
}
