import { floorToStep, type Instrument, roundPrice } from "../../src/market/instrument.ts"
import { emptyRow, LAST, QUOTE, Tape } from "../../src/market/tape.ts"
import { failedFilter } from "../../src/order/filters.ts"
import { orderIdOf } from "../../src/order/request.ts"
import type { Side } from "../../src/order/terms.ts"
import { commission } from "../../src/simulation/fees.ts"
import { stampSeen } from "../../src/simulation/latency.ts"
import { probabilityQueue, type QueueModel, riskAverse } from "../../src/simulation/queue.ts"
import { instantOf, type Quantity, ratioOf } from "../../src/value/brand.ts"
import { decimalsOf, formatUnits, parseCount, parseUnits } from "../../src/value/decimal.ts"
import { milliseconds } from "../../src/value/time.ts"
import { marketOf, type Said, Stage } from "../simulation/stage.ts"
import type { Oracle } from "./adapter.ts"

/** A market fine enough for the fixtures' floats. */
const FINE: Instrument = {
  ...marketOf(0, "BTC"),
  base: { code: "BTC", scale: 12 },
  priceScale: 8,
  quantityScale: 10,
}

function fineStage(queue: QueueModel = riskAverse): Stage {
  const funds = { BTC: "100000000", USDT: "1000000000" }
  return new Stage({ instruments: [FINE], queue }, funds)
}

const fine = (value: number): number => Number(value.toFixed(8))
const coins = (counts: number): number => counts / 10 ** FINE.quantityScale

/** What one order of `stage` got so far, in floats. */
function fillsOf(stage: Stage, id: string) {
  const told = stage.exchange.ask("me", orderIdOf(id), stage.now)
  if (told.kind !== "told") return []
  return told.fills.map(({ price, quantity, isMaker }) => ({
    price: price / 10 ** FINE.priceScale,
    qty: coins(quantity),
    maker: isMaker,
  }))
}

interface CommissionInput {
  readonly base: string
  readonly quote: string
  readonly rates: Readonly<
    Record<"standard" | "tax" | "special", Record<"maker" | "taker" | "buyer" | "seller", string>>
  >
  readonly discount: {
    readonly enabledForAccount: boolean
    readonly enabledForSymbol: boolean
    readonly discountAsset: string
    readonly discount: string
  }
  readonly discountAssetRate: string
  readonly discountAssetBalance: string
  readonly maker: boolean
  readonly side: "BUY" | "SELL"
  readonly price: string
  readonly qty: string
}

/** Amounts at 16 decimals and rates at 8 make the program's parts per million come out at 18. */
const AMOUNT_SCALE = 16
const RATE_SCALE = 8
const FEE_SCALE = 18

function commissionOf(input: CommissionInput): unknown {
  const { side, qty, price, rates, maker, discount } = input
  const quote = parseUnits(qty, 8) * parseUnits(price, 8)
  const received = side === "BUY" ? parseUnits(qty, AMOUNT_SCALE) : quote
  const rateOf = (kind: "standard" | "tax" | "special") => {
    const { buyer, seller } = rates[kind]
    const [role, way] = [
      maker ? rates[kind].maker : rates[kind].taker,
      side === "BUY" ? buyer : seller,
    ]
    return ratioOf(Number(parseUnits(role, RATE_SCALE) + parseUnits(way, RATE_SCALE)))
  }
  const into = { over: parseUnits(input.discountAssetRate, 12), under: 10n ** 12n }
  const plain = { standard: commission(received, rateOf("standard")), ...others(undefined) }
  const multiplier = ratioOf(Number(parseUnits(discount.discount, 6)))
  const standard = commission(received, rateOf("standard"), { multiplier, into })
  const reduced = { standard, ...others({ multiplier: ratioOf(1_000_000), into }) }
  function others(way: Parameters<typeof commission>[2]) {
    const [tax, special] = [rateOf("tax"), rateOf("special")]
    return { tax: commission(received, tax, way), special: commission(received, special, way) }
  }
  const sum = (fee: typeof plain): bigint => fee.standard + fee.tax + fee.special
  const isOn = discount.enabledForAccount && discount.enabledForSymbol
  const hasEnough = parseUnits(input.discountAssetBalance, FEE_SCALE) >= sum(reduced)
  const fee = isOn && hasEnough ? reduced : plain
  const asset = side === "BUY" ? input.base : input.quote
  return {
    standard: formatUnits(fee.standard, FEE_SCALE),
    tax: formatUnits(fee.tax, FEE_SCALE),
    special: formatUnits(fee.special, FEE_SCALE),
    total: formatUnits(sum(fee), FEE_SCALE),
    asset: fee === reduced ? discount.discountAsset : asset,
  }
}

