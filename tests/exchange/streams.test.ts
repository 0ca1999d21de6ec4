import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { ask, type Body, numberOf, textOf } from "./client.ts"
import { type House, openHouse } from "./house.ts"
import { Socket } from "./socket.ts"

describe("market streams (binance-spot.md section 19)", () => {
  let house: House
  beforeAll(async () => {
    house = await openHouse()
  })
  afterAll(() => house.server.close())

  it("sends raw events on a raw connection, and wrapped ones on a combined one", async () => {
    const raw = await Socket.open(`${house.addresses.streams}/ws/btcusdt@depth@100ms`)
    const event = await raw.until((it) => textOf(it["e"]) === "depthUpdate")
    expect(Object.keys(event)).toEqual(["e", "E", "s", "U", "u", "b", "a"])
    raw.close()
    const combined = await Socket.open(
      `${house.addresses.streams}/stream?streams=btcusdt@depth5@100ms/ethusdt@miniTicker`,
    )
    const partial = await combined.until((it) => textOf(it["stream"]) === "btcusdt@depth5@100ms")
    expect(partial["data"]["bids"]).toHaveLength(5)
    const ticker = await combined.until((it) => textOf(it["stream"]) === "ethusdt@miniTicker")
    expect(ticker["data"]).toMatchObject({ e: "24hrMiniTicker", s: "ETHUSDT" })
    combined.close()
  })

  it("subscribes, lists and unsubscribes by messages, and tells mistakes by code", async () => {
    const socket = await Socket.open(`${house.addresses.streams}/ws`)
    const tell = async (message: object, id: unknown): Promise<Body> => {
      socket.say(message)
      return socket.until((it) => (it["id"] as unknown) === id)
    }
    const wanted = ["btcusdt@bookTicker", "btcusdt@trade"]
    expect(await tell({ method: "SUBSCRIBE", params: wanted, id: 1 }, 1)).toEqual({
      result: null,
      id: 1,
    })
    expect((await tell({ method: "LIST_SUBSCRIPTIONS", id: 2 }, 2))["result"]).toEqual(wanted)
    await tell({ method: "UNSUBSCRIBE", params: ["btcusdt@trade"], id: "three" }, "three")
    expect((await tell({ method: "LIST_SUBSCRIPTIONS", id: 4 }, 4))["result"]).toEqual(
      wanted.slice(0, 1),
    )
    socket.send("{broken")
    expect(await socket.until((it) => numberOf(it["code"]) === 3)).toMatchObject({ code: 3 })
    const top = await socket.until((it) => textOf(it["s"]) === "BTCUSDT")
    expect(Object.keys(top)).toEqual(["u", "s", "b", "B", "a", "A"])
    socket.close()
  })

  it("puts an end to a client that says too much", async () => {
    const socket = await Socket.open(`${house.addresses.streams}/ws`)
    for (let id = 0; id < 20; id++) socket.say({ method: "LIST_SUBSCRIPTIONS", id })
    await socket.end()
    expect(socket.isClosed).toBe(true)
  })

  it("tells a bar as closed once it is over, with the next one beside it", async () => {
    const socket = await Socket.open(`${house.addresses.streams}/ws/btcusdt@kline_1s`)
    const closed = await socket.until((it) => (it["k"]["x"] as unknown) === true)
    const next = await socket.until(
      (it) => numberOf(it["k"]["t"]) === numberOf(closed["k"]["t"]) + 1000,
    )
    expect(numberOf(closed["k"]["T"])).toBe(numberOf(closed["k"]["t"]) + 999)
    expect(next["k"]["i"]).toBe("1s")
    socket.close()
  })

  it("lets a local book be kept by the documented procedure, equal to the exchange's (section 20)", async () => {
    const socket = await Socket.open(`${house.addresses.streams}/ws/btcusdt@depth@100ms`)
    await socket.until((it) => textOf(it["e"]) === "depthUpdate")
    const snapshot = async (): Promise<Body> =>
      (
        await ask(
          house.addresses.rest,
          "GET /api/v3/depth",
          { symbol: "BTCUSDT", limit: 5000 },
          { isSigned: false },
        )
      ).body
    const start = await snapshot()
    const book = { b: levels(start["bids"]), a: levels(start["asks"]) }
    let id = numberOf(start["lastUpdateId"])
    let played = 0
    const play = (event: Body): void => {
      if (numberOf(event["u"]) <= id) return
      expect(numberOf(event["U"])).toBeLessThanOrEqual(id + 1)
      for (const side of ["b", "a"] as const) {
        for (const [price, quantity] of levels(event[side])) {
          if (Number(quantity) === 0) book[side].delete(price)
          else book[side].set(price, quantity)
        }
      }
      id = numberOf(event["u"])
      played++
    }
    // An order of ours is part of the book, too.
    const order = { symbol: "BTCUSDT", side: "BUY", type: "LIMIT", timeInForce: "GTC" }
    await ask(house.addresses.rest, "POST /api/v3/order", {
      ...order,
      quantity: "0.5",
      price: "60123.45",
    })
    await socket.until((it) => levels(it["b"]).has("60123.45000000"))
    await expect.poll(() => socket.heard.length).toBeGreaterThan(15)
    // Now and then a snapshot is taken just when an event ended: up to there both must agree.
    let end = await snapshot()
    await expect
      .poll(async () => {
        end = await snapshot()
        return socket.heard.some((it) => numberOf(it["u"]) === numberOf(end["lastUpdateId"]))
      })
      .toBe(true)
    const last = numberOf(end["lastUpdateId"])
    for (const event of socket.heard) if (numberOf(event["u"]) <= last) play(event)
    expect(played).toBeGreaterThan(5)
    expect(id).toBe(last)
    expect(book.b).toEqual(levels(end["bids"]))
    expect(book.a).toEqual(levels(end["asks"]))
    expect(book.b.get("60123.45000000")).toBe("0.50000000")
    socket.close()
  })

  it("speaks in microseconds to those who ask for them", async () => {
    const socket = await Socket.open(
      `${house.addresses.streams}/ws/btcusdt@miniTicker?timeUnit=MICROSECOND`,
    )
    const event = await socket.until((it) => textOf(it["e"]) === "24hrMiniTicker")
    expect(numberOf(event["E"])).toBeGreaterThan(1e15)
    socket.close()
  })
})

function levels(rows: Body): Map<string, string> {
  return new Map([...rows].map((row) => [textOf(row[0]), textOf(row[1])] as const))
}
