import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { drawMarket, type MarketPlan, type MarketStyle } from "../../drill/market.ts"
import { Restless } from "../../drill/restless.ts"
import { drawWorld } from "../../drill/world.ts"
import type { JournalRecord } from "../../src/engine/ports.ts"
import { BAR, QUOTE, type Tape } from "../../src/market/tape.ts"
import type { Tick } from "../../src/market/tick.ts"
import { runBacktest } from "../../src/session/backtest.ts"
import { DEFAULT_PLAN, type Plan } from "../../src/session/plan.ts"
import { Latency } from "../../src/simulation/latency.ts"
import { MemoryJournal } from "../../src/storage/memory-journal.ts"
import { makeStrategy } from "../../src/strategy/catalogue/catalogue.ts"
import type { Desk } from "../../src/strategy/desk.ts"
import { type Strategy, trades } from "../../src/strategy/strategy.ts"
import { Chance } from "../../src/value/chance.ts"

const STYLES: readonly MarketStyle[] = ["quotes", "trades", "bars", "generated"]

/** A market of some minutes, the same each time it is drawn. */
function marketOf(seed: number, style: MarketStyle): Tape {
  const plan: MarketPlan = { ...drawWorld(seed).market, style, stalls: [] }
  return drawMarket(seed, plan, new Latency(new Chance(seed, "latency")))
}

/** Every row from the cut on says something else: other prices, other quantities. */
function withAnotherFuture(tape: Tape, cut: number, chance: Chance): Tape {
  const { kind, a, b, c, d, e, instrument } = tape
  const priced = (value: number, factor: number, tick: number): number =>
    Math.max(tick, Math.round((value * factor) / tick) * tick)
  for (let i = cut; i < tape.length; i++) {
    const { tick } = tape.instruments[instrument[i]].filters
    const factor = Math.exp(chance.normal() * 0.05)
    a[i] = priced(a[i], factor, tick)
    if (kind[i] === QUOTE) {
      c[i] = Math.max(a[i] + tick, priced(c[i], factor, tick))
      b[i] = 1 + Math.floor(b[i] * chance.unit())
      d[i] = 1 + Math.floor(d[i] * chance.unit())
    } else if (kind[i] === BAR) {
      d[i] = priced(d[i], factor, tick)
      b[i] = Math.max(a[i], d[i], priced(b[i], factor, tick))
      c[i] = Math.min(a[i], d[i], priced(c[i], factor, tick))
      e[i] = Math.floor(e[i] * chance.unit())
    }
  }
  return tape
}

async function journalOf(
  tape: Tape,
  strategy: Strategy,
  name: string,
): Promise<readonly JournalRecord[]> {
  const journal = new MemoryJournal({ keep: true })
  const plan: Plan = { ...DEFAULT_PLAN, mode: "backtest", run: "t", strategy: name, params: {} }
  await runBacktest({ plan, tape, strategy, journal })
  return journal.records
}

interface Case {
  readonly seed: number
  readonly style: MarketStyle
  readonly strategyOf: (tape: Tape) => Strategy
  /** Share of the rows that stay as they are. */
  readonly kept: number
}

/** The lines before the cut: of the market as it was, and of one with another future. */
async function linesOf({ seed, style, strategyOf, kept }: Case): Promise<{
  readonly before: readonly JournalRecord[]
  readonly other: readonly JournalRecord[]
  readonly all: number
}> {
  const tape = marketOf(seed, style)
  const cut = Math.floor(tape.length * kept)
  const at = tape.time[cut]
  const strategy = strategyOf(tape)
  const lines = await journalOf(tape, strategy, "any")
  const changed = withAnotherFuture(marketOf(seed, style), cut, new Chance(seed, "future"))
  const others = await journalOf(changed, strategyOf(changed), "any")
  const isBefore = (line: JournalRecord): boolean => line.at < at
  return { before: lines.filter(isBefore), other: others.filter(isBefore), all: lines.length }
}

const restless = (seed: number, style: MarketStyle) => (tape: Tape) =>
  new Restless({ seed, instruments: tape.instruments, hasBars: style === "bars", eagerness: 0.3 })

/** Buys when the next price is higher: what no strategy can know, unless it is handed the tape. */
class Peeking implements Strategy {
  readonly watches
  readonly #tape: Tape
  #row = 0

  constructor(tape: Tape) {
    this.watches = [trades(tape.instruments[0].symbol)]
    this.#tape = tape
  }

  onTrade(tick: Tick, desk: Desk): void {
    const ahead = this.#tape.a[(this.#row += 1) + 1]
    if (ahead > tick.a) desk.buy(0, { stake: DEFAULT_PLAN.limits.position, because: "it rises" })
    else desk.close(0, { because: "it falls" })
  }
}

describe("look-ahead is impossible by construction", () => {
  it.each(STYLES)(
    "changing any future row never changes an earlier decision, on %s",
    async (style) => {
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 1, max: 1_000_000 }),
          fc.double({ min: 0.05, max: 0.95, noNaN: true }),
          async (seed, kept) => {
            const strategyOf = restless(seed, style)
            const { before, other, all } = await linesOf({ seed, style, strategyOf, kept })
            expect(all).toBeGreaterThan(5)
            expect(other).toEqual(before)
          },
        ),
        { numRuns: 25, seed: 7 },
      )
    },
  )

  it("holds for a built-in strategy that decides on bars it makes of trades", async () => {
    for (const seed of [1, 2, 3]) {
      const told = { seed, style: "generated" as const, kept: 0.6 }
      const strategyOf = (): Strategy =>
        makeStrategy("crossover", {
          symbol: "BTCUSDT",
          minutes: "1",
          fast: "2",
          slow: "3",
          cost: "0",
        })
      const { before, other } = await linesOf({ ...told, strategyOf })
      expect(other).toEqual(before)
    }
  })

  it("and this test would notice: a strategy that is handed the tape decides otherwise", async () => {
    const strategyOf = (tape: Tape): Strategy => new Peeking(tape)
    const told = { style: "trades" as const, strategyOf, kept: 0.5 }
    const found = await Promise.all([1, 2, 3, 4, 5, 6].map((seed) => linesOf({ ...told, seed })))
    // Only the very last row before the cut sees past it.
    expect(found.some(({ before, other }) => before.at(-1)?.hash !== other.at(-1)?.hash)).toBe(true)
  })
})
