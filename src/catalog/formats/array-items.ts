import { brokenRow } from "../trouble.ts"

const OPEN = 91
const CLOSE = 93
const QUOTE = 34
const BACKSLASH = 92
const COMMA = 44
const SPACE = 32
/** Longer items than this are no rows. */
const ITEM_BYTES_MOST = 1 << 16

/**
 * Takes a json array of arrays apart while its bytes come, so that the whole text is never held. Its
 * owner gets the text of each inner array in turn.
 */
export class ArrayItems {
  readonly #file: string
  readonly #take: (item: string) => void
  #rest: Buffer = Buffer.alloc(0)
  #depth = 0
  #isInText = false
  #isEscaped = false
  #isClosed = false

  constructor(file: string, take: (item: string) => void) {
    this.#file = file
    this.#take = take
  }

  feed(bytes: Buffer): void {
    // Where the item at hand begins; -1 stands for the rest of the bytes before.
    let start = this.#depth > 1 ? -1 : 0
    for (let i = 0; i < bytes.length; i++) {
      const c = bytes[i]
      if (this.#isInText) this.#passText(c)
      else if (c === OPEN) {
        if (++this.#depth === 2) start = i
      } else if (c === CLOSE) {
        if (--this.#depth === 1) this.#give(bytes, start, i + 1)
        else if (this.#depth === 0) this.#isClosed = true
      } else if (c === QUOTE && this.#depth > 1) this.#isInText = true
      else if (this.#depth < 2 && c !== COMMA && c > SPACE) {
        throw this.#broken("something stands between the rows")
      }
      if (this.#depth < 0 || this.#depth > 2) throw this.#broken("its brackets do not match")
    }
    if (this.#depth === 2) this.#keep(start < 0 ? bytes : bytes.subarray(start))
  }

  /** The bytes end here. @throws Problem `ROW_BROKEN` when the array does not */
  finish(): void {
    if (!this.#isClosed) throw this.#broken("the list of rows has no end")
  }

  #passText(c: number): void {
    if (this.#isEscaped) this.#isEscaped = false
    else if (c === BACKSLASH) this.#isEscaped = true
    else if (c === QUOTE) this.#isInText = false
  }

  #give(bytes: Buffer, start: number, end: number): void {
    const piece = bytes.subarray(Math.max(0, start), end)
    const item = start < 0 ? Buffer.concat([this.#rest, piece]) : piece
    this.#rest = Buffer.alloc(0)
    this.#take(item.toString("utf8"))
  }

  #keep(bytes: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, bytes])
    if (this.#rest.length > ITEM_BYTES_MOST) throw this.#broken("a row has no end")
  }

  #broken(found: string): Error {
    return brokenRow({ file: this.#file }, found, "one json array with an array for each trade")
  }
}
