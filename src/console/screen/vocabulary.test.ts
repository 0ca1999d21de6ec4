import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { instrumentOf } from "../../../tests/support/instrument.ts"
import { candidatesFor, meaningOf, type Market, WORDS } from "./vocabulary.ts"

const MARKET: Market = {
  instruments: [
    instrumentOf({ index: 0 }),
    instrumentOf({ index: 1, base: "ETH", quote: "BTC" }),
    instrumentOf({ index: 2, base: "ETH" }),
  ],
  accountAsset: "USDT",
  stakePercent: 5,
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
    ["buy btc lots", /"lots" is no share/],
    ["buy btc 0", /"0" is no share/],
    ["buy btc 101", /"101" is no share/],
    ["buy btc 2 2 2".replace(" 2 2 2", " 1e9"), /"1e9" is no share/],
    ["close", /Close what\?/],
  ])("does nothing for %j, and says what is wrong with it", (line, says) => {
    const meaning = read(line)
    expect(meaning.kind === "unclear" && meaning.says).toMatch(says)
  })

  it("never takes what is not a command for an order (UI-20)", () => {
    const words = new Set([...WORDS.map(([usage]) => usage.split(" ")[0]), "stop", "sell", "q"])
    const nonsense = fc
      .string({ unit: "binary", maxLength: 300 })
      .filter((line) => !words.has(line.trim().split(/\s+/u)[0]?.toLowerCase()))
    fc.assert(
      fc.property(nonsense, (line) => {
        expect(["unclear", "nothing", "help", "quit"]).toContain(read(line).kind)
      }),
    )
  })
})

describe("completion", () => {
  const candidates = (before: string) => candidatesFor(before, { market: MARKET, orders: ["p-7"] })

  it("offers what may stand there", () => {
    expect(candidates("")).toContain("close-all")
    expect(candidates("buy ")).toEqual(["BTCUSDT", "ETHBTC", "ETHUSDT"])
    expect(candidates("why ")).toEqual(["last", "refused", "tilt", "p-7"])
    expect(candidates("halt ")).toEqual([])
    expect(candidates("buy BTCUSDT ")).toEqual([])
  })
})
