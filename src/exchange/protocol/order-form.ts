import type { Instrument } from "../../market/instrument.ts"
import { type OrderId, orderIdOf } from "../../order/request.ts"
import type { Lifetime, Side, Terms } from "../../order/terms.ts"
import { type Prevention, USUAL_PREVENTION } from "../../simulation/prevention.ts"
import type { Price, Quantity } from "../../value/brand.ts"
import { decimalsOf, parseUnits } from "../../value/decimal.ts"
import type { Draft } from "../account/desk.ts"
import type { OrderExtras } from "../account/order-record.ts"
import type { Call } from "./call.ts"
import { Failure, missing, unwanted } from "./failure.ts"

/** What the parameters of one order are called: orders of a list have names of their own. */
export interface OrderNames {
  readonly id: string
  readonly type: string
  readonly quantity: string
  readonly price: string
  readonly stop: string
  readonly lifetime: string
  readonly iceberg: string
  readonly trailing: string
  readonly strategyId: string
  readonly strategyType: string
  readonly peg: readonly string[]
}

/** The names of an order that stands alone. */
const PLAIN: OrderNames = {
  id: "newClientOrderId",
  type: "type",
  quantity: "quantity",
  price: "price",
  stop: "stopPrice",
  lifetime: "timeInForce",
  iceberg: "icebergQty",
  trailing: "trailingDelta",
  strategyId: "strategyId",
  strategyType: "strategyType",
  peg: ["pegPriceType", "pegOffsetType", "pegOffsetValue"],
}

/** The names of a leg of a list: `abovePrice`, `pendingBelowType`. */
export function namesOf(prefix: string, quantity: string): OrderNames {
  return {
    id: `${prefix}ClientOrderId`,
    type: `${prefix}Type`,
    quantity,
    price: `${prefix}Price`,
    stop: `${prefix}StopPrice`,
    lifetime: `${prefix}TimeInForce`,
    iceberg: `${prefix}IcebergQty`,
    trailing: `${prefix}TrailingDelta`,
    strategyId: `${prefix}StrategyId`,
    strategyType: `${prefix}StrategyType`,
    peg: [`${prefix}PegPriceType`, `${prefix}PegOffsetType`, `${prefix}PegOffsetValue`],
  }
}

const TYPES = {
  LIMIT: "limit",
  LIMIT_MAKER: "limit-maker",
  MARKET: "market",
  STOP_LOSS: "stop-loss",
  STOP_LOSS_LIMIT: "stop-loss-limit",
  TAKE_PROFIT: "take-profit",
  TAKE_PROFIT_LIMIT: "take-profit-limit",
} as const satisfies Record<string, Terms["type"]>

/** Bounds of how far a stop that follows the price lets it turn. */
export const TRAILING_LEAST = 10
export const TRAILING_MOST = 2000

/** Names of the order types, as the exchange lists them. */
export const TYPE_NAMES = Object.keys(TYPES) as readonly (keyof typeof TYPES)[]

const LIFETIMES = { GTC: "gtc", IOC: "ioc", FOK: "fok" } as const satisfies Record<string, Lifetime>

/** @throws Failure -1117 */
export function readSide(call: Call, name = "side"): Side {
  call.parameters.text(name)
  const side = call.parameters.oneOf(name, ["BUY", "SELL"], -1117, "Invalid side.")
  return side === "SELL" ? "sell" : "buy"
}

/**
 * Reads one order.
 * @param told.quantityFor how many are meant by a market order over an amount to spend or receive
 * @throws Failure for what is missing, unwanted, malformed or not supported
 */
