import { isDaySpent } from "../risk/limits.ts"
import type { Instant } from "../value/brand.ts"
import type { Books } from "./books.ts"

/**
 * Why entries that rest at the exchange are taken back now; undefined while they may rest. A
 * comparison of books is no reason: it opens entries again by itself.
 */
export function closedBecause(books: Books, now: Instant): string | undefined {
  const { code, isRunning } = books.switch
  if (!isRunning && code === "HALT") return "halted by hand"
  if (!isRunning && code === "STOP") return "the session ends"
  if (!isRunning && code.startsWith("RISK-42")) return "a market has just fallen"
  if (!isRunning && code === "RISK-40") return "the day has lost too much"
  if (!isRunning && code === "RISK-8") return "the drawdown limit is reached"
  if (!isRunning && code === "EXEC-71") return "the exchange was out of reach"
  if (!isRunning && code === "EXEC-72") return "the exchange is maintained"
  const tilt = books.tiltAt(now)
  if (tilt.level === 3 && !tilt.strategiesGoOn) return "the tilt guard is at its highest level"
  const { working, closed } = books.tiers.standing(now)
  if (closed) return `entries rest (${closed.id})`
  const { equityUnits } = books.days.state
  const { dayStartUnits } = books.days.at(now)
  const day = { equityUnits, dayStartUnits, tierDayLossUnits: working.dayLossUnits }
  return isDaySpent(day, books.rules.at(now).limits) ? "today's loss limit is reached" : undefined
}
