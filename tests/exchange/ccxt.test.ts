import {
  AuthenticationError,
  binance,
  InsufficientFunds,
  OrderImmediatelyFillable,
  OrderNotFound,
} from "ccxt"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type House, KEY, openHouse } from "./house.ts"
import { there, towards } from "./towards.ts"

const PAIR = "BTC/USDT"

describe("ccxt trades on the exchange, unmodified but for the address", () => {
  let house: House
  let client: binance

  beforeAll(async () => {
    house = await openHouse()
    client = new binance({ ...KEY, enableRateLimit: false })
    client.urls["api"] = towards(there(client.urls["api"]), {
      http: house.addresses.rest,
      ws: house.addresses.streams,
    })
    await client.loadMarkets()
  })
  afterAll(() => house.server.close())

  const last = async (): Promise<number> => (await client.fetchTicker(PAIR)).last ?? 0
  const near = async (share: number): Promise<number> =>
    Number(client.priceToPrecision(PAIR, (await last()) * share))

  it("reads markets with their filters", () => {
    const market = client.market(PAIR)
    expect(market).toMatchObject({ id: "BTCUSDT", spot: true, active: true })
    expect(market.precision).toMatchObject({ amount: 0.00001, price: 0.01 })
    expect(market.limits.cost?.min).toBe(5)
    expect(Object.keys(there(client.markets))).toContain("ETH/BTC")
  })

  it("reads prices, books, bars and trades that agree with each other", async () => {
    const book = await client.fetchOrderBook(PAIR, 20)
    expect(book.bids).toHaveLength(20)
    expect(Number(book.bids[0]?.[0])).toBeLessThan(Number(book.asks[0]?.[0]))
    const ticker = await client.fetchTicker(PAIR)
    expect(ticker.high).toBeGreaterThanOrEqual(ticker.low ?? Infinity)
    const bars = await client.fetchOHLCV(PAIR, "1m", undefined, 5)
    expect(bars).toHaveLength(5)
    const trades = await client.fetchTrades(PAIR, undefined, 10)
    expect(trades.at(-1)?.price).toBe(await last())
    expect(Object.keys(await client.fetchBidsAsks())).toHaveLength(8)
    expect((await client.fetchStatus()).status).toBe("ok")
  })

  it("buys at market, and the balances move by the fill and its fee, to the unit", async () => {
    const before = await client.fetchBalance()
    const order = await client.createOrder(PAIR, "market", "buy", 0.01)
    expect(order).toMatchObject({ status: "closed", filled: 0.01 })
    const [trade] = (await client.fetchMyTrades(PAIR)).slice(-1)
    expect(trade).toMatchObject({ order: order.id, fee: { currency: "BTC" } })
    const after = await client.fetchBalance()
    const fills = (await client.fetchMyTrades(PAIR)).filter((it) => it.order === order.id)
    const fee = fills.reduce((sum, it) => sum + (it.fee?.cost ?? 0), 0)
    const gained = Number(after["BTC"].free) - Number(before["BTC"].free)
    expect(gained).toBeCloseTo(0.01 - fee, 8)
    const paid = Number(before["USDT"].free) - Number(after["USDT"].free)
    expect(paid).toBeCloseTo(there(order.cost), 6)
  })

  it("buys for an amount, and spends no more than that", async () => {
    const order = await client.createMarketBuyOrderWithCost(PAIR, 100)
    expect(order.cost).toBeLessThanOrEqual(100)
    expect(order.cost).toBeGreaterThan(99)
  })

  it("rests a limit order, finds it, and cancels it", async () => {
    const order = await client.createOrder(PAIR, "limit", "buy", 0.001, await near(0.95))
    expect(order.status).toBe("open")
    const open = await client.fetchOpenOrders(PAIR)
    expect(open.map(({ id }) => id)).toEqual([order.id])
    expect((await client.fetchBalance())["USDT"].used).toBeGreaterThan(0)
    await client.cancelOrder(there(order.id), PAIR)
    expect((await client.fetchOrder(there(order.id), PAIR)).status).toBe("canceled")
    expect((await client.fetchBalance())["USDT"].used).toBe(0)
  })

  it.each([
    ["IOC", 0.95, "expired"],
    ["FOK", 0.95, "expired"],
    ["FOK", 1.05, "closed"],
  ] as const)(
    "sends a limit order %s at %d of the price: %s",
    async (timeInForce, share, status) => {
      const order = await client.createOrder(PAIR, "limit", "buy", 0.001, await near(share), {
        timeInForce,
      })
      expect(order.status).toBe(status)
    },
  )

  it("posts only: a maker that would take is refused", async () => {
    const params = { postOnly: true }
    const order = await client.createOrder(PAIR, "limit", "buy", 0.001, await near(0.95), params)
    await client.cancelOrder(there(order.id), PAIR)
    await expect(
      client.createOrder(PAIR, "limit", "buy", 0.001, await near(1.01), params),
    ).rejects.toThrow(OrderImmediatelyFillable)
  })

  it.each([
    ["a stop", "market", { stopLossPrice: 0.95 }, "STOP_LOSS"],
    ["a stop with a limit", "limit", { stopLossPrice: 0.95 }, "STOP_LOSS_LIMIT"],
    ["a target", "market", { takeProfitPrice: 1.05 }, "TAKE_PROFIT"],
    ["a target with a limit", "limit", { takeProfitPrice: 1.05 }, "TAKE_PROFIT_LIMIT"],
  ] as const)("lets %s wait at the exchange", async (_what, type, shares, raw) => {
    const [name, share] = Object.entries(shares)[0] ?? ["", 1]
    const at = await near(share)
    const params = { [name]: at }
    const order = await client.createOrder(PAIR, type, "sell", 0.001, at, params)
    const found = await client.fetchOrder(there(order.id), PAIR)
    expect(found).toMatchObject({ status: "open", triggerPrice: at })
    expect(found.info.type).toBe(raw)
    await client.cancelAllOrders(PAIR)
    expect(await client.fetchOpenOrders(PAIR)).toEqual([])
  })

  it("replaces an order by another in one request", async () => {
    const order = await client.createOrder(PAIR, "limit", "buy", 0.001, await near(0.9))
    const price = await near(0.91)
    const other = await client.editOrder(there(order.id), PAIR, "limit", "buy", 0.002, price)
    expect(other).toMatchObject({ status: "open", amount: 0.002, price })
    expect((await client.fetchOrder(there(order.id), PAIR)).status).toBe("canceled")
    await client.cancelOrder(there(other.id), PAIR)
  })

  it("is told errors that it knows", async () => {
    const price = await near(0.95)
    await expect(client.createOrder(PAIR, "limit", "buy", 100, price)).rejects.toThrow(
      InsufficientFunds,
    )
    await expect(client.createOrder(PAIR, "limit", "buy", 0.00001, price)).rejects.toThrow(
      /Filter failure: NOTIONAL/,
    )
    await expect(client.cancelOrder("987654321", PAIR)).rejects.toThrow(OrderNotFound)
    await expect(client.fetchOrder("987654321", PAIR)).rejects.toThrow(OrderNotFound)
    const stranger = new binance({ apiKey: "unknown", secret: "x" })
    stranger.urls["api"] = there(client.urls["api"])
    await expect(stranger.fetchBalance({ type: "spot" })).rejects.toThrow(AuthenticationError)
  })
})
