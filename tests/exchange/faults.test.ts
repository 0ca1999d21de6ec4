import { afterEach, describe, expect, it } from "vitest"
import { readFaults } from "../../src/exchange/faults/fault-file.ts"
import { faultsFrom } from "../../src/exchange/faults/fault-plan.ts"
import { Mischief } from "../../src/exchange/faults/mischief.ts"
import { instantOf } from "../../src/value/brand.ts"
import { Chance } from "../../src/value/chance.ts"
import { ask, frame, numberOf, textOf } from "./client.ts"
import { type House, openHouse } from "./house.ts"
import { Socket } from "./socket.ts"

const ORDER = {
  symbol: "BTCUSDT",
  side: "BUY",
  type: "LIMIT",
  timeInForce: "GTC",
  quantity: "0.001",
  price: "60000",
  newClientOrderId: "doubtful",
}
const FOUND = { symbol: "BTCUSDT", origClientOrderId: "doubtful" }

describe("an exchange that goes wrong as it is told to", () => {
  let house: House
  afterEach(() => house.server.close())

  async function opened(faults: object): Promise<string> {
    house = await openHouse({ faults })
    return house.addresses.rest
  }
  /** The truth, past all faults. */
  const placed = (): number => house.hall.deskOf("main").orders.size

  it.each([
    [1, 1],
    [0, 0],
  ])("answers a 5XX and has carried out a share of %d of the orders", async (carriedOut, count) => {
    const rest = await opened({ unknownOutcome: 1, carriedOut })
    const { status, body } = await ask(rest, "POST /api/v3/order", ORDER)
    expect(status).toBeGreaterThanOrEqual(500)
    expect([-1000, -1006, -1007]).toContain(numberOf(body["code"]))
    expect(placed()).toBe(count)
  })

  it("does the same over the WebSocket API", async () => {
    await opened({ unknownOutcome: 1, carriedOut: 1 })
    const socket = await Socket.open(house.addresses.api)
    const { price, quantity, newClientOrderId } = ORDER
    const params = { symbol: "BTCUSDT", side: "BUY", type: "LIMIT", timeInForce: "GTC" }
    socket.send(frame(1, "order.place", { ...params, price, quantity, newClientOrderId }))
    const answer = await socket.until((it) => numberOf(it["id"]) === 1)
    expect(numberOf(answer["status"])).toBeGreaterThanOrEqual(500)
    expect(placed()).toBe(1)
    socket.close()
  })

  it("disconnects a banned address from the WebSocket API, and leaves its market streams", async () => {
    const rest = await opened({})
    const api = await Socket.open(house.addresses.api)
    const stream = await Socket.open(`${house.addresses.streams}/ws/btcusdt@bookTicker`)
    // Whoever goes on after the limit is banned, whichever way it asks.
    const asks = Array.from({ length: 130 }, () => ask(rest, "GET /api/v3/openOrders", {}))
    const statuses = (await Promise.all(asks)).map(({ status }) => status)
    expect(statuses).toContain(429)
    expect(statuses.at(-1)).toBe(418)
    await api.end()
    expect(stream.isClosed).toBe(false)
    await expect(Socket.open(house.addresses.api)).rejects.toThrow("418")
    stream.close()
  })

  it("breaks the connection before a request has arrived", async () => {
    const rest = await opened({ requestLost: 1 })
    await expect(ask(rest, "POST /api/v3/order", ORDER)).rejects.toThrow()
    expect(placed()).toBe(0)
  })

  it("carries an order out and never answers", async () => {
    const rest = await opened({ unanswered: 1, carriedOut: 1 })
    const url = `${rest}/api/v3/ping`
    await expect(fetch(url, { signal: AbortSignal.timeout(300) })).rejects.toThrow(/timeout/)
    void ask(rest, "POST /api/v3/order", ORDER).catch(() => {})
    await expect.poll(placed).toBe(1)
  })

  it("doubles user events, and keeps changes of the book back", async () => {
    await opened({ userDoubled: 1, lateMs: 50, depthLost: 1 })
    const socket = await Socket.open(house.addresses.api)
    socket.send(frame(1, "userDataStream.subscribe.signature"))
    await socket.until((it) => numberOf(it["id"]) === 1)
    const streams = `${house.addresses.streams}/stream?streams=btcusdt@depth@100ms/btcusdt@depth5@100ms`
    const market = await Socket.open(streams)
    await ask(house.addresses.rest, "POST /api/v3/order", ORDER)
    const reports = (): number =>
      socket.heard.filter((it) => textOf(it["event"]?.["e"] ?? it) === "executionReport").length
    await expect.poll(reports).toBe(2)
    await expect.poll(() => market.heard.length).toBeGreaterThan(2)
    const heard = new Set(market.heard.map((it) => textOf(it["stream"])))
    expect([...heard]).toEqual(["btcusdt@depth5@100ms"])
    socket.close()
    market.close()
  })

  it("ends a connection when its time is over, and lets the client come again", async () => {
    await opened({ connectionSeconds: 0.3 })
    for (const address of [house.addresses.api, `${house.addresses.streams}/ws/btcusdt@trade`]) {
      const socket = await Socket.open(address)
      await socket.end()
      expect(socket.isClosed).toBe(true)
    }
  })

  it("lets a connection go deaf and dumb without a word", async () => {
    await opened({ perHour: { drop: 0, halfOpen: 100_000, silence: 0 } })
    const socket = await Socket.open(house.addresses.api)
    const isAnswered = async (id: number): Promise<boolean> => {
      socket.say({ id, method: "ping" })
      await new Promise((resolve) => setTimeout(resolve, 100))
      return socket.heard.some((it) => numberOf(it["id"]) === id)
    }
    let id = 0
    await expect.poll(() => isAnswered(++id)).toBe(false)
    expect(socket.isClosed).toBe(false)
    socket.close()
  })

  it("has a clock that is not ours", async () => {
    const rest = await opened({ clockSkewMs: -2000 })
    expect((await ask(rest, "POST /api/v3/order", ORDER)).body).toMatchObject({ code: -1021 })
    const time = await ask(rest, "GET /api/v3/time", {}, { isSigned: false })
    expect(Math.abs(numberOf(time.body["serverTime"]) - Date.now() + 2000)).toBeLessThan(500)
  })

  it("is under maintenance: pages instead of answers, and the status says so", async () => {
    const rest = await opened({ events: [{ what: "maintenance", at: 0, seconds: 60 }] })
    await expect.poll(async () => (await fetch(`${rest}/api/v3/ping`)).status).toBe(503)
    const status = await ask(rest, "GET /sapi/v1/system/status", {}, { isSigned: false })
    expect(status.body).toEqual({ status: 1, msg: "system_maintenance" })
    await expect(Socket.open(house.addresses.api)).rejects.toThrow(/503/)
  })

  it("takes a symbol off: its orders are gone, and no more are taken", async () => {
    let at = Date.now()
    const events = [{ what: "delist", at: 5, symbol: "BTCUSDT" }]
    house = await openHouse({ faults: { events }, clock: () => instantOf(at * 1000) })
    const { rest } = house.addresses
    await ask(rest, "POST /api/v3/order", ORDER, { at })
    at += 5_000
    const status = async (): Promise<string> =>
      textOf((await ask(rest, "GET /api/v3/order", FOUND, { at })).body["status"])
    await expect.poll(status).toBe("CANCELED")
    const after = await ask(rest, "POST /api/v3/order", ORDER, { at })
    expect(after.body).toEqual({ code: -2010, msg: "Market is closed." })
    const info = await ask(
      rest,
      "GET /api/v3/exchangeInfo",
      { symbol: "BTCUSDT" },
      { isSigned: false },
    )
    expect(textOf(info.body["symbols"][0]["status"])).toBe("BREAK")
  })

  it("changes its rules while orders stand", async () => {
    const rest = await opened({
      events: [{ what: "rules", at: 0, symbol: "BTCUSDT", minNotional: "500" }],
    })
    const code = async (): Promise<number> =>
      numberOf((await ask(rest, "POST /api/v3/order", ORDER)).body["code"])
    await expect.poll(code).toBe(-1013)
  })
})

describe("plans of what goes wrong", () => {
  it.each(["calm", "rough", "hostile"])("know %s by name", (name) => {
    expect(readFaults(name).latencyMs[1]).toBeGreaterThan(0)
  })

  it.each([{ unknownOutcome: 2 }, { wish: 1 }, { events: [{ what: "party", at: 1 }] }])(
    "refuse %j",
    (told) => {
      expect(() => faultsFrom(told)).toThrow(expect.objectContaining({ code: "FAULTS_REFUSED" }))
    },
  )

  it("draw the same trouble from the same seed", () => {
    const draw = (seed: number): unknown[] => {
      const mischief = new Mischief(readFaults("hostile"), new Chance(seed, "exchange faults"))
      return Array.from({ length: 200 }, () => [mischief.ofRequest(), mischief.ofMessage("user")])
    }
    expect(draw(7)).toEqual(draw(7))
    expect(draw(7)).not.toEqual(draw(8))
  })
})
