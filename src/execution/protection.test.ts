import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { instrumentOf } from "../../tests/support/instrument.ts"
import { notional } from "../market/instrument.ts"
import { orderOf } from "../../tests/support/order.ts"
import type { Order } from "../order/order.ts"
import { type OrderId, orderIdOf } from "../order/request.ts"
import { type Price, priceOf, type Quantity, quantityOf } from "../value/brand.ts"
import { care, type Guarded, isSaleable, saleableFrom } from "./protection.ts"

const STOP: Order = orderOf({
  id: orderIdOf("r-8"),
  side: "sell",
  purpose: "protection",
  status: "open",
  terms: {
    type: "stop-loss-limit",
    quantity: quantityOf(200),
    stop: priceOf(990_000),
    price: priceOf(980_100),
    lifetime: "gtc",
  },
})
const TARGET: Order = orderOf({
  id: orderIdOf("r-9t"),
  list: orderIdOf("r-9"),
  side: "sell",
  purpose: "protection",
  status: "open",
  terms: { type: "limit-maker", quantity: quantityOf(200), price: priceOf(1_007_000) },
})
const ENTRY = orderOf({ status: "open" })
const EXIT = orderOf({ id: orderIdOf("r-10"), side: "sell", purpose: "exit", status: "pending" })

/** 0.00200 BTC bought at 10,000, its stop wished 1 % below, and nothing standing yet. */
const bare = (told: Partial<Guarded> = {}): Guarded => ({
  instrument: instrumentOf(),
  quantity: quantityOf(200),
  averagePrice: 1_000_000,
  lastPrice: 1_000_000,
  leave: { stop: priceOf(990_000) },
  protection: [],
  entry: undefined,
  exit: undefined,
  isLeaving: false,
  isPairRefused: false,
  isGuardOverdue: false,
  isAlone: true,
  ...told,
})
const SKIPPED = "the price fell below its stop before the stop stood"
const partly = (order: Order, filled: number): Order => ({ ...order, filled: quantityOf(filled) })

describe("EXEC-65: every filled entry is protected by a stop at the exchange", () => {
  it("places the wished stop for the whole quantity, bounded 1 % below its trigger", () => {
    expect(care(bare())).toEqual({
      kind: "protect",
      terms: {
        type: "stop-loss-limit",
        quantity: 200,
        stop: 990_000,
        price: 980_100,
        lifetime: "gtc",
      },
    })
  })

  it("links stop and target, so that one cancels the other", () => {
    const leave = { stop: priceOf(990_000), target: priceOf(1_007_000) }
    expect(care(bare({ leave }))).toMatchObject({
      kind: "protect",
      terms: { stop: 990_000 },
      target: { type: "limit-maker", quantity: 200, price: 1_007_000 },
    })
  })

  it("places the stop alone when the target is reached already, or the entry still fills", () => {
    const leave = { stop: priceOf(990_000), target: priceOf(1_007_000) }
    for (const told of [{ lastPrice: 1_007_000 }, { entry: ENTRY }]) {
      expect(care(bare({ leave, ...told }))).not.toHaveProperty("target")
      expect(care(bare({ leave, ...told }))).toMatchObject({ kind: "protect" })
    }
  })

  it("places the stop alone once the exchange has refused the pair, and watches the target itself", () => {
    const leave = { stop: priceOf(990_000), target: priceOf(1_007_000) }
    const refused = { leave, isPairRefused: true }
    expect(care(bare(refused))).not.toHaveProperty("target")
    expect(care(bare(refused))).toMatchObject({ kind: "protect", terms: { stop: 990_000 } })
    const stands = { ...refused, protection: [STOP] }
    expect(care(bare({ ...stands, lastPrice: 1_006_999 }))).toEqual({ kind: "nothing" })
    expect(care(bare({ ...stands, lastPrice: 1_007_000 }))).toEqual({
      kind: "exit",
      quantity: 200,
      instead: "r-8",
      because: "the price reached its target before the target stood",
    })
    // With the target at the exchange, that alone decides.
    const leg = orderOf({ ...STOP, id: orderIdOf("r-9s"), list: orderIdOf("r-9") })
    const pair = { leave, protection: [leg, TARGET], lastPrice: 1_010_000 }
    expect(care(bare(pair))).toEqual({ kind: "nothing" })
  })

  it("places a stop at most 2 % below what was paid, wished or not (RISK-12)", () => {
    const stop = (told: Partial<Guarded>): unknown => care(bare(told))
    expect(stop({ leave: undefined })).toMatchObject({ terms: { stop: 980_000 } })
    expect(stop({ leave: { stop: priceOf(979_999) } })).toMatchObject({ terms: { stop: 980_000 } })
    expect(stop({ leave: { stop: priceOf(980_001) } })).toMatchObject({ terms: { stop: 980_001 } })
    // Bought above the price that the wish was measured from.
    expect(stop({ averagePrice: 1_015_000 })).toMatchObject({ terms: { stop: 994_700 } })
  })

  it("leaves at once when the price is at or below where the stop would stand", () => {
    expect(care(bare({ lastPrice: 990_001 }))).toMatchObject({ kind: "protect" })
    for (const lastPrice of [990_000, 900_000]) {
      expect(care(bare({ lastPrice }))).toEqual({ kind: "exit", quantity: 200, because: SKIPPED })
    }
  })

  it("places the stop also before any price is known, as after a restart", () => {
    expect(care(bare({ lastPrice: NaN }))).toMatchObject({ kind: "protect" })
  })
})

