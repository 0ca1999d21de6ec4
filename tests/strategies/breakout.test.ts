import { describe, expect, it } from "vitest"
import { makeStrategy } from "../../src/strategy/catalogue/catalogue.ts"
import { played } from "./played.ts"
import { isThere, type RawBar, rawBars } from "./raw-bars.ts"

const FILE = "klines-1m-spot/SOLUSDT-1m-2023-01.csv.gz"
const SOON_MS = 1_000

const highest = (bars: readonly RawBar[]): number => Math.max(...bars.map((it) => it.high))
const lowest = (bars: readonly RawBar[]): number => Math.min(...bars.map((it) => it.low))
const mean = (values: readonly number[]): number =>
  values.reduce((a, b) => a + b, 0) / values.length

const trueRange = (bar: RawBar, before: RawBar): number =>
  Math.max(bar.high, before.close) - Math.min(bar.low, before.close)

/** Wilder's averages from the first bar on, as he wrote them down in 1978. */
function wilder(bars: readonly RawBar[], n: number): { adx: number[]; atr: number[] } {
  const adx: number[] = [NaN]
  const atr: number[] = [NaN]
  const dx: number[] = []
  let [plus, minus, range, atrNow, adxNow] = [0, 0, 0, NaN, NaN]
  const ranges: number[] = []
  for (let i = 1; i < bars.length; i++) {
    const [bar, before] = [bars[i], bars[i - 1]]
    const [up, down] = [bar.high - before.high, before.low - bar.low]
    const tr = trueRange(bar, before)
    const keep = i < n ? 1 : 1 - 1 / n
    plus = plus * keep + (up > down && up > 0 ? up : 0)
    minus = minus * keep + (down > up && down > 0 ? down : 0)
    range = range * keep + tr
    ranges.push(tr)
    if (i === n) atrNow = mean(ranges)
    else if (i > n) atrNow = (atrNow * (n - 1) + tr) / n
    if (i >= n) {
      const [a, b] = [plus / range, minus / range]
      dx.push(a + b === 0 ? 0 : (100 * Math.abs(a - b)) / (a + b))
      if (dx.length === n) adxNow = mean(dx)
      else if (dx.length > n) adxNow = (adxNow * (n - 1) + (dx.at(-1) ?? 0)) / n
    }
    adx.push(adxNow)
    atr.push(atrNow)
  }
  return { adx, atr }
}

/** Whether three candles or more have closed beyond a 20-bar high, the last of them by 2 %. */
function isBroken(bars: readonly RawBar[], t: number): boolean {
  for (let first = t - 2; first > t - 20 && first >= 20; first--) {
    const level = highest(bars.slice(first - 20, first))
    const stands = bars.slice(first, t + 1).every(({ close }) => close > level)
    if (stands && bars[t].close >= level * 1.02) return true
  }
  return false
}

describe.skipIf(!isThere(FILE))(`STRAT-20, the breakout on ${FILE}`, async () => {
  if (!isThere(FILE)) return it("needs the file", () => {})
  const bars = rawBars(FILE, { fine: 1, minutes: 5 })
  // In whole cents: floats would make two moves of a cent differ, and one of them the larger.
  const cents = bars.map((it) => ({
    ...it,
    high: Math.round(it.high * 100),
    low: Math.round(it.low * 100),
    close: Math.round(it.close * 100),
  }))
  const { adx, atr } = wilder(cents, 14)
  const strategy = makeStrategy("breakout", { symbol: "SOLUSDT" })
  const run = await played([FILE], strategy, "breakout")
  const barAt = (at: number): number => bars.findIndex(({ end }) => end <= at && at < end + SOON_MS)

  it("trades", () => expect(run.trips.length).toBeGreaterThan(5))

  it("enters only where the level is broken, on volume and in a trend", () => {
    for (const { at } of run.entries) {
      const t = barAt(at)
      const when = new Date(at).toISOString()
      expect(isBroken(bars, t), when).toBe(true)
      const before = bars.slice(t - 20, t).map((it) => it.volume)
      expect(bars[t].volume, when).toBeGreaterThanOrEqual(1.5 * mean(before))
      expect(adx[t], when).toBeGreaterThan(25)
    }
  })

  it("places the stop half an ATR below the last swing, and at most 2 % away", () => {
    for (const { at, stop, last } of run.entries) {
      const t = barAt(at)
      const { close } = bars[t]
      const wished = close - (lowest(bars.slice(t - 5, t)) - atr[t] / 200)
      const distance = Math.min(wished / close, 0.02)
      expect(Math.abs(last * (1 - distance) - stop)).toBeLessThan(run.tick * 1.1)
    }
  })

  it("D9: moves the stop to no less than what was paid and the cost, from a gain of 0.5 % on", () => {
    const raised = run.protections.filter((it) => it.because === "the gain is trailed")
    expect(raised.length).toBeGreaterThan(3)
    for (const { at, stop } of raised) {
      const trip = run.trips.find((it) => it.openedAt / 1000 < at && at <= it.closedAt / 1000)
      const from = (trip?.openedAt ?? NaN) / 1000
      const closes = bars.filter(({ end }) => from < end && end <= at).map((it) => it.close)
      const peak = Math.max(...closes)
      const paid = trip?.paid ?? NaN
      expect(peak).toBeGreaterThanOrEqual(paid * 1.005)
      const wished = Math.max(paid * 1.002, peak * 0.995)
      // A fee taken in the coin makes the average dearer by 0.1 %, dust held before moves it by a hair.
      expect(stop).toBeGreaterThan(wished - run.tick * 1.5)
      expect(stop).toBeLessThan(wished + paid * 0.001 + run.tick * 1.5)
    }
  })

  it("a stop only ever comes nearer while a position is held", () => {
    for (const trip of run.trips) {
      const stops = run.protections
        .filter(({ at }) => trip.openedAt / 1000 <= at && at <= trip.closedAt / 1000)
        .map((it) => it.stop)
      expect(stops).toEqual([...stops].sort((a, b) => a - b))
    }
  })
})
