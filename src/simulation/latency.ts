import type { Tape } from "../market/tape.ts"
import type { Duration } from "../value/brand.ts"
import type { Chance } from "../value/chance.ts"
import { milliseconds } from "../value/time.ts"

/** Medians of the three ways: exchange to us, us to the exchange, and its answer back to us. */
export interface LatencyMedians {
  readonly feed: Duration
  readonly entry: Duration
  readonly response: Duration
}

const DEFAULT = milliseconds(50)
/** Spread of the logarithm: one draw in twenty is above 1.6 or below 0.6 of the median. */
const SIGMA = 0.3
/** Drawn once and used in turn: a power of two, large enough that nothing repeats to the eye. */
const FACTORS = 4096
const LAST_FACTOR = FACTORS - 1

/**
 * How long things are under way (quant.md 10.1): log-normal around the medians, from one stream of
 * chance, the same for the same seed. A draw can be shorter than the one before; whoever queues the
 * messages keeps them in order.
 */
export class Latency {
  readonly #feed: Float64Array
  readonly #entry: Float64Array
  readonly #response: Float64Array
  // Each way has its own place in the factors, so that one does not disturb the others.
  #feedTurn = 0
  #entryTurn = Math.trunc(FACTORS / 3)
  #responseTurn = Math.trunc((FACTORS * 2) / 3)

  constructor(chance: Chance, medians: Partial<LatencyMedians> = {}) {
    const { feed = DEFAULT, entry = DEFAULT, response = DEFAULT } = medians
    const factors = Float64Array.from({ length: FACTORS }, () => Math.exp(SIGMA * chance.normal()))
    this.#feed = factors.map((factor) => Math.round(feed * factor))
    this.#entry = factors.map((factor) => Math.round(entry * factor))
    this.#response = factors.map((factor) => Math.round(response * factor))
  }

  feedDelay(): Duration {
    return this.#feed[this.#feedTurn++ & LAST_FACTOR] as Duration
  }

  entryDelay(): Duration {
    return this.#entry[this.#entryTurn++ & LAST_FACTOR] as Duration
  }

  responseDelay(): Duration {
    return this.#response[this.#responseTurn++ & LAST_FACTOR] as Duration
  }
}

/**
 * Rewrites when the trader sees each row: a feed delay after it happened, never out of order.
 * @param from first row to stamp, counted from the oldest kept
 */
export function stampSeen(tape: Tape, latency: Pick<Latency, "feedDelay">, from = 0): void {
  const { time, seen, length } = tape
  let last = from > 0 ? seen[from - 1] : -Infinity
  for (let i = from; i < length; i++) {
    const at = time[i] + latency.feedDelay()
    if (at > last) last = at
    seen[i] = last
  }
}