export function readOrder(
  call: Call,
  told: {
    readonly instrument: Instrument
    readonly side: Side
    readonly names?: OrderNames
    readonly quantityFor?: (units: bigint) => Quantity
    readonly type?: keyof typeof TYPES
  },
): Draft {
  const { parameters } = call
  const { instrument, side, names = PLAIN } = told
  const type = told.type ?? readType(call, names.type)
  refuseUnsupported(call, names)
  const shape = TYPES[type]
  const isMarket = type === "MARKET"
  const needsPrice = "price" in EXAMPLES[shape]
  const needsStop = "stop" in EXAMPLES[shape]
  const needsLifetime = "lifetime" in EXAMPLES[shape]
  const lifetime = readLifetime(call, names.lifetime, needsLifetime)
  const quote = isMarket && names === PLAIN ? readQuote(call, names) : refuseQuote(call, names)
  const quantity =
    quote === undefined
      ? readQuantity(call, instrument, names.quantity)
      : (told.quantityFor?.(quote) ?? (0 as Quantity))
  const price = readPrice(call, { instrument, name: names.price, isNeeded: needsPrice })
  const trailing = readTrailing(call, names, needsStop)
  const isFromStop = trailing === undefined || parameters.has(names.stop)
  const stop = isFromStop
    ? readPrice(call, { instrument, name: names.stop, isNeeded: needsStop })
    : (call.hall.engine.pricesOf(instrument.index).last ?? (0 as Price))
  const iceberg = readIceberg(call, instrument, names.iceberg)
  if (iceberg !== undefined && !needsPrice) throw unwanted(names.iceberg)
  const parts = { type: shape, quantity, price, stop, lifetime, iceberg }
  const id = parameters.clientId(names.id) ?? call.hall.randomId()
  return {
    id: orderIdOf(id) satisfies OrderId,
    instrument,
    side,
    terms: termsOf(parts),
    extras: {
      ...readExtras(call, names, quote ?? 0n),
      ...(trailing === undefined ? {} : { trailing: { delta: trailing, isFromStop } }),
    },
  }
}

/** One of each type, to tell which parts a type has. */
const EXAMPLES: Readonly<Record<Terms["type"], Readonly<Record<string, true>>>> = {
  market: {},
  limit: { price: true, lifetime: true },
  "limit-maker": { price: true },
  "stop-loss": { stop: true },
  "take-profit": { stop: true },
  "stop-loss-limit": { price: true, stop: true, lifetime: true },
  "take-profit-limit": { price: true, stop: true, lifetime: true },
}

function termsOf(parts: {
  readonly type: Terms["type"]
  readonly quantity: Quantity
  readonly price: Price
  readonly stop: Price
  readonly lifetime: Lifetime
  readonly iceberg: Quantity | undefined
}): Terms {
  const { type, quantity, price, stop, lifetime } = parts
  const iceberg = parts.iceberg === undefined ? {} : { iceberg: parts.iceberg }
  switch (type) {
    case "market":
      return { type, quantity }
    case "limit":
      return { type, quantity, price, lifetime, ...iceberg }
    case "limit-maker":
      return { type, quantity, price, ...iceberg }
    case "stop-loss":
    case "take-profit":
      return { type, quantity, stop }
    case "stop-loss-limit":
    case "take-profit-limit":
      return { type, quantity, price, stop, lifetime, ...iceberg }
    default:
      return type satisfies never
  }
}

function readType(call: Call, name: string): keyof typeof TYPES {
  call.parameters.text(name)
  return call.parameters.oneOf(name, TYPE_NAMES, -1116, "Invalid orderType.") ?? "LIMIT"
}

function readLifetime(call: Call, name: string, isNeeded: boolean): Lifetime {
  const { parameters } = call
  if (!isNeeded) {
    if (parameters.has(name)) throw unwanted(name)
    return "gtc"
  }
  parameters.text(name)
  const words = ["GTC", "IOC", "FOK"] as const
  return LIFETIMES[parameters.oneOf(name, words, -1115, "Invalid timeInForce.") ?? "GTC"]
}

function readQuote(call: Call, names: OrderNames): bigint | undefined {
  const { parameters } = call
  const hasQuantity = parameters.has(names.quantity)
  const text = parameters.decimal("quoteOrderQty")
  if (text !== undefined && hasQuantity) throw unwanted("quoteOrderQty")
  if (text === undefined) return undefined
  return unitsOf(text, "quoteOrderQty")
}

