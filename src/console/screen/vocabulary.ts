import type { Command } from "../../engine/records.ts"
import type { Instrument } from "../../market/instrument.ts"
import { charactersOf } from "./line.ts"
import { nearest } from "../../value/nearest.ts"
import { TIER_WORDS, tierActOf, tierForms } from "./tier-words.ts"
import { type TiltAsk, tiltAskOf } from "./tilt-words.ts"

/** What a typed line means. */
export type Meaning =
  | { readonly kind: "help" }
  | { readonly kind: "why"; readonly what: string }
  | { readonly kind: "quit" }
  | { readonly kind: "tilt"; readonly ask: TiltAsk }
  | { readonly kind: "nothing" }
  /** Not understood, or not possible: the sentence says why, and nothing is done. */
  | { readonly kind: "unclear"; readonly says: string }
  /** Something for the engine; asked first where there is a question. */
  | { readonly kind: "command"; readonly command: Command; readonly question?: string }

/** What the words refer to. */
export interface Market {
  readonly instruments: readonly Instrument[]
  readonly accountAsset: string
  /** What a purchase takes of the account when nothing is said, in %. */
  readonly stakePercent: number
}

/** Every word of the command line, and what it is for. */
export const WORDS: readonly (readonly [usage: string, meaning: string])[] = [
  ["help", "this page"],
  ["halt [reason]", "no more entries; stops stay, exits go on"],
  ["resume", "entries are open again"],
  ["buy SYMBOL [percent]", "buy for so much of the account; a reason may follow"],
  ["close SYMBOL", "sell the position in it"],
  ["close-all", "sell every position"],
  ["why [ORDER|last|refused]", "the whole story of an order, or of a refusal"],
  ["tier WORD …", "what a change of tier asks for; tier alone tells the words"],
  ["tilt", "how calm you are by the guard, and what helps"],
  ["quit", "end; the next start goes on from here"],
]

const NAMES = WORDS.map(([usage]) => usage.split(" ")[0] ?? "")
const OTHER_NAMES: Readonly<Record<string, string>> = {
  "?": "help",
  exit: "quit",
  q: "quit",
  stop: "halt",
  sell: "close",
}

/** Reads a line. Nothing is guessed: what is not plainly a command does nothing (UI-20). */
export function meaningOf(line: string, market: Market): Meaning {
  const [first = "", ...rest] = line.trim().split(/\s+/u)
  const word = OTHER_NAMES[first.toLowerCase()] ?? first.toLowerCase()
  switch (word) {
    case "":
      return { kind: "nothing" }
    case "help":
      return { kind: "help" }
    case "quit":
      return { kind: "quit" }
    case "why":
      return { kind: "why", what: rest[0] ?? "last" }
    case "tilt": {
      const ask = tiltAskOf(rest)
      return typeof ask === "string" ? { kind: "unclear", says: ask } : { kind: "tilt", ask }
    }
    case "halt": {
      const reason = rest.join(" ") || "no reason given"
      return { kind: "command", command: { kind: "halt", reason } }
    }
    case "resume":
      return {
        kind: "command",
        command: { kind: "resume", reason: "by hand" },
        question: "Open entries again?",
      }
    case "tier": {
      const act = tierActOf(rest)
      if (act === undefined) return { kind: "unclear", says: tierForms() }
      return { kind: "command", command: { kind: "tier", act } }
    }
    case "buy":
      return buy(rest, market)
    case "close":
      return rest[0]?.toLowerCase() === "all" ? closeAll() : close(rest, market)
    case "close-all":
      return closeAll()
    default:
      return unclear(
        `"${shortened(first)}" is no command${nearest(first, NAMES)}`,
        "Nothing was done. Type help for what there is.",
      )
  }
}

/** What may stand where the cursor is, for completion. */
export function candidatesFor(
  before: string,
  told: { readonly market: Market; readonly orders: readonly string[] },
): readonly string[] {
  const words = before.trimStart().split(/\s+/u)
  if (words.length <= 1) return NAMES
  const [first] = words
  if (words.length > 2) return []
  if (first === "buy" || first === "close" || first === "sell") {
    return told.market.instruments.map((it) => it.symbol)
  }
  if (first === "tier") return TIER_WORDS
  return first === "why" ? ["last", "refused", "tilt", ...told.orders] : []
}

function buy(rest: readonly string[], market: Market): Meaning {
  const [name, share, ...why] = rest
  if (name === undefined) return unclear("Buy what?", "Write it like: buy btc 2")
  const instrument = instrumentFor(name, market)
  if (instrument === undefined) return noSuchMarket(name, market)
  const percent = share === undefined ? market.stakePercent : percentOf(share)
  if (percent === undefined) {
    return unclear(
      `"${shortened(share ?? "")}" is no share of the account.`,
      "Write a number from 0.1 to 100, in percent: buy btc 2",
    )
  }
  const reason = why.length === 0 ? {} : { because: why.join(" ") }
  const stakePpm = Math.round(percent * 10_000)
  return {
    kind: "command",
    command: { kind: "buy", instrument: instrument.index, stakePpm, ...reason },
    question: `Buy ${instrument.symbol} for ${percent} % of the account?`,
  }
}

function close(rest: readonly string[], market: Market): Meaning {
  const [name] = rest
  if (name === undefined) return unclear("Close what?", "Write it like: close btc")
  const instrument = instrumentFor(name, market)
  if (instrument === undefined) return noSuchMarket(name, market)
  return {
    kind: "command",
    command: { kind: "close", instrument: instrument.index },
    question: `Sell the whole position in ${instrument.symbol}?`,
  }
}

function closeAll(): Meaning {
  return {
    kind: "command",
    command: { kind: "close-all", reason: "closed by hand" },
    question: "Sell every position?",
  }
}

/** `BTCUSDT`, or `btc` for the market of it against the account's own asset. */
function instrumentFor(
  name: string,
  { instruments, accountAsset }: Market,
): Instrument | undefined {
  const wanted = name.toUpperCase()
  return (
    instruments.find((it) => it.symbol === wanted) ??
    instruments.find((it) => it.base.code === wanted && it.quote.code === accountAsset)
  )
}

function percentOf(text: string): number | undefined {
  const value = /^\d{1,3}(\.\d{1,2})?%?$/.test(text) ? Number(text.replace("%", "")) : NaN
  return value >= 0.1 && value <= 100 ? value : undefined
}

function noSuchMarket(name: string, { instruments }: Market): Meaning {
  const symbols = instruments.map((it) => it.symbol)
  return unclear(
    `There is no market "${shortened(name)}" here${nearest(name, symbols)}`,
    `Nothing was done. There are ${symbols.slice(0, 8).join(", ")}.`,
  )
}

function unclear(what: string, next: string): Meaning {
  const end = /[.?]$/.test(what) ? "" : "."
  return { kind: "unclear", says: `${what}${end} ${next}` }
}

function shortened(word: string): string {
  const characters = charactersOf(word)
  return characters.length > 24 ? `${characters.slice(0, 24).join("")}…` : word
}
