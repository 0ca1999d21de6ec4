import { describe, expect, it } from "vitest"
import { instrumentOf } from "../../tests/support/instrument.ts"
import type { Notice } from "../order/notice.ts"
import { rulesIn } from "./market-rules.ts"

const BTC = instrumentOf({ index: 0 })
const ETH = instrumentOf({ index: 1, base: "ETH" })

const symbolOf = (symbol: string, told: { tick?: string; status?: string } = {}) => ({
  symbol,
  status: told.status ?? "TRADING",
  baseAsset: symbol.slice(0, -4),
  quoteAsset: "USDT",
  filters: [
    {
      filterType: "PRICE_FILTER",
      minPrice: "0.01",
      maxPrice: "1000000.00",
      tickSize: told.tick ?? "0.01",
    },
    { filterType: "LOT_SIZE", minQty: "0.00001", maxQty: "9000.00", stepSize: "0.00001" },
    {
      filterType: "NOTIONAL",
      minNotional: "5.0",
      maxNotional: "9000000.0",
      applyMinToMarket: true,
    },
  ],
})
const answer = (...symbols: readonly object[]) => ({
  serverTime: 1_700_000_000_000,
  rateLimits: [
    { rateLimitType: "ORDERS", interval: "SECOND", intervalNum: 10, limit: 100 },
    { rateLimitType: "ORDERS", interval: "DAY", intervalNum: 1, limit: 200_000 },
  ],
  symbols,
})
const rulesOf = (notices: readonly Notice[]) => notices.filter((it) => it.about === "rules")

describe("what the exchange says of its markets while a session runs", () => {
  it("is how many orders it takes, and the filters of each market", () => {
    const told = rulesIn({ answers: [answer(symbolOf("BTCUSDT", { tick: "0.10" }))], gone: [] }, [
      BTC,
    ])
    expect(told[0]).toMatchObject({ about: "pace", pace: { perTenSeconds: 100, perDay: 200_000 } })
    expect(told[1]).toMatchObject({ instrument: 0, isTrading: true, filters: { tick: 10 } })
  })

  it.each([
    ["0.001", 1],
    ["0.025", 5],
    ["0.5", 50],
  ])("counts a tick of %s as finely as the market is counted: %i", (tick, counts) => {
    const told = rulesIn({ answers: [answer(symbolOf("BTCUSDT", { tick }))], gone: [] }, [BTC])
    expect(rulesOf(told)[0]?.filters.tick).toBe(counts)
  })

  it("names a market that rests, and one that is gone, with the filters it had", () => {
    const resting = symbolOf("BTCUSDT", { status: "BREAK" })
    const told = rulesIn({ answers: [answer(resting)], gone: ["ETHUSDT"] }, [BTC, ETH])
    expect(rulesOf(told).map(({ instrument, isTrading }) => [instrument, isTrading])).toEqual([
      [0, false],
      [1, false],
    ])
    expect(rulesOf(told)[1]?.filters).toEqual(ETH.filters)
  })

  it("reads the others where one symbol has a name that nobody can type", () => {
    const strange = { ...symbolOf("BTCUSDT"), symbol: "币安人生USDT", baseAsset: "币安人生" }
    const told = rulesIn({ answers: [answer(strange, symbolOf("BTCUSDT"))], gone: [] }, [BTC])
    expect(rulesOf(told)).toHaveLength(1)
  })

  it("says nothing where the answer cannot be read", () => {
    for (const nonsense of [{}, { symbols: "none" }, answer({ symbol: "BTCUSDT" })]) {
      expect(rulesOf(rulesIn({ answers: [nonsense], gone: [] }, [BTC]))).toEqual([])
    }
  })
})
