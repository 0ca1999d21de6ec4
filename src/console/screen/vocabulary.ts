import type { Command } from "../../engine/records.ts"
import { nearest } from "../../value/nearest.ts"
import { type Market, marketFor, noSuchMarket, shortened } from "./market-words.ts"
import {
  buyOf,
  cancelOf,
  type OrderAsk,
  overrideOf,
  planOf,
  sellOf,
  stopAt,
  undoOf,
} from "./order-words.ts"
import type { ViewName } from "./pages/pages.ts"
import { TIER_WORDS, tierActOf, tierForms } from "./tier-words.ts"
import { type TiltAsk, tiltAskOf } from "./tilt-words.ts"

/** What a typed line means. */
export type Meaning =
  | { readonly kind: "help" }
  | { readonly kind: "main" }
  | { readonly kind: "view"; readonly name: ViewName }
  | { readonly kind: "acknowledge" }
  | { readonly kind: "contrast" }
  | { readonly kind: "why"; readonly what: string }
  | { readonly kind: "quit" }
  /** This screen wants the command line. */
  | { readonly kind: "take" }
  | { readonly kind: "tilt"; readonly ask: TiltAsk }
  | { readonly kind: "nothing" }
  /** Not understood, or not possible: the sentence says why, and nothing is done. */
  | { readonly kind: "unclear"; readonly says: string }
  /** Something for the engine; asked first where there is a question. */
  | { readonly kind: "command"; readonly command: Command; readonly question?: string }

/** Every word of the command line, and what it is for, in groups. */
export const WORDS: readonly (readonly [usage: string, meaning: string])[] = [
  ["buy SYMBOL [percent]", "buy for so much of the account; a reason may follow"],
  ["buy 20 usdt SYMBOL", "buy for dollars; in short b20u btc"],
  ["close SYMBOL", "sell the position in it; in short s btc"],
  ["close-all", "sell every position"],
  ["stop SYMBOL PRICE", "bring a stop nearer to the price, never further"],
  ["cancel ORDER|all", "take entries back; stops stay"],
  ["undo", "take your last entry back, while it rests"],
  ["plan ACT SYMBOL", "pause, resume, stop, roll-back an entry in parts"],
  ["halt [reason]", "no more entries; stops stay, exits go on"],
  ["resume", "entries are open again"],
  ["strategy stop|start", "its entries end, or begin again; a reason may follow"],
  ["override A; B; REASON", "after an emergency: both sentences and why (RISK-50)"],
  ["reconcile", "ask the exchange what it holds, and compare"],
  ["risk", "what may be lost, and what stands in the way"],
  ["performance", "results with their evidence, calendar, fan"],
  ["spreads", "what each market costs to trade, minute by minute"],
  ["tilt", "how calm you are by the guard, and what helps"],
  ["journal N WORDS", "write to question N of the journal, 1 to 5"],
  ["tier", "the tier, its gates, what is to be written"],
  ["tier WORD …", "what a change asks for: answer, bury, sign, confirm; shadow on"],
  ["orders", "what waits at the exchange, and how far it is"],
  ["positions", "what is held, in full"],
  ["events", "everything that happened, latest first"],
  ["operations", "lines, budgets, delays, the machine, warnings"],
  ["validation", "what must be shown before real money is at stake"],
  ["why [ORDER|last|refused]", "the whole story of an order, or of a refusal"],
  ["ok", "a message that stays has been read"],
  ["contrast", "stronger contrast, and back"],
  ["help", "this page"],
  ["take", "have the command line here, from another screen"],
  ["quit", "leave the screen; the engine goes on"],
]

const NAMES = [...new Set(WORDS.map(([usage]) => usage.split(" ")[0] ?? ""))]
const OTHER_NAMES: Readonly<Record<string, string>> = {
  "?": "help",
  exit: "quit",
  q: "quit",
  b: "buy",
  s: "sell",
  results: "performance",
  spread: "spreads",
  pairs: "spreads",
  gates: "tier",
  ops: "operations",
  health: "operations",
  gate: "validation",
  status: "main",
  position: "positions",
  order: "orders",
  log: "events",
}
const VIEW_NAMES: readonly ViewName[] = [
  "risk",
  "performance",
  "spreads",
  "orders",
  "events",
  "positions",
  "operations",
  "validation",
]
/** `b100u`, `s50u`: the word and its amount in one (UI-21). */
const SHORT = /^([bs])(\$?\d{1,9}(?:\.\d{1,2})?u)$/i

