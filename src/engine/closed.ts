import { isDaySpent, type Limits } from "../risk/limits.ts"
import type { Instant } from "../value/brand.ts"
import type { Books } from "./books.ts"

/**
 * Why entries that rest at the exchange are taken back now; undefined while they may rest. A
 * comparison of books is no reason: it opens entries again by itself.
 */
export function closedBecause(
  books: Books,
  told: { readonly now: Instant; readonly limits: Limits },
): string | undefined {
  const { code, isRunning } = books.switch
  if (!isRunning && code === "HALT") return "halted by hand"
  if (!isRunning && code === "STOP") return "the session ends"
  if (!isRunning && code.startsWith("RISK-42")) return "a market has just fallen"
  if (!isRunning && code === "RISK-40") return "the day has lost too much"
  if (!isRunning && code === "RISK-8") return "the drawdown limit is reached"
  if (books.tiltAt(told.now).level === 3) return "the tilt guard is at its highest level"
  const { working, closed } = books.tiers.standing(told.now)
  if (closed) return `entries rest (${closed.id})`
  const { equityUnits } = books.days.state
  const { dayStartUnits } = books.days.at(told.now)
  const day = { equityUnits, dayStartUnits, tierDayLossUnits: working.dayLossUnits }
  return isDaySpent(day, told.limits) ? "today's loss limit is reached" : undefined
}
