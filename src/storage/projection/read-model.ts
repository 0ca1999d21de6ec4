import type { Answer } from "../../gate/gate.ts"
import type { OrderStatus, Purpose } from "../../order/order.ts"
import type { OrderType, Side } from "../../order/terms.ts"
import type { RuleName } from "../../order/verdict.ts"
import type { Instant } from "../../value/brand.ts"
import { JOURNAL_SCHEMA } from "../migrations/journal-schema.ts"
import { bringUpToDate } from "../migrations/up-to-date.ts"
import { Database } from "../sqlite/database.ts"
import type { Row } from "../sqlite/statement.ts"

/** What every line of a read model tells: the journal's line it comes from, and when. */
interface Line {
  readonly seq: number
  readonly at: Instant
}

/** An order that may still do something. Amounts are exact decimal text. */
export interface OpenOrder extends Line {
  readonly id: string
  readonly symbol: string
  readonly side: Side
  readonly type: OrderType
  readonly quantity: string
  readonly filled: string
  readonly price: string | undefined
  readonly stop: string | undefined
  readonly purpose: Purpose
  readonly strategy: string
  readonly because: string
  readonly status: OrderStatus
}

/** A trade of ours; `at` is the exchange's time of it. */
export interface PastFill extends Line {
  readonly order: string
  readonly symbol: string
  readonly side: Side
  readonly quantity: string
  readonly price: string
  /** Price times quantity as booked, in the quote asset. */
  readonly value: string
  readonly fee: string
  readonly feeAsset: string
  readonly isMaker: boolean
}

/** An order that the gate did not let through, with each rule's answer. */
export interface PastRefusal extends Line {
  readonly symbol: string
  readonly side: Side
  readonly purpose: Purpose | "cancel"
  readonly strategy: string
  readonly because: string
  readonly rule: RuleName
  readonly answers: readonly Answer[]
}

/** The account's worth at a moment, in the account's asset. */
export interface EquitySample extends Line {
  readonly equity: string
}

/** A difference that reconciliation found. */
export interface PastFinding extends Line {
  readonly code: string
  readonly what: string
  readonly order: string | undefined
}

/**
 * What a session has come to, for other processes: they read it while the session writes. It shows the
 * journal as it was at `cursor`, and the newest things of a kind first.
 */
export class ReadModel {
  readonly #database: Database

  private constructor(database: Database) {
    this.#database = database
  }

  /** @throws Problem those of `Database.open` and `bringUpToDate` */
  static async open(path: string): Promise<ReadModel> {
    const database = Database.open(path, "read", JOURNAL_SCHEMA.identity)
    try {
      await bringUpToDate(database, JOURNAL_SCHEMA)
      return new ReadModel(database)
    } catch (error) {
      database.close()
      throw error
    }
  }

  /** Number of the last line that is shown here; the journal may have come further. */
  get cursor(): number {
    return Number(this.#database.sql("select max(seq) as seq from projection").get()?.["seq"] ?? 0)
  }

  /** All of them, oldest first. */
  openOrders(): OpenOrder[] {
    return this.#database
      .sql(
        `select seq, at, id, symbol, side, type, quantity, filled, price, stop, purpose, strategy,
          because, status from orders where is_live = 1 order by seq, id`,
      )
      .all()
      .map((row) => plain(row) as OpenOrder)
  }

  recentFills(most: number): PastFill[] {
    return this.#database
      .sql(
        `select seq, at, order_id as "order", symbol, side, quantity, price, value, fee,
          fee_asset as feeAsset, is_maker as isMaker
          from fills order by seq desc, rowid desc limit ?`,
      )
      .all(most)
      .map((row) => ({ ...(plain(row) as PastFill), isMaker: row["isMaker"] === 1 }))
  }

  recentRefusals(most: number): PastRefusal[] {
    return this.#database
      .sql("select * from refusals order by seq desc limit ?")
      .all(most)
      .map((row) => ({
        ...(plain(row) as PastRefusal),
        answers: JSON.parse(row["answers"] as string) as readonly Answer[],
      }))
  }

  recentSamples(most: number): EquitySample[] {
    return this.#database
      .sql("select * from samples order by seq desc limit ?")
      .all(most)
      .map((row) => plain(row) as EquitySample)
  }

  recentFindings(most: number): PastFinding[] {
    return this.#database
      .sql(
        `select seq, at, code, what, order_id as "order" from findings order by seq desc limit ?`,
      )
      .all(most)
      .map((row) => plain(row) as PastFinding)
  }

  close(): void {
    this.#database.close()
  }
}

/** A row as a plain object; SQL's null is our undefined. */
function plain(row: Row): unknown {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value ?? undefined]))
}
