import { describe, expect, it } from "vitest"
import { emptyRow, QUOTE, Tape, TRADE } from "../../src/market/tape.ts"
import { makeStrategy } from "../../src/strategy/catalogue/catalogue.ts"
import { SpreadCapture } from "../../src/strategy/catalogue/spread-capture.ts"
import { instrumentOf } from "../support/instrument.ts"
import { playedTape } from "./played.ts"
import { isThere, linesOf } from "./raw-bars.ts"

const FILES = ["btcusdt_20240808", "btcusdt_20240809"].map(
  (name) => `stream-capture-spot/${name}.jsonl.gz`,
)

interface Row {
  /** When it was received, microseconds; a bookTicker tells no other time. */
  readonly at: number
  readonly data: Readonly<Record<string, string>> & { readonly m?: boolean }
  readonly isQuote: boolean
}

/** Quotes and trades as the exchange sent them, in the order they came. */
function rowsOf(): readonly Row[] {
  return FILES.flatMap(linesOf).flatMap((line) => {
    const gap = line.indexOf(" ")
    const isQuote = line.includes('"btcusdt@bookTicker"')
    if (!isQuote && !line.includes('"btcusdt@trade"')) return []
    const { data } = JSON.parse(line.slice(gap + 1)) as { data: Row["data"] }
    return [{ at: Math.floor(Number(line.slice(0, gap)) / 1000), data, isQuote }]
  })
}

const cents = (text: string | undefined): number => Math.round(Number(text) * 100)
const steps = (text: string | undefined): number => Math.round(Number(text) * 100_000)

function tapeOf(rows: readonly Row[]): Tape {
  const tape = new Tape([instrumentOf()])
  for (const { at, data, isQuote } of rows) {
    const row = { ...emptyRow(), time: at, seen: at }
    if (isQuote) {
      const [a, b, c, d] = [cents(data["b"]), steps(data["B"]), cents(data["a"]), steps(data["A"])]
      tape.push({ ...row, kind: QUOTE, a, b, c, d })
    } else {
      const flag = data.m ? 1 : 0
      tape.push({ ...row, kind: TRADE, flag, a: cents(data["p"]), b: steps(data["q"]) })
    }
  }
  return tape
}

describe.skipIf(!isThere(...FILES))(`STRAT-10, spread capture on ${FILES.join(", ")}`, async () => {
  if (!isThere(...FILES)) return it("needs the files", () => {})
  const rows = rowsOf()
  const quotes = rows.filter((it) => it.isQuote)

  it("enters with its defaults only where the spread is 10 bp and more", async () => {
    const run = await playedTape(tapeOf(rows), makeStrategy("spread-capture", {}), "spread-capture")
    const wide = quotes.filter(({ data }) => {
      const [bid, ask] = [cents(data["b"]), cents(data["a"])]
      return (ask - bid) / ((ask + bid) / 2) >= 0.001
    })
    // One of 73,174 quotes: for a moment a seller has swept the bids.
    expect(wide).toHaveLength(1)
    expect(run.entries.map((it) => it.limit)).toEqual([Number(wide[0]?.data["b"])])
    expect((run.entries[0]?.at ?? NaN) - (wide[0]?.at ?? NaN) / 1000).toBeLessThan(300)
    expect(run.fills).toBe(0)
  })

  // A hundred thousandth of the spread that is asked for, to see the rest of the rule at work.
  const told = { spread: 0.0001, hold: 20, cooldown: 5, target: 0.5, stop: 1, cost: 0.2 }
  const run = await playedTape(tapeOf(rows), new SpreadCapture(told), "spread-capture")

  it("trades when any spread will do", () => {
    expect(run.entries.length).toBeGreaterThan(5)
    expect(run.trips.length).toBeGreaterThan(3)
  })

  it("rests at the bid it saw, and never crosses the spread", () => {
    for (const { at, limit } of run.entries) {
      const seen = quotes.filter((it) => it.at / 1000 <= at && it.at / 1000 > at - 300)
      const before = quotes.findLast((it) => it.at / 1000 <= at - 300)
      const bids = [before, ...seen].map((it) => Number(it?.data["b"]))
      expect(bids, new Date(at).toISOString()).toContain(limit)
    }
  })

  it("D9: leaves room for the cost on both sides of the price it rests at", () => {
    for (const { limit, stop, target } of run.entries) {
      expect(stop - limit * (1 - 0.008)).toBeLessThan(0.011)
      expect(stop).toBeGreaterThanOrEqual(limit * (1 - 0.008) - 1e-6)
      expect(target - limit * (1 + 0.007)).toBeLessThan(0.011)
      expect(target).toBeGreaterThanOrEqual(limit * (1 + 0.007) - 1e-6)
    }
  })

  it("holds no position longer than it may", () => {
    for (const { openedAt, closedAt } of run.trips) {
      // The order is on its way for a moment, and a second may pass until the next quote.
      expect((closedAt - openedAt) / 1e6).toBeLessThan(20 + 2)
    }
  })

  it("STRAT-5: pauses between a position and the next entry", () => {
    for (const { closedAt } of run.trips) {
      const next = run.entries.find(({ at }) => at > closedAt / 1000)
      if (next) expect(next.at - closedAt / 1000).toBeGreaterThanOrEqual(5_000)
    }
  })
})
