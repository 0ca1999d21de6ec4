import { describe, expect, it } from "vitest"
import { instrumentOf } from "../../tests/support/instrument.ts"
import { BAR, emptyRow, QUOTE, Tape, TRADE } from "../market/tape.ts"
import { makeStrategy } from "../strategy/catalogue/catalogue.ts"
import { minutes } from "../value/time.ts"
import { requireData, requireMarkets } from "./fit.ts"

const BTC = instrumentOf()

function tapeOf(...kinds: readonly number[]): Tape {
  const tape = new Tape([BTC])
  for (const kind of kinds) tape.push({ ...emptyRow(), kind, time: 0, seen: 0, a: 1, b: 1, c: 1 })
  return tape
}

function barsOf(length: number): Tape {
  const tape = tapeOf(BAR)
  tape.setInterval(0, minutes(length))
  return tape
}

const problem = (code: string, words: RegExp): unknown =>
  expect.objectContaining({ code, told: expect.stringMatching(words) as string })

describe("a strategy and the data it is put on", () => {
  it("go together when the data has what is watched", () => {
    requireMarkets(makeStrategy("crossover", {}), [BTC])
    requireData(makeStrategy("crossover", {}), barsOf(1))
    requireData(makeStrategy("crossover", {}), barsOf(5))
    requireData(makeStrategy("crossover", {}), tapeOf(TRADE))
    requireData(makeStrategy("spread-capture", {}), tapeOf(TRADE, QUOTE))
    requireData(makeStrategy("reversion", { minutes: "60" }), barsOf(60))
  })

  it("do not when the symbol is not there, and the nearest is named", () => {
    expect(() => requireMarkets(makeStrategy("crossover", { symbol: "BTCUSTD" }), [BTC])).toThrow(
      problem("MARKET_NOT_THERE", /did you mean "BTCUSDT"\?/),
    )
  })

  it.each([60, 3])(
    "do not when bars of 5 minutes would have to be made of bars of %i",
    (length) => {
      expect(() => requireData(makeStrategy("crossover", {}), barsOf(length))).toThrow(
        problem("DATA_TOO_COARSE", /bars of 5 m 00 s; those of BTCUSDT are of/),
      )
    },
  )

  it("do not when the strategy would never be told of anything", () => {
    expect(() => requireData(makeStrategy("spread-capture", {}), barsOf(1))).toThrow(
      problem("NOTHING_TO_WATCH", /watches quotes/),
    )
    expect(() => requireData(makeStrategy("crossover", {}), tapeOf(QUOTE))).toThrow(
      problem("NOTHING_TO_WATCH", /watches bars/),
    )
  })
})
