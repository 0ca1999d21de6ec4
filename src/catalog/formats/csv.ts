import { ASK } from "../../market/tape.ts"
import { A, B, BATCH_ROWS, Batch, C, D, ID, type Kind, PRICES, QUANTITIES, TIME } from "../batch.ts"
import { brokenRow, excerpt } from "../trouble.ts"
import { complaintAbout } from "./checks.ts"
import { Cursor } from "./cursor.ts"
import { digitsOf } from "./decimal-text.ts"
import {
  CLOSE_TIME,
  DAY_MS,
  EXPECTED,
  type Field,
  FIELDS,
  FIRST_ID,
  flagFrom,
  ID_FIELD,
  instantFrom,
  MAKER,
  NUMBER,
  PRICE,
  QUANTITY,
  SIDE,
  SYMBOL,
  TEXT_TIME,
  textInstant,
  TIME_FIELD,
  TRUTH,
} from "./fields.ts"
import { Lines } from "./lines.ts"
import { isTooFine, priceCount, quantityCount } from "./put.ts"
import type { Emit, Reader, RowRule } from "./reader.ts"

const NEWLINE = 10
const RETURN = 13

/** What is known about a csv file before its rows are read. */
export interface CsvTold {
  readonly file: string
  readonly kind: Kind
  readonly symbol: string
  readonly fields: readonly Field[]
  /** Lines before the first row: comments and header. */
  readonly skipLines: number
  /** The header itself, since files joined from several repeat it; undefined if there is none. */
  readonly header: string | undefined
  /** Midnight of the day that `ms of day` counts from, microseconds. */
  readonly day: number
  /** Length of a bar where the name says it, 0 otherwise. */
  readonly interval: number
}

/**
 * Reads csv byte by byte into columns of whole counts: no string, no object, nothing per row. The
 * number of decimals is found on the way (see {@link Batch.refinePrices}).
 */
export class CsvReader implements Reader {
  readonly #told: CsvTold
  readonly #rule: RowRule | undefined
  readonly #emit: Emit
  readonly #lines: Lines
  readonly #cursor = new Cursor()
  readonly #ops: Uint8Array
  /** Column of the batch that each field is written to. */
  readonly #places: Uint8Array
  readonly #header: Buffer | undefined
  readonly #isCloseOnly: boolean
  #batch: Batch
  #line = 0
  #skip: number
  #rounded = 0
  /** Of the row being read. */
  #flag = 0
  #firstId = NaN
  #closeTime = NaN

  constructor(told: CsvTold, emit: Emit, rule?: RowRule) {
    this.#told = told
    this.#rule = rule
    this.#emit = emit
    this.#skip = told.skipLines
    this.#header = told.header === undefined ? undefined : Buffer.from(told.header)
    this.#lines = new Lines(told.file, (block) => this.#read(block))
    this.#ops = Uint8Array.from(told.fields, (field) => FIELDS.indexOf(field))
    this.#places = placesOf(told.kind, told.fields)
    this.#isCloseOnly = told.kind === "bars" && !told.fields.includes("quantity")
    this.#batch = this.#freshBatch(undefined)
  }

