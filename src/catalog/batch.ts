/** The tables of the catalog: what a file holds. */
export type Kind = "trades" | "aggTrades" | "quotes" | "bars" | "depth"

/** Powers of ten that a double holds exactly. */
export const TEN: readonly number[] = Array.from({ length: 16 }, (_, i) => 10 ** i)

/** Binance books at most eight decimals; what comes with more has gone through a float. */
export const DECIMALS_MOST = 8

/** Counts stay below this, so that they survive the way through a double in a Parquet file. */
export const COUNT_MOST = 2 ** 51

/** Places of the columns in {@link Batch.columns}. */
export const TIME = 0
export const ID = 1
export const A = 2
export const B = 3
export const C = 4
export const D = 5
export const E = 6

/** Which value columns each kind fills with prices, and which with quantities. */
export const PRICES: Readonly<Record<Kind, readonly number[]>> = {
  trades: [A],
  aggTrades: [A],
  quotes: [A, C],
  bars: [A, B, C, D],
  depth: [A],
}
export const QUANTITIES: Readonly<Record<Kind, readonly number[]>> = {
  trades: [B],
  aggTrades: [B],
  quotes: [B, D],
  bars: [E],
  depth: [B],
}

const FIRST_CAPACITY = 1 << 16
/** A million rows: enough to write and sort at a stroke, little enough for a small machine. */
export const BATCH_ROWS = 1 << 20

/**
 * Rows of one kind and one symbol as they come from a file, in whole counts.
 *
 * | kind              | time       | id              | a     | b        | c     | d        | e      |
 * |-------------------|------------|-----------------|-------|----------|-------|----------|--------|
 * | trades, aggTrades | trade      | trade id        | price | quantity |       |          |        |
 * | quotes            | exchange   | update id       | bid   | quantity | ask   | quantity |        |
 * | bars              | open time  | (none)          | open  | high     | low   | close    | volume |
 * | depth             | event      | last update id  | price | quantity |       |          |        |
 *
 * Times are microseconds. `flag` is that of the tape (BUYER_IS_MAKER, ASK, ...). An id
 * of NaN means that the source gives none.
 */
export class Batch {
  readonly kind: Kind
  readonly symbol: string
  /** Length of a bar, microseconds; 0 while it is not known, and for what has no bars. */
  interval = 0
  length = 0
  /** Decimals of one count of price, and of quantity. */
  priceScale: number
  quantityScale: number
  flag: Uint8Array
  /** By place; columns that the kind does not use are empty. */
  columns: Float64Array[]
  /** Line in the capture, where rows of several kinds must keep their order; empty elsewhere. */
  order: Float64Array

  constructor(told: {
    readonly kind: Kind
    readonly symbol: string
    readonly priceScale?: number
    readonly quantityScale?: number
    readonly isOrdered?: boolean
    /** Who only plays the rows needs no ids. */
    readonly hasIds?: boolean
    readonly capacity?: number
  }) {
    const capacity = told.capacity ?? FIRST_CAPACITY
    this.kind = told.kind
    this.symbol = told.symbol
    this.priceScale = told.priceScale ?? 0
    this.quantityScale = told.quantityScale ?? 0
    const used = new Set([TIME, ...PRICES[told.kind], ...QUANTITIES[told.kind]])
    if (told.kind !== "bars" && told.hasIds !== false) used.add(ID)
    this.columns = Array.from(
      { length: E + 1 },
      (_, place) => new Float64Array(used.has(place) ? capacity : 0),
    )
    this.flag = new Uint8Array(capacity)
    this.order = new Float64Array(told.isOrdered === true ? capacity : 0)
  }

  get time(): Float64Array {
    return this.columns[TIME]
  }

  get id(): Float64Array {
    return this.columns[ID]
  }

  get capacity(): number {
    return this.flag.length
  }

  /** Doubles the room. Columns are replaced, so a loop that holds them must take them anew. */
  grow(): void {
    const capacity = this.capacity * 2
    const enlarged = <T extends Float64Array | Uint8Array>(old: T, larger: T): T => {
      larger.set(old)
      return larger
    }
    this.columns = this.columns.map((column) =>
      column.length === 0 ? column : enlarged(column, new Float64Array(capacity)),
    )
    this.flag = enlarged(this.flag, new Uint8Array(capacity))
    if (this.order.length > 0) this.order = enlarged(this.order, new Float64Array(capacity))
  }

  /** Makes prices finer; `rows` is how many hold values already. */
  refinePrices(scale: number, rows: number): void {
    this.#multiply(PRICES[this.kind], TEN[scale - this.priceScale], rows)
    this.priceScale = scale
  }

  /** Makes quantities finer; `rows` is how many hold values already. */
  refineQuantities(scale: number, rows: number): void {
    this.#multiply(QUANTITIES[this.kind], TEN[scale - this.quantityScale], rows)
    this.quantityScale = scale
  }

  /** Appends rows of a batch of the same kind, columns and scales; they need not be counted in it. */
  take(other: Batch, from: number, to: number): void {
    for (const [place, column] of this.columns.entries()) {
      if (column.length > 0) column.set(other.columns[place].subarray(from, to), this.length)
    }
    this.flag.set(other.flag.subarray(from, to), this.length)
    if (this.order.length > 0) this.order.set(other.order.subarray(from, to), this.length)
    this.length += to - from
  }

  /** Puts the rows into the given order; what is not named is dropped. */
  arrange(order: Uint32Array): void {
    const arranged = <T extends Float64Array | Uint8Array>(old: T, fresh: T): T => {
      for (let i = 0; i < order.length; i++) fresh[i] = old[order[i]]
      return fresh
    }
    this.columns = this.columns.map((column) =>
      column.length === 0 ? column : arranged(column, new Float64Array(order.length)),
    )
    this.flag = arranged(this.flag, new Uint8Array(order.length))
    if (this.order.length > 0) this.order = arranged(this.order, new Float64Array(order.length))
    this.length = order.length
  }

  /** The rows from one instant up to, not including, another; a view, for batches in time order. */
  between(from: number, to: number): Batch {
    const start = firstAtOrAfter(this.time, this.length, from)
    const end = firstAtOrAfter(this.time, this.length, to)
    if (start === 0 && end === this.length) return this
    const view = new Batch({ ...this.#told(), capacity: 0 })
    view.interval = this.interval
    view.length = Math.max(0, end - start)
    view.columns = this.columns.map((column) => column.subarray(start, end))
    view.flag = this.flag.subarray(start, end)
    view.order = this.order.subarray(start, end)
    return view
  }

  #told(): Pick<Batch, "kind" | "symbol" | "priceScale" | "quantityScale"> {
    const { kind, symbol, priceScale, quantityScale } = this
    return { kind, symbol, priceScale, quantityScale }
  }

  #multiply(places: readonly number[], factor: number, rows: number): void {
    for (const place of places) {
      const column = this.columns[place]
      for (let i = 0; i < rows; i++) column[i] = column[i] * factor
    }
  }
}

/** Place of the first value not below `wanted` among the first `length` of sorted values. */
export function firstAtOrAfter(sorted: Float64Array, length: number, wanted: number): number {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sorted[middle] < wanted) low = middle + 1
    else high = middle
  }
  return low
}