describe("EXEC-67: a stop is never cancelled before its replacement is accepted", () => {
  it("is left alone while it stands for exactly what is held", () => {
    expect(care(bare({ protection: [STOP] }))).toEqual({ kind: "nothing" })
    const leg = orderOf({ ...STOP, id: orderIdOf("r-9s"), list: orderIdOf("r-9") })
    expect(care(bare({ protection: [leg, TARGET] }))).toEqual({ kind: "nothing" })
    expect(care(bare({ quantity: quantityOf(150), protection: [partly(STOP, 50)] }))).toEqual({
      kind: "nothing",
    })
  })

  it("changes places with a stop for another quantity in one request (EXEC-68)", () => {
    for (const quantity of [199, 201, 300].map(quantityOf)) {
      expect(care(bare({ quantity, protection: [STOP] }))).toMatchObject({
        kind: "protect",
        instead: "r-8",
        terms: { quantity },
      })
    }
  })

  it("changes places with a nearer stop in one request, and never with one further away", () => {
    const wished = (stop: number): unknown =>
      care(bare({ protection: [STOP], leave: { stop: priceOf(stop) } }))
    expect(wished(990_001)).toMatchObject({
      kind: "protect",
      instead: "r-8",
      terms: { stop: 990_001, quantity: 200 },
    })
    expect(wished(990_000)).toEqual({ kind: "nothing" })
    expect(wished(985_000)).toEqual({ kind: "nothing" })
    // The price has come down to where the stop was to be moved.
    const exit = { kind: "exit", quantity: 200, instead: "r-8", because: SKIPPED }
    expect(wished(1_000_000)).toEqual(exit)
  })

  it("is the one placed last, when word of the end of the one before has not come", () => {
    const next = orderOf({ ...STOP, id: orderIdOf("r-9") })
    const both = { protection: [STOP, next] }
    expect(care(bare(both))).toEqual({ kind: "nothing" })
    const nearer = { ...both, leave: { stop: priceOf(995_000) } }
    expect(care(bare(nearer))).toMatchObject({ kind: "protect", instead: "r-9" })
    expect(care(bare({ ...both, isLeaving: true }))).toMatchObject({ instead: "r-9" })
    const gone = { ...both, quantity: quantityOf(0) }
    expect(care(bare(gone))).toEqual({ kind: "cancel", id: "r-9" })
  })

  it("changes places with the exit in one request", () => {
    expect(care(bare({ protection: [STOP], isLeaving: true }))).toEqual({
      kind: "exit",
      quantity: 200,
      instead: "r-8",
    })
    // Or when the price has passed below the stop that should have stood for more.
    const late = bare({ protection: [STOP], quantity: quantityOf(300), lastPrice: 985_000 })
    const exit = { kind: "exit", quantity: 300, instead: "r-8", because: SKIPPED }
    expect(care(late)).toEqual(exit)
  })

  it("goes on alone where a pair would leave the position bare in between", () => {
    const leave = { stop: priceOf(990_000), target: priceOf(1_007_000) }
    const leg = orderOf({ ...STOP, id: orderIdOf("r-9s"), list: orderIdOf("r-9") })
    for (const protection of [[STOP], [leg, TARGET]]) {
      const decision = care(bare({ leave, quantity: quantityOf(300), protection }))
      expect(decision).toMatchObject({ kind: "protect", instead: protection[0]?.id })
      expect(decision).not.toHaveProperty("target")
    }
  })

  it("takes the place of what is left of a target that has lost its stop", () => {
    const leave = { stop: priceOf(990_000), target: priceOf(1_007_000) }
    const rest = bare({ leave, quantity: quantityOf(150), protection: [partly(TARGET, 50)] })
    for (const lastPrice of [1_000_000, 1_007_000]) {
      expect(care({ ...rest, lastPrice })).toMatchObject({
        kind: "protect",
        instead: "r-9t",
        terms: { type: "stop-loss-limit", quantity: 150 },
      })
    }
  })
})

