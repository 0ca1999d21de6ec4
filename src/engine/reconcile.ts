import { formatPrice, formatQuantity } from "../market/instrument.ts"
import { formatUnits } from "../value/decimal.ts"
import { ASSET_SCALE } from "../value/money.ts"
import type { Survey } from "../order/report.ts"
import { isFinal } from "../order/order.ts"
import type { OrderId } from "../order/request.ts"
import type { Books } from "./books.ts"

/** One difference between our books and the exchange's (EXEC-70). */
export interface Difference {
  readonly code:
    | "order-missing"
    | "order-behind"
    | "order-alive"
    | "order-foreign"
    | "balance-differs"
  readonly what: string
  /** The order to ask about, when asking can settle it. */
  readonly ask?: { readonly id: OrderId; readonly instrument: number }
  /** The order or the asset it is about, where the owner can decide on it. */
  readonly order?: OrderId
  readonly asset?: string
}

/**
 * Compares our books with what the exchange says it holds. Pure. Reports that are on their way look
 * like differences for a moment, so the engine asks twice before it believes one.
 */
export function reconcile(books: Books, survey: Survey): readonly Difference[] {
  return [...orderDifferences(books, survey), ...balanceDifferences(books, survey)]
}

function orderDifferences(books: Books, survey: Survey): Difference[] {
  const found: Difference[] = []
  const theirs = new Map(survey.open.map((open) => [open.id, open]))
  for (const order of books.live.values()) {
    const ask = { id: order.id, instrument: order.instrument }
    const open = theirs.get(order.id)
    if (!open) {
      found.push({ code: "order-missing", what: `${order.id} is open in our books only.`, ask })
    } else if (open.executed !== order.filled) {
      found.push({ code: "order-behind", what: `${order.id} has fills we have not seen.`, ask })
    }
  }
  for (const open of survey.open) {
    const ours = books.order(open.id)
    if (ours && !isFinal(ours)) continue
    if (ours) {
      const ask = { id: open.id, instrument: open.instrument }
      found.push({ code: "order-alive", what: `${open.id} is open at the exchange only.`, ask })
      continue
    }
    found.push({ code: "order-foreign", what: foreignText(books, open), order: open.id })
  }
  return found
}

/** Says what it is, so that its owner knows it again. */
function foreignText(books: Books, open: Survey["open"][number]): string {
  const instrument = books.instruments[open.instrument]
  if (instrument === undefined) {
    return `The exchange holds the order ${open.id} on a market that this session does not trade; it can be taken back at the exchange's own screen.`
  }
  const { side, price, stop } = open
  const what = [
    stop === undefined ? side : `${side} stop at ${formatPrice(instrument, stop)}`,
    formatQuantity(instrument, open.quantity),
    instrument.base.code,
    ...(price === undefined ? [] : [`at ${formatPrice(instrument, price)}`]),
  ].join(" ")
  return `The exchange holds the order ${open.id} on ${instrument.symbol} (${what}), which this journal never placed.`
}

function balanceDifferences(books: Books, survey: Survey): Difference[] {
  const found: Difference[] = []
  const compare = (asset: string, there: bigint): void => {
    const { freeUnits, heldUnits } = books.ledger.balance(asset)
    if (freeUnits + heldUnits !== there) found.push(differs(asset, freeUnits + heldUnits, there))
  }
  const { balances } = survey
  // What stands in our books comes first, and in their order.
  for (const asset of books.ledger.assets()) {
    const there = balances.find((it) => it.asset === asset)
    compare(asset, there === undefined ? 0n : there.freeUnits + there.lockedUnits)
  }
  for (const { asset, freeUnits, lockedUnits } of balances) {
    const { freeUnits: free, heldUnits: held } = books.ledger.balance(asset)
    if (free === 0n && held === 0n) compare(asset, freeUnits + lockedUnits)
  }
  return found
}

function differs(asset: string, ours: bigint, there: bigint): Difference {
  const text = (units: bigint): string => formatUnits(units, ASSET_SCALE)
  const what = `The exchange holds ${text(there)} ${asset}, our ledger says ${text(ours)}.`
  return { code: "balance-differs", asset, what }
}
