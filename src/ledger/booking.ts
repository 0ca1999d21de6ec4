import type { Order } from "../order/order.ts"
import type { Fill } from "../order/report.ts"
import type { Holding } from "./holding.ts"
import type { Amount, PositionBook } from "./position.ts"
import type { Draft, Leg } from "./posting.ts"
import type { Moment } from "./round-trip.ts"
import { lesser, shareOf } from "./share.ts"
import { converted, toAccount } from "./worth.ts"

/** One fill and everything it touches. */
export interface Trade {
  readonly order: Order
  readonly fill: Fill
  readonly moment: Moment
  readonly position: PositionBook
  /** Of the asset that the fee was taken in. */
  readonly feeHolding: Holding
  /** The fill's quantity, units of the base asset. */
  readonly units: bigint
}

/** Both sides of every movement of a fill. */
export function legsOf({ order, fill, position, feeHolding, units }: Trade): readonly Leg[] {
  const isBuy = order.side === "buy"
  const base = isBuy ? units : -units
  const quote = isBuy ? -fill.quoteUnits : fill.quoteUnits
  const [baseCode, quoteCode] = [position.base.asset.code, position.quote.asset.code]
  const legs: Leg[] = [
    { account: "ours", asset: baseCode, units: base },
    { account: "market", asset: baseCode, units: -base },
    { account: "ours", asset: quoteCode, units: quote },
    { account: "market", asset: quoteCode, units: -quote },
  ]
  if (fill.feeUnits !== 0n) {
    const asset = feeHolding.asset.code
    legs.push({ account: "ours", asset, units: -fill.feeUnits })
    legs.push({ account: "fees", asset, units: fill.feeUnits })
  }
  return legs
}

/** What the fee of a fill is worth: by the fill's own price when it is in the base asset. */
export function feeOf({ fill, position, feeHolding, units }: Trade): Amount {
  const { base, quote } = position
  const { feeUnits, quoteUnits } = fill
  const account = toAccount(feeHolding.worth, feeUnits)
  if (feeHolding === quote) return { quote: feeUnits, account }
  // The base asset was valued by this very fill a moment ago.
  if (feeHolding === base) return { quote: shareOf(quoteUnits, feeUnits, units), account }
  return { quote: converted(feeUnits, feeHolding.worth, quote.worth), account }
}

/**
 * A purchase: the quote asset is given away for its present worth, and what comes has cost that and
 * the fee. A fee in the base asset makes what comes smaller; in another asset it is given away too.
 */
export function bookBuy(trade: Trade, fee: Amount, draft: Draft): void {
  const { order, fill, position, feeHolding, units } = trade
  const { base, quote } = position
  position.noteBuy(order, fill, trade.moment)
  position.noteFee(fee)
  const isInKind = feeHolding === base && fill.feeUnits <= units
  const isOther = feeHolding !== quote && !isInKind
  const spent = fill.quoteUnits + (feeHolding === quote ? fill.feeUnits : 0n)
  const spentValue = toAccount(quote.worth, spent)
  quote.dispose(spent, spentValue, draft)
  const cost = isOther
    ? { quote: spent + fee.quote, account: spentValue + fee.account }
    : { quote: spent, account: spentValue }
  position.enter(isInKind ? units - fill.feeUnits : units, cost, draft)
  if (isOther) feeHolding.dispose(fill.feeUnits, fee.account, draft)
}

/**
 * A sale, out of the position first. What it brings goes to the quote asset's inventory at its present
 * worth; the gain is that less the fee and the cost.
 */
export function bookSale(trade: Trade, fee: Amount, draft: Draft): void {
  const { fill, position, feeHolding, units } = trade
  const { base, quote } = position
  const isInKind = feeHolding === quote && fill.feeUnits <= fill.quoteUnits
  const received = fill.quoteUnits - (isInKind ? fill.feeUnits : 0n)
  const receivedValue = toAccount(quote.worth, received)
  const net = isInKind
    ? { quote: received, account: receivedValue }
    : { quote: received - fee.quote, account: receivedValue - fee.account }
  const own = lesser(units, position.baseUnits)
  const value = { quote: shareOf(net.quote, own, units), account: shareOf(net.account, own, units) }
  position.noteFee(fee)
  position.noteSale(own, shareOf(fill.quoteUnits, own, units))
  position.sell(own, value, draft)
  base.dispose(units - own, net.account - value.account, draft)
  draft.realisedUnits += quote.inventory.put(received, receivedValue, draft.at)
  if (!isInKind) feeHolding.dispose(fill.feeUnits, fee.account, draft)
}
