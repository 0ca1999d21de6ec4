import { generateKeyPairSync, type KeyObject } from "node:crypto"
import { Spot } from "@binance/spot"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Customer } from "../../src/exchange/account/customer.ts"
import { type House, KEY, openHouse } from "./house.ts"

const pem = (key: KeyObject): string => key.export({ type: "pkcs8", format: "pem" })

const ED = generateKeyPairSync("ed25519")
const RSA = generateKeyPairSync("rsa", { modulusLength: 2048 })
const RIGHTS = { mayTrade: true, mayWithdraw: false, isIpRestricted: true }
const CUSTOMER: Customer = {
  name: "main",
  uid: 1,
  balances: [
    { asset: "USDT", units: 100_000_00000000n },
    { asset: "BTC", units: 2_00000000n },
  ],
  keys: [
    { ...RIGHTS, apiKey: KEY.apiKey, check: { kind: "HMAC", secret: KEY.secret } },
    { ...RIGHTS, apiKey: "ed-key", check: { kind: "Ed25519", publicKey: ED.publicKey } },
    { ...RIGHTS, apiKey: "rsa-key", check: { kind: "RSA", publicKey: RSA.publicKey } },
  ],
}

describe("Binance's own connector works with the exchange, unmodified but for the address", () => {
  let house: House
  let price = 0

  beforeAll(async () => {
    house = await openHouse({ customers: [CUSTOMER] })
    const body = await (await restBy("hmac").tickerPrice({ symbol: "BTCUSDT" })).data()
    price = Number("price" in body ? body.price : 0)
  })
  afterAll(() => house.server.close())

  function restBy(kind: "hmac" | "ed" | "rsa"): Spot["restAPI"] {
    const basePath = house.addresses.rest
    const keys = {
      hmac: { apiKey: KEY.apiKey, apiSecret: KEY.secret },
      ed: { apiKey: "ed-key", privateKey: pem(ED.privateKey) },
      rsa: { apiKey: "rsa-key", privateKey: pem(RSA.privateKey) },
    }
    return new Spot({ configurationRestAPI: { ...keys[kind], basePath, retries: 0 } }).restAPI
  }
  const near = (share: number): number => Math.round(price * share * 100) / 100

  it.each(["hmac", "ed", "rsa"] as const)("signs with %s", async (kind) => {
    const account = await (await restBy(kind).getAccount()).data()
    expect(account).toMatchObject({ accountType: "SPOT", canTrade: true })
  })

  it("asks for every kind of market data", async () => {
    const rest = restBy("hmac")
    const symbol = "BTCUSDT"
    const answers = await Promise.all([
      rest.ping(),
      rest.time(),
      rest.exchangeInfo(),
      rest.depth({ symbol, limit: 5 }),
      rest.getTrades({ symbol }),
      rest.historicalTrades({ symbol }),
      rest.aggTrades({ symbol }),
      rest.klines({ symbol, interval: "1m" as never }),
      rest.uiKlines({ symbol, interval: "1m" as never }),
      rest.avgPrice({ symbol }),
      rest.ticker24hr({ symbol }),
      rest.tickerTradingDay({ symbol }),
      rest.tickerPrice(),
      rest.tickerBookTicker(),
      rest.ticker({ symbol }),
    ])
    for (const answer of answers) expect(answer.status).toBe(200)
    const info = await answers[2].data()
    expect(info.symbols).toHaveLength(8)
    expect(info.rateLimits?.map(({ rateLimitType }) => rateLimitType)).toContain("REQUEST_WEIGHT")
  })

  it("places, amends, queries and cancels over REST", async () => {
    const rest = restBy("ed")
    const symbol = "BTCUSDT"
    const placed = await (
      await rest.newOrder({
        symbol,
        side: "BUY" as never,
        type: "LIMIT" as never,
        timeInForce: "GTC" as never,
        quantity: 0.002,
        price: near(0.9),
      })
    ).data()
    const orderId = placed.orderId ?? 0
    expect(placed).toMatchObject({ status: "NEW", executedQty: "0.00000000", fills: [] })
    const amended = await (
      await rest.orderAmendKeepPriority({ symbol, orderId, newQty: 0.001 })
    ).data()
    expect(amended.amendedOrder).toMatchObject({ orderId, qty: "0.00100000" })
    const found = await (await rest.getOrder({ symbol, orderId })).data()
    expect(found).toMatchObject({ origQty: "0.00100000", isWorking: true })
    const gone = await (await rest.deleteOrder({ symbol, orderId })).data()
    expect(gone).toMatchObject({ orderId, status: "CANCELED" })
    await expect(rest.deleteOrder({ symbol, orderId })).rejects.toThrow(/Unknown order sent/)
  })

  it("places lists of orders: OCO, OTO and OTOCO", async () => {
    const rest = restBy("hmac")
    const symbol = "BTCUSDT"
    const oco = await (
      await rest.orderListOco({
        symbol,
        side: "SELL" as never,
        quantity: 0.001,
        aboveType: "LIMIT_MAKER" as never,
        abovePrice: near(1.1),
        belowType: "STOP_LOSS_LIMIT" as never,
        belowStopPrice: near(0.9),
        belowPrice: near(0.89),
        belowTimeInForce: "GTC" as never,
      })
    ).data()
    expect(oco).toMatchObject({ contingencyType: "OCO", listOrderStatus: "EXECUTING" })
    expect(oco.orderReports).toHaveLength(2)
    const working = {
      symbol,
      workingType: "LIMIT" as never,
      workingSide: "BUY" as never,
      workingTimeInForce: "GTC" as never,
      workingQuantity: 0.001,
      pendingSide: "SELL" as never,
      pendingQuantity: 0.00099,
    }
    const oto = await (
      await rest.orderListOto({
        ...working,
        workingPrice: near(0.9),
        pendingType: "STOP_LOSS" as never,
        pendingStopPrice: near(0.85),
      })
    ).data()
    expect(oto.orderReports?.map(({ status }) => status)).toEqual(["NEW", "PENDING_NEW"])
    const otoco = await (
      await rest.orderListOtoco({
        ...working,
        workingPrice: near(1.02),
        pendingAboveType: "LIMIT_MAKER" as never,
        pendingAbovePrice: near(1.1),
        pendingBelowType: "STOP_LOSS" as never,
        pendingBelowStopPrice: near(0.9),
      })
    ).data()
    expect(otoco.orderReports?.map(({ status }) => status)).toEqual([
      "FILLED",
      "PENDING_NEW",
      "PENDING_NEW",
    ])
    const open = await (await rest.getOpenOrders({ symbol })).data()
    const ofList = open.filter(({ orderListId }) => orderListId === otoco.orderListId)
    expect(ofList.map(({ status }) => status)).toEqual(["NEW", "NEW"])
    await rest.deleteOpenOrders({ symbol })
    expect(await (await rest.openOrderList()).data()).toEqual([])
  })

  it("places a stop that follows the price", async () => {
    const rest = restBy("rsa")
    const symbol = "BTCUSDT"
    const placed = await (
      await rest.newOrder({
        symbol,
        side: "SELL" as never,
        type: "STOP_LOSS" as never,
        quantity: 0.001,
        trailingDelta: 500,
        newOrderRespType: "RESULT" as never,
      })
    ).data()
    expect(placed).toMatchObject({ status: "NEW", trailingDelta: 500, workingTime: -1 })
    await rest.deleteOrder({ symbol, orderId: placed.orderId ?? 0 })
  })

  it("logs on to the WebSocket API, places an order there, and hears of it", async () => {
    const wsURL = house.addresses.api
    const spot = new Spot({
      configurationWebsocketAPI: { apiKey: "ed-key", privateKey: pem(ED.privateKey), wsURL },
    })
    const api = await spot.websocketAPI.connect()
    const [session] = await api.sessionLogon()
    expect(session?.data).toMatchObject({ apiKey: "ed-key" })
    const { stream } = await api.userDataStreamSubscribe()
    const events: string[] = []
    stream.on("message", (event) => {
      events.push((event as { e?: string }).e ?? JSON.stringify(event))
    })
    const placed = await api.orderPlace({
      symbol: "BTCUSDT",
      side: "BUY" as never,
      type: "MARKET" as never,
      quantity: 0.001,
    })
    expect(placed.data).toMatchObject({ status: "FILLED", executedQty: "0.00100000" })
    const found = await api.orderStatus({
      symbol: "BTCUSDT",
      orderId: placed.data?.orderId ?? 0,
    })
    expect(found.data).toMatchObject({ status: "FILLED" })
    await expect.poll(() => events.length).toBeGreaterThanOrEqual(3)
    expect(events).toEqual(["executionReport", "executionReport", "outboundAccountPosition"])
    await api.disconnect()
  })

  it("hears market streams", async () => {
    const wsURL = house.addresses.streams
    const spot = new Spot({ configurationWebsocketStreams: { wsURL } })
    const streams = await spot.websocketStreams.connect()
    const heard = new Set<string>()
    const hear = (name: string) => (): void => void heard.add(name)
    streams.trade({ symbol: "btcusdt" }).on("message", hear("trade"))
    streams.bookTicker({ symbol: "btcusdt" }).on("message", hear("bookTicker"))
    streams
      .diffBookDepth({ symbol: "btcusdt", updateSpeed: "100ms" as never })
      .on("message", hear("depth"))
    streams.kline({ symbol: "btcusdt", interval: "1s" as never }).on("message", hear("kline"))
    await expect.poll(() => [...heard].sort()).toEqual(["bookTicker", "depth", "kline", "trade"])
    await streams.disconnect()
  })
})
