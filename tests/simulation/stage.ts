import {
  type Filters,
  formatPrice,
  formatQuantity,
  type Instrument,
  parsePrice,
  parseQuantity,
} from "../../src/market/instrument.ts"
import {
  ASK,
  BAR,
  BUYER_IS_MAKER,
  emptyRow,
  LAST,
  LEVEL,
  OPEN,
  QUOTE,
  type Row,
  Tape,
  TRADE,
} from "../../src/market/tape.ts"
import type { Report } from "../../src/order/report.ts"
import { orderIdOf, type Request } from "../../src/order/request.ts"
import type { Lifetime, Side, Terms } from "../../src/order/terms.ts"
import type { ChainLeg, PlaceChain } from "../../src/simulation/chain.ts"
import { Exchange, type ExchangeOptions } from "../../src/simulation/exchange.ts"
import { feeSchedule } from "../../src/simulation/fees.ts"
import { riskAverse } from "../../src/simulation/queue.ts"
import {
  type Instant,
  instantOf,
  type Price,
  type Quantity,
  ratioOf,
} from "../../src/value/brand.ts"
import { formatUnits, parseUnits } from "../../src/value/decimal.ts"
import { assetOf } from "../../src/value/money.ts"

/** A market with a tick of 0.01, lots of 0.001, and no other bound unless one is named. */
export function marketOf(
  index: number,
  base: string,
  quote = "USDT",
  filters: Partial<Filters> = {},
): Instrument {
  return {
    index,
    symbol: base + quote,
    base: assetOf(base),
    quote: assetOf(quote),
    priceScale: 2,
    quantityScale: 3,
    source: "generated",
    filters: {
      tick: 1 as Price,
      minPrice: 1 as Price,
      maxPrice: 0 as Price,
      step: 1 as Quantity,
      minQuantity: 1 as Quantity,
      maxQuantity: 0 as Quantity,
      marketMaxQuantity: 0 as Quantity,
      minNotional: 0n,
      maxNotional: 0n,
      isMinNotionalForMarket: true,
      isMaxNotionalForMarket: false,
      bidUp: ratioOf(0),
      bidDown: ratioOf(0),
      askUp: ratioOf(0),
      askDown: ratioOf(0),
      meanMinutes: 5,
      maxOrders: 200,
      maxStopOrders: 5,
      maxIcebergParts: 100,
      ...filters,
    },
  }
}

/** Terms in whole numbers as a person says them. */
export interface Said {
  readonly type?: Terms["type"]
  readonly quantity: number
  readonly price?: number
  readonly stop?: number
  readonly lifetime?: Lifetime
  readonly iceberg?: number
}

/** A minute past midnight of some day, so that windows and minutes are not at an edge. */
const START = 1_700_000_040_000_000
const SECOND = 1_000_000

/**
 * An exchange, a tape and a clock in one hand. Rows are pushed and played at once; reports are kept
 * as short lines, `buyer: a filled 1 @ 100.01 taker fee 0.001 BTC`.
 */
export class Stage {
  readonly exchange: Exchange
  readonly reports: { readonly account: string; readonly report: Report }[] = []
  readonly #instruments: readonly Instrument[]
  readonly #tape: Tape
  #row = 0
  /** Seconds since the start. */
  clock = 0
  #heard = 0

  constructor(
    options: Partial<ExchangeOptions> = {},
    funds: Readonly<Record<string, string>> = {},
  ) {
    this.#instruments = options.instruments ?? [marketOf(0, "BTC")]
    this.#tape = new Tape(this.#instruments)
    this.exchange = new Exchange({
      instruments: this.#instruments,
      fees: feeSchedule(),
      queue: riskAverse,
      spread: { tradesHalf: ratioOf(0), barsHalf: ratioOf(0), stopSlippage: ratioOf(0) },
      onReport: (account, report) => this.reports.push({ account, report }),
      ...options,
    })
    this.open("me", { USDT: "10000", BTC: "10", ...funds })
  }

  open(name: string, funds: Readonly<Record<string, string>>): void {
    const balances = Object.entries(funds).map(([asset, text]) => ({
      asset,
      units: parseUnits(text, 8),
    }))
    this.exchange.openAccount(name, balances)
  }

  get now(): Instant {
    return instantOf(START + this.clock * SECOND)
  }

  wait(seconds: number): this {
    this.clock += seconds
    return this
  }

