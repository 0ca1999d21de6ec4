import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { afterEach, describe, expect, it } from "vitest"
import { type WebSocket, WebSocketServer } from "ws"
import { instrumentOf } from "../../../../tests/support/instrument.ts"
import { Tape, TRADE } from "../../../market/tape.ts"
import { instantOf } from "../../../value/brand.ts"
import { Chance } from "../../../value/chance.ts"
import { milliseconds } from "../../../value/time.ts"
import { Driver } from "../driver.ts"
import type { Effect } from "../effect.ts"
import { MarketFeed } from "./market-feed.ts"

/** An exchange of one symbol on loopback, which can be made to misbehave. */
class LoopbackExchange {
  readonly #http = createServer((request, answer) => {
    const asked = new URL(request.url ?? "", "http://exchange")
    if (asked.pathname === "/api/v3/historicalTrades") {
      const [from, count] = ["fromId", "limit"].map((name) => Number(asked.searchParams.get(name)))
      const times = { time: Math.floor(Date.now()), isBuyerMaker: false }
      const trades = Array.from({ length: count }, (_, i) => ({
        id: from + i,
        ...FIGURES,
        ...times,
      }))
      answer.end(JSON.stringify(trades))
    } else {
      answer.end(`{"lastUpdateId":${this.updates},"bids":[["99","1"]],"asks":[["101","1"]]}`)
    }
  })
  readonly #streams = new WebSocketServer({ server: this.#http })
  readonly #listeners = new Map<WebSocket, Set<string>>()
  updates = 0
  trades = 0

  constructor() {
    this.#streams.on("connection", (socket) => {
      const streams = new Set<string>()
      this.#listeners.set(socket, streams)
      socket.on("close", () => this.#listeners.delete(socket))
      socket.on("message", (bytes: Buffer) => {
        const { method, params, id } = JSON.parse(bytes.toString("utf8")) as {
          method: string
          params: string[]
          id: number
        }
        for (const name of params) {
          if (method === "SUBSCRIBE") streams.add(name)
          else streams.delete(name)
        }
        socket.send(JSON.stringify({ result: null, id }))
      })
    })
  }

  async open(): Promise<number> {
    await new Promise<void>((resolve) => this.#http.listen(0, "127.0.0.1", resolve))
    return (this.#http.address() as AddressInfo).port
  }

  close(): void {
    for (const socket of this.#listeners.keys()) socket.terminate()
    this.#http.close()
    this.#http.closeAllConnections()
  }

  /** A trade and a change of the book, to everyone who asked. */
  tick(): void {
    const now = Math.floor(Date.now())
    this.#say("btcusdt@trade", {
      e: "trade",
      E: now,
      s: "BTCUSDT",
      t: ++this.trades,
      p: FIGURES.price,
      q: FIGURES.qty,
      T: now,
      m: false,
    })
    const U = ++this.updates
    const change = { e: "depthUpdate", E: now, s: "BTCUSDT", U, u: U, b: [["98", "1"]], a: [] }
    this.#say("btcusdt@depth@100ms", change)
  }

  /** Says something to everyone, whatever they asked for. */
  shout(text: string): void {
    for (const socket of this.#listeners.keys()) socket.send(text)
  }

  /** Cuts the connections that carry streams without a word; that which stands by stays. */
  cut(): void {
    for (const [socket, streams] of this.#listeners) if (streams.size > 0) socket.terminate()
  }

  get carrying(): number {
    return [...this.#listeners.values()].filter(({ size }) => size > 0).length
  }

  #say(stream: string, event: object): void {
    for (const [socket, streams] of this.#listeners) {
      if (streams.has(stream)) socket.send(JSON.stringify(event))
    }
  }
}

const FIGURES = { price: "100.00", qty: "1" }
const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

/** A feed with a driver, on a real network of one machine. */
async function onNetwork(): Promise<{
  readonly exchange: LoopbackExchange
  readonly feed: MarketFeed
  readonly tape: Tape
  readonly now: () => ReturnType<typeof instantOf>
  readonly until: (isSo: () => boolean) => Promise<void>
}> {
  const exchange = new LoopbackExchange()
  const port = await exchange.open()
  const now = (): ReturnType<typeof instantOf> =>
    instantOf(Math.round((performance.timeOrigin + performance.now()) * 1000))
  const effects: Effect[] = []
  const tape = new Tape([instrumentOf()])
  let ids = 0
  const feed = new MarketFeed({
    streamUrl: `ws://127.0.0.1:${port}`,
    tape,
    desk: { admit: () => ++ids, freeAt: (_, at) => at },
    chance: new Chance(1, "network"),
    effects,
    offset: () => milliseconds(0),
  })
  const driver = new Driver({
    restUrl: `http://127.0.0.1:${port}`,
    clock: now,
    wake: () => setImmediate(turn),
  })
  const turn = (): void => {
    driver.take(1_000, (happening, at) => feed.happened(happening, at))
    feed.onTime(now())
    driver.carryOut(effects)
  }
  closing.push(() => {
    driver.close()
    exchange.close()
  })
  feed.follow(0, "execution", now())
  feed.start(now())
  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isSo()) {
      turn()
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  await until(
    () => exchange.carrying === 1 && feed.health(now()).connections[0].state === "connected",
  )
  return { exchange, feed, tape, now, until }
}

describe("the market side on a network (DATA-1 … DATA-6)", () => {
  it("loses no trade and no change of the book when its connections are cut again and again", async () => {
    const { exchange, feed, tape, now, until } = await onNetwork()
    const counts = (): ReturnType<MarketFeed["health"]>["counts"] => feed.health(now()).counts
    for (let round = 0; round < 4; round++) {
      for (let i = 0; i < 50; i++) exchange.tick()
      await until(() => counts().trades.taken === exchange.trades && feed.isSure(0))
      exchange.cut()
      await until(() => exchange.carrying === 0)
      // Nobody listens: only the numbers will tell that these were.
      for (let i = 0; i < 5; i++) exchange.tick()
      await until(() => exchange.carrying > 0)
      exchange.tick()
    }
    await until(() => counts().trades.taken === exchange.trades && feed.isSure(0))
    expect(counts().trades).toMatchObject({ taken: 224, missed: 0, repaired: 20 })
    expect(counts().books).toMatchObject({ crossed: 0, differing: 0 })
    expect(feed.health(now()).connections.some(({ losses }) => losses > 0)).toBe(true)
    const trades = Array.from({ length: tape.length }, (_, i) => tape.kind[i])
    expect(trades.filter((kind) => kind === TRADE)).toHaveLength(224)
  })

  it("changes sockets on a warning of the exchange, with both open for a while (DATA-4)", async () => {
    const { exchange, feed, now, until } = await onNetwork()
    for (let i = 0; i < 10; i++) exchange.tick()
    await until(() => feed.health(now()).counts.trades.taken === 10)
    exchange.shout('{"e":"serverShutdown","E":1770123456789}')
    await until(() => exchange.carrying === 2)
    await until(() => feed.health(now()).connections[0].opened === 2)
    for (let i = 0; i < 100; i++) exchange.tick()
    await until(() => feed.health(now()).counts.trades.doubled === 100)
    expect(feed.health(now()).counts.trades).toMatchObject({ taken: 110, gaps: 0, missed: 0 })
    expect(feed.health(now()).connections[0].losses).toBe(0)
  })
})