function refuseQuote(call: Call, names: OrderNames): undefined {
  if (names === PLAIN && call.parameters.has("quoteOrderQty")) throw unwanted("quoteOrderQty")
}

function readQuantity(call: Call, instrument: Instrument, name: string): Quantity {
  const text = call.parameters.decimal(name)
  if (text === undefined) throw missing(name)
  return countOf(text, { name, scale: instrument.quantityScale, filter: "LOT_SIZE" }) as Quantity
}

function readPrice(
  call: Call,
  told: { readonly instrument: Instrument; readonly name: string; readonly isNeeded: boolean },
): Price {
  const { name, instrument, isNeeded } = told
  const text = call.parameters.decimal(name)
  if (!isNeeded) {
    if (text !== undefined) throw unwanted(name)
    return 0 as Price
  }
  if (text === undefined) throw missing(name)
  return countOf(text, { name, scale: instrument.priceScale, filter: "PRICE_FILTER" }) as Price
}

function readIceberg(call: Call, instrument: Instrument, name: string): Quantity | undefined {
  const text = call.parameters.decimal(name)
  if (text === undefined) return undefined
  const scale = instrument.quantityScale
  const count = countOf(text, { name, scale, filter: "LOT_SIZE" })
  return count === 0 ? undefined : (count as Quantity)
}

/** How far a stop that follows the price lets it turn, in hundredths of a percent. */
function readTrailing(call: Call, names: OrderNames, isStop: boolean): number | undefined {
  const delta = call.parameters.whole(names.trailing)
  if (delta === undefined) return undefined
  if (!isStop) throw unwanted(names.trailing)
  if (names !== PLAIN) {
    const text = "Trailing stop orders are not supported for this symbol."
    throw new Failure({ code: -2010, text })
  }
  if (delta >= TRAILING_LEAST && delta <= TRAILING_MOST) return delta
  throw new Failure({ code: -1013, text: "Filter failure: TRAILING_DELTA" })
}

function readExtras(call: Call, names: OrderNames, quoteOrderUnits: bigint): OrderExtras {
  const { parameters } = call
  const strategyId = parameters.whole(names.strategyId)
  const strategyType = parameters.whole(names.strategyType)
  if (strategyType !== undefined && strategyType < 1_000_000) {
    throw new Failure({ code: -1134, text: "strategyType was less than 1000000." })
  }
  return {
    quoteOrderUnits,
    prevention: readPrevention(call),
    ...(strategyId === undefined ? {} : { strategyId }),
    ...(strategyType === undefined ? {} : { strategyType }),
  }
}

function refuseUnsupported(call: Call, names: OrderNames): void {
  const { parameters } = call
  if (names.peg.map((name) => parameters.has(name)).includes(true)) {
    throw new Failure({ code: -2010, text: "Pegged orders are not supported for this symbol." })
  }
}

/** The modes of self-trade prevention that symbols allow. */
export const PREVENTIONS = ["NONE", "EXPIRE_TAKER", "EXPIRE_MAKER", "EXPIRE_BOTH"] as const

/** @throws Failure -1013 for a mode that is not offered here */
function readPrevention({ parameters }: Call): Prevention {
  const text = "This symbol does not allow the specified self-trade prevention mode."
  return parameters.oneOf("selfTradePreventionMode", PREVENTIONS, -1013, text) ?? USUAL_PREVENTION
}

/** Decimal text as a count; more decimals than any amount may have are an error of their own. */
export function countOf(
  text: string,
  told: { readonly name: string; readonly scale: number; readonly filter: string },
): number {
  const { name, scale, filter } = told
  const units = unitsOf(text, name)
  const count = Number(units) / 10 ** (8 - scale)
  if (decimalsOf(text) > scale || !Number.isSafeInteger(count)) {
    throw new Failure({ code: -1013, text: `Filter failure: ${filter}` })
  }
  return count
}

function unitsOf(text: string, name: string): bigint {
  if (decimalsOf(text) > 8) {
    throw new Failure({ code: -1111, text: `Parameter '${name}' has too much precision.` })
  }
  return parseUnits(text, 8)
}
