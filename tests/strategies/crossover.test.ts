import { describe, expect, it } from "vitest"
import { makeStrategy } from "../../src/strategy/catalogue/catalogue.ts"
import { played } from "./played.ts"
import { isThere, rawBars } from "./raw-bars.ts"

const FILE = "klines-1m-spot/BTCUSDT-1m-2023-01.csv.gz"
const FAST = 20
const SLOW = 100
/** Longer than it takes from the end of a bar to an order. */
const SOON_MS = 1_000

/** The textbook's average, seeded with a plain mean. */
function ema(closes: readonly number[], period: number): readonly number[] {
  const values: number[] = []
  let value = NaN
  for (const [i, close] of closes.entries()) {
    if (i === period - 1) value = closes.slice(0, period).reduce((a, b) => a + b, 0) / period
    else if (i >= period) value = value + (2 / (period + 1)) * (close - value)
    values.push(value)
  }
  return values
}

describe.skipIf(!isThere(FILE))(`the crossover on ${FILE}`, async () => {
  if (!isThere(FILE)) return it("needs the file", () => {})
  const bars = rawBars(FILE, { fine: 1, minutes: 5 })
  const closes = bars.map((it) => it.close)
  const [fast, slow] = [ema(closes, FAST), ema(closes, SLOW)]
  const run = await played([FILE], makeStrategy("crossover", { symbol: "BTCUSDT" }), "crossover")
  const barAt = (at: number): number => bars.findIndex(({ end }) => end <= at && at < end + SOON_MS)

  it("trades", () => {
    expect(run.trips.length).toBeGreaterThan(10)
    expect(run.fills).toBeGreaterThan(20)
  })

  it("enters only on a bar whose averages stand apart by more than the cost", () => {
    for (const { at } of run.entries) {
      const i = barAt(at)
      expect(fast[i], new Date(at).toISOString()).toBeGreaterThan(slow[i] * 1.002)
    }
  })

  it("enters on every such bar while it holds nothing", () => {
    const entered = new Set(run.entries.map(({ at }) => barAt(at)))
    const isHeld = (at: number): boolean =>
      (run.openSince ?? Infinity) < at ||
      run.trips.some((it) => it.openedAt / 1000 < at && at < it.closedAt / 1000 + SOON_MS)
    const missed = bars.filter(
      ({ end }, i) => fast[i] > slow[i] * 1.002 && !entered.has(i) && !isHeld(end),
    )
    // After a stop the entry waits for the next bar, and the last one may come too late to be played.
    expect(missed.filter((it) => it !== bars.at(-1))).toEqual([])
  })

  it("leaves on the first bar whose fast average is no longer above", () => {
    expect(run.exits.length).toBeGreaterThan(10)
    for (const { at } of run.exits) {
      const i = barAt(at)
      expect(fast[i]).toBeLessThanOrEqual(slow[i])
      expect(fast[i - 1]).toBeGreaterThan(slow[i - 1])
    }
  })

  it("RISK-12: stands behind a stop 2 % below, at the exchange within a second of each entry", () => {
    for (const { at, stop, last } of run.entries) {
      expect(stop).toBeCloseTo(Math.ceil(last * 98 - 1e-6) / 100, 6)
      const guard = run.protections.find((it) => it.at > at)
      expect((guard?.at ?? Infinity) - at).toBeLessThan(1_000)
      expect(guard?.stop).toBeGreaterThanOrEqual(stop)
    }
  })

  it("RISK-1: never asks for more than 5 % of equity", () => {
    for (const { at, quantity, wished, limit } of run.entries) {
      // Equity is taken once a minute: a cent or two may lie between.
      expect(wished * limit).toBeLessThanOrEqual(run.equityAt(at) * 0.05 + 0.05)
      expect(wished * limit).toBeGreaterThan(run.equityAt(at) * 0.049)
      expect(quantity).toBeLessThanOrEqual(wished)
    }
  })
})
