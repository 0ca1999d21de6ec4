import { createPublicKey, generateKeyPairSync } from "node:crypto"
import { afterEach, describe, expect, it } from "vitest"
import { plainAccount } from "../../src/exchange/account/accounts-file.ts"
import { isFinal } from "../../src/order/order.ts"
import type { Terms } from "../../src/order/terms.ts"
import { type Instant, instantOf, quantityOf } from "../../src/value/brand.ts"
import { AccountKey } from "../../src/venue/binance/signature.ts"
import { type House, KEY, openHouse } from "../exchange/house.ts"
import { Trader } from "./trader.ts"

const HMAC = new AccountKey({ name: KEY.apiKey, secret: KEY.secret })
const LOT = quantityOf(100)
/** Nobody listens there. */
const NOWHERE = "ws://127.0.0.1:9/ws-api/v3"

const open: { traders: Trader[]; house: House | undefined } = { traders: [], house: undefined }

async function start(
  told: Parameters<typeof openHouse>[0] & {
    readonly key?: AccountKey
    readonly socketUrl?: string
  } = {},
): Promise<Trader> {
  const { key = HMAC, socketUrl, ...house } = told
  open.house = await openHouse(house)
  const trader = new Trader(open.house, key, socketUrl === undefined ? {} : { socketUrl })
  open.traders.push(trader)
  return trader
}

/** Another process at the same exchange, with the same key. */
function another(): Trader {
  if (open.house === undefined) return expect.fail("there is no exchange")
  const trader = new Trader(open.house, HMAC)
  open.traders.push(trader)
  return trader
}

async function connected(told: Parameters<typeof start>[0] = {}): Promise<Trader> {
  const trader = await start(told)
  await expect.poll(() => trader.venue.state).toBe("connected")
  await expect.poll(() => trader.surveys.length).toBeGreaterThan(0)
  return trader
}

const becomes = async (trader: Trader, id: string, status: string): Promise<void> => {
  await expect.poll(() => trader.order(id).status).toBe(status)
}
/** Fills at once. */
const taking = (trader: Trader): Terms => ({
  type: "limit",
  quantity: LOT,
  price: trader.at(1.002),
  lifetime: "ioc",
})
const resting = (trader: Trader): Terms => ({
  type: "limit-maker",
  quantity: LOT,
  price: trader.at(1.02),
})
const stopAt = (trader: Trader, share: number): Terms => ({
  type: "stop-loss-limit",
  quantity: LOT,
  stop: trader.at(share),
  price: trader.at(share * 0.99),
  lifetime: "gtc",
})

afterEach(async () => {
  for (const trader of open.traders) trader.close()
  open.traders = []
  await open.house?.server.close()
  open.house = undefined
})

