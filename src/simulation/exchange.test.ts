import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { marketOf } from "../../tests/simulation/stage.ts"
import {
  ASK,
  BAR,
  BUYER_IS_MAKER,
  emptyRow,
  LAST,
  LEVEL,
  OPEN,
  QUOTE,
  RESET,
  type Row,
  Tape,
  TRADE,
} from "../market/tape.ts"
import type { Report } from "../order/report.ts"
import { orderIdOf, type Request } from "../order/request.ts"
import type { Side, Terms } from "../order/terms.ts"
import { type Instant, instantOf, ratioOf } from "../value/brand.ts"
import { Exchange, type ExchangeOptions } from "./exchange.ts"
import type { ExchangeState } from "./state.ts"
import { feeSchedule } from "./fees.ts"
import { probabilityQueue, riskAverse } from "./queue.ts"

const ACCOUNTS = ["ann", "ben", "cat"] as const
const INSTRUMENTS = [marketOf(0, "BTC"), marketOf(1, "BNB")]
const ASSETS = ["USDT", "BTC", "BNB"]
const CAPITAL = 200_00000000n
const START = 1_700_000_000_000_000

/** A step of a script; what its numbers mean depends on what it does. */
interface Step {
  readonly does: string
  readonly wait: number
  readonly which: number
  readonly who: number
  readonly price: number
  readonly other: number
  readonly quantity: number
  readonly side: Side
  readonly type: Terms["type"]
  readonly lifetime: "gtc" | "ioc" | "fok"
  readonly pick: number
}

const LIVES = ["place", "place", "place", "pair", "cancel", "replace"]
/** What a tape may tell of an instrument: from trades alone to everything at once. */
const FEEDS = [
  ["trade"],
  ["quote", "trade"],
  ["level", "level", "trade"],
  ["open", "bar"],
  ["trade", "quote", "level", "open", "bar"],
]
const TYPES: readonly Terms["type"][] = [
  "market",
  "limit",
  "limit",
  "limit",
  "limit-maker",
  "stop-loss",
  "stop-loss-limit",
  "take-profit",
  "take-profit-limit",
]

const stepFor = (feed: readonly string[]): fc.Arbitrary<Step> =>
  fc.record({
    does: fc.constantFrom(...LIVES, ...feed, ...feed),
    wait: fc.constantFrom(0, 0, 100_000, 3_000_000, 30_000_000),
    which: fc.constantFrom(0, 0, 0, 1),
    who: fc.nat(2),
    price: fc.integer({ min: 990, max: 1010 }),
    other: fc.integer({ min: 990, max: 1010 }),
    quantity: fc.integer({ min: 1, max: 4000 }),
    side: fc.constantFrom<Side>("buy", "sell"),
    type: fc.constantFrom(...TYPES),
    lifetime: fc.constantFrom("gtc", "gtc", "ioc", "fok"),
    pick: fc.nat(50),
  })

const scripts = fc
  .constantFrom(...FEEDS)
  .chain((feed) => fc.array(stepFor(feed), { minLength: 5, maxLength: 60 }))

/** An exchange that plays a script and keeps what it hears. */
class Player {
  readonly reports: [string, Report][] = []
  exchange: Exchange
  readonly #options: ExchangeOptions
  readonly #tape = new Tape(INSTRUMENTS)
  #row = 0
  #now = START
  #ids = 0

