import * as fc from "fast-check"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { instantOf } from "../../src/value/brand.ts"
import { plainAccount } from "../../src/exchange/account/accounts-file.ts"
import { faultsFrom } from "../../src/exchange/faults/fault-plan.ts"
import { openExchange, type OpenExchange } from "../../src/exchange/open-exchange.ts"
import { METHODS } from "../../src/exchange/protocol/methods.ts"
import { restParameters } from "../../src/exchange/protocol/rest-request.ts"
import { Router } from "../../src/exchange/protocol/router.ts"
import { ApiSession } from "../../src/exchange/stream/api-session.ts"
import { Feeds } from "../../src/exchange/stream/feeds.ts"
import { StreamSession } from "../../src/exchange/stream/stream-session.ts"
import { GeneratedSource } from "../../src/simulation/source.ts"

const NOW = instantOf(1_795_000_000_000_000)
const PASS = { kind: "pass" } as const

/** Names and values as clients send them, and as nobody should. */
const NAMES = [
  "symbol",
  "symbols",
  "side",
  "type",
  "timeInForce",
  "quantity",
  "quoteOrderQty",
  "price",
  "stopPrice",
  "icebergQty",
  "newClientOrderId",
  "orderId",
  "origClientOrderId",
  "limit",
  "interval",
  "startTime",
  "endTime",
  "fromId",
  "newQty",
  "cancelReplaceMode",
  "cancelOrderId",
  "listClientOrderId",
  "aboveType",
  "belowType",
  "abovePrice",
  "belowStopPrice",
  "workingType",
  "workingSide",
  "workingPrice",
  "workingQuantity",
  "workingTimeInForce",
  "pendingSide",
  "pendingType",
  "pendingQuantity",
  "pendingStopPrice",
  "windowSize",
  "timeZone",
] as const
const VALUES = [
  "BTCUSDT",
  '["BTCUSDT","ETHUSDT"]',
  "BUY",
  "SELL",
  "LIMIT",
  "MARKET",
  "STOP_LOSS",
  "LIMIT_MAKER",
  "TAKE_PROFIT_LIMIT",
  "GTC",
  "IOC",
  "0.001",
  "1",
  "60000",
  "64000.01",
  "70000",
  "0",
  "-1",
  "99999999999999999999",
  "1e3",
  "NaN",
  "",
  "null",
  "STOP_ON_FAILURE",
  "ALLOW_FAILURE",
  "1m",
  "1d",
  "8",
] as const
const parameter = fc.tuple(
  fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...NAMES) },
    { weight: 1, arbitrary: fc.string() },
  ),
  fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...VALUES) },
    { weight: 1, arbitrary: fc.string() },
  ),
)