describe("the venue on the exchange's own protocol", () => {
  it("comes up by itself and tells what the account holds", async () => {
    const trader = await connected()
    const balances = trader.surveys[0].balances.map((it) => it.asset).toSorted()
    expect(balances).toEqual(["BNB", "BTC", "USDT"])
    expect(trader.desk.clock.isTrusted(now())).toBe(true)
  })

  it("places over the WebSocket API, and each order once", async () => {
    const trader = await connected()
    trader.buy("r-1", taking(trader))
    await becomes(trader, "r-1", "filled")
    const { overSocket, overRest, unknown, refused, unreadable, strange } = trader.venue.counts
    expect({ unknown, refused, unreadable, strange }).toEqual({
      unknown: 0,
      refused: 0,
      unreadable: 0,
      strange: 0,
    })
    expect(overSocket).toBe(3)
    expect(overRest).toBeLessThanOrEqual(3)
    expect(open.house?.hall.engine.trades("main")).toMatchObject([{ id: "r-1", quantity: 100 }])
  })

  it("knows the fee and the value of a fill to the unit", async () => {
    const trader = await connected()
    trader.buy("r-1", taking(trader))
    await becomes(trader, "r-1", "filled")
    const {
      id: _,
      instrument: __,
      side: ___,
      venueId,
      at: ____,
      ...fill
    } = open.house?.hall.engine.trades("main")[0] ?? ({} as never)
    expect(venueId).toBe(trader.order("r-1").venueId)
    const [{ tradeId: _____, ...told }] = trader.order("r-1").fills
    const { tradeId: ______, ...booked } = fill
    expect(told).toEqual(booked)
  })

  it("rests and cancels", async () => {
    const trader = await connected()
    trader.sell("r-1", resting(trader))
    await becomes(trader, "r-1", "open")
    trader.cancel("r-1")
    await becomes(trader, "r-1", "cancelled")
  })

  it("says in the exchange's words why an order was refused", async () => {
    const trader = await connected()
    trader.sell("r-1", resting(trader))
    trader.sell("r-2", stopAt(trader, 1.05))
    await becomes(trader, "r-2", "rejected")
    expect(trader.reports.find((it) => it.id === "r-2")).toMatchObject({
      kind: "rejected",
      code: -2010,
      text: "Order would trigger immediately.",
    })
  })

  it("moves a stop in one request (EXEC-67)", async () => {
    const trader = await connected()
    trader.sell("r-1", stopAt(trader, 0.97))
    await becomes(trader, "r-1", "open")
    trader.sell("r-2", stopAt(trader, 0.98), { instead: trader.order("r-1").id })
    await becomes(trader, "r-2", "open")
    await becomes(trader, "r-1", "cancelled")
  })

  it("leaves the new stop untried when the old one is not there", async () => {
    const trader = await connected()
    trader.sell("r-2", stopAt(trader, 0.98), { instead: "r-1" as never })
    await becomes(trader, "r-2", "rejected")
    expect(trader.reports[0]).toMatchObject({ kind: "cancel-rejected", id: "r-1", code: -2011 })
  })

  it("places a pair whose legs end each other, and takes it away by one leg", async () => {
    const trader = await connected()
    const target: Terms = { type: "limit-maker", quantity: LOT, price: trader.at(1.02) }
    trader.sell("r-1", stopAt(trader, 0.97), { target })
    await becomes(trader, "r-1s", "open")
    await becomes(trader, "r-1t", "open")
    trader.cancel("r-1s")
    await becomes(trader, "r-1s", "cancelled")
    await becomes(trader, "r-1t", "cancelled")
  })

  it("answers what became of an order, with its fills, or that it is not known", async () => {
    const trader = await connected()
    trader.buy("r-1", taking(trader))
    await becomes(trader, "r-1", "filled")
    trader.reports.length = 0
    trader.ask("r-1")
    trader.ask("r-1")
    trader.ask("r-404")
    await expect.poll(() => trader.reports.length).toBe(2)
    expect(trader.reports.find((it) => it.id === "r-1")).toMatchObject({
      kind: "told",
      status: "filled",
      fills: [{ quantity: 100 }],
    })
    const absent = trader.reports.find((it) => it.id === "r-404")
    expect(absent?.kind).toBe("absent")
    expect(Math.abs((absent?.at ?? 0) - Date.now() * 1000)).toBeLessThan(1_000_000)
  })

  it("surveys balances and open orders", async () => {
    const trader = await connected()
    trader.sell("r-1", resting(trader))
    await becomes(trader, "r-1", "open")
    trader.surveys.length = 0
    trader.venue.survey()
    await expect.poll(() => trader.surveys.length).toBe(1)
    expect(trader.surveys[0].open).toMatchObject([
      { id: "r-1", instrument: trader.instrument.index, side: "sell", quantity: 100, executed: 0 },
    ])
    const held = trader.surveys[0].balances.find((it) => it.asset === "BTC")
    expect(held?.lockedUnits).toBeGreaterThan(0n)
  })

  it("reads the limits that the exchange publishes (EXEC-73)", async () => {
    const trader = await connected()
    const weight = () => trader.desk.budget.usage(now()).find((it) => it.name.includes("1M"))?.limit
    await expect.poll(weight).toBe(6_000)
  })
})

describe("EXEC-74: several processes at one address", () => {
  it("share one budget: each counts what the exchange has counted of all", async () => {
    const one = await connected()
    const other = another()
    await expect.poll(() => other.surveys.length).toBeGreaterThan(0)
    const used = (trader: Trader): number =>
      trader.desk.budget.usage(now()).find((it) => it.name.includes("1M"))?.used ?? 0
    for (let i = 0; i < 60 && used(one) < 300; i++) {
      one.surveys.length = 0
      one.venue.survey()
      await expect.poll(() => one.surveys.length).toBeGreaterThan(0)
    }
    expect(used(one)).toBeGreaterThanOrEqual(300)
    // One question of its own, and it knows what the other asked.
    other.ask("r-404")
    await expect.poll(() => other.reports.length).toBeGreaterThan(0)
    expect(used(other)).toBeGreaterThanOrEqual(used(one))
  })
})

