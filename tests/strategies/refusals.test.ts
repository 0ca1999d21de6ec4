import { describe, expect, it } from "vitest"
import { CATALOGUE, makeStrategy } from "../../src/strategy/catalogue/catalogue.ts"
import { Problem } from "../../src/value/problem.ts"
import { played } from "./played.ts"
import { isThere } from "./raw-bars.ts"

const HOURS = "ohlcv-1h-spot/USDPUSDT-1h-2025-01_2025-06.csv.gz"

/** The code of the Problem that a strategy meets on a file; nothing else may go wrong. */
async function codeOf(name: string, symbol: string): Promise<string | undefined> {
  try {
    await played([HOURS], makeStrategy(name, { symbol }), name)
    return undefined
  } catch (error) {
    if (error instanceof Problem) return error.code
    throw error
  }
}

describe.skipIf(!isThere(HOURS))(`strategies on ${HOURS}, which does not suit them`, () => {
  it.each([
    ["crossover", "DATA_TOO_COARSE"],
    ["breakout", "DATA_TOO_COARSE"],
    ["spread-capture", "NOTHING_TO_WATCH"],
    ["trend", undefined],
    ["reversion", undefined],
  ])("%s: %s", async (name, code) => {
    expect(await codeOf(name, "USDPUSDT")).toBe(code)
  })

  it("each says calmly that a symbol is not there", async () => {
    for (const { name } of CATALOGUE) {
      expect(await codeOf(name, "BTCUSDT")).toBe("MARKET_NOT_THERE")
    }
  })
})
