import type { Instrument } from "../../../market/instrument.ts"
import { impossible, instantFrom } from "./checks.ts"
import { isOffScale, readCut, readDecimal } from "./decimal-bytes.ts"
import { FALSE, FieldScan, LEVELS, TEXT, TRUE, WHOLE, ABSENT } from "./field-scan.ts"
import type { Levels, MarketMessage } from "./message.ts"
import type { SymbolTable } from "./symbol-table.ts"

const TRADE = Buffer.from("trade")
const DEPTH = Buffer.from("depthUpdate")
/** The names of fields, as bytes. */
const [e, E, T, s, t, p, q, m] = Buffer.from("eETstpqm")
const [u, U, b, B, a, A] = Buffer.from("uUbBaA")

/**
 * Reads trades, quotes and changes of depth from their bytes, in the plain form in which the exchange
 * sends them, making nothing. It never says what is wrong: what it does not read the reader of JSON
 * looks at, who decides.
 */
export class PlainReader {
  readonly #scan = new FieldScan()
  readonly #symbols: SymbolTable
  readonly #priceScales: Uint8Array
  readonly #quantityScales: Uint8Array
  #bytes: Uint8Array = new Uint8Array(0)
  #priceScale = 0
  #quantityScale = 0
  /** Whether any number so far was none; looked at once, at the end. */
  #isBroken = false

  constructor(instruments: readonly Instrument[], symbols: SymbolTable) {
    this.#symbols = symbols
    this.#priceScales = Uint8Array.from(instruments, ({ priceScale }) => priceScale)
    this.#quantityScales = Uint8Array.from(instruments, ({ quantityScale }) => quantityScale)
  }

  /** @returns whether the message was read whole and can be true */
  read(bytes: Uint8Array, into: MarketMessage): boolean {
    this.#bytes = bytes
    this.#isBroken = false
    into.cuts = 0
    if (!this.#scan.scan(bytes) || this.#scan.type(s) !== TEXT) return false
    const found = this.#symbols.find(bytes, this.#scan.start(s), this.#scan.end(s))
    if (found < 0) return false
    into.instrument = found
    this.#priceScale = this.#priceScales[found]
    this.#quantityScale = this.#quantityScales[found]
    if (this.#scan.type(e) === ABSENT) this.#quote(into)
    else if (this.#isEvent(TRADE)) this.#trade(into)
    else if (this.#isEvent(DEPTH)) this.#depth(into)
    else return false
    return !this.#isBroken && impossible(into) === undefined
  }

  #trade(into: MarketMessage): void {
    into.kind = "trade"
    into.id = this.#whole(t)
    into.sentAt = instantFrom(this.#whole(E))
    into.happenedAt = instantFrom(this.#whole(T))
    into.a = this.#price(p)
    into.b = this.#quantity(q, into)
    const type = this.#scan.type(m)
    if (type !== TRUE && type !== FALSE) this.#isBroken = true
    into.isBuyerMaker = type === TRUE
  }

  #quote(into: MarketMessage): void {
    into.kind = "quote"
    into.id = this.#whole(u)
    into.a = this.#price(b)
    into.b = this.#quantity(B, into)
    into.c = this.#price(a)
    into.d = this.#quantity(A, into)
  }

  #depth(into: MarketMessage): void {
    into.kind = "depth"
    into.id = this.#whole(u)
    into.firstId = this.#whole(U)
    into.sentAt = instantFrom(this.#whole(E))
    this.#levels(b, into.bids, into)
    this.#levels(a, into.asks, into)
  }

  #isEvent(word: Uint8Array): boolean {
    const start = this.#scan.start(e)
    if (this.#scan.type(e) !== TEXT || this.#scan.end(e) - start !== word.length) return false
    for (let i = 0; i < word.length; i++) if (this.#bytes[start + i] !== word[i]) return false
    return true
  }

  #whole(letter: number): number {
    if (this.#scan.type(letter) === WHOLE) {
      const start = this.#scan.start(letter)
      const number = readDecimal(this.#bytes, start, this.#scan.end(letter), 0)
      if (number >= 0) return number
    }
    this.#isBroken = true
    return NaN
  }

  #price(letter: number): number {
    if (this.#scan.type(letter) === TEXT) {
      const start = this.#scan.start(letter)
      const count = readDecimal(this.#bytes, start, this.#scan.end(letter), this.#priceScale)
      if (count >= 0) return count
    }
    this.#isBroken = true
    return NaN
  }

  #quantity(letter: number, into: MarketMessage): number {
    if (this.#scan.type(letter) === TEXT) {
      return this.#quantityAt(this.#scan.start(letter), this.#scan.end(letter), into)
    }
    this.#isBroken = true
    return NaN
  }

  #quantityAt(start: number, end: number, into: MarketMessage): number {
    const count = readDecimal(this.#bytes, start, end, this.#quantityScale)
    if (count >= 0) return count
    if (isOffScale(count)) {
      into.cuts++
      return readCut(this.#bytes, start, end, this.#quantityScale)
    }
    this.#isBroken = true
    return NaN
  }

  /** The form of the list is known to be plain: `[["61730.17","0.5"],["61729","0"]]`. */
  #levels(letter: number, levels: Levels, into: MarketMessage): void {
    const bytes = this.#bytes
    levels.length = 0
    if (this.#scan.type(letter) !== LEVELS) {
      this.#isBroken = true
      return
    }
    const end = this.#scan.end(letter)
    for (let at = this.#scan.start(letter) + 3; at < end;) {
      const priceEnd = bytes.indexOf(34, at)
      const quantityAt = priceEnd + 3
      const quantityEnd = bytes.indexOf(34, quantityAt)
      const price = readDecimal(bytes, at, priceEnd, this.#priceScale)
      if (price < 0) this.#isBroken = true
      levels.push(price, this.#quantityAt(quantityAt, quantityEnd, into))
      at = quantityEnd + 5
    }
  }
}