describe("the venue with other keys and other ways", () => {
  it("logs on with an Ed25519 key and then signs no more", async () => {
    const pair = generateKeyPairSync("ed25519")
    const plain = plainAccount(KEY.apiKey, KEY.secret, { USDT: "100000", BTC: "1" })
    const publicKey = createPublicKey(pair.privateKey)
    const check = { kind: "Ed25519", publicKey } as const
    const customers = [{ ...plain, keys: [{ ...plain.keys[0], check }] }]
    const secret = pair.privateKey.export({ format: "pem", type: "pkcs8" })
    const trader = await connected({
      customers,
      key: new AccountKey({ name: KEY.apiKey, secret }),
    })
    trader.buy("r-1", taking(trader))
    await becomes(trader, "r-1", "filled")
    expect(trader.venue.counts.overSocket).toBe(3)
  })

  it("goes over REST while the WebSocket API is not there", async () => {
    const trader = await start({ socketUrl: NOWHERE })
    await expect.poll(() => trader.desk.clock.isTrusted(now())).toBe(true)
    trader.buy("r-1", taking(trader))
    await becomes(trader, "r-1", "filled")
    trader.sell("r-2", stopAt(trader, 0.97))
    await becomes(trader, "r-2", "open")
    trader.cancel("r-2")
    await becomes(trader, "r-2", "cancelled")
    expect(trader.venue.counts.overSocket).toBe(0)
  })

  it("sends no order that raises risk before the exchange's clock is known (EXEC-63)", async () => {
    const trader = await start()
    trader.buy("r-1", taking(trader))
    expect(trader.order("r-1").status).toBe("rejected")
    expect(trader.reports).toMatchObject([{ code: -1, text: expect.stringContaining("clock") }])
  })
})

describe("the venue while things go wrong", () => {
  it("reconnects by itself, surveys, and learns what it missed", async () => {
    const trader = await connected({ faults: { events: [{ what: "drop", at: 2 }] } })
    trader.sell("r-1", resting(trader))
    await becomes(trader, "r-1", "open")
    const before = trader.surveys.length
    await expect.poll(() => trader.venue.state).toBe("reconnecting")
    await expect.poll(() => trader.venue.state).toBe("connected")
    await expect.poll(() => trader.surveys.length).toBeGreaterThan(before)
    expect(trader.surveys.at(-1)?.open.map((it) => it.id)).toEqual(["r-1"])
  })

  it("asks nothing while it is locked out (418)", async () => {
    const trader = await connected({ faults: { events: [{ what: "ban", at: 1 }] } })
    const isBanned = (): boolean => {
      trader.venue.survey()
      return trader.desk.budget.isBanned(trader.desk.clock.toExchange(now()))
    }
    await expect.poll(isBanned).toBe(true)
    const { overSocket, overRest } = trader.venue.counts
    trader.sell("r-1", resting(trader))
    expect(trader.reports).toMatchObject([{ kind: "rejected", id: "r-1", code: -1 }])
    expect(trader.reports[0]).toMatchObject({ text: expect.stringContaining("locked") })
    expect(trader.venue.counts).toMatchObject({ overSocket, overRest })
  })

  it("knows in the end what became of each order, whatever was lost on the way", async () => {
    const faults = {
      latencyMs: [1, 60],
      requestLost: 0.05,
      unknownOutcome: 0.15,
      userDoubled: 0.3,
      userLate: 0.3,
      userLost: 0.15,
      events: [{ what: "drop", at: 4 }],
    }
    const trader = await connected({ faults, seed: 7 })
    for (let i = 0; i < 12; i++) {
      trader.buy(`b-${i}`, taking(trader))
      trader.sell(`s-${i}`, i % 2 === 0 ? { type: "market", quantity: LOT } : resting(trader))
    }
    // What takes at once does not stay open: its end was lost, and a survey will miss it.
    const isSettled = (): boolean =>
      [...trader.orders.values()].every((it) =>
        it.terms.type === "limit-maker" ? isFinal(it) || it.status === "open" : isFinal(it),
      )
    await expect.poll(isSettled, { timeout: 220_000 }).toBe(true)
    const exchange = open.house?.hall.engine
    for (const order of trader.orders.values()) {
      const told = exchange?.ask("main", order.id, now())
      const truth = told?.kind === "told" ? told.status : told?.kind
      const ours = order.status === "rejected" ? "absent" : order.status
      expect(`${order.id} ${ours}`).toBe(`${order.id} ${truth}`)
      expect(order.fills.map((it) => it.quantity)).toEqual(
        told?.kind === "told" ? told.fills.map((it) => it.quantity) : [],
      )
    }
    const ids = exchange?.trades("main").map((it) => it.id) ?? []
    expect(new Set(ids).size).toBe(ids.length)
    expect(trader.venue.counts.unknown).toBeGreaterThan(0)
  })
})

const now = (): Instant => instantOf(Date.now() * 1_000)
