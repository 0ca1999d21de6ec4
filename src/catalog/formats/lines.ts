import { brokenRow } from "../trouble.ts"

/** Longer lines than this are no text; the longest real one is a depth snapshot of 10,000 levels. */
const LINE_BYTES_MOST = 16 << 20
const NEWLINE = 10

/** Puts pieces together so that its owner sees whole lines only. */
export class Lines {
  readonly #file: string
  readonly #take: (block: Buffer) => void
  #rest: Buffer = Buffer.alloc(0)

  /** @param take gets blocks of whole lines, each ending in a newline */
  constructor(file: string, take: (block: Buffer) => void) {
    this.#file = file
    this.#take = take
  }

  feed(bytes: Buffer): void {
    const end = bytes.lastIndexOf(NEWLINE) + 1
    if (end === 0) {
      this.#rest = Buffer.concat([this.#rest, bytes])
      if (this.#rest.length > LINE_BYTES_MOST) {
        throw brokenRow({ file: this.#file }, "a line has no end", "lines of text")
      }
      return
    }
    const whole = bytes.subarray(0, end)
    this.#take(this.#rest.length === 0 ? whole : Buffer.concat([this.#rest, whole]))
    // A copy, so that a few bytes do not keep the whole piece alive.
    this.#rest = Buffer.from(bytes.subarray(end))
  }

  /** The last line may lack its newline. */
  finish(): void {
    if (this.#rest.length === 0) return
    const last = Buffer.concat([this.#rest, Buffer.from([NEWLINE])])
    this.#rest = Buffer.alloc(0)
    this.#take(last)
  }
}
