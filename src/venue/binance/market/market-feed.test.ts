import { describe, expect, it } from "vitest"
import { instrumentOf } from "../../../../tests/support/instrument.ts"
import { cutOff, FeedStage, following } from "../../../../tests/venue/feed-stage.ts"
import { TRADE } from "../../../market/tape.ts"
import { seconds } from "../../../value/time.ts"

describe("streams that are pushed, for the instruments wanted (DATA-1, DATA-2)", () => {
  it("are trades, quotes, changes of the book, candles of a minute and the latest 24 hours", () => {
    const stage = following()
    expect([...(stage.sockets.get("execution-0.1") ?? [])]).toEqual([
      "btcusdt@trade",
      "btcusdt@bookTicker",
      "btcusdt@depth@100ms",
      "btcusdt@kline_1m",
      "btcusdt@miniTicker",
    ])
    const figures = { c: "100.00", o: "90.00", h: "110.00", l: "80.00", v: "1.5", q: "150" }
    const event = { e: "24hrMiniTicker", E: 1_723_161_255_000, s: "BTCUSDT", ...figures }
    expect(stage.emit("btcusdt@miniTicker", event)).toBe(1)
    const day = { open: 9_000, high: 11_000, low: 8_000, last: 10_000, volume: 150_000 }
    expect(stage.health.instruments[0].day).toEqual(day)
  })

  it("come and go at run time without a new connection", () => {
    const stage = following()
    stage.feed.follow(1, "execution", stage.at)
    stage.feed.leave(0, stage.at)
    stage.settle()
    const streams = [...(stage.sockets.get("execution-0.1") ?? [])]
    expect(streams.every((stream) => stream.startsWith("ethusdt@"))).toBe(true)
    expect(streams).toHaveLength(5)
    expect(stage.health.connections.map(({ opened }) => opened)).toEqual([1, 1])
  })

  it("are spread so that no connection carries more than 1,024, in messages that are not too long", () => {
    const instruments = Array.from({ length: 300 }, (_, index) =>
      instrumentOf({ index, base: `A${index}` }),
    )
    const stage = new FeedStage(instruments)
    for (const { index } of instruments) stage.feed.follow(index, "monitoring", stage.at)
    stage.pass(seconds(90))
    const sizes = stage.health.connections.map(({ name, streams }) => `${name} ${streams}`)
    expect(sizes).toEqual(["monitoring-0 1020", "monitoring-1 480", "standby 0"])
    expect([...stage.sockets.values()].map(({ size }) => size).sort((x, y) => x - y)).toEqual([
      0, 480, 1020,
    ])
    for (const line of stage.said) expect(Number(line.split(" ")[2])).toBeLessThanOrEqual(100)
  })
})

describe("a connection with more streams than one message names (DATA-3)", () => {
  it("is up only once the exchange has agreed to all of them", () => {
    const instruments = Array.from({ length: 30 }, (_, index) =>
      instrumentOf({ index, base: `A${index}` }),
    )
    const stage = new FeedStage(instruments)
    stage.isMute = true
    for (const { index } of instruments) stage.feed.follow(index, "execution", stage.at)
    stage.settle()
    const [first, second] = stage.heardIds
    expect(stage.heardIds).toHaveLength(2)
    stage.raw("execution-0.1", `{"result":null,"id":${first}}`)
    expect(stage.health.connections[0].state).toBe("connecting")
    stage.raw("execution-0.1", `{"result":null,"id":${second}}`)
    expect(stage.health.connections[0].state).toBe("connected")
  })
})

describe("connections for trading, for watching, and one that stands by (DATA-3)", () => {
  it("are apart, and their states can be seen", () => {
    const stage = following()
    stage.feed.follow(1, "monitoring", stage.at)
    stage.settle()
    expect(stage.health.connections.map(({ name, state }) => [name, state])).toEqual([
      ["execution-0", "connected"],
      ["monitoring-0", "connected"],
      ["standby", "connected"],
    ])
    stage.feed.stop(stage.at)
    expect(new Set(stage.health.connections.map(({ state }) => state))).toEqual(
      new Set(["disconnected"]),
    )
  })

  it("the one that stands by carries the streams of another that is lost, at once", () => {
    const stage = cutOff()
    expect(stage.health.connections[0].state).toBe("reconnecting")
    expect(stage.trade(2)).toBe(1)
    expect(stage.rows.filter(([kind]) => kind === TRADE)).toHaveLength(2)
    expect(stage.feed.isSure(0)).toBe(true)
  })

  it("and gives them back once that is there again", () => {
    const stage = cutOff()
    stage.isReachable = true
    stage.pass(seconds(60))
    expect(stage.sockets.get("standby.1")?.size).toBe(0)
    expect(stage.trade(2)).toBe(1)
    expect(stage.health.connections[0]).toMatchObject({ state: "connected", losses: 1 })
  })

  it("nothing is sure while no connection carries an instrument", () => {
    const stage = cutOff()
    expect(stage.feed.isSure(0)).toBe(true)
    stage.close("standby.1")
    stage.settle()
    expect(stage.feed.isSure(0)).toBe(false)
  })

  it("a connection whose streams are refused is tried again, with the reason told", () => {
    const stage = new FeedStage()
    stage.refusal = { code: 2, msg: "too many requests" }
    stage.feed.follow(0, "execution", stage.at)
    stage.close("execution-0.1")
    stage.pass(seconds(2))
    const { state, lastReason } = stage.health.connections[0]
    expect([state, lastReason]).toEqual([
      "reconnecting",
      "it refused its streams: too many requests",
    ])
    stage.refusal = undefined
    stage.pass(seconds(30))
    expect(stage.health.connections[0].state).toBe("connected")
  })
})

describe("a planned change of sockets (DATA-4)", () => {
  it("loses nothing and doubles nothing, over 2,000 messages heard on both", () => {
    const stage = following()
    stage.trade(1)
    stage.raw("execution-0.1", '{"e":"serverShutdown","E":1723161255000}')
    stage.settle()
    let heard = 0
    for (let i = 0; i < 1_000; i++) heard += stage.trade(2 + i) + stage.quote(100 + i)
    expect(heard).toBe(4_000)
    const { counts } = stage.health
    expect(counts.trades).toMatchObject({ taken: 1_001, doubled: 1_000, gaps: 0, missed: 0 })
    expect(counts.quotes).toMatchObject({ taken: 1_000, doubled: 1_000 })
    stage.pass(seconds(11))
    expect([...stage.sockets.keys()].sort()).toEqual(["execution-0.2", "standby.1"])
    expect(stage.trade(1_002)).toBe(1)
    expect(stage.health.connections[0].losses).toBe(0)
  })
})
