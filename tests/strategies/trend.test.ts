import { describe, expect, it } from "vitest"
import { makeStrategy } from "../../src/strategy/catalogue/catalogue.ts"
import { played } from "./played.ts"
import { isThere, linesOf } from "./raw-bars.ts"

const FILE = "close-1h-spot/BTCUSDT-1h-close.csv.gz"
const FILTERS = "exchange-info/exchangeInfo-testnet-2024-09-08.json.gz"
const DAY_MS = 86_400_000
const LOOKBACKS = [5, 10, 21, 43, 88, 180]

/** The last close of each day, by day since 1970. */
function dailyCloses(): ReadonlyMap<number, number> {
  const closes = new Map<number, number>()
  for (const line of linesOf(FILE).slice(1)) {
    const [time = "", close] = line.split(",")
    closes.set(Math.floor(Date.parse(`${time.replace(" ", "T")}Z`) / DAY_MS), Number(close))
  }
  return closes
}

describe.skipIf(!isThere(FILE, FILTERS))(`STRAT-90, the trend on ${FILE}`, async () => {
  if (!isThere(FILE, FILTERS)) return it("needs the file", () => {})
  const byDay = dailyCloses()
  const first = Math.min(...byDay.keys())
  const closes = [...byDay.values()]
  const strategy = makeStrategy("trend", { symbol: "BTCUSDT" })
  const run = await played([FILE, FILTERS], strategy, "trend")
  /** The day that had just ended. */
  const dayOf = (at: number): number => Math.floor(at / DAY_MS) - 1 - first
  const balance = (day: number): number =>
    LOOKBACKS.filter((it) => it <= day)
      .map((it) => Math.sign(closes[day] - closes[day - it]))
      .reduce((a, b) => a + b, 0)
  const swing = (day: number): number => {
    const returns = Array.from({ length: 20 }, (_, i) =>
      Math.log(closes[day - i] / closes[day - i - 1]),
    )
    const mean = returns.reduce((a, b) => a + b, 0) / 20
    const squares = returns.reduce((sum, it) => sum + (it - mean) ** 2, 0)
    return Math.sqrt((squares / 19) * 365)
  }

  it("has a close for every day, so that look-backs are days", () => {
    expect(closes).toHaveLength(Math.max(...byDay.keys()) - first + 1)
  })

  it("trades, a few times a month at most", () => {
    expect(run.trips.length).toBeGreaterThan(10)
    expect(run.trips.length / (closes.length / 30)).toBeLessThan(4)
  })

  it("decides once a day", () => {
    for (const { at } of [...run.entries, ...run.exits]) expect(at % DAY_MS).toBeLessThan(1_000)
  })

  it("enters while most look-backs rise, from the day on that half of them can tell", () => {
    for (const { at } of run.entries) expect(balance(dayOf(at))).toBeGreaterThan(0)
    expect(dayOf(run.entries[0]?.at ?? 0)).toBeGreaterThanOrEqual(21)
  })

  it("leaves while most look-backs fall", () => {
    expect(run.exits.length).toBeGreaterThan(3)
    for (const { at } of run.exits) expect(balance(dayOf(at))).toBeLessThan(0)
  })

  it("sizes by volatility, between 2.5 and 5 % of equity", () => {
    for (const { at, wished, limit } of run.entries) {
      const share = Math.max(0.025, 0.05 * Math.min(1, 0.2 / swing(dayOf(at))))
      const worth = wished * limit
      // A step of the quantity is worth up to a dollar.
      expect(worth).toBeLessThanOrEqual(run.equityAt(at) * share + 0.05)
      expect(worth).toBeGreaterThan(run.equityAt(at) * share - 1.1)
    }
  })

  it("rests five days after a stop, before it enters again", () => {
    const ownExits = run.exits.map((it) => it.at)
    const stopped = run.trips.filter(
      (trip) => !ownExits.some((at) => Math.abs(at - trip.closedAt / 1000) < 60_000),
    )
    expect(stopped.length).toBeGreaterThan(5)
    for (const { closedAt } of stopped) {
      const next = run.entries.find(({ at }) => at > closedAt / 1000)
      if (next) expect(next.at - closedAt / 1000).toBeGreaterThan(5 * DAY_MS)
    }
  })

  it("RISK-12: stands behind a stop 2 % below the price", () => {
    for (const { stop, last } of run.entries) {
      expect(stop).toBeGreaterThanOrEqual(last * 0.98 - 1e-9)
      expect(stop - last * 0.98).toBeLessThanOrEqual(run.tick * 1.001)
    }
  })
})
