const NEWLINE = 10
const RETURN = 13
const COMMA = 44
const POINT = 46
const ZERO = 48
const NINE = 57
/** A double holds every integer of 15 digits, and those of 16 that times and ids have. */
const WHOLE_DIGITS_MOST = 16
const FRACTION_DIGITS_MOST = 15

/** Walks over the fields of csv text, byte by byte; lines must end in a newline. */
export class Cursor {
  bytes: Uint8Array = new Uint8Array(0)
  at = 0
  /** Where the field began. */
  from = 0
  /** Of the number read last: digits before and after the point, and how many those are. */
  whole = NaN
  fraction = NaN
  digits = 0

  /** Reads digits and maybe a fraction. @returns whether it is a number that a double holds */
  number(): boolean {
    const { bytes } = this
    let p = this.at
    this.from = p
    let c = bytes[p]
    let whole = 0
    while (c >= ZERO && c <= NINE) {
      whole = whole * 10 + (c - ZERO)
      c = bytes[++p]
    }
    const wholeDigits = p - this.from
    let fraction = 0
    let digits = 0
    if (c === POINT) {
      const point = ++p
      c = bytes[p]
      while (c >= ZERO && c <= NINE) {
        fraction = fraction * 10 + (c - ZERO)
        c = bytes[++p]
      }
      digits = p - point
    }
    this.at = p
    this.whole = whole
    this.fraction = fraction
    this.digits = digits
    return wholeDigits > 0 && wholeDigits <= WHOLE_DIGITS_MOST && digits <= FRACTION_DIGITS_MOST
  }

  /** Goes to the end of the field, whatever it holds. */
  word(): void {
    const { bytes } = this
    let p = this.at
    this.from = p
    let c = bytes[p]
    while (c !== COMMA && c !== NEWLINE && c !== RETURN) c = bytes[++p]
    this.at = p
  }

  /** Whether the field ends here: with a comma, or with its line when it is the last. */
  isAtEnd(isLast: boolean): boolean {
    const c = this.bytes[this.at]
    return isLast ? c === NEWLINE || c === RETURN : c === COMMA
  }

  /** The field as text. */
  text(): string {
    return Buffer.from(
      this.bytes.buffer,
      this.bytes.byteOffset + this.from,
      this.at - this.from,
    ).toString("latin1")
  }

  /** From the end of the last field to the next line. @returns false when more stands there */
  nextLine(): boolean {
    if (this.bytes[this.at] === RETURN) this.at++
    return this.bytes[this.at++] === NEWLINE
  }
}
