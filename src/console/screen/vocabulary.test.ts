import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Market } from "./market-words.ts"
import { candidatesFor, meaningOf, WORDS } from "./vocabulary.ts"

const MARKET: Market = {
  names: [
    { index: 0, symbol: "BTCUSDT", base: "BTC", quote: "USDT", priceScale: 2 },
    { index: 1, symbol: "ETHBTC", base: "ETH", quote: "BTC", priceScale: 5 },
    { index: 2, symbol: "ETHUSDT", base: "ETH", quote: "USDT", priceScale: 2 },
  ],
  asset: "USDT",
  stakePercent: 5,
  shown: "BTCUSDT",
  equity: 500,
  positions: [{ symbol: "ETHUSDT", worth: "24.90" }],
  orders: [
    { id: "p-7", purpose: "protection", by: "crossover" },
    { id: "p-9", purpose: "entry", by: "trader" },
    { id: "p-12", purpose: "entry", by: "crossover" },
  ],
}

const read = (line: string) => meaningOf(line, MARKET)
const command = (line: string) => {
  const meaning = read(line)
  return meaning.kind === "command" ? meaning.command : meaning.kind
}

describe("what a typed line means", () => {
  it.each([
    ["", "nothing"],
    ["   ", "nothing"],
    ["help", "help"],
    ["?", "help"],
    ["QUIT", "quit"],
    ["exit", "quit"],
  ])("reads %j as %s", (line, kind) => {
    expect(read(line).kind).toBe(kind)
  })

  it("halts at once, with the reason as it was typed", () => {
    expect(read("halt going for lunch")).toEqual({
      kind: "command",
      command: { kind: "halt", reason: "going for lunch" },
    })
    expect(command("halt")).toEqual({ kind: "halt", reason: "no reason given" })
  })

  it.each([
    ["buy btc 2", { kind: "buy", instrument: 0, stakePpm: 20_000 }],
    ["buy ETHBTC 0.5%", { kind: "buy", instrument: 1, stakePpm: 5_000 }],
    ["buy eth", { kind: "buy", instrument: 2, stakePpm: 50_000 }],
    ["close BTCUSDT", { kind: "close", instrument: 0 }],
    ["sell eth", { kind: "close", instrument: 2 }],
    ["close-all", { kind: "close-all", reason: "closed by hand" }],
    ["close all", { kind: "close-all", reason: "closed by hand" }],
    ["resume", { kind: "resume", reason: "by hand" }],
    // The short forms and the long ones (UI-21).
    ["b100u btc", { kind: "buy", instrument: 0, stakePpm: 200_000 }],
    ["b100u", { kind: "buy", instrument: 0, stakePpm: 200_000 }],
    ["b12.50u eth", { kind: "buy", instrument: 2, stakePpm: 25_000 }],
    ["buy 100 usdt eth", { kind: "buy", instrument: 2, stakePpm: 200_000 }],
    ["buy $20 btc", { kind: "buy", instrument: 0, stakePpm: 40_000 }],
    ["buy btc 20u", { kind: "buy", instrument: 0, stakePpm: 40_000 }],
    ["buy 9999 btc", { kind: "buy", instrument: 0, stakePpm: 1_000_000 }],
    [
      "buy btc 2 it broke out",
      { kind: "buy", instrument: 0, stakePpm: 20_000, because: "it broke out" },
    ],
    ["s", { kind: "close", instrument: 2 }],
    ["s50u eth", { kind: "close", instrument: 2 }],
    ["sell 50 usdt eth", { kind: "close", instrument: 2 }],
    ["stop eth 3100.5", { kind: "tighten", instrument: 2, price: 310_050 }],
    ["cancel p-9", { kind: "cancel", order: "p-9" }],
    ["cancel all", { kind: "cancel" }],
    ["undo", { kind: "cancel", order: "p-9" }],
    ["plan pause btc", { kind: "plan", instrument: 0, act: "pause" }],
  ])("asks before it does %j", (line, wanted) => {
    expect(command(line)).toEqual(wanted)
    expect(read(line)).toHaveProperty("question", expect.stringMatching(/\?$/))
  })

  it("reads which order is asked about, the last one when none is said", () => {
    expect(read("why p-41")).toEqual({ kind: "why", what: "p-41" })
    expect(read("why")).toEqual({ kind: "why", what: "last" })
  })

  it.each([
    ["hlat", /"hlat" is no command; did you mean "halt"\?/],
    ["buy", /Buy what\?/],
    ["buy doge", /no market "doge" here/],
    ["buy btc lots", /"lots" is no amount/],
    ["buy btc 0", /number from 0.1 to 100/],
    ["buy btc 101", /number from 0.1 to 100/],
    ["buy btc 1e9", /"1e9" is no amount/],
    ["b0u btc", /amount above zero/],
    ["close", /Close what\?/],
    ["s10u eth", /sold as a whole.*worth \$24\.90/],
    ["stop", /To close entries, type halt/],
    ["stop eth high", /"high" is no price/],
    ["stop eth 3100.123", /is no price of ETHUSDT/],
    ["cancel p-7", /p-7 guards what is held, so it stays/],
    ["cancel p-8", /No order "p-8"/],
    ["cancel", /Cancel what\?/],
    ["plan hurry btc", /can be told to pause, resume, stop, roll-back/],
    ["override", /OVERRIDE EMERGENCY HALT; I understand/],
  ])("does nothing for %j, and says what is wrong with it", (line, says) => {
    const meaning = read(line)
    expect(meaning.kind === "unclear" && meaning.says).toMatch(says)
  })

  it("never takes what is not a command for an order (UI-20)", () => {
    const words = new Set([...WORDS.map(([usage]) => usage.split(" ")[0]), "sell", "q", "b", "s"])
    const nonsense = fc
      .string({ unit: "binary", maxLength: 300 })
      .filter((line) => !words.has(line.trim().split(/\s+/u)[0]?.toLowerCase()))
    fc.assert(
      fc.property(nonsense, (line) => {
        expect(["unclear", "nothing", "help", "quit", "main", "view"]).toContain(read(line).kind)
      }),
    )
  })
})

describe("completion", () => {
  const candidates = (before: string) => candidatesFor(before, MARKET)

  it("offers what may stand there", () => {
    expect(candidates("")).toContain("close-all")
    expect(candidates("buy ")).toEqual(["BTCUSDT", "ETHBTC", "ETHUSDT"])
    expect(candidates("why ")).toEqual(["last", "refused", "tilt", "tier", "p-7", "p-9", "p-12"])
    expect(candidates("halt ")).toEqual([])
    expect(candidates("close ")).toEqual(["ETHUSDT"])
    expect(candidates("cancel ")).toEqual(["all", "p-7", "p-9", "p-12"])
  })
})
