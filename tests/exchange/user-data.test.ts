import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { ask, type Body, frame, textOf } from "./client.ts"
import { type House, openHouse } from "./house.ts"
import { Socket } from "./socket.ts"

const kindOf = (message: Body): unknown => message["event"]?.["e"]

describe("user data (binance-spot.md section 22)", () => {
  let house: House
  let socket: Socket
  let price = 0
  beforeAll(async () => {
    house = await openHouse()
    const ticker = { symbol: "BTCUSDT" }
    const told = await ask(house.addresses.rest, "GET /api/v3/ticker/price", ticker, {
      isSigned: false,
    })
    price = Number(told.body["price"])
    socket = await Socket.open(house.addresses.api)
    socket.send(frame(1, "userDataStream.subscribe.signature"))
    await socket.until((it) => Number(it["id"]) === 1)
  })
  afterAll(async () => {
    socket.close()
    await house.server.close()
  })

  const near = (share: number): string => (price * share).toFixed(2)
  /** What the account was told while something was done. */
  async function told(act: () => Promise<unknown>, count: number): Promise<readonly Body[]> {
    const before = socket.heard.filter((it) => kindOf(it) !== undefined).length
    await act()
    const events = (): readonly Body[] =>
      socket.heard.filter((it) => kindOf(it) !== undefined).slice(before)
    await expect.poll(() => events().length).toBeGreaterThanOrEqual(count)
    return events().map((it) => it["event"])
  }
  const place = (params: Record<string, string>): Promise<unknown> =>
    ask(house.addresses.rest, "POST /api/v3/order", { symbol: "BTCUSDT", ...params })

  it("subscribes an account only once on one connection", async () => {
    socket.send(frame(2, "userDataStream.subscribe.signature"))
    const answer = await socket.until((it) => Number(it["id"]) === 2)
    expect(answer).toMatchObject({ status: 400, error: { code: -2035 } })
  })

  it("tells a market order from new to filled, and then the balances that moved", async () => {
    const order = { side: "BUY", type: "MARKET", quantity: "0.002", newClientOrderId: "market-1" }
    const events = await told(() => place(order), 3)
    expect(events.map((it) => it["x"] ?? it["e"])).toEqual([
      "NEW",
      "TRADE",
      "outboundAccountPosition",
    ])
    expect(events[1]).toMatchObject({
      c: "market-1",
      C: "",
      X: "FILLED",
      z: "0.00200000",
      N: "BTC",
    })
    const assets = [...events[2]["B"]].map((it) => it["a"])
    expect(assets).toEqual(["BTC", "USDT"])
  })

  it("calls a cancelled order by the cancel's id, and keeps its own in C", async () => {
    const order = {
      side: "BUY",
      type: "LIMIT",
      timeInForce: "GTC",
      quantity: "0.001",
      price: near(0.9),
    }
    const wanted = { symbol: "BTCUSDT", origClientOrderId: "rest-1", newClientOrderId: "cancel-1" }
    const events = await told(async () => {
      await place({ ...order, newClientOrderId: "rest-1" })
      await ask(house.addresses.rest, "DELETE /api/v3/order", wanted)
    }, 4)
    const reports = events.filter((it) => textOf(it["e"]) === "executionReport")
    expect(reports.map((it) => [it["x"], it["c"], it["C"]])).toEqual([
      ["NEW", "rest-1", ""],
      ["CANCELED", "cancel-1", "rest-1"],
    ])
  })

  it("tells a list, its legs, and its end", async () => {
    const oco = {
      symbol: "BTCUSDT",
      side: "SELL",
      quantity: "0.001",
      aboveType: "LIMIT_MAKER",
      abovePrice: near(1.1),
      belowType: "STOP_LOSS",
      belowStopPrice: near(0.9),
      listClientOrderId: "list-1",
    }
    const events = await told(async () => {
      await ask(house.addresses.rest, "POST /api/v3/orderList/oco", oco)
      await ask(house.addresses.rest, "DELETE /api/v3/orderList", {
        symbol: "BTCUSDT",
        listClientOrderId: "list-1",
      })
    }, 8)
    const lists = events.filter((it) => textOf(it["e"]) === "listStatus")
    expect(lists.map((it) => [it["C"], it["c"], it["l"], it["L"]])).toEqual([
      ["list-1", "OCO", "EXEC_STARTED", "EXECUTING"],
      ["list-1", "OCO", "ALL_DONE", "ALL_DONE"],
    ])
  })

  it("falls silent after it was told to", async () => {
    socket.send(frame(3, "userDataStream.unsubscribe"))
    expect(await socket.until((it) => Number(it["id"]) === 3)).toMatchObject({ status: 200 })
    const before = socket.heard.length
    await place({ side: "BUY", type: "MARKET", quantity: "0.001" })
    socket.send(frame(4, "ping"))
    await socket.until((it) => Number(it["id"]) === 4)
    expect(socket.heard.length).toBe(before + 1)
  })
})

describe("the WebSocket API (binance-spot.md section 21)", () => {
  it("answers every broken frame by code, and goes on", async () => {
    const house = await openHouse()
    const socket = await Socket.open(house.addresses.api)
    for (const text of [
      "{",
      "[]",
      "7",
      "null",
      '{"id":1}',
      '{"id":{},"method":"ping"}',
      '{"id":1,"method":"ping","params":3}',
    ]) {
      socket.send(text)
    }
    await expect.poll(() => socket.heard.length).toBe(7)
    for (const answer of socket.heard) {
      expect(answer).toMatchObject({ status: 400, error: { code: -1135 } })
    }
    socket.say({ id: "last", method: "v3/ping" })
    expect(await socket.until((it) => textOf(it["id"]) === "last")).toMatchObject({
      status: 200,
      result: {},
    })
    socket.say({ id: "quiet", method: "time", params: { returnRateLimits: false } })
    const quiet = await socket.until((it) => textOf(it["id"]) === "quiet")
    expect(quiet["rateLimits"]).toBeUndefined()
    socket.close()
    await house.server.close()
  })
})
