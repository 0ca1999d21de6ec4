import { DAY_US } from "../../value/time.ts"
import type { RecordFill } from "../account/order-record.ts"
import { marketNamed, type SignedCall } from "./call.ts"
import { badCombination } from "./failure.ts"
import { priceText, quantityText, stamp, unitsText } from "./figure.ts"
import { orderLimitsOf } from "./limit-figures.ts"
import { readSpan } from "./order-methods.ts"

type Body = Readonly<Record<string, unknown>>

/** GET account. */
export function accountStatus(call: SignedCall): Body {
  const { hall, customer, parameters, unit, now } = call
  const isShort = parameters.flag("omitZeroBalances") === true
  parameters.finish()
  const balances = hall
    .balances(customer.name)
    .filter(({ free, locked }) => !isShort || free > 0n || locked > 0n)
  return {
    makerCommission: 10,
    takerCommission: 10,
    buyerCommission: 0,
    sellerCommission: 0,
    commissionRates: {
      maker: "0.00100000",
      taker: "0.00100000",
      buyer: "0.00000000",
      seller: "0.00000000",
    },
    canTrade: true,
    canWithdraw: customer.keys.some(({ mayWithdraw }) => mayWithdraw),
    canDeposit: true,
    brokered: false,
    requireSelfTradePrevention: false,
    preventSor: false,
    updateTime: stamp(now, unit),
    accountType: "SPOT",
    balances: balances.map(({ asset, free, locked }) => ({
      asset,
      free: unitsText(free),
      locked: unitsText(locked),
    })),
    permissions: ["SPOT"],
    uid: customer.uid,
  }
}

/** GET myTrades. */
export function myTrades(call: SignedCall): readonly Body[] {
  const { parameters, desk, unit } = call
  const market = marketNamed(call)
  const orderId = parameters.whole("orderId")
  const fromId = parameters.whole("fromId")
  const span = readSpan(call)
  const limit = parameters.limit(500, 1000)
  parameters.finish()
  if (span.isGiven && (fromId !== undefined || orderId !== undefined)) throw badCombination()
  const { index } = market.instrument
  const all = desk.trades.filter(
    (fill) =>
      fill.instrument === index &&
      (orderId === undefined || fill.orderId === orderId) &&
      (fromId === undefined || fill.tradeId >= fromId) &&
      fill.at >= span.start &&
      fill.at <= span.end,
  )
  const isOldestFirst = fromId !== undefined || span.isFromStart
  const rows = isOldestFirst ? all.slice(0, limit) : all.slice(-limit)
  return rows
    .map((fill) => tradeBody(call, fill))
    .map((body) => ({ ...body, time: stamp(body.time, unit) }))
}

function tradeBody(call: SignedCall, fill: RecordFill): Body & { readonly time: number } {
  const { instrument } = call.hall.markets[fill.instrument]
  return {
    symbol: instrument.symbol,
    id: fill.tradeId,
    orderId: fill.orderId,
    orderListId: fill.listId,
    price: priceText(instrument, fill.price),
    qty: quantityText(instrument, fill.quantity),
    quoteQty: unitsText(fill.quoteUnits),
    commission: unitsText(fill.feeUnits),
    commissionAsset: fill.feeAsset,
    time: fill.at,
    isBuyer: fill.isBuyer,
    isMaker: fill.isMaker,
    isBestMatch: true,
  }
}

/** GET account/commission. */
export function commission(call: SignedCall): Body {
  const market = marketNamed(call)
  call.parameters.finish()
  const none = {
    maker: "0.00000000",
    taker: "0.00000000",
    buyer: "0.00000000",
    seller: "0.00000000",
  }
  return {
    symbol: market.instrument.symbol,
    standardCommission: { ...none, maker: "0.00100000", taker: "0.00100000" },
    specialCommission: none,
    taxCommission: none,
    discount: {
      enabledForAccount: false,
      enabledForSymbol: true,
      discountAsset: "BNB",
      discount: "0.75000000",
    },
  }
}

/** GET tradeFee of the wallet, which older clients ask instead. */
export function tradeFees(call: SignedCall): readonly Body[] {
  const { parameters, hall } = call
  const markets = parameters.has("symbol") ? [marketNamed(call)] : hall.markets
  parameters.finish()
  return markets.map(({ instrument }) => ({
    symbol: instrument.symbol,
    makerCommission: "0.001",
    takerCommission: "0.001",
  }))
}

/** GET rateLimit/order. */
export function orderLimits(call: SignedCall): readonly Body[] {
  const { hall, customer, now, parameters } = call
  parameters.finish()
  const { tenSeconds, day } = hall.engine.orderCounts(customer.name, now)
  const [short, long] = orderLimitsOf(hall.limits)
  return [
    { ...short, count: tenSeconds },
    { ...long, count: day },
  ]
}

/** GET apiRestrictions of the wallet: what the key that asks may do. */
export function keyRestrictions(call: SignedCall & { readonly apiKey: string }): Body {
  const { customer, now, unit, parameters } = call
  parameters.finish()
  const key = customer.keys.find(({ apiKey }) => apiKey === call.apiKey)
  return {
    ipRestrict: key?.isIpRestricted ?? false,
    createTime: stamp(now - DAY_US, unit),
    enableReading: true,
    enableWithdrawals: key?.mayWithdraw ?? false,
    enableInternalTransfer: false,
    enableMargin: false,
    enableFutures: false,
    permitsUniversalTransfer: false,
    enableVanillaOptions: false,
    enableFixApiTrade: false,
    enableFixReadOnly: false,
    enableSpotAndMarginTrading: key?.mayTrade ?? false,
    enablePortfolioMarginTrading: false,
  }
}
