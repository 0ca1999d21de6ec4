import type { Instrument } from "../../src/market/instrument.ts"
import type { Author, Intent } from "../../src/order/intent.ts"
import type { Terms } from "../../src/order/terms.ts"
import { orderIdOf } from "../../src/order/request.ts"
import { priceOf, quantityOf } from "../../src/value/brand.ts"
import { instrumentOf } from "./instrument.ts"

export const STRATEGY: Author = { kind: "strategy", name: "crossover" }
export const TRADER: Author = { kind: "trader", name: "trader" }
export const GUARD: Author = { kind: "guard", name: "guard" }

/** The price the scenes below know: 10,000 USDT, so that 0.00250 BTC are worth 25. */
export const LAST = priceOf(1_000_000)

/** An entry as the desk makes it: immediate, at the last price, its stop 2 % below. */
export function entryIntent(
  told: {
    readonly instrument?: Instrument
    readonly author?: Author
    readonly quantity?: number
    readonly price?: number
    readonly stop?: number
  } = {},
): Intent {
  const { instrument = instrumentOf(), author = STRATEGY } = told
  const { quantity = 200, price = LAST, stop = 980_000 } = told
  return {
    purpose: "entry",
    author,
    because: "a test wishes it",
    instrument,
    side: "buy",
    terms: {
      type: "limit",
      quantity: quantityOf(quantity),
      price: priceOf(price),
      lifetime: "ioc",
    },
    leave: { stop: priceOf(stop) },
    cause: { row: 1, instrument: instrument.index, price: LAST },
  }
}

/** A sale of everything, at once. */
export function exitIntent(quantity = 200, author = STRATEGY): Intent {
  return sale({ ...entryIntent({ quantity, author }), purpose: "exit" })
}

/** A stop for a position. */
export function stopIntent(quantity = 200): Intent {
  const terms: Terms = {
    type: "stop-loss-limit",
    quantity: quantityOf(quantity),
    stop: priceOf(980_000),
    price: priceOf(970_200),
    lifetime: "gtc",
  }
  return sale({ ...entryIntent({ author: GUARD }), purpose: "protection", terms })
}

function sale(entry: Intent): Intent {
  const { purpose, author, because, instrument, terms, cause } = entry
  return { purpose, author, because, instrument, side: "sell", terms, cause }
}

/** A stop and a target over the same quantity. */
export function pairIntent(quantity = 200): Intent {
  const stop = stopIntent(quantity)
  const target = { type: "limit-maker" as const, quantity: quantityOf(quantity) }
  return { ...stop, target: { ...target, price: priceOf(1_010_000) } }
}

/** Takes an order back. */
export function cancelIntent(): Intent {
  return { ...stopIntent(), purpose: "cancel", instead: orderIdOf("r-7") }
}
