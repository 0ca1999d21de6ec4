import { BATCH_ROWS, Batch, ID, type Kind, PRICES, QUANTITIES, TIME } from "../batch.ts"
import type { Amounts } from "./amounts.ts"
import { complaintAbout } from "./checks.ts"
import type { Emit } from "./reader.ts"

/** A capture may hold hundreds of symbols, so a table begins small. */
const FIRST_ROWS = 1024

/** What a row has besides its amounts. */
export interface TableRow {
  /** Microseconds. */
  readonly time: number
  readonly id: number
  readonly flag: number
  /** Line in the capture; left out where rows of other kinds need not be minded. */
  readonly line?: number
  /** As they came, in the order of the kind's columns. */
  readonly amounts: readonly unknown[]
}

/** Rows of one kind and symbol that are put in one by one; full batches are given away. */
export class Table {
  readonly #emit: Emit
  readonly #amounts: Amounts
  readonly #places: readonly number[]
  readonly #isOrdered: boolean
  #batch: Batch

  constructor(told: {
    readonly kind: Kind
    readonly symbol: string
    readonly isOrdered: boolean
    readonly amounts: Amounts
    readonly emit: Emit
  }) {
    this.#emit = told.emit
    this.#amounts = told.amounts
    this.#isOrdered = told.isOrdered
    this.#places = [...PRICES[told.kind], ...QUANTITIES[told.kind]].toSorted((x, y) => x - y)
    this.#batch = new Batch({ ...told, capacity: FIRST_ROWS })
  }

  get batch(): Batch {
    return this.#batch
  }

  /**
   * Makes room for rows that must stay together.
   * @returns true when those before were given away for it
   */
  reserve(rows: number): boolean {
    const isFull = this.#batch.length > 0 && this.#batch.length + rows > BATCH_ROWS
    if (isFull) this.#give()
    while (this.#batch.length + rows > this.#batch.capacity) this.#batch.grow()
    return isFull
  }

  /** Puts a row in, for which there is room. @returns what is wrong with it, if anything */
  put({ time, id, flag, line, amounts }: TableRow): string | undefined {
    const batch = this.#batch
    const row = batch.length
    batch.columns[TIME][row] = time
    batch.columns[ID][row] = id
    batch.flag[row] = flag
    if (line !== undefined) batch.order[row] = line
    for (const [i, place] of this.#places.entries()) {
      if (!this.#amounts.put(batch, place, amounts[i])) {
        return `${String(amounts[i])} stands where a price or a quantity should be`
      }
    }
    const complaint = complaintAbout(batch, row, NaN)
    if (complaint === undefined) batch.length = row + 1
    return complaint?.found
  }

  /** Gives the last rows away. */
  finish(): void {
    if (this.#batch.length > 0) this.#give()
  }

  #give(): void {
    const { kind, symbol, priceScale, quantityScale } = this.#batch
    this.#emit(this.#batch)
    this.#batch = new Batch({
      kind,
      symbol,
      priceScale,
      quantityScale,
      isOrdered: this.#isOrdered,
      capacity: FIRST_ROWS,
    })
  }
}