describe("EXEC-70: books that do not fit", () => {
  it("cancels a stop without a position", () => {
    expect(care(bare({ quantity: quantityOf(0), protection: [STOP] }))).toEqual({
      kind: "cancel",
      id: "r-8",
    })
    expect(care(bare({ quantity: quantityOf(0) }))).toEqual({ kind: "nothing" })
  })

  it("waits while an answer is on its way", () => {
    expect(care(bare({ exit: EXIT }))).toEqual({ kind: "wait" })
    for (const status of ["pending", "unresolved"] as const) {
      expect(care(bare({ protection: [{ ...STOP, status }] }))).toEqual({ kind: "wait" })
    }
  })

  it("does not count protection that is over", () => {
    for (const status of ["filled", "cancelled", "expired", "rejected", "absent"] as const) {
      expect(care(bare({ protection: [{ ...STOP, status }] }))).toMatchObject({ kind: "protect" })
    }
  })
})

describe("RISK-16: dust", () => {
  it("is what no stop could sell at its worst price: 5 USDT after a fall of 3 %", () => {
    const instrument = instrumentOf()
    // 51.55 counts at 10,000 are worth 5.155, and 5 after the fall.
    expect(isSaleable({ instrument, lastPrice: 1_000_000 }, quantityOf(51))).toBe(false)
    expect(isSaleable({ instrument, lastPrice: 1_000_000 }, quantityOf(52))).toBe(true)
    expect(isSaleable({ instrument, lastPrice: NaN }, quantityOf(1))).toBe(true)
    expect(isSaleable({ instrument, lastPrice: NaN }, quantityOf(0))).toBe(false)
  })

  it("is not a position: neither protected nor sold", () => {
    expect(care(bare({ quantity: quantityOf(51) }))).toEqual({ kind: "nothing" })
    expect(care(bare({ quantity: quantityOf(51), isLeaving: true }))).toEqual({ kind: "nothing" })
  })

  it("is less than a lot, whatever its worth", () => {
    const instrument = instrumentOf({ filters: { minQuantity: quantityOf(300) } })
    expect(care(bare({ instrument }))).toEqual({ kind: "nothing" })
    expect(care(bare({ instrument, protection: [STOP] }))).toEqual({ kind: "cancel", id: "r-8" })
  })
})

