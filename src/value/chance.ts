/** The four words of a stream of chance, to be stored and put back. */
export type ChanceState = readonly [number, number, number, number]

/**
 * A named stream of one seed (sfc32, by Chris Doty-Humphrey: period at least 2^32, passes PractRand).
 * Streams of different names do not disturb each other, so a new user of chance changes nothing
 * that was there before. The same seed and name give the same numbers on every machine.
 */
export class Chance {
  #a = 0
  #b = 0
  #c = 0
  #d = 1

  constructor(seed: number, name: string) {
    this.#a = mix(seed ^ 0x9e3779b9)
    this.#b = mix(Math.floor(seed / 0x1_0000_0000) ^ 0x243f6a88)
    this.#c = 0x811c9dc5
    for (let i = 0; i < name.length; i++) {
      this.#c = Math.imul(this.#c ^ name.charCodeAt(i), 0x01000193)
    }
    for (let i = 0; i < 16; i++) this.#word()
  }

  /** Uniform in [0, 1), 53 bits. */
  unit(): number {
    return ((this.#word() >>> 5) * 67_108_864 + (this.#word() >>> 6)) / 9_007_199_254_740_992
  }

  /** Uniform whole number from 0 up to, not including, `limit`. */
  below(limit: number): number {
    return Math.floor(this.unit() * limit)
  }

  /** True with the given probability. Draws even for 0 and 1, so a setting never shifts a stream. */
  happens(probability: number): boolean {
    return this.unit() < probability
  }

  /** Standard normal (Box and Muller). */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.unit()))
    return radius * Math.cos(2 * Math.PI * this.unit())
  }

  /** Exponential with mean 1. */
  exponential(): number {
    return -Math.log(1 - this.unit())
  }

  save(): ChanceState {
    return [this.#a, this.#b, this.#c, this.#d]
  }

  restore(state: ChanceState): void {
    ;[this.#a, this.#b, this.#c, this.#d] = state
  }

  #word(): number {
    const t = (((this.#a + this.#b) | 0) + this.#d) | 0
    this.#d = (this.#d + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (this.#c << 21) | (this.#c >>> 11)
    this.#c = (this.#c + t) | 0
    return t >>> 0
  }
}

function mix(word: number): number {
  let h = word | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}
