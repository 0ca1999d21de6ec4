import type { Instrument } from "../../../market/instrument.ts"

/**
 * Finds an instrument by the bytes of its symbol, without making a text of them. Symbols may be of any
 * script (binance-spot.md section 2). Names of streams carry the symbol in small letters.
 */
export class SymbolTable {
  readonly #names: readonly Uint8Array[]
  /** Open addressing: a place holds 1 + the instrument's position, 0 when free. */
  readonly #places: Int32Array
  readonly #bySmallName: ReadonlyMap<string, number>

  constructor(instruments: readonly Instrument[]) {
    this.#names = instruments.map(({ symbol }) => Buffer.from(symbol, "utf8"))
    this.#bySmallName = new Map(instruments.map(({ symbol }, i) => [symbol.toLowerCase(), i]))
    let size = 16
    while (size < instruments.length * 4) size *= 2
    this.#places = new Int32Array(size)
    for (const [i, name] of this.#names.entries()) {
      let place = hash(name, 0, name.length) & (size - 1)
      while (this.#places[place] !== 0) place = (place + 1) & (size - 1)
      this.#places[place] = i + 1
    }
  }

  /** @returns the instrument's index, -1 when the symbol is not one of ours */
  find(bytes: Uint8Array, start: number, end: number): number {
    const mask = this.#places.length - 1
    for (let place = hash(bytes, start, end) & mask; ; place = (place + 1) & mask) {
      const found = this.#places[place] - 1
      if (found < 0) return -1
      if (isSame(this.#names[found], bytes, start, end)) return found
    }
  }

  /** @param stream `btcusdt@depth20` */
  findStream(stream: string): number {
    return this.#bySmallName.get(stream.split("@", 1)[0]) ?? -1
  }
}

/** FNV-1a. */
function hash(bytes: Uint8Array, start: number, end: number): number {
  let h = 0x811c9dc5
  for (let i = start; i < end; i++) h = Math.imul(h ^ bytes[i], 0x01000193)
  return h ^ (h >>> 15)
}

function isSame(name: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (name.length !== end - start) return false
  for (let i = 0; i < name.length; i++) if (name[i] !== bytes[start + i]) return false
  return true
}