const anyOrder = (order: Order): fc.Arbitrary<Order> =>
  fc
    .record({
      status: fc.constantFrom<Order["status"]>(
        "open",
        "open",
        "pending",
        "unresolved",
        "cancelled",
      ),
      filled: fc.constantFrom(0, 0, 50, 200),
    })
    .map(({ status, filled }) => ({ ...order, status, filled: quantityOf(filled) }))
const anyMoment: fc.Arbitrary<Guarded> = fc
  .record({
    quantity: fc.constantFrom(0, 1, 51, 52, 150, 200, 201, 400).map(quantityOf),
    averagePrice: fc.integer({ min: 900_000, max: 1_100_000 }),
    lastPrice: fc.oneof(fc.constant(NaN), fc.integer({ min: 900_000, max: 1_100_000 })),
    stop: fc.option(fc.integer({ min: 900_000, max: 1_050_000 }).map(priceOf)),
    target: fc.option(fc.integer({ min: 950_000, max: 1_200_000 }).map(priceOf)),
    protection: fc.oneof(
      fc.constant([]),
      fc.tuple(anyOrder(STOP)),
      fc.tuple(anyOrder(STOP), anyOrder(TARGET)),
      fc.tuple(anyOrder(TARGET)),
    ),
    entry: fc.constantFrom(undefined, undefined, ENTRY),
    exit: fc.constantFrom(undefined, undefined, undefined, EXIT),
    isLeaving: fc.boolean(),
    isPairRefused: fc.boolean(),
    isGuardOverdue: fc.boolean(),
    isAlone: fc.boolean(),
  })
  .map(({ stop, target, ...rest }) => ({
    ...rest,
    instrument: instrumentOf(),
    leave: stop === null ? undefined : { stop, ...(target === null ? {} : { target }) },
  }))

describe("EXEC-65: a guard of which no word comes", () => {
  const doubted = (told: Partial<Guarded> = {}, order: Partial<Order> = {}): Guarded =>
    bare({ protection: [{ ...STOP, status: "pending", ...order }], ...told })

  it("is waited for, for three seconds", () => {
    expect(care(doubted())).toEqual({ kind: "wait" })
  })

  it("is then taken away and the position sold in one request, whether it is there or not", () => {
    for (const status of ["pending", "unresolved"] as const) {
      expect(care(doubted({ isGuardOverdue: true }, { status }))).toEqual({
        kind: "exit",
        quantity: 200,
        instead: "r-8",
        isInAnyCase: true,
        because: "no word has come of its stop for 3 s",
      })
    }
  })

  it("is sold only if the cancel works where the account holds more of the same: never twice", () => {
    const decision = care(doubted({ isGuardOverdue: true, isAlone: false }))
    expect(decision).toMatchObject({ kind: "exit", instead: "r-8" })
    expect(decision).not.toHaveProperty("isInAnyCase")
  })

  it("is waited for where the exchange has said anything of it, or another guard stands", () => {
    const told: readonly Partial<Order>[] = [
      { venueId: "7" },
      { endedAs: "filled", executedAtEnd: quantityOf(200) },
    ]
    for (const order of told) {
      expect(care(doubted({ isGuardOverdue: true }, order))).toEqual({ kind: "wait" })
    }
    const standing = [STOP, { ...STOP, id: orderIdOf("r-9"), status: "pending" as const }]
    expect(care(doubted({ isGuardOverdue: true, protection: standing }))).toEqual({ kind: "wait" })
  })
})

