import { readExchangeInfo } from "../catalog/exchange-info.ts"
import { filtersAt } from "../catalog/instruments.ts"
import type { Instrument } from "../market/instrument.ts"
import type { Notice } from "../order/notice.ts"
import { Problem } from "../value/problem.ts"

/**
 * What the exchange says of the markets of a session and of how many orders it takes (EXEC-73), as
 * notices. A market that it does not list any more takes no orders; its filters stay as they were.
 * An answer that cannot be read says nothing.
 */
export function rulesIn(
  told: { readonly answers: readonly unknown[]; readonly gone: readonly string[] },
  instruments: readonly Instrument[],
): readonly Notice[] {
  const { answers, gone } = told
  const symbols = answers.flatMap(symbolsIn)
  const rules = instruments.flatMap((instrument): readonly Notice[] => {
    const { index, symbol, filters } = instrument
    const common = { kind: "notice", about: "rules", instrument: index } as const
    if (gone.includes(symbol)) return [{ ...common, isTrading: false, filters }]
    const found = symbols.find((it) => it.symbol === symbol)
    if (found === undefined) return []
    const isTrading = found.status === undefined || found.status === "TRADING"
    return [{ ...common, isTrading, filters: filtersAt(found, instrument) }]
  })
  return [...answers.slice(0, 1).flatMap(paceIn), ...rules]
}

function symbolsIn(answer: unknown): ReturnType<typeof readExchangeInfo>["symbols"] {
  try {
    return readExchangeInfo(answer, "the exchange's answer").symbols
  } catch (error) {
    if (error instanceof Problem) return []
    throw error
  }
}

interface Limit {
  readonly rateLimitType?: unknown
  readonly interval?: unknown
  readonly intervalNum?: unknown
  readonly limit?: unknown
}

function paceIn(answer: unknown): readonly Notice[] {
  const { rateLimits } = answer as { rateLimits?: unknown }
  const limits = Array.isArray(rateLimits) ? (rateLimits as readonly Limit[]) : []
  const most = (interval: string, intervalNum: number): number => {
    const found = limits.find(
      (it) =>
        it.rateLimitType === "ORDERS" && it.interval === interval && it.intervalNum === intervalNum,
    )
    return typeof found?.limit === "number" ? found.limit : NaN
  }
  const [perTenSeconds, perDay] = [most("SECOND", 10), most("DAY", 1)]
  if (!(perTenSeconds > 0) || !(perDay > 0)) return []
  return [{ kind: "notice", about: "pace", pace: { perTenSeconds, perDay } }]
}
