import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { BUYER_IS_MAKER, QUOTE, Tape, TRADE } from "../market/tape.ts"
import { type Instant, instantOf } from "../value/brand.ts"
import { hours, later, minutes } from "../value/time.ts"
import { GeneratedMarket, type GeneratedState } from "./generator.ts"

const START = instantOf(1_750_000_000_000_000)

const tapeOf = (market: GeneratedMarket): Tape => new Tape(market.instruments)

function generated(seed: number, until: Instant, symbols?: readonly string[]): Tape {
  const market = new GeneratedMarket({ seed, start: START, ...(symbols ? { symbols } : {}) })
  const tape = tapeOf(market)
  market.extend(tape, until)
  return tape
}

/** The rows as one text each, to be compared; instruments by name. */
function rowsOf(tape: Tape, symbol?: string): string[] {
  const rows: string[] = []
  for (let i = 0; i < tape.length; i++) {
    const name = tape.instruments[tape.instrument[i]].symbol
    if (symbol !== undefined && name !== symbol) continue
    const { kind, flag, time, seen, a, b, c, d } = tape
    rows.push([name, kind[i], flag[i], time[i], seen[i], a[i], b[i], c[i], d[i]].join())
  }
  return rows
}

const TEN_MINUTES = later(START, minutes(10))

describe("the generated market", () => {
  it("gives the same rows for the same seed", () => {
    expect(rowsOf(generated(7, TEN_MINUTES))).toEqual(rowsOf(generated(7, TEN_MINUTES)))
  })

  it("gives other rows for another seed, large seeds too", () => {
    const seeds = [7, 8, 7 + 2 ** 32, 7 + 2 ** 40]
    const first = seeds.map((seed) => rowsOf(generated(seed, later(START, minutes(1)))).join())
    expect(new Set(first).size).toBe(seeds.length)
  })

  it("says of every instrument that it is generated, and quotes each from the first moment", () => {
    const tape = generated(1, START)
    expect(tape.length).toBe(tape.instruments.length)
    for (const [i, instrument] of tape.instruments.entries()) {
      expect(instrument.source).toBe("generated")
      expect(instrument.index).toBe(i)
      expect([tape.kind[i], tape.instrument[i], tape.time[i]]).toEqual([QUOTE, i, START])
    }
  })

  it("gives the same rows in many small steps as in one", () => {
    const whole = rowsOf(generated(11, TEN_MINUTES))
    const step = fc.integer({ min: 1, max: 45_000_000 })
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 60 }), (steps) => {
        const market = new GeneratedMarket({ seed: 11, start: START })
        const tape = tapeOf(market)
        let until: number = START
        for (const by of steps) {
          until = Math.min(until + by, TEN_MINUTES)
          market.extend(tape, instantOf(until))
          if (tape.length > 0) expect(tape.time[tape.length - 1]).toBeLessThanOrEqual(until)
        }
        market.extend(tape, TEN_MINUTES)
        expect(rowsOf(tape)).toEqual(whole)
      }),
      { numRuns: 25 },
    )
  })

  it("goes on after being saved and restored as if nothing had happened", () => {
    const options = { seed: 5, start: START }
    const whole = rowsOf(generated(5, TEN_MINUTES))
    const cut = fc.integer({ min: 0, max: 600_000_000 })
    fc.assert(
      fc.property(fc.array(cut, { minLength: 1, maxLength: 4 }), (cuts) => {
        let market = new GeneratedMarket(options)
        const tape = tapeOf(market)
        for (const at of cuts.sort((a, b) => a - b)) {
          market.extend(tape, instantOf(START + at))
          const state = JSON.parse(JSON.stringify(market.save())) as GeneratedState
          const start = instantOf(START + at)
          market = GeneratedMarket.restore({ ...options, start }, state)
        }
        market.extend(tape, TEN_MINUTES)
        expect(rowsOf(tape)).toEqual(whole)
      }),
      { numRuns: 25 },
    )
  })

  it("refuses to go on from a state of another market", () => {
    const state = new GeneratedMarket({ seed: 5, start: START }).save()
    const changed = expect.objectContaining({ code: "GENERATED_MARKET_CHANGED" })
    const restored = (options: { seed: number; symbols?: string[] }, from: GeneratedState) => () =>
      GeneratedMarket.restore({ start: START, ...options }, from)
    expect(restored({ seed: 6 }, state)).toThrow(changed)
    expect(restored({ seed: 5, symbols: ["BTCUSDT"] }, state)).toThrow(changed)
    expect(restored({ seed: 5 }, { ...state, form: 0 })).toThrow(changed)
  })

  it("shows a symbol the same whichever others are shown", () => {
    const whole = generated(3, TEN_MINUTES)
    for (const symbols of [["ETHBTC"], ["CTSIUSDT", "BTCUSDT"]]) {
      const part = generated(3, TEN_MINUTES, symbols)
      for (const symbol of symbols) expect(rowsOf(part, symbol)).toEqual(rowsOf(whole, symbol))
    }
  })

  it("refuses a symbol that it does not have", () => {
    const unknown = expect.objectContaining({ code: "MARKET_NOT_THERE" })
    for (const symbols of [["DOGEUSDT"], []]) {
      expect(() => new GeneratedMarket({ seed: 1, start: START, symbols })).toThrow(unknown)
    }
  })
})

describe("every row of the generated market", () => {
  it("is possible: times in order, counts whole, bid below ask, trades at the quote in force", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 48 }), (seed) => {
        expect(firstImpossible(generated(seed, later(START, hours(1))))).toBeUndefined()
      }),
      { numRuns: 12 },
    )
  })
})

/** The first row that an exchange could not have sent, said in words. */
function firstImpossible(tape: Tape): string | undefined {
  const { kind, flag, time, seen, a, b, c, d } = tape
  const quote = tape.instruments.map(() => 0)
  const traded = tape.instruments.map(() => 0)
  for (let i = 0; i < tape.length; i++) {
    const { symbol, filters } = tape.instruments[tape.instrument[i]]
    const told = (what: string) => `row ${i} of ${symbol}: ${what}`
    if (i > 0 && time[i] < time[i - 1]) return told("time goes back")
    if (seen[i] !== time[i] || !Number.isSafeInteger(time[i])) return told("time is not whole")
    const [price, quantity] = kind[i] === QUOTE ? [c[i], d[i]] : [a[i], b[i]]
    for (const at of [a[i], price]) {
      if (!(at >= filters.minPrice && at <= filters.maxPrice)) return told("price out of range")
      if (at % filters.tick !== 0) return told("price off the tick")
    }
    for (const lot of [b[i], quantity]) {
      if (!(lot >= filters.minQuantity) || lot % filters.step !== 0) return told("odd quantity")
    }
    if (kind[i] === QUOTE) {
      if (a[i] >= c[i]) return told("bid not below ask")
      quote[tape.instrument[i]] = i
      traded[tape.instrument[i]] = 0
      continue
    }
    if (kind[i] !== TRADE) return told("neither quote nor trade")
    const q = quote[tape.instrument[i]]
    const isSell = flag[i] === BUYER_IS_MAKER
    if (a[i] !== (isSell ? a[q] : c[q])) return told("trade not at the quote")
    const taken = (traded[tape.instrument[i]] ?? 0) + b[i]
    if (taken > (isSell ? b[q] : d[q])) return told("trades larger than the quote")
    traded[tape.instrument[i]] = taken
  }
  return undefined
}
