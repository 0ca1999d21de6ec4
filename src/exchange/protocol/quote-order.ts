import { type Instrument, notional, quantityFor } from "../../market/instrument.ts"
import type { Side } from "../../order/terms.ts"
import type { Price, Quantity } from "../../value/brand.ts"
import type { Market } from "../market/market.ts"
import { Failure } from "./failure.ts"

/**
 * How many a market order over an amount buys or sells: as many on the lot step as the book gives for
 * at most that amount (binance-spot.md section 9).
 * @throws Failure -2010 when that is less than the least quantity
 */
export function quantityForQuote(market: Market, side: Side, units: bigint): Quantity {
  const { instrument, book } = market
  const levels = side === "buy" ? book.view.asks : book.view.bids
  let left = units
  let total = 0
  for (const [price, offered] of levels) {
    const wanted = Math.min(offered, quantityFor(instrument, left, price as Price))
    if (wanted <= 0) break
    total += wanted
    left -= notional(instrument, { price: price as Price, quantity: wanted as Quantity }, "up")
    if (wanted < offered) break
  }
  const { step } = instrument.filters
  const quantity = total - (total % Math.max(1, step))
  if (quantity < Math.max(1, instrument.filters.minQuantity)) throw tooLittle(instrument)
  return quantity as Quantity
}

function tooLittle(instrument: Instrument): Failure {
  const what = instrument.filters.minQuantity > 0 ? "`LOT_SIZE` filter minimum" : "symbol minimum"
  return new Failure({ code: -2010, text: `Order book liquidity is less than ${what} quantity.` })
}