/** Reads a line. Nothing is guessed: what is not plainly a command does nothing (UI-20). */
export function meaningOf(line: string, market: Market): Meaning {
  const [typed = "", ...behind] = line.trim().split(/\s+/u)
  const [, short, amount] = SHORT.exec(typed) ?? []
  const first = short ?? typed
  const rest = amount === undefined ? behind : [amount, ...behind]
  const lower = first.toLowerCase()
  const word = Object.hasOwn(OTHER_NAMES, lower) ? OTHER_NAMES[lower] : lower
  const view = VIEW_NAMES.find((it) => it === word)
  if (view) return { kind: "view", name: view }
  switch (word) {
    case "":
      return { kind: "nothing" }
    case "help":
    case "main":
    case "quit":
    case "take":
    case "contrast":
      return { kind: word }
    case "ok":
      return { kind: "acknowledge" }
    case "why":
      return { kind: "why", what: rest[0] ?? "last" }
    case "tilt":
      return rest.length === 0 ? { kind: "view", name: "tilt" } : tiltMeaning(rest)
    case "journal":
      return rest.length === 0 ? { kind: "view", name: "tilt" } : tiltMeaning(["journal", ...rest])
    case "profile":
    case "event":
      return tiltMeaning([word, ...rest])
    case "tier":
      return rest.length === 0 ? { kind: "view", name: "tier" } : tierMeaning(rest)
    case "halt": {
      const reason = rest.join(" ") || "no reason given"
      return { kind: "command", command: { kind: "halt", reason } }
    }
    case "resume": {
      const command = { kind: "resume", reason: "by hand" } as const
      return { kind: "command", command, question: "Open entries again?" }
    }
    case "strategy":
      return strategyMeaning(rest)
    case "reconcile":
      return { kind: "command", command: { kind: "reconcile" } }
    case "close-all":
      return closeAll()
    default:
      return orderMeaning(word ?? "", rest, market) ?? unknown(typed)
  }
}

function orderMeaning(word: string, rest: readonly string[], market: Market): Meaning | undefined {
  switch (word) {
    case "buy":
      return asked(buyOf(rest, market))
    case "sell":
      return asked(sellOf(rest, market))
    case "close":
      return rest[0]?.toLowerCase() === "all" ? closeAll() : close(rest, market)
    case "stop":
      return asked(stopAt(rest, market))
    case "cancel":
      return asked(cancelOf(rest, market))
    case "undo":
      return asked(undoOf(market))
    case "plan":
      return asked(planOf(rest, market))
    case "override":
      return asked(overrideOf(rest.join(" ")))
    default:
      return undefined
  }
}

const asked = (ask: OrderAsk): Meaning =>
  typeof ask === "string" ? { kind: "unclear", says: ask } : ask

function tiltMeaning(rest: readonly string[]): Meaning {
  const ask = tiltAskOf(rest)
  return typeof ask === "string" ? { kind: "unclear", says: ask } : { kind: "tilt", ask }
}

function strategyMeaning([act, ...why]: readonly string[]): Meaning {
  const reason = why.join(" ") || "by hand"
  if (act === "stop") return { kind: "command", command: { kind: "strategy", act, reason } }
  const question = "Let the strategy enter again?"
  if (act === "start")
    return { kind: "command", command: { kind: "strategy", act, reason }, question }
  return { kind: "unclear", says: "Write it like: strategy stop, or: strategy start" }
}

function tierMeaning(rest: readonly string[]): Meaning {
  const act = tierActOf(rest)
  if (act === undefined) return { kind: "unclear", says: tierForms() }
  return { kind: "command", command: { kind: "tier", act } }
}

/** What may stand where the cursor is, for completion. */
export function candidatesFor(before: string, market: Market): readonly string[] {
  const words = before.trimStart().split(/\s+/u)
  if (words.length <= 1) return NAMES
  const [first = ""] = words
  const last = words.length - 1
  const symbols = market.names.map((it) => it.symbol)
  if (/^(buy|b\d.*u)$/i.test(first)) return symbols
  if (last > 1) return []
  if (/^(close|sell|stop|s|s\d.*u)$/i.test(first)) {
    const held = market.positions.map((it) => it.symbol)
    return held.length > 0 ? held : symbols
  }
  if (first === "tier") return TIER_WORDS
  if (first === "strategy") return ["start", "stop"]
  const ids = market.orders.map(({ id }) => id)
  if (first === "cancel") return ["all", ...ids]
  return first === "why" ? ["last", "refused", "tilt", "tier", ...ids] : []
}

function close(rest: readonly string[], market: Market): Meaning {
  const [name] = rest
  if (name === undefined) {
    return { kind: "unclear", says: "Close what? Write it like: close btc, or: close all" }
  }
  const instrument = marketFor(name, market)
  if (instrument === undefined) return { kind: "unclear", says: noSuchMarket(name, market) }
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

function unknown(word: string): Meaning {
  const near = nearest(word.slice(0, 24), NAMES)
  const end = near === "" ? "." : near
  const says = `"${shortened(word)}" is no command${end} Nothing was done. Type help for what there is.`
  return { kind: "unclear", says }
}

/** Whether a line does something; looking is free to every screen (UI-24). */
export function isAct(meaning: Meaning): boolean {
  if (meaning.kind === "tilt") return meaning.ask.kind !== "page"
  return meaning.kind === "command"
}
