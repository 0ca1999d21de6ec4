import { kellySuggestion } from "./kelly.ts"
import { riskOfRuin, ruinPpm } from "./ruin.ts"
import { PPM } from "../value/brand.ts"

/** RISK-21: the last trades count, and no more than so many of them. */
const WINDOW = 20
/** RISK-24. */
const PATHS = 10_000
const TRADES = 100
/** Ruin is the halt of RISK-8: so much is left of the highest worth. */
const RUINED_AT = 0.85
/** RISK-21: a strategy that has lost so much of what it staked is sized by half. */
const DRAWDOWN = 0.2
/** RISK-21: four wins of the last five add a tenth. */
const STREAK = { of: 5, wins: 4, factor: 1.1 }

/**
 * The part of the account that the last trades of a strategy speak for (RISK-21), halved where a
 * hundred more of them could ruin it (RISK-24).
 * @param returns of its trades within 30 days, net, per unit staked, oldest first
 * @returns undefined for too few trades: then the fixed fraction holds
 */
export function edgePart(returns: readonly number[]): number | undefined {
  const recent = returns.slice(-WINDOW)
  const kelly = kellySuggestion(recent)
  if (kelly === undefined || kelly <= 0) return kelly
  const last = recent.slice(-STREAK.of)
  const hasStreak = last.filter((it) => it > 0).length >= STREAK.wins
  const part = kelly * (hasStreak ? STREAK.factor : 1) * (drawdownOf(recent) >= DRAWDOWN ? 0.5 : 1)
  const risk = riskOfRuin({
    returns: recent,
    stake: Math.min(1, part),
    trades: TRADES,
    level: RUINED_AT,
    from: "peak",
    paths: PATHS,
    seed: 1,
  })
  return (part * ruinPpm(risk)) / PPM
}

/** Deepest fall of what was staked trade by trade, as a part of its peak. */
function drawdownOf(returns: readonly number[]): number {
  let [worth, peak, deepest] = [1, 1, 0]
  for (const it of returns) {
    worth *= 1 + it
    peak = Math.max(peak, worth)
    deepest = Math.max(deepest, 1 - worth / peak)
  }
  return deepest
}
