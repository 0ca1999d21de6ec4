import { BUYER_IS_MAKER } from "../../market/tape.ts"
import { brokenRow, excerpt, notWhatItClaims } from "../trouble.ts"
import { Amounts } from "./amounts.ts"
import { ArrayItems } from "./array-items.ts"
import { SPOKEN } from "./csv-form.ts"
import { instantFrom } from "./fields.ts"
import type { Emit, Reader, Recognised } from "./reader.ts"
import type { Sample } from "./sample.ts"
import { Table } from "./table.ts"

const FORM = "ccxt trades"
/** `[1570752011620,"13519807",null,"sell",0.00141342,23.0,0.03250866]` */
const FIRST_ROW = /^\s*\[\s*\[\s*\d{13,16}\s*,\s*("[^"]*"|\d+|null)\s*,[^,[\]]*,\s*"(buy|sell)"\s*,/

/**
 * Tells whether a file is a list of trades as ccxt gives and freqtrade keeps it: one json array of
 * `[milliseconds, id, type, side of the taker, price, amount, cost]`.
 * @throws Problem `NOT_WHAT_IT_CLAIMS` when the name says another kind
 */
export function recogniseTradeList(sample: Sample): Recognised | undefined {
  const { file, claim } = sample
  if (!FIRST_ROW.test(sample.head.toString("latin1", 0, 500))) return undefined
  if (claim.kind !== undefined && claim.kind !== "trades") {
    throw notWhatItClaims({ file }, SPOKEN[claim.kind], FORM)
  }
  return {
    format: FORM,
    symbol: claim.symbol,
    notes: [],
    read: (symbol, emit) => new TradeList({ file, symbol }, emit),
  }
}

class TradeList implements Reader {
  readonly #file: string
  readonly #items: ArrayItems
  readonly #amounts = new Amounts()
  readonly #table: Table
  #row = 0

  constructor(told: { readonly file: string; readonly symbol: string }, emit: Emit) {
    const { file, symbol } = told
    this.#file = file
    this.#items = new ArrayItems(file, (item) => this.#take(item))
    const amounts = this.#amounts
    this.#table = new Table({ kind: "trades", symbol, isOrdered: false, amounts, emit })
  }

  get notes(): readonly string[] {
    return this.#amounts.notes
  }

  feed(bytes: Buffer): void {
    this.#items.feed(bytes)
  }

  finish(): void {
    this.#items.finish()
    this.#table.finish()
  }

  #take(item: string): void {
    this.#row++
    const trade = tradeFrom(item)
    if (trade === undefined) throw this.#broken(excerpt(item))
    this.#table.reserve(1)
    const wrong = this.#table.put(trade)
    if (wrong !== undefined) throw this.#broken(wrong)
  }

  #broken(found: string): Error {
    return brokenRow(
      { file: this.#file },
      `trade ${this.#row} of the list: ${found}`,
      "[milliseconds, id, type, side, price, amount, cost]",
    )
  }
}

function tradeFrom(item: string):
  | {
      readonly time: number
      readonly id: number
      readonly flag: number
      readonly amounts: readonly unknown[]
    }
  | undefined {
  let parsed: unknown
  try {
    parsed = JSON.parse(item)
  } catch {
    return undefined
  }
  if (!Array.isArray(parsed)) return undefined
  const [at, id, , side, ...amounts] = parsed as unknown[]
  const time = typeof at === "number" && Number.isInteger(at) ? instantFrom(at) : NaN
  if (Number.isNaN(time) || (side !== "buy" && side !== "sell")) return undefined
  return { time, id: idOf(id), flag: side === "sell" ? BUYER_IS_MAKER : 0, amounts }
}

/** Exchanges other than Binance have ids that are no numbers; NaN says that there is none. */
function idOf(id: unknown): number {
  const text = typeof id === "number" ? String(id) : id
  return typeof text === "string" && /^\d{1,15}$/.test(text) ? Number(text) : NaN
}