interface FiltersInput {
  readonly side: "BUY" | "SELL"
  readonly price: string
  readonly qty: string
  readonly filters: Readonly<
    Record<
      | "minPrice"
      | "maxPrice"
      | "tickSize"
      | "minQty"
      | "maxQty"
      | "stepSize"
      | "minNotional"
      | "maxNotional",
      string
    >
  >
}

function roundToFilters({ side: told, price: wanted, qty, filters: texts }: FiltersInput): unknown {
  const { minPrice, maxPrice, tickSize, minQty, maxQty, stepSize } = texts
  const priceScale = Math.max(...[wanted, minPrice, maxPrice, tickSize].map(decimalsOf))
  const quantityScale = Math.max(...[qty, minQty, maxQty, stepSize].map(decimalsOf))
  const instrument: Instrument = {
    ...marketOf(0, "BTC", "USDT", {
      tick: parseCount(tickSize, priceScale) as never,
      minPrice: parseCount(minPrice, priceScale) as never,
      maxPrice: parseCount(maxPrice, priceScale) as never,
      step: parseCount(stepSize, quantityScale) as never,
      minQuantity: parseCount(minQty, quantityScale) as never,
      maxQuantity: parseCount(maxQty, quantityScale) as never,
      minNotional: parseUnits(texts.minNotional, 8),
      maxNotional: parseUnits(texts.maxNotional, 8),
    }),
    priceScale,
    quantityScale,
  }
  const side: Side = told === "BUY" ? "buy" : "sell"
  const price = roundPrice(instrument, parseCount(wanted, priceScale), side)
  const quantity = floorToStep(instrument, parseCount(qty, quantityScale))
  const scene = { lastPrice: undefined, meanPrice: undefined, openOrders: 0, openStops: 0 }
  const terms = { type: "limit", quantity, price, lifetime: "gtc" } as const
  const failure = failedFilter(instrument, side, terms, scene)
  return {
    ok: failure === undefined,
    reason: failure?.filter,
    price: formatUnits(price, priceScale),
    qty: formatUnits(quantity, quantityScale),
  }
}

interface BarsInput {
  readonly side: Side
  readonly price: number
  readonly qty: number
  readonly participation: number
  readonly bars: readonly {
    readonly open: number
    readonly high: number
    readonly low: number
    readonly close: number
    readonly volume: number
  }[]
}

function barLimitFill({ side, price, qty, participation, bars }: BarsInput): unknown {
  const barParticipation = ratioOf(Math.round(participation * 1_000_000))
  const options = { instruments: [FINE], barParticipation }
  const stage = new Stage(options, { BTC: "100000000", USDT: "1000000000" })
  const fills: unknown[] = []
  bars.forEach((bar, i) => {
    stage.barOpens(fine(bar.open))
    if (i === 0) stage.place("a", side, { quantity: fine(qty), price: fine(price) })
    stage.wait(60).barCloses({
      open: fine(bar.open),
      high: fine(bar.high),
      low: fine(bar.low),
      close: fine(bar.close),
      volume: fine(bar.volume),
    })
    for (const fill of fillsOf(stage, "a").slice(fills.length)) fills.push({ bar: i, ...fill })
  })
  const told = stage.exchange.ask("me", orderIdOf("a"), stage.now)
  const executed = told.kind === "told" ? coins(told.executed) : 0
  return { fills, remaining: fine(qty - executed) }
}

interface QueueInput {
  readonly model: "riskAverse" | "power" | "log" | "power3"
  readonly n: number | null
  readonly aheadQty: number
  readonly orderQty: number
  readonly events: readonly { readonly type: "depth" | "trade" | "through"; readonly qty: number }[]
}