  /** @param taker which side took: a sale hits the bids */
  trade(price: number, quantity: number, taker: Side = "sell", which = 0): this {
    return this.#push({
      kind: TRADE,
      flag: taker === "sell" ? BUYER_IS_MAKER : 0,
      instrument: which,
      a: this.price(price, which),
      b: this.quantity(quantity, which),
    })
  }

  quote(bid: number, bidSize: number, ask: number, askSize: number): this {
    return this.#push({
      kind: QUOTE,
      a: this.price(bid),
      b: this.quantity(bidSize),
      c: this.price(ask),
      d: this.quantity(askSize),
    })
  }

  level(side: "bid" | "ask", price: number, quantity: number, flag = LAST): this {
    return this.#push({
      kind: LEVEL,
      flag: flag | (side === "ask" ? ASK : 0),
      a: this.price(price),
      b: this.quantity(quantity),
    })
  }

  barOpens(open: number): this {
    return this.#push({ kind: OPEN, a: this.price(open) })
  }

  /** Ends the bar a minute after it opened; call it 60 seconds after `barOpens`. */
  barCloses(bar: {
    open: number
    high: number
    low: number
    close: number
    volume?: number
  }): this {
    return this.#push({
      kind: BAR,
      a: this.price(bar.open),
      b: this.price(bar.high),
      c: this.price(bar.low),
      d: this.price(bar.close),
      e: this.quantity(bar.volume ?? 1_000_000),
    })
  }

  place(id: string, side: Side, said: Said, account = "me", which = 0): this {
    const terms = this.terms(said, which)
    return this.ask({ kind: "place", id: orderIdOf(id), instrument: which, side, terms }, account)
  }

  /** The stop leg is `<id>-stop`, the other `<id>-target`. */
  placePair(id: string, side: Side, stop: Said, target: Said, account = "me"): this {
    return this.ask(
      {
        kind: "place-pair",
        id: orderIdOf(id),
        instrument: 0,
        side,
        legs: [
          { id: orderIdOf(`${id}-stop`), terms: this.terms(stop) },
          { id: orderIdOf(`${id}-target`), terms: this.terms(target) },
        ],
      },
      account,
    )
  }

  cancel(id: string, account = "me"): this {
    return this.ask({ kind: "cancel", id: orderIdOf(id), instrument: 0 }, account)
  }

  /** The working order is `<id>`, what waits for it `<id>-1`, or `<id>-stop` and `<id>-target`. */
  placeChain(
    id: string,
    working: { readonly side: Side; readonly said: Said },
    pending: { readonly side: Side; readonly said: readonly [Said] | readonly [Said, Said] },
  ): this {
    const [first, second] = pending.said
    const leg = (name: string, side: Side, said: Said): ChainLeg => ({
      id: orderIdOf(`${id}${name}`),
      side,
      terms: this.terms(said),
    })
    const { side } = pending
    return this.ask({
      kind: "place-chain",
      id: orderIdOf(`${id}-list`),
      instrument: 0,
      working: leg("", working.side, working.said),
      pending:
        second === undefined
          ? [leg("-1", side, first)]
          : [leg("-stop", side, first), leg("-target", side, second)],
    })
  }

  /** @returns what the exchange has against it, in its words */
  amend(id: string, quantity: number, newId = id): string {
    const amend = { id: orderIdOf(id), quantity: this.quantity(quantity), newId: orderIdOf(newId) }
    return this.exchange.amend("me", amend, this.now)?.text ?? "amended"
  }

  ask(request: Request | PlaceChain, account = "me"): this {
    this.exchange.request(account, request, this.now)
    return this
  }

  terms(said: Said, which = 0): Terms {
    const { price, stop, iceberg, lifetime } = said
    const type = said.type ?? (price === undefined ? "market" : "limit")
    const needsLifetime = type === "limit" || type.endsWith("-limit")
    return {
      type,
      quantity: this.quantity(said.quantity, which),
      ...(price === undefined ? {} : { price: this.price(price, which) }),
      ...(stop === undefined ? {} : { stop: this.price(stop, which) }),
      ...(needsLifetime ? { lifetime: lifetime ?? "gtc" } : {}),
      ...(iceberg === undefined ? {} : { iceberg: this.quantity(iceberg, which) }),
    } as Terms
  }

  price(value: number, which = 0): Price {
    return parsePrice(this.#instruments[which], String(value))
  }

  quantity(value: number, which = 0): Quantity {
    return parseQuantity(this.#instruments[which], String(value))
  }

  /** What was reported since somebody last listened; the account is named unless it is "me". */
  heard(): string[] {
    const news = this.reports.slice(this.#heard)
    this.#heard = this.reports.length
    return news.map(({ account, report }) =>
      account === "me" ? this.#line(report) : `${account}: ${this.#line(report)}`,
    )
  }

  /** `free + locked`, in whole units. */
  balance(asset: string, account = "me"): string {
    const { balances } = this.exchange.survey(account, this.now)
    const found = balances.find((one) => one.asset === asset)
    const locked = found?.lockedUnits ?? 0n
    const free = formatUnits(found?.freeUnits ?? 0n, 8)
    return locked === 0n ? free : `${free} + ${formatUnits(locked, 8)}`
  }

  #push(row: Partial<Row>): this {
    const time = this.now
    this.#tape.push({ ...emptyRow(), flag: 0, instrument: 0, time, seen: time, ...row })
    while (this.#row < this.#tape.length) {
      this.#row = this.exchange.advance(this.#tape, this.#row, time)
    }
    return this
  }

  #line(report: Report): string {
    const { id, kind } = report
    if (kind === "expired") return `${id} expired ${report.reason}`
    if (kind === "rejected" || kind === "cancel-rejected") {
      return `${id} ${kind} ${report.code} ${report.text}`
    }
    if (kind !== "filled") return `${id} ${kind}`
    const { fill } = report
    const instrument = this.#instrumentOf(report)
    const quantity = formatQuantity(instrument, fill.quantity)
    const price = formatPrice(instrument, fill.price)
    const fee = `${formatUnits(fill.feeUnits, 8)} ${fill.feeAsset}`
    return `${id} filled ${quantity} @ ${price} ${fill.isMaker ? "maker" : "taker"} fee ${fee}`
  }

  #instrumentOf(report: Report): Instrument {
    for (const { account } of this.reports) {
      const trade = this.exchange.trades(account).find(({ id }) => id === report.id)
      if (trade !== undefined) return this.#instruments[trade.instrument]
    }
    return this.#instruments[0]
  }
}
