import { describe, expect, it } from "vitest"
import { instrumentOf } from "../../../../tests/support/instrument.ts"
import { orderIdOf } from "../../../order/request.ts"
import { instantOf } from "../../../value/brand.ts"
import { readOrder, readSurvey, readTime, readFills, storyOf } from "./account-answer.ts"

const BITCOIN = instrumentOf()
const AT = instantOf(1_700_000_000_000_000)
const ACCOUNT = {
  makerCommission: 15,
  canTrade: true,
  canWithdraw: true,
  canDeposit: true,
  balances: [
    { asset: "BTC", free: "0.10000000", locked: "0.00000001" },
    { asset: "USDT", free: "4723846.89208129", locked: "0.00000000" },
  ],
}
const OPEN = {
  symbol: "BTCUSDT",
  orderId: 1,
  orderListId: -1,
  clientOrderId: "r-1",
  price: "0.1",
  origQty: "0.01000000",
  executedQty: "0.00300000",
  status: "PARTIALLY_FILLED",
  side: "SELL",
  updateTime: 1_499_827_319_559,
}
const TRADE = {
  symbol: "BTCUSDT",
  id: 28_457,
  orderId: 100_234,
  price: "4000.00000000",
  qty: "0.00300000",
  quoteQty: "12.00000000",
  commission: "0.00300000",
  commissionAsset: "BNB",
  time: 1_499_865_549_590,
  isBuyer: true,
  isMaker: true,
  isBestMatch: true,
}

describe("a survey", () => {
  it("tells balances to the unit and open orders, those of other markets too", () => {
    const foreign = { ...OPEN, symbol: "DOGEUSDT", clientOrderId: "web_1", side: "BUY" }
    const survey = readSurvey({ account: ACCOUNT, open: [OPEN, foreign], at: AT }, [BITCOIN])
    expect(survey.balances).toEqual([
      { asset: "BTC", freeUnits: 10_000_000n, lockedUnits: 1n },
      { asset: "USDT", freeUnits: 472_384_689_208_129n, lockedUnits: 0n },
    ])
    expect(survey.open).toMatchObject([
      { id: "r-1", instrument: 0, side: "sell", quantity: 1_000, executed: 300 },
      { id: "web_1", instrument: -1, side: "buy", quantity: 1_000_000 },
    ])
  })

  it("is not read from half an answer", () => {
    const { balances: _, ...rest } = ACCOUNT
    expect(() => readSurvey({ account: rest, open: [], at: AT }, [BITCOIN])).toThrow("balances")
    expect(() => readSurvey({ account: ACCOUNT, open: {}, at: AT }, [BITCOIN])).toThrow("array")
  })
})

describe("the story of an order", () => {
  const id = orderIdOf("r-1")

  it("is told with its fills", () => {
    const fills = readFills([TRADE], BITCOIN)
    const state = readOrder(OPEN, id, BITCOIN)
    expect(storyOf(id, state, fills)).toEqual({
      kind: "told",
      id,
      at: instantOf(1_499_827_319_559_000),
      venueId: "1",
      status: "open",
      executed: 300,
      fills: [
        {
          tradeId: "28457",
          price: 400_000,
          quantity: 300,
          quoteUnits: 1_200_000_000n,
          feeAsset: "BNB",
          feeUnits: 300_000n,
          isMaker: true,
        },
      ],
    })
  })

  it("of one that was refused says so", () => {
    const state = readOrder({ ...OPEN, status: "REJECTED" }, id, BITCOIN)
    expect(storyOf(id, state, [])).toMatchObject({ kind: "rejected", id })
  })

  it("is not taken from another order", () => {
    expect(() => readOrder({ ...OPEN, clientOrderId: "r-2" }, id, BITCOIN)).toThrow("another order")
  })
})

describe("the exchange's clock", () => {
  it("is read in microseconds", () => {
    expect(readTime({ serverTime: 1_499_827_319_559 })).toBe(1_499_827_319_559_000)
    expect(() => readTime({ serverTime: "soon" })).toThrow("serverTime")
  })
})