  constructor(queue = riskAverse) {
    const spread = { tradesHalf: ratioOf(300), barsHalf: ratioOf(500), stopSlippage: ratioOf(700) }
    const fees = feeSchedule({ discount: { asset: "BNB", multiplier: ratioOf(750_000) } })
    const onReport = (account: string, report: Report): void => {
      this.reports.push([account, report])
    }
    this.#options = { instruments: INSTRUMENTS, fees, queue, spread, onReport }
    this.exchange = new Exchange(this.#options)
    for (const name of ACCOUNTS) {
      this.exchange.openAccount(
        name,
        ASSETS.map((asset) => ({ asset, units: CAPITAL })),
      )
    }
  }

  get now(): Instant {
    return instantOf(this.#now)
  }

  /** Saves to text and goes on from there. */
  restart(): void {
    const state = JSON.parse(JSON.stringify(this.exchange.save())) as ExchangeState
    this.exchange = Exchange.restore(this.#options, state)
    expect(JSON.parse(JSON.stringify(this.exchange.save()))).toEqual(state)
  }

  play(step: Step): void {
    this.#now += step.wait
    const row = rowOf(step)
    if (row !== undefined) this.#push(row)
    else this.#request(step)
  }

  #push(row: Partial<Row>): void {
    const time = this.#now
    this.#tape.push({ ...emptyRow(), flag: 0, time, seen: time, ...row })
    while (this.#row < this.#tape.length) {
      this.#row = this.exchange.advance(this.#tape, this.#row, this.now)
    }
  }

  #request(step: Step): void {
    const account = ACCOUNTS[step.who]
    const { side } = step
    const instrument = step.which
    const id = orderIdOf(`o${this.#ids++}`)
    const place = { kind: "place", id, instrument, side, terms: termsOf(step) } as const
    const old = orderIdOf(`o${Math.max(0, this.#ids - 1 - step.pick)}`)
    const requests: Readonly<Record<string, () => Request>> = {
      place: () => place,
      cancel: () => ({ kind: "cancel", id: old, instrument }),
      replace: () => ({ kind: "replace", cancel: old, place }),
      pair: () => ({
        kind: "place-pair",
        id: orderIdOf(`${id}-list`),
        instrument,
        side,
        legs: legsOf(step).map((terms, i) => ({ id: orderIdOf(`${id}-${i}`), terms })) as never,
      }),
    }
    this.exchange.request(account, requests[step.does](), this.now)
  }
}

function rowOf(step: Step): Partial<Row> | undefined {
  const { does, which: instrument, price, other, quantity, pick } = step
  const [low, high] = [Math.min(price, other), Math.max(price, other)]
  switch (does) {
    case "trade":
      return { kind: TRADE, instrument, a: price, b: quantity, flag: pick % 2 && BUYER_IS_MAKER }
    case "quote":
      return { kind: QUOTE, instrument, a: low, b: quantity, c: high + 1, d: 4001 - quantity }
    case "level": {
      const flag = (pick % 2) * ASK + (pick % 3 > 0 ? LAST : 0) + (pick === 7 ? RESET : 0)
      return { kind: LEVEL, instrument, flag, a: price, b: pick % 5 === 0 ? 0 : quantity }
    }
    case "open":
      return { kind: OPEN, instrument, a: price }
    case "bar": {
      const close = low + (pick % (high - low + 1))
      const range = { a: price, b: high + 2, c: low - 2, d: close, e: quantity * 10 }
      return { kind: BAR, instrument, ...range }
    }
    default:
      return undefined
  }
}

function termsOf(step: Step): Terms {
  const { type, price, other: stop, lifetime, pick } = step
  const quantity = step.quantity as never
  const slice = Math.floor(step.quantity / 3)
  const hasIceberg = type === "limit" && lifetime === "gtc" && pick % 4 === 0 && slice > 0
  return {
    type,
    quantity,
    ...(type === "limit" || type.endsWith("-limit") || type === "limit-maker" ? { price } : {}),
    ...(type.startsWith("stop") || type.startsWith("take") ? { stop } : {}),
    ...(type === "limit" || type.endsWith("-limit") ? { lifetime } : {}),
    ...(hasIceberg ? { iceberg: slice } : {}),
  } as Terms
}

/** Legs on both sides of 10.00; whether they stand around the last price is for the exchange to say. */
function legsOf(step: Step): readonly Terms[] {
  const near = 1 + (step.pick % 10)
  const far = step.side === "sell" ? 1 : -1
  const quantity = step.quantity
  const stopAt = 1000 - near * far
  const targetAt = 1000 + near * far
  const stop =
    step.pick % 2 === 0
      ? { type: "stop-loss", quantity, stop: stopAt }
      : { type: "stop-loss-limit", quantity, stop: stopAt, price: stopAt - far, lifetime: "gtc" }
  const target =
    step.pick % 3 === 0
      ? { type: "take-profit", quantity, stop: targetAt }
      : { type: "limit-maker", quantity, price: targetAt }
  return [stop, target] as never
}

/** Price × quantity comes in units of 10^-5 of a quote whole: three decimals finer are the units. */
const TO_UNITS = 1000n
const LOT = 100_000n

/** A second bookkeeper: believes only the fills. */
function audit(player: Player): void {
  const { exchange } = player
  const outside = new Map<string, bigint>()
  const fees = new Map<string, bigint>()
  const add = (book: Map<string, bigint>, asset: string, units: bigint): void => {
    book.set(asset, (book.get(asset) ?? 0n) + units)
  }
  for (const account of ACCOUNTS) {
    const own = new Map(ASSETS.map((asset) => [asset, CAPITAL]))
    for (const trade of exchange.trades(account)) {
      const base = INSTRUMENTS[trade.instrument].base.code
      const sign = trade.side === "buy" ? 1n : -1n
      const units = BigInt(trade.quantity) * LOT
      expect(trade.quoteUnits).toBe(BigInt(trade.price) * BigInt(trade.quantity) * TO_UNITS)
      expect(trade.feeUnits).toBeGreaterThan(0n)
      for (const book of [own, outside]) {
        const flip = book === own ? sign : -sign
        add(book, base, flip * units)
        add(book, "USDT", -flip * trade.quoteUnits)
      }
      add(own, trade.feeAsset, -trade.feeUnits)
      add(fees, trade.feeAsset, trade.feeUnits)
    }
    for (const { asset, freeUnits, lockedUnits } of exchange.survey(account, player.now).balances) {
      expect(freeUnits + lockedUnits).toBe(own.get(asset))
      expect(freeUnits).toBeGreaterThanOrEqual(0n)
      expect(lockedUnits).toBe(lockedBy(exchange, account, asset))
    }
  }
  for (const asset of ASSETS) {
    const all = ACCOUNTS.flatMap((name) => exchange.survey(name, player.now).balances)
    const ours = all
      .filter((balance) => balance.asset === asset)
      .reduce((sum, { freeUnits, lockedUnits }) => sum + freeUnits + lockedUnits, 0n)
    const elsewhere = (outside.get(asset) ?? 0n) + (fees.get(asset) ?? 0n)
    expect(ours + elsewhere).toBe(CAPITAL * BigInt(ACCOUNTS.length))
  }
}

/** What the open orders of an account need, from their terms alone; a pair needs the larger leg. */
function lockedBy(exchange: Exchange, account: string, asset: string): bigint {
  const orders = exchange.save().customers.find(({ name }) => name === account)?.orders ?? []
  const needs = new Map<string, bigint>()
  for (const { id, list, instrument, side, terms, executed, state, held } of orders) {
    const { base, quote } = INSTRUMENTS[instrument]
    if (state === "done" || (side === "buy" ? quote : base).code !== asset) continue
    const left = BigInt(terms.quantity - executed)
    const price = "price" in terms ? terms.price : "stop" in terms ? terms.stop : undefined
    const buys = price === undefined ? BigInt(held) : BigInt(price) * left * TO_UNITS
    const need = side === "sell" ? left * LOT : buys
    const key = list ?? id
    const known = needs.get(key) ?? 0n
    needs.set(key, need > known ? need : known)
  }
  return [...needs.values()].reduce((sum, need) => sum + need, 0n)
}

describe("The simulated exchange, whatever happens", () => {
  it("neither makes nor loses money, and locks exactly what open orders need", () => {
    fc.assert(
      fc.property(scripts, (script) => {
        const player = new Player()
        for (const step of script) player.play(step)
        audit(player)
        expect(player.exchange.isIdle).toBe(
          ACCOUNTS.every((name) => player.exchange.survey(name, player.now).open.length === 0),
        )
      }),
      { numRuns: 300 },
    )
  })

  it("tells each account a story that ends: accepted once, ended once, filled within the order", () => {
    fc.assert(
      fc.property(scripts, (script) => {
        const player = new Player()
        for (const step of script) player.play(step)
        const ended = new Set<string>()
        let last = 0
        for (const [account, report] of player.reports) {
          expect(report.at).toBeGreaterThanOrEqual(last)
          last = report.at
          const key = `${account} ${report.id}`
          if (report.kind === "cancel-rejected") continue
          expect(ended.has(key)).toBe(false)
          if (["cancelled", "expired", "rejected"].includes(report.kind)) ended.add(key)
        }
      }),
      { numRuns: 200 },
    )
  })

  it("says the same again when asked the same, and a restart in the middle changes nothing", () => {
    fc.assert(
      fc.property(scripts, fc.nat(60), fc.boolean(), (script, cut, isShared) => {
        const queue = isShared ? probabilityQueue({ kind: "log" }) : riskAverse
        const [straight, again, restarted] = [1, 2, 3].map(() => new Player(queue))
        script.forEach((step, i) => {
          straight.play(step)
          again.play(step)
          if (i === cut) restarted.restart()
          restarted.play(step)
        })
        expect(again.reports).toEqual(straight.reports)
        expect(restarted.reports).toEqual(straight.reports)
        expect(restarted.exchange.save()).toEqual(straight.exchange.save())
      }),
      { numRuns: 150 },
    )
  })

  it("never decides by a row that has not come: what follows cannot change what was reported", () => {
    fc.assert(
      fc.property(scripts, scripts, (script, other) => {
        const [one, two] = [new Player(), new Player()]
        for (const step of script) [one, two].forEach((player) => player.play(step))
        const known = one.reports.length
        for (const step of other) two.play(step)
        expect(two.reports.slice(0, known)).toEqual(one.reports)
      }),
      { numRuns: 100 },
    )
  })
})

interface NaiveOrder {
  readonly id: string
  readonly who: number
  readonly side: Side
  readonly price: number
  left: number
}

/** Price-time priority as one would explain it: look through everything, each time. */
function naive(book: NaiveOrder[], taker: NaiveOrder): string[] {
  const told: string[] = []
  const sign = taker.side === "buy" ? 1 : -1
  for (;;) {
    const makers = book.filter(
      (maker) =>
        maker.side !== taker.side && maker.left > 0 && maker.price * sign <= taker.price * sign,
    )
    const best = makers.reduce<NaiveOrder | undefined>(
      (found, maker) => (found && found.price * sign <= maker.price * sign ? found : maker),
      undefined,
    )
    if (best === undefined || taker.left === 0) break
    if (best.who === taker.who) {
      best.left = 0
      continue
    }
    const quantity = Math.min(best.left, taker.left)
    best.left -= quantity
    taker.left -= quantity
    told.push(`${taker.id} ${best.id} ${quantity} ${best.price}`)
  }
  book.push(taker)
  return told
}

describe("Price-time priority", () => {
  it("is what a naive book finds, for limit orders of many accounts", () => {
    const order = fc.record({
      who: fc.nat(2),
      side: fc.constantFrom<Side>("buy", "sell"),
      price: fc.integer({ min: 995, max: 1005 }),
      left: fc.integer({ min: 1, max: 50 }),
    })
    fc.assert(
      fc.property(fc.array(order, { maxLength: 49 }), (orders) => {
        const player = new Player()
        const book: NaiveOrder[] = []
        const expected = orders.flatMap((said, i) => {
          const { who, side, price, left } = said
          const id = orderIdOf(`o${i}`)
          const terms = { type: "limit", quantity: left, price, lifetime: "gtc" } as never
          const request = { kind: "place", id, instrument: 0, side, terms } as const
          player.exchange.request(ACCOUNTS[who], request, player.now)
          return naive(book, { id, ...said })
        })
        const fills = player.reports.map(([, report]) => report).filter(isFill)
        const told = fills.flatMap((taker, i) => {
          const maker = fills[i + 1]
          if (i % 2 === 1) return []
          const { quantity, price } = taker.fill
          expect(maker.fill).toMatchObject({ tradeId: taker.fill.tradeId, quantity, price })
          return [`${taker.id} ${maker.id} ${quantity} ${price}`]
        })
        expect(told).toEqual(expected)
      }),
      { numRuns: 200 },
    )
  })
})

const isFill = (report: Report): report is Extract<Report, { kind: "filled" }> =>
  report.kind === "filled"
