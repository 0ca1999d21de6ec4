import { pro } from "ccxt"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type House, KEY, openHouse } from "./house.ts"
import { there, towards } from "./towards.ts"

const PAIR = "BTC/USDT"

describe("ccxt watches the exchange and trades over its sockets, unmodified but for the address", () => {
  let house: House
  let client: InstanceType<typeof pro.binance>

  beforeAll(async () => {
    house = await openHouse()
    client = new pro.binance({ ...KEY, enableRateLimit: false })
    const { rest: http, streams: ws } = house.addresses
    client.urls["api"] = towards(there(client.urls["api"]), { http, ws })
    // What ccxt wants for any address that is not encrypted.
    await client.loadHttpProxyAgent()
    await client.loadMarkets()
  })
  afterAll(async () => {
    await client.close()
    await house.server.close()
  })

  it("hears trades, tops, bars and the day", async () => {
    const [trades, tops, bars, ticker] = await Promise.all([
      client.watchTrades(PAIR),
      client.watchBidsAsks([PAIR]),
      client.watchOHLCV(PAIR, "1m"),
      client.watchTicker(PAIR),
    ])
    expect(there(trades[0]).symbol).toBe(PAIR)
    expect(there(tops[PAIR]).bid).toBeLessThan(there(there(tops[PAIR]).ask))
    expect(bars.length).toBeGreaterThan(0)
    expect(there(ticker.last)).toBeGreaterThan(0)
  })

  it("keeps a local book by its own procedure, never crossed", async () => {
    for (let i = 0; i < 5; i++) {
      const book = await client.watchOrderBook(PAIR, 100)
      expect(Number(book.bids[0]?.[0])).toBeLessThan(Number(book.asks[0]?.[0]))
      expect(book.bids.length).toBeGreaterThan(20)
    }
  })

  it("places, finds and cancels over the WebSocket API, and hears of all of it", async () => {
    const orders = client.watchOrders(PAIR)
    // The client subscribes first; only then is there something to hear.
    await expect
      .poll(() => Object.keys(client.clients).some((url) => url.includes("ws-api")))
      .toBe(true)
    await client.fetchOpenOrdersWs(PAIR)
    const last = there((await client.fetchTicker(PAIR)).last)
    const price = Number(client.priceToPrecision(PAIR, last * 0.95))
    const placed = await client.createOrderWs(PAIR, "limit", "buy", 0.001, price)
    expect(there((await orders)[0])).toMatchObject({ id: placed.id, status: "open" })
    expect((await client.fetchOpenOrdersWs(PAIR)).map(({ id }) => id)).toEqual([placed.id])
    const balance = client.watchBalance()
    await client.cancelOrderWs(there(placed.id), PAIR)
    expect((await balance)["USDT"].used).toBe(0)
    const trades = client.watchMyTrades(PAIR)
    const bought = await client.createOrderWs(PAIR, "market", "buy", 0.001)
    expect(there((await trades)[0])).toMatchObject({ order: bought.id, amount: 0.001 })
  })
})
