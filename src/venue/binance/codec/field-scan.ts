const QUOTE_MARK = 34
const COMMA = 44
const COLON = 58
const BRACKET = 91
const BACKSLASH = 92
const BRACKET_END = 93
const BRACE = 123
const BRACE_END = 125

/** What stands behind a field's name. */
export const ABSENT = 0
export const TEXT = 1
export const WHOLE = 2
export const TRUE = 3
export const FALSE = 4
export const LEVELS = 5

const COMBINED = Buffer.from('{"stream":"')
const COMBINED_DATA = Buffer.from(',"data":')
const WORD_TRUE = Buffer.from("true")
const WORD_FALSE = Buffer.from("false")

/**
 * Finds the fields of a frame in the plain form in which the exchange sends them: without blanks, one
 * flat object whose names are single letters, raw or as `{"stream":…,"data":…}`; values are plain text,
 * whole numbers, true and false, and lists of levels. Where each value begins and ends is noted; it is
 * read later, once all is known to be there. Any other frame is not wrong, only not plain.
 */
export class FieldScan {
  /** By the letter's code. */
  readonly #type = new Uint8Array(128)
  readonly #start = new Int32Array(128)
  readonly #end = new Int32Array(128)
  #bytes: Uint8Array = new Uint8Array(0)

  /** @returns whether the whole frame is of the plain form */
  scan(bytes: Uint8Array): boolean {
    this.#bytes = bytes
    this.#type.fill(ABSENT)
    if (!this.#startsWith(COMBINED, 0)) return this.#object(0) === bytes.length
    const data = this.#text(COMBINED.length - 1)
    if (data < 0 || !this.#startsWith(COMBINED_DATA, data)) return false
    const end = this.#object(data + COMBINED_DATA.length)
    return end === bytes.length - 1 && bytes[end] === BRACE_END
  }

  type(letter: number): number {
    return this.#type[letter]
  }
  /** Where the value begins; of text, behind the mark. */
  start(letter: number): number {
    return this.#start[letter]
  }
  /** Just behind the value; of text, at the mark. */
  end(letter: number): number {
    return this.#end[letter]
  }

  /** Each of these returns where it ended, or -1. */
  #object(from: number): number {
    const bytes = this.#bytes
    if (bytes[from] !== BRACE) return -1
    for (let at = from; bytes[at] === COMMA || at === from;) {
      const letter = bytes[at + 2]
      const isName = bytes[at + 1] === QUOTE_MARK && bytes[at + 3] === QUOTE_MARK
      if (!isName || bytes[at + 4] !== COLON || !isLetter(letter)) return -1
      at = this.#value(letter, at + 5)
      if (at < 0) return -1
      if (bytes[at] === BRACE_END) return at + 1
    }
    return -1
  }

  #value(letter: number, at: number): number {
    const first = this.#bytes[at]
    if (first === QUOTE_MARK) {
      const end = this.#text(at)
      return this.#note(letter, TEXT, at + 1, end - 1)
    }
    if (first >= 48 && first <= 57) return this.#note(letter, WHOLE, at, this.#whole(at))
    if (first === BRACKET) return this.#note(letter, LEVELS, at, this.#levels(at))
    if (this.#startsWith(WORD_TRUE, at)) return this.#note(letter, TRUE, at, at + 4)
    if (this.#startsWith(WORD_FALSE, at)) return this.#note(letter, FALSE, at, at + 5)
    return -1
  }

  #note(letter: number, type: number, start: number, end: number): number {
    if (end < 0) return -1
    this.#type[letter] = type
    this.#start[letter] = start
    this.#end[letter] = end
    return type === TEXT ? end + 1 : end
  }

  /** From the opening mark to behind the closing one. */
  #text(at: number): number {
    const bytes = this.#bytes
    for (let i = at + 1; i < bytes.length; i++) {
      const code = bytes[i]
      if (code === QUOTE_MARK) return i + 1
      if (code === BACKSLASH || code < 32) return -1
    }
    return -1
  }

  /** A number that begins with 0 is not plain, and neither is one with a point. */
  #whole(at: number): number {
    const bytes = this.#bytes
    let i = at
    while (bytes[i] >= 48 && bytes[i] <= 57) i++
    return bytes[at] === 48 && i > at + 1 ? -1 : i
  }

  /** `[["61730.17","0.5"],["61729","0"]]` */
  #levels(from: number): number {
    const bytes = this.#bytes
    if (bytes[from + 1] === BRACKET_END) return from + 2
    for (let at = from; bytes[at] === COMMA || at === from;) {
      if (bytes[at + 1] !== BRACKET || bytes[at + 2] !== QUOTE_MARK) return -1
      const price = this.#text(at + 2)
      if (price < 0 || bytes[price] !== COMMA || bytes[price + 1] !== QUOTE_MARK) return -1
      const quantity = this.#text(price + 1)
      if (quantity < 0 || bytes[quantity] !== BRACKET_END) return -1
      at = quantity + 1
      if (bytes[at] === BRACKET_END) return at + 1
    }
    return -1
  }

  #startsWith(word: Uint8Array, at: number): boolean {
    const bytes = this.#bytes
    for (let i = 0; i < word.length; i++) if (bytes[at + i] !== word[i]) return false
    return true
  }
}

const isLetter = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90)
