import assert from "node:assert/strict"
import { ordersOf } from "../../engine/orders-of.ts"
import type { JournalRecord } from "../../engine/ports.ts"
import { decodeFact, type Fact, type Refused, type Reported } from "../../engine/records.ts"
import { formatPrice, formatQuantity, type Instrument } from "../../market/instrument.ts"
import { isFinal, type Order } from "../../order/order.ts"
import type { Fill } from "../../order/report.ts"
import { limitOf, stopOf } from "../../order/terms.ts"
import { transition } from "../../order/transition.ts"
import type { Price } from "../../value/brand.ts"
import { formatUnits } from "../../value/decimal.ts"
import { ASSET_SCALE } from "../../value/money.ts"
import type { Database } from "../sqlite/database.ts"
import type { SqlValue } from "../sqlite/statement.ts"
import { decodeOrder, encodeOrder } from "./order-state.ts"

/** In an order in which they can be emptied: what refers to another comes before it. */
const TABLES = ["fills", "orders", "refusals", "samples", "findings"]

/**
 * The tables of the read models, as a fold over the journal's lines. All that it needs of earlier lines
 * stands in the tables, save the instruments, which are in the journal's header.
 */
export class Tables {
  readonly #database: Database
  #instruments: readonly Instrument[] = []

  constructor(database: Database) {
    this.#database = database
  }

  /** Folds one line in; in a transaction of the caller. */
  fold(record: JournalRecord): void {
    const { seq, at } = record
    const fact = decodeFact(record.body)
    switch (fact.kind) {
      case "header":
        return this.learn(fact)
      case "placed":
        for (const order of ordersOf(fact, at)) this.#addOrder(order, seq)
        return
      case "report":
        return this.#report(fact, seq)
      case "refused":
        return this.#refuse(fact, record)
      case "sample":
        return this.#insert("samples", {
          seq,
          at,
          equity: formatUnits(fact.equityUnits, ASSET_SCALE),
        })
      case "finding": {
        const { code, what, order: order_id = null } = fact
        return this.#insert("findings", { seq, at, code, what, order_id })
      }
      case "deposit":
      case "started":
      case "survey":
      case "switched":
      case "command":
      case "note":
        return
      default:
        fact satisfies never
    }
  }

  /** Takes the instruments from the journal's first line. */
  learn(fact: Fact): void {
    if (fact.kind === "header") this.#instruments = fact.instruments
  }

  /** Empties all of them; in a transaction of the caller. */
  empty(): void {
    for (const table of TABLES) this.#database.exec(`delete from ${table}`)
  }

  #addOrder(order: Order, seq: number): void {
    const { id, placedAt, side, terms, purpose, strategy, because, status } = order
    const instrument = this.#instrument(order.instrument)
    const { symbol } = instrument
    const textOf = (price: Price | undefined): string | null =>
      price === undefined ? null : formatPrice(instrument, price)
    this.#insert("orders", {
      id,
      seq,
      at: placedAt,
      symbol,
      side,
      type: terms.type,
      quantity: formatQuantity(instrument, terms.quantity),
      price: textOf(limitOf(terms)),
      stop: textOf(stopOf(terms)),
      purpose,
      strategy,
      because,
      status,
      filled: formatQuantity(instrument, order.filled),
      is_live: 1,
      state: encodeOrder(order),
    })
  }

  #report({ report }: Reported, seq: number): void {
    const row = this.#database.sql("select state from orders where id = ?").get(report.id)
    if (row === undefined) return
    const before = decodeOrder(row["state"] as string)
    const { order, fresh } = transition(before, report)
    for (const fill of fresh) this.#addFill({ order, fill, at: report.at, seq })
    if (order === before) return
    const filled = formatQuantity(this.#instrument(order.instrument), order.filled)
    this.#database
      .sql("update orders set status = ?, filled = ?, is_live = ?, state = ? where id = ?")
      .run(order.status, filled, isFinal(order) ? 0 : 1, encodeOrder(order), order.id)
  }

  #addFill(told: {
    readonly order: Order
    readonly fill: Fill
    readonly at: number
    readonly seq: number
  }): void {
    const { order, fill, at, seq } = told
    const instrument = this.#instrument(order.instrument)
    this.#insert("fills", {
      order_id: order.id,
      trade_id: fill.tradeId,
      seq,
      at,
      symbol: instrument.symbol,
      side: order.side,
      quantity: formatQuantity(instrument, fill.quantity),
      price: formatPrice(instrument, fill.price),
      value: formatUnits(fill.quoteUnits, instrument.quote.scale),
      fee: formatUnits(fill.feeUnits, ASSET_SCALE),
      fee_asset: fill.feeAsset,
      is_maker: fill.isMaker ? 1 : 0,
    })
  }

  #refuse(fact: Refused, { seq, at }: JournalRecord): void {
    const { side, purpose, because, by, answers } = fact
    this.#insert("refusals", {
      seq,
      at,
      symbol: this.#instrument(fact.instrument).symbol,
      side,
      purpose,
      strategy: fact.author.name,
      because,
      rule: by,
      answers: JSON.stringify(answers),
    })
  }

  #instrument(index: number): Instrument {
    const instrument = this.#instruments[index]
    assert.ok(instrument, `there is no instrument ${index}`)
    return instrument
  }

  /** Names and values stay side by side: sixteen question marks in a row are easily miscounted. */
  #insert(table: string, row: Readonly<Record<string, SqlValue>>): void {
    const names = Object.keys(row)
    const marks = names.map(() => "?").join(", ")
    this.#database
      .sql(`insert into ${table} (${names.join(", ")}) values (${marks})`)
      .run(...Object.values(row))
  }
}