function queueOf({ model, n }: QueueInput): QueueModel {
  if (model === "riskAverse") return riskAverse
  if (model === "log") return probabilityQueue({ kind: "log" })
  const exponent = n ?? (model === "power3" ? 3 : 2)
  return probabilityQueue({ kind: model === "power" ? "power" : "share", exponent })
}

function queuePosition(input: QueueInput): unknown {
  const stage = fineStage(queueOf(input))
  stage.level("ask", 102, 1, 0).level("bid", 50, 1, 0).level("bid", 100, fine(input.aheadQty), LAST)
  stage.place("a", "buy", { quantity: fine(input.orderQty), price: 100 })
  return input.events.map(({ type, qty }) => {
    if (type === "depth") stage.level("bid", 100, fine(qty))
    else if (type === "trade") stage.trade(100, fine(qty))
    else stage.trade(99, 1)
    const [order] = stage.exchange.save().customers[0].orders
    return { front: coins(order.front), filled: coins(order.executed) }
  })
}

interface LatencyInput {
  readonly decisionTime: number
  readonly feedLatency: number
  readonly entryLatency: number
  readonly responseLatency: number
  readonly bookTimes: readonly number[]
}

function latencyArrival(input: LatencyInput): unknown {
  const tape = new Tape([FINE])
  const instant = (ms: number) => instantOf(milliseconds(ms))
  for (const ms of input.bookTimes) {
    const time = instant(ms)
    tape.push({ ...emptyRow(), kind: QUOTE, flag: 0, instrument: 0, time, seen: time })
  }
  stampSeen(tape, { feedDelay: () => milliseconds(input.feedLatency) })
  const decided = instant(input.decisionTime)
  const seen = tape.seen.slice(0, tape.length).filter((at) => at <= decided).length
  const stage = fineStage()
  const arrival = instantOf(decided + milliseconds(input.entryLatency))
  const matched = stage.exchange.advance(tape, 0, arrival)
  const terms = stage.terms({ quantity: 1, price: 100 })
  const request = { kind: "place", id: orderIdOf("a"), instrument: 0, side: "buy", terms } as const
  stage.exchange.request("me", request, arrival)
  const answeredAt = stage.reports[0].report.at
  return {
    seenIndex: seen > 0 ? seen - 1 : undefined,
    arrivalTime: answeredAt / milliseconds(1),
    matchIndex: matched > 0 ? matched - 1 : undefined,
    ackTime: (answeredAt + milliseconds(input.responseLatency)) / milliseconds(1),
  }
}

interface WalkInput {
  readonly levels: readonly (readonly [price: number, quantity: number])[]
  readonly qty: number
  readonly side: Side
}

function walkBook({ levels, qty, side }: WalkInput): unknown {
  const stage = fineStage()
  for (const [price, quantity] of levels) {
    stage.level(side === "buy" ? "ask" : "bid", fine(price), fine(quantity))
  }
  stage.place("a", side, { quantity: fine(qty) } satisfies Said)
  const fills = fillsOf(stage, "a")
  const told = stage.exchange.ask("me", orderIdOf("a"), stage.now)
  const executed = (told.kind === "told" ? told.executed : 0) as Quantity
  const cost = fills.reduce((sum, fill) => sum + fill.price * fill.qty, 0)
  const average = fills.length > 0 ? cost / coins(executed) : undefined
  const best = levels[0]?.[0]
  const sign = side === "buy" ? 1 : -1
  return {
    filledQty: coins(executed),
    averagePrice: average,
    worstPrice: fills.at(-1)?.price,
    slippageBps: average === undefined ? undefined : ((average - best) / best) * sign * 10_000,
    complete: told.kind === "told" && told.status === "filled",
    levelsUsed: fills.length,
  }
}

/**
 * Fixture functions that live in `src/simulation/` and `src/order/filters.ts`. `barBracketExit` is
 * not among them: the exchange never takes the target in doubt, and its fixture asks for both.
 */
export const simulationOracle: Oracle = {
  commission: commissionOf,
  roundToFilters,
  barLimitFill,
  queuePosition,
  latencyArrival,
  walkBook,
}
