import { describe, expect, it } from "vitest"
import { makeStrategy } from "../../src/strategy/catalogue/catalogue.ts"
import { played } from "./played.ts"
import { isThere, rawBars } from "./raw-bars.ts"

const FILE = "ohlcv-5m-spot/TUSDUSDT-5m-2025-01_2025-06.csv.gz"
const SOON_MS = 1_000
const WINDOW = 480

describe.skipIf(!isThere(FILE))(`STRAT-30, the reversion on ${FILE}`, async () => {
  if (!isThere(FILE)) return it("needs the file", () => {})
  const closes = rawBars(FILE, { fine: 5, minutes: 60 })
  const strategy = makeStrategy("reversion", { symbol: "TUSDUSDT" })
  const run = await played([FILE], strategy, "reversion")
  const barAt = (at: number): number =>
    closes.findIndex(({ end }) => end <= at && at < end + SOON_MS)
  /** Mean and sample deviation of the 480 hours before bar `i`. */
  const window = (i: number): { readonly mean: number; readonly deviation: number } => {
    const values = closes.slice(i - WINDOW, i).map((it) => it.close)
    const mean = values.reduce((a, b) => a + b, 0) / WINDOW
    const squares = values.reduce((sum, it) => sum + (it - mean) ** 2, 0)
    return { mean, deviation: Math.sqrt(squares / (WINDOW - 1)) }
  }

  it("trades, seldom", () => {
    expect(run.trips.length).toBeGreaterThan(0)
    expect(run.trips.length).toBeLessThan(20)
  })

  it("enters two deviations below the mean, on the peg, where the way back pays its cost", () => {
    for (const { at } of run.entries) {
      const i = barAt(at)
      const { mean, deviation } = window(i)
      const { close } = closes[i]
      expect((close - mean) / deviation).toBeLessThan(-2)
      expect(mean - close).toBeGreaterThan(close * 0.002)
      expect(Math.abs(close - 1)).toBeLessThanOrEqual(0.005)
    }
  })

  it("leaves above the mean", () => {
    for (const { at, because } of run.exits) {
      if (because !== "the price is back at its mean") continue
      const i = barAt(at)
      expect(closes[i].close).toBeGreaterThan(window(i).mean)
    }
  })

  it("STRAT-35: buys nothing more once the coin has lost its peg", () => {
    // On 2025-06-13 it fell to 0.9107.
    const lost = Date.parse("2025-06-13T12:00:00Z")
    expect(run.entries.filter(({ at }) => at > lost)).toEqual([])
  })
})