describe("whatever is sent, the exchange answers and stays right", () => {
  let house: OpenExchange
  let router: Router
  beforeAll(() => {
    house = openExchange({
      source: new GeneratedSource({ seed: 1, start: instantOf(NOW - 60_000_000) }),
      winding: { wall: instantOf(NOW - 60_000_000), own: instantOf(NOW - 60_000_000), speed: 1 },
      seed: 1,
      customers: [plainAccount("key", "secret", { USDT: "10000", BTC: "1" })],
      clock: () => NOW,
      start: instantOf(NOW - 60_000_000),
      faults: faultsFrom({}),
      limits: { perTenSeconds: 1e9, perDay: 1e9, weightPerMinute: 1e9 },
      onTrouble: (error) => {
        throw error
      },
    })
    house.hall.advance(NOW)
    router = new Router(house.hall)
  })
  afterAll(() => house.server.close())

  const holder = (): ReturnType<Router["holderOf"]> => router.holderOf("key")

  it("over every method, with parameters of every kind", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...METHODS),
        fc.uniqueArray(parameter, { maxLength: 10, selector: ([name]) => name }),
        (method, sent) => {
          const before = house.hall
            .balances("main")
            .reduce((sum, it) => sum + it.free + it.locked, 0n)
          const answer = router.route({
            method,
            sent: [
              ...sent.filter(([name]) => name !== "timestamp"),
              ["timestamp", String(NOW / 1000)],
            ],
            ip: "test",
            unit: "ms",
            now: NOW,
            apiKey: undefined,
            signature: undefined,
            payload: "",
            session: holder(),
          })
          expect([200, 400, 409, 429]).toContain(answer.status)
          if (answer.status !== 200) {
            expect((answer.body as { code: number }).code).toBeLessThan(-1000)
          }
          expect(before).toBeGreaterThan(0n)
          for (const { free, locked } of house.hall.balances("main")) {
            expect(free).toBeGreaterThanOrEqual(0n)
            expect(locked).toBeGreaterThanOrEqual(0n)
          }
        },
      ),
      { numRuns: 5000 },
    )
  })

  it("over orders that are nearly right: the desk and the engine never disagree", () => {
    const order = { symbol: "BTCUSDT", side: "BUY", quantity: "0.001" }
    const sale = { ...order, side: "SELL" }
    const leg = { belowType: "STOP_LOSS", belowStopPrice: "60000", aboveType: "LIMIT_MAKER" }
    const working = { workingType: "LIMIT", workingSide: "BUY", workingQuantity: "0.001" }
    const chain = { symbol: "BTCUSDT", ...working, workingTimeInForce: "GTC", pendingSide: "SELL" }
    const rested = { ...order, type: "LIMIT", timeInForce: "GTC", price: "60000" }
    const named = { symbol: "BTCUSDT", origClientOrderId: "one" }
    const replace = { cancelReplaceMode: "STOP_ON_FAILURE", cancelOrigClientOrderId: "one" }
    const templates: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
      ["order.place", { ...rested, newClientOrderId: "one" }],
      ["order.place", { ...rested, price: "70000", icebergQty: "0.0002" }],
      ["order.place", { ...order, type: "MARKET" }],
      ["order.place", { ...sale, type: "STOP_LOSS", stopPrice: "60000" }],
      ["order.place", { ...order, type: "LIMIT_MAKER", price: "60000", newClientOrderId: "one" }],
      ["orderList.place.oco", { ...sale, ...leg, abovePrice: "70000", listClientOrderId: "list" }],
      [
        "orderList.place.oto",
        {
          ...chain,
          workingPrice: "70000",
          pendingType: "STOP_LOSS",
          pendingQuantity: "0.0009",
          pendingStopPrice: "60000",
        },
      ],
      [
        "orderList.place.oto",
        { ...chain, workingPrice: "60000", pendingType: "MARKET", pendingQuantity: "0.0009" },
      ],
      ["order.cancel", named],
      ["order.cancelReplace", { ...rested, ...replace, newClientOrderId: "one" }],
      ["order.amend.keepPriority", { ...named, newQty: "0.0005", newClientOrderId: "two" }],
      ["orderList.cancel", { symbol: "BTCUSDT", listClientOrderId: "list" }],
      ["openOrders.cancelAll", { symbol: "BTCUSDT" }],
    ]
    const mutation = fc.option(parameter, { freq: 3, nil: undefined })
    fc.assert(
      fc.property(fc.constantFrom(...templates), mutation, ([name, params], changed) => {
        const method = router.socketMethod(name)
        if (method === undefined) throw new Error(`there is no ${name}`)
        const mutated = changed === undefined ? params : { ...params, [changed[0]]: changed[1] }
        const sent = Object.entries({ ...mutated, timestamp: String(NOW / 1000) })
        const door = { ip: "test", unit: "ms", now: NOW, payload: "", session: holder() } as const
        router.route({ ...door, method, sent, apiKey: undefined, signature: undefined })
        const desk = house.hall.deskOf("main")
        const told = desk.open().map((it) => [it.clientOrderId, it.terms.quantity, it.executed])
        const { open } = house.hall.engine.survey("main", NOW)
        expect(told).toEqual(open.map((it) => [it.id, it.quantity, it.executed]))
      }),
      { numRuns: 3000 },
    )
    const { orders, trades } = house.hall.deskOf("main")
    const statuses = new Set([...orders.values()].map(({ status }) => status))
    expect([...statuses]).toEqual(expect.arrayContaining(["CANCELED", "FILLED"]))
    expect(trades.length).toBeGreaterThan(50)
  })

  it("over queries and bodies that nobody would write", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (query, body) => {
        try {
          const { payload } = restParameters(query, body)
          expect(typeof payload).toBe("string")
        } catch (error) {
          expect((error as { code?: number }).code).toBeLessThan(-1000)
        }
      }),
    )
  })

  it("over both kinds of socket, frame by frame", () => {
    const said: string[] = []
    const link = { send: (text: string): void => void said.push(text), close: (): void => {} }
    const feeds = new Feeds()
    const common = { feeds, link, unit: "ms" } as const
    const api = new ApiSession({ ...common, router, ip: "test", now: NOW, hasLimits: true })
    const streams = new StreamSession({ ...common, hall: house.hall, isCombined: false })
    const value = fc.oneof(fc.json(), fc.string())
    fc.assert(
      fc.property(value, fc.nat(1e9), (text, second) => {
        const before = said.length
        api.receive(text, { now: NOW, fate: PASS })
        expect(said.length).toBe(before + 1)
        streams.receive(text, instantOf(NOW + second * 1_000_000))
        expect(said.length).toBe(before + 2)
        for (const answer of said.slice(before)) JSON.parse(answer)
      }),
      { numRuns: 2000 },
    )
  })
})