describe("RISK-16: dust that the price has made a position", () => {
  it("is known by the price from which on it could be sold, to the count", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }).map(quantityOf),
        fc.integer({ min: 900_000, max: 1_100_000 }),
        (quantity, lastPrice) => {
          const it = { instrument: instrumentOf(), lastPrice }
          const from = saleableFrom(it, quantity)
          expect(Number.isNaN(from)).toBe(isSaleable(it, quantity) || quantity < 1)
          if (Number.isNaN(from)) return
          expect(isSaleable({ ...it, lastPrice: from }, quantity)).toBe(true)
          expect(isSaleable({ ...it, lastPrice: from - 4 }, quantity)).toBe(false)
        },
      ),
    )
  })
})

describe("at any moment", () => {
  const open = (it: Guarded, id: OrderId | undefined): Order | undefined =>
    it.protection.find((order) => order.id === id && order.status === "open")

  it("a position that can be sold is never left bare", () => {
    fc.assert(
      fc.property(anyMoment, (it) => {
        const decision = care(it)
        if (!isSaleable(it, it.quantity) || decision.kind === "wait") return
        if (decision.kind === "nothing") {
          const stops = it.protection.filter(
            (order) =>
              order.status === "open" &&
              "stop" in order.terms &&
              order.terms.quantity - order.filled === it.quantity,
          )
          expect(stops).toHaveLength(1)
          expect(it.isLeaving).toBe(false)
        } else if (decision.kind === "cancel") {
          expect.unreachable("what can be sold is not left without what guards it")
        } else if (decision.kind === "protect") {
          expect(decision.terms.quantity).toBe(it.quantity)
          expect(decision.target?.quantity ?? it.quantity).toBe(it.quantity)
        } else {
          expect(decision.quantity).toBe(it.quantity)
        }
      }),
      { numRuns: 3_000 },
    )
  })

  it("it waits only for an answer, and touches only what stands, or what may after 3 s (EXEC-65)", () => {
    fc.assert(
      fc.property(anyMoment, (it) => {
        const decision = care(it)
        const isOnItsWay =
          it.exit !== undefined ||
          it.protection.some(({ status }) => status === "pending" || status === "unresolved")
        const isDoubted = it.isGuardOverdue && decision.kind === "exit" && it.exit === undefined
        expect(decision.kind === "wait").toBe(isOnItsWay && !isDoubted)
        if (isOnItsWay && isDoubted) return
        if (decision.kind === "cancel") expect(open(it, decision.id)).toBeDefined()
        if ("instead" in decision) expect(open(it, decision.instead)).toBeDefined()
      }),
      { numRuns: 3_000 },
    )
  })

  it("what stands is replaced whenever something new is placed: funds are locked once", () => {
    fc.assert(
      fc.property(anyMoment, (it) => {
        const decision = care(it)
        if (decision.kind !== "protect" && decision.kind !== "exit") return
        const may = it.protection.some(
          ({ status }) => status === "pending" || status === "unresolved",
        )
        const stands = may || it.protection.some(({ status }) => status === "open")
        expect(decision.instead !== undefined).toBe(stands)
        if (decision.kind === "protect" && decision.target) expect(stands).toBe(false)
      }),
      { numRuns: 3_000 },
    )
  })

  it("a new stop stands below the price, and at most 2 % below what was paid", () => {
    fc.assert(
      fc.property(anyMoment, (it) => {
        const decision = care(it)
        if (decision.kind !== "protect" || !("stop" in decision.terms)) return
        const { stop } = decision.terms
        expect(it.lastPrice <= stop).toBe(false)
        expect(stop).toBeGreaterThanOrEqual(Math.floor(it.averagePrice * 0.98))
        const { price, quantity } = decision.terms as { price: Price; quantity: Quantity }
        const worth = notional(it.instrument, { price, quantity }, "down")
        expect(worth).toBeGreaterThanOrEqual(it.instrument.filters.minNotional)
        if (decision.target && "price" in decision.target) {
          expect(decision.target.price).toBeGreaterThan(it.lastPrice)
        }
      }),
      { numRuns: 3_000 },
    )
  })
})
