import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { ask } from "./client.ts"
import { type House, openHouse } from "./house.ts"

const LIMIT = {
  symbol: "BTCUSDT",
  side: "BUY",
  type: "LIMIT",
  timeInForce: "GTC",
  quantity: "0.001",
  price: "60000",
}
const without = (name: keyof typeof LIMIT): Record<string, string> =>
  Object.fromEntries(Object.entries(LIMIT).filter(([known]) => known !== name))

describe("errors by code and text (binance-spot.md sections 4, 9 and 15)", () => {
  let house: House
  let rest = ""
  beforeAll(async () => {
    house = await openHouse()
    rest = house.addresses.rest
  })
  afterAll(() => house.server.close())

  it.each([
    [
      without("timeInForce"),
      -1102,
      "Mandatory parameter 'timeInForce' was not sent, was empty/null, or malformed.",
    ],
    [
      without("side"),
      -1102,
      "Mandatory parameter 'side' was not sent, was empty/null, or malformed.",
    ],
    [
      without("price"),
      -1102,
      "Mandatory parameter 'price' was not sent, was empty/null, or malformed.",
    ],
    [{ ...LIMIT, side: "HOLD" }, -1117, "Invalid side."],
    [{ ...LIMIT, type: "WISH" }, -1116, "Invalid orderType."],
    [{ ...LIMIT, timeInForce: "GTX" }, -1115, "Invalid timeInForce."],
    [{ ...LIMIT, symbol: "NOPE" }, -1121, "Invalid symbol."],
    [{ ...LIMIT, quantity: "" }, -1105, "Parameter 'quantity' was empty."],
    [
      { ...LIMIT, quantity: "one" },
      -1100,
      "Illegal characters found in parameter 'quantity'; legal range is '^([0-9]{1,20})(\\.[0-9]{1,20})?$'.",
    ],
    [{ ...LIMIT, quantity: "0.000000001" }, -1111, "Parameter 'quantity' has too much precision."],
    [{ ...LIMIT, quantity: "0.0010001" }, -1013, "Filter failure: LOT_SIZE"],
    [{ ...LIMIT, price: "60000.001" }, -1013, "Filter failure: PRICE_FILTER"],
    [{ ...LIMIT, price: "1000" }, -1013, "Filter failure: NOTIONAL"],
    [{ ...LIMIT, quantity: "1", price: "1000" }, -1013, "Filter failure: PERCENT_PRICE_BY_SIDE"],
    [{ ...LIMIT, stopPrice: "1" }, -1106, "Parameter 'stopPrice' sent when not required."],
    [{ ...LIMIT, type: "LIMIT_MAKER" }, -1106, "Parameter 'timeInForce' sent when not required."],
    [
      { ...LIMIT, wish: "1" },
      -1104,
      "Not all sent parameters were read; read '8' parameter(s) but was sent '9'.",
    ],
    [
      { ...LIMIT, newClientOrderId: "a b" },
      -1100,
      "Illegal characters found in parameter 'newClientOrderId'; legal range is '^[a-zA-Z0-9-_]{1,36}$'.",
    ],
    [{ ...LIMIT, strategyType: "7" }, -1134, "strategyType was less than 1000000."],
    [
      { ...LIMIT, selfTradePreventionMode: "DECREMENT" },
      -1013,
      "This symbol does not allow the specified self-trade prevention mode.",
    ],
    [
      { ...LIMIT, quantity: "100" },
      -2010,
      "Account has insufficient balance for requested action.",
    ],
    [
      { symbol: "BTCUSDT", side: "BUY", type: "LIMIT_MAKER", quantity: "0.001", price: "70000" },
      -2010,
      "Order would immediately match and take.",
    ],
    [
      { symbol: "BTCUSDT", side: "SELL", type: "STOP_LOSS", quantity: "0.001", stopPrice: "70000" },
      -2010,
      "Order would trigger immediately.",
    ],
    [
      { symbol: "BTCUSDT", side: "BUY", type: "MARKET", quantity: "0.001", quoteOrderQty: "10" },
      -1106,
      "Parameter 'quoteOrderQty' sent when not required.",
    ],
  ])("refuses an order %j with %d", async (params, code, msg) => {
    const { status, body } = await ask(rest, "POST /api/v3/order", params)
    expect(status).toBe(400)
    expect(body).toEqual({ code, msg })
  })

  it("takes a client id only once while its order is open", async () => {
    const order = { ...LIMIT, newClientOrderId: "twice" }
    expect((await ask(rest, "POST /api/v3/order", order)).status).toBe(200)
    const again = await ask(rest, "POST /api/v3/order", order)
    expect(again.body).toEqual({ code: -2010, msg: "Duplicate order sent." })
    const wanted = { symbol: "BTCUSDT", origClientOrderId: "twice" }
    await ask(rest, "DELETE /api/v3/order", wanted)
    expect((await ask(rest, "POST /api/v3/order", order)).status).toBe(200)
    await ask(rest, "DELETE /api/v3/order", wanted)
  })

  it.each([
    ["GET /api/v3/order", { symbol: "BTCUSDT" }, -1102],
    ["GET /api/v3/order", { symbol: "BTCUSDT", orderId: 999999 }, -2013],
    ["DELETE /api/v3/order", { symbol: "BTCUSDT", orderId: 999999 }, -2011],
    ["DELETE /api/v3/openOrders", { symbol: "ETHUSDT" }, -2011],
    ["GET /api/v3/klines", { symbol: "BTCUSDT", interval: "7m" }, -1120],
    [
      "GET /api/v3/allOrders",
      { symbol: "BTCUSDT", startTime: 1795000000000, endTime: 1795100000000 },
      -1127,
    ],
    ["GET /api/v3/exchangeInfo", { symbols: '["BTCUSDT","BTCUSDT"]' }, -1151],
  ])("answers %s %j with %d", async (line, params, code) => {
    const isSigned = !/klines|exchangeInfo/.test(line)
    expect((await ask(rest, line, params, { isSigned })).body).toMatchObject({ code })
  })

  it("refuses a stranger, a key without a signature, and a time outside the window", async () => {
    const stranger = await ask(
      rest,
      "GET /api/v3/account",
      {},
      { key: { apiKey: "who", secret: "x" } },
    )
    expect(stranger).toMatchObject({ status: 401, body: { code: -2015 } })
    const unsigned = await ask(rest, "GET /api/v3/account", {}, { isSigned: false })
    expect(unsigned).toMatchObject({ status: 401, body: { code: -2014 } })
    const late = await ask(rest, "GET /api/v3/account", {}, { at: Date.now() - 6000 })
    expect(late.body).toEqual({
      code: -1021,
      msg: "Timestamp for this request is outside of the recvWindow.",
    })
    const early = await ask(rest, "GET /api/v3/account", {}, { at: Date.now() + 2000 })
    expect(early.body).toEqual({
      code: -1021,
      msg: "Timestamp for this request was 1000ms ahead of the server's time.",
    })
    const wide = await ask(
      rest,
      "GET /api/v3/account",
      { recvWindow: 10000 },
      { at: Date.now() - 6000 },
    )
    expect(wide.status).toBe(200)
  })

  it("answers an address that it does not have with a page and not with JSON", async () => {
    const answer = await fetch(`${rest}/api/v1/ping`)
    expect(answer.status).toBe(404)
    expect(await answer.text()).toContain("<html>")
  })
})