  get notes(): readonly string[] {
    const notes = [...(this.#rule?.notes ?? [])]
    if (this.#rounded > 0) {
      notes.push(`${this.#rounded} numbers had more than 8 decimals and were rounded.`)
    }
    return notes
  }

  feed(bytes: Buffer): void {
    this.#lines.feed(bytes)
  }

  finish(): void {
    this.#lines.finish()
    this.#rule?.end(this.#batch)
    if (this.#batch.length > 0) this.#emit(this.#batch)
  }

  #freshBatch(before: Batch | undefined): Batch {
    const { kind, symbol, interval } = this.#told
    const batch = new Batch({
      kind,
      symbol,
      priceScale: before?.priceScale ?? 0,
      quantityScale: before?.quantityScale ?? 0,
      ...(before === undefined ? {} : { capacity: BATCH_ROWS }),
    })
    batch.interval = interval
    return batch
  }

  #read(block: Buffer): void {
    const cursor = this.#cursor
    cursor.bytes = block
    cursor.at = 0
    while (cursor.at < block.length) {
      this.#line++
      const first = block[cursor.at]
      if (this.#skip > 0 || first === NEWLINE || first === RETURN || this.#isHeader(block, first)) {
        if (this.#skip > 0) this.#skip--
        cursor.at = block.indexOf(NEWLINE, cursor.at) + 1
        continue
      }
      if (this.#batch.length === this.#batch.capacity) this.#makeRoom()
      this.#row(this.#batch)
    }
  }

  #isHeader(block: Buffer, first: number): boolean {
    if (this.#header === undefined || first !== this.#header[0]) return false
    const { at } = this.#cursor
    return block.subarray(at, at + this.#header.length).equals(this.#header)
  }

  #makeRoom(): void {
    if (this.#batch.capacity < BATCH_ROWS) {
      this.#batch.grow()
      return
    }
    const full = this.#batch
    const kept = this.#rule?.unfinished(full) ?? 0
    // An event that fills a whole batch by itself is nothing that could be waited for.
    if (kept === full.length)
      throw brokenRow(this.#place(), "an event has no end", "rows of events")
    full.length -= kept
    this.#emit(full)
    this.#batch = this.#freshBatch(full)
    if (this.#rule === undefined) return
    this.#batch.take(full, full.length, full.length + kept)
    this.#rule.moved()
  }

  #row(batch: Batch): void {
    const cursor = this.#cursor
    const ops = this.#ops
    const start = cursor.at
    const last = ops.length - 1
    this.#flag = 0
    for (let field = 0; field <= last; field++) {
      const op = ops[field]
      let isGood = true
      if (op >= NUMBER) isGood = cursor.number()
      else cursor.word()
      isGood &&= cursor.isAtEnd(field === last)
      if (!isGood || !this.#put(op, this.#places[field], batch)) {
        this.#again(op, field, batch, start)
      }
      if (field < last) cursor.at++
    }
    if (!cursor.nextLine()) throw this.#broken(start, last)
    const row = batch.length
    batch.flag[row] = this.#flag
    if (this.#isCloseOnly) fillFromClose(batch, row)
    const complaint = complaintAbout(batch, row, this.#closeTime)
    if (complaint !== undefined) {
      throw brokenRow(this.#place(), complaint.found, complaint.expected)
    }
    if (this.#rule === undefined || this.#rule.keep(batch, this.#firstId)) batch.length = row + 1
  }

  /** Puts the field just read in its place; false when it cannot be what it should be. */
  #put(op: number, place: number, batch: Batch): boolean {
    const { whole, fraction, digits } = this.#cursor
    const row = batch.length
    switch (op) {
      case PRICE: {
        if (isTooFine(fraction, digits)) return false
        const count = priceCount(batch, whole, fraction, digits)
        batch.columns[place][row] = count
        return count === count
      }
      case QUANTITY: {
        if (isTooFine(fraction, digits)) return false
        const count = quantityCount(batch, whole, fraction, digits)
        batch.columns[place][row] = count
        return count === count
      }
      case TIME_FIELD: {
        const time = digits === 0 ? instantFrom(whole) : NaN
        batch.columns[TIME][row] = time
        return time === time
      }
      case CLOSE_TIME:
        this.#closeTime = digits === 0 ? instantFrom(whole) : NaN
        return this.#closeTime === this.#closeTime
      case DAY_MS:
        batch.columns[TIME][row] = this.#told.day + whole * 1000
        return digits === 0 && whole < 86_400_000
      case ID_FIELD:
        batch.columns[ID][row] = whole
        return digits === 0
      case FIRST_ID:
        this.#firstId = whole
        return digits === 0
      default:
        return this.#putWord(op, batch)
    }
  }

  #putWord(op: number, batch: Batch): boolean {
    const { bytes, from, at } = this.#cursor
    if (op === MAKER || op === SIDE || op === TRUTH) {
      const flag = flagFrom(bytes, from, at)
      if (op !== TRUTH) this.#flag |= op === SIDE ? flag * ASK : flag
      return flag >= 0
    }
    if (op === TEXT_TIME) {
      const time = textInstant(this.#cursor.text())
      batch.columns[TIME][batch.length] = time
      return time === time
    }
    return op !== SYMBOL || this.#cursor.text().toUpperCase() === this.#told.symbol
  }

  /** A field that is not plain: rare decimals are read as text, everything else is broken. */
  #again(op: number, field: number, batch: Batch, start: number): void {
    const cursor = this.#cursor
    cursor.at = cursor.from
    cursor.word()
    const isDecimal = op >= PRICE && cursor.isAtEnd(field === this.#ops.length - 1)
    const read = isDecimal ? digitsOf(cursor.text()) : undefined
    if (read === undefined) throw this.#broken(start, field)
    cursor.whole = read.whole
    cursor.fraction = read.fraction
    cursor.digits = read.digits
    if (read.isRounded) this.#rounded++
    if (!this.#put(op, this.#places[field], batch)) throw this.#broken(start, field)
  }

  #broken(start: number, field: number): Error {
    const { bytes } = this.#cursor
    const end = bytes.indexOf(NEWLINE, start)
    const line = Buffer.from(bytes.subarray(start, end)).toString("latin1").trimEnd()
    const words = line.split(",")
    const { fields } = this.#told
    if (words.length !== fields.length) {
      const found = `${words.length} columns, ${excerpt(line)}`
      return brokenRow(this.#place(), found, `${fields.length} columns`)
    }
    const expected = EXPECTED[fields[field]]
    return brokenRow(
      this.#place(),
      `column ${field + 1} is ${excerpt(words[field] ?? "")}`,
      expected,
    )
  }

  #place(): { file: string; line: number } {
    return { file: this.#told.file, line: this.#line }
  }
}

/** A bar of which only the close is known is that price throughout, with no volume. */
function fillFromClose(batch: Batch, row: number): void {
  const close = batch.columns[A][row]
  for (const place of [B, C, D]) batch.columns[place][row] = close
}

/** Prices and quantities go to the kind's columns in the order they stand in. */
function placesOf(kind: Kind, fields: readonly Field[]): Uint8Array {
  const prices = [...PRICES[kind]]
  const quantities = [...QUANTITIES[kind]]
  return Uint8Array.from(fields, (field) => {
    if (field === "price") return prices.shift() ?? 0
    return field === "quantity" ? (quantities.shift() ?? 0) : 0
  })
}