describe("limits (binance-spot.md section 5)", () => {
  it("counts weight by the minute, gives good orders back, and bans who will not stop", async () => {
    // The clock stands, so that no minute ends in between.
    const at = Math.floor(Date.now() / 60_000) * 60_000 + 20_000
    const house = await openHouse({ clock: () => (at * 1000) as never })
    const { rest } = house.addresses
    const used = async (line: string, params: Record<string, string>): Promise<number> =>
      Number((await ask(rest, line, params, { at })).headers.get("x-mbx-used-weight-1m"))
    expect(await used("GET /api/v3/account", {})).toBe(20)
    expect(await used("POST /api/v3/order", LIMIT)).toBe(20)
    expect(await used("POST /api/v3/order", { ...LIMIT, side: "HOLD" })).toBe(21)
    const depth = { symbol: "BTCUSDT", limit: 5000 }
    for (let i = 0; i < 23; i++) await ask(rest, "GET /api/v3/depth", depth, { isSigned: false })
    const over = await ask(rest, "GET /api/v3/depth", depth, { isSigned: false })
    expect(over).toMatchObject({ status: 429, body: { code: -1003 } })
    expect(over.headers.get("retry-after")).toBe("40")
    for (let i = 0; i < 20; i++) await ask(rest, "GET /api/v3/ping", {}, { isSigned: false })
    const banned = await ask(rest, "GET /api/v3/ping", {}, { isSigned: false })
    expect(banned).toMatchObject({ status: 418, body: { code: -1003 } })
    expect(banned.headers.get("retry-after")).toBe("120")
    await house.server.close()
  })

  it("counts unfilled orders in windows of ten seconds, and tells with each order", async () => {
    const at = Math.floor(Date.now() / 10_000) * 10_000 + 1_000
    const house = await openHouse({ clock: () => (at * 1000) as never })
    const { rest } = house.addresses
    for (let i = 1; i <= 50; i++) {
      const { headers } = await ask(rest, "POST /api/v3/order", LIMIT, { at })
      expect(headers.get("x-mbx-order-count-10s")).toBe(String(i))
    }
    const over = await ask(rest, "POST /api/v3/order", LIMIT, { at })
    expect(over).toMatchObject({
      status: 429,
      body: { code: -1015, msg: "Too many new orders; current limit is 50 orders per 10 SECOND." },
    })
    await house.server.close()
  })
})
