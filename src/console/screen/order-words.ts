import type { Command } from "../../engine/records.ts"
import { orderIdOf } from "../../order/request.ts"
import { OVERRIDE_PHRASES } from "../../risk/override.ts"
import { parseCount } from "../../value/decimal.ts"
import { type Market, marketFor, noSuchMarket, shortened } from "./market-words.ts"

/** What is asked for about an order; a text is why it cannot be read. */
export type OrderAsk =
  | { readonly kind: "command"; readonly command: Command; readonly question?: string }
  | string

const AMOUNT = /^\$?(\d{1,9}(?:\.\d{1,2})?)(u|usd|usdt|\$)?$/i
const PERCENT = /^(\d{1,3}(?:\.\d{1,2})?)%?$/
/** An amount from here on means all of it: prices move while one types. */
const WHOLE = 0.98
const FILLERS = new Set(["usdt", "usd", "u", "of", "in", "for"])

/**
 * `buy btc`, `buy btc 2` (percent of the account), `buy 100 usdt btc`, `buy btc 100u`, `b100u btc`. The
 * market that the screen shows is meant where none is named.
 */
export function buyOf(rest: readonly string[], market: Market): OrderAsk {
  if (rest.length === 0) return "Buy what? Write it like: buy btc 2, or b20u btc"
  const parts = partsOf(rest)
  if (typeof parts === "string") return parts
  const { symbol, why, size = { percent: market.stakePercent } } = parts
  const instrument = marketFor(symbol ?? market.shown ?? "", market)
  if (instrument === undefined) return noSuchMarket(symbol ?? "", market)
  const stakePpm = shareOf(size, market)
  if (typeof stakePpm === "string") return stakePpm
  const reason = why === "" ? {} : { because: why }
  const asked = "amount" in size ? `$${size.amount}` : `${size.percent} % of the account`
  return {
    kind: "command",
    command: { kind: "buy", instrument: instrument.index, stakePpm, ...reason },
    question: `Buy ${instrument.symbol} for ${asked}?`,
  }
}

/** `sell btc`, `sell 50 usdt btc`, `s50u btc`: a position is sold as a whole. */
export function sellOf(rest: readonly string[], market: Market): OrderAsk {
  const parts = partsOf(rest)
  if (typeof parts === "string") return parts
  const { symbol, size } = parts
  const name = symbol ?? (market.positions.length === 1 ? market.positions[0]?.symbol : undefined)
  if (name === undefined) return "Sell what? Write it like: close btc"
  const instrument = marketFor(name, market)
  if (instrument === undefined) return noSuchMarket(name, market)
  const held = market.positions.find((it) => it.symbol === instrument.symbol)
  if (size && "amount" in size && held && size.amount < Number(held.worth) * WHOLE) {
    return `A position is sold as a whole, so that its stop always covers all of it. ${held.symbol} is worth $${held.worth}: close ${name} sells it.`
  }
  return {
    kind: "command",
    command: { kind: "close", instrument: instrument.index },
    question: `Sell the whole position in ${instrument.symbol}?`,
  }
}

/** `stop btc 63000`: brings a stop nearer to the price. */
export function stopAt(rest: readonly string[], market: Market): OrderAsk {
  const [name, price] = rest
  const form = "Write it like: stop btc 63000. To close entries, type halt."
  if (name === undefined) return `The stop of what? ${form}`
  const instrument = marketFor(name, market)
  if (instrument === undefined) return noSuchMarket(name, market)
  const counts = countsOf(price ?? "", instrument.priceScale)
  if (counts === undefined)
    return `"${shortened(price ?? "")}" is no price of ${instrument.symbol}. ${form}`
  return {
    kind: "command",
    command: { kind: "tighten", instrument: instrument.index, price: counts },
    question: `A stop only comes nearer. Bring the one of ${instrument.symbol} to ${price}?`,
  }
}

/** `cancel p-71`, `cancel all`, and `undo`, which takes back the last entry typed here. */
export function cancelOf(rest: readonly string[], market: Market): OrderAsk {
  const [name] = rest
  const entries = market.orders.filter((it) => it.purpose === "entry")
  if (name === undefined) return "Cancel what? Write the order's name, or: cancel all"
  if (name.toLowerCase() === "all") {
    if (entries.length === 0) return "No entry waits at the exchange. Stops stay where they are."
    const question = `Stops stay. Take ${entries.length === 1 ? "the entry" : `all ${entries.length} entries`} back?`
    return { kind: "command", command: { kind: "cancel" }, question }
  }
  const order = market.orders.find((it) => it.id.toLowerCase() === name.toLowerCase())
  if (order === undefined)
    return `No order "${shortened(name)}" waits at the exchange. orders shows those that do.`
  if (order.purpose !== "entry") {
    return `${order.id} guards what is held, so it stays. stop SYMBOL PRICE moves it; close SYMBOL sells.`
  }
  const command: Command = { kind: "cancel", order: orderIdOf(order.id) }
  return { kind: "command", command, question: `Take ${order.id} back?` }
}

const PLAN_ACTS = ["pause", "resume", "stop", "roll-back"] as const

/** `plan pause btc`: of an entry that is worked in parts (EXEC-23). */
export function planOf(rest: readonly string[], market: Market): OrderAsk {
  const [word = "", name = ""] = rest
  const act = PLAN_ACTS.find((it) => it === word.toLowerCase())
  if (act === undefined) {
    return `A plan can be told to ${PLAN_ACTS.join(", ")}. Write it like: plan pause btc. orders shows plans.`
  }
  const instrument = marketFor(name, market)
  if (instrument === undefined) return noSuchMarket(name, market)
  const isConfirmed = act === "roll-back" ? { isConfirmed: true } : {}
  const question =
    act === "roll-back"
      ? `Give the plan in ${instrument.symbol} up, and sell what it bought, at the cost of both ways?`
      : `Have the plan in ${instrument.symbol} ${act}?`
  const command = { kind: "plan", instrument: instrument.index, act, ...isConfirmed } as const
  return { kind: "command", command, question }
}

/** `override A; B; REASON`: both sentences and why, as they stand; the engine judges them (RISK-50). */
export function overrideOf(text: string): OrderAsk {
  if (text.trim() === "") {
    const [a, b] = OVERRIDE_PHRASES
    return `An override asks for two sentences. Write: override ${a}; ${b}; REASON`
  }
  const [first = "", second = "", ...why] = text.split(";").map((it) => it.trim())
  const reason = why.join("; ") || "none"
  return { kind: "command", command: { kind: "override", reason, phrases: [first, second] } }
}

/** Takes the last entry of the trader back, while it rests; what is filled can only be sold. */
export function undoOf(market: Market): OrderAsk {
  const last = market.orders.findLast((it) => it.purpose === "entry" && it.by === "trader")
  if (last) return cancelOf([last.id], market)
  const held = market.positions.at(-1)
  const next = held ? `close ${held.symbol} sells what is held.` : "Nothing is held either."
  return `Nothing of yours rests at the exchange, so there is nothing to take back. ${next}`
}

/** How much, as dollars or as percent of the account. */
type Size = { readonly amount: number } | { readonly percent: number } | undefined

interface Parts {
  readonly symbol: string | undefined
  readonly size: Size
  readonly why: string
}

/** Amount and market in either order; a bare number is dollars before the market, percent behind it. */
function partsOf(words: readonly string[]): Parts | string {
  const [first = "", second, ...more] = words
  const size = sizeOf(first, "dollars")
  if (size !== undefined) {
    const rest = words.slice(FILLERS.has((second ?? "").toLowerCase()) ? 2 : 1)
    return { symbol: rest[0], size, why: rest.slice(1).join(" ") }
  }
  const symbol = first === "" ? undefined : first
  if (second === undefined) return { symbol, size: undefined, why: "" }
  const behind = sizeOf(second, "percent")
  if (behind !== undefined) return { symbol, size: behind, why: more.join(" ") }
  return `"${shortened(second)}" is no amount. Write percent of the account or dollars: buy btc 2, buy btc 20u`
}

function sizeOf(word: string, bare: "dollars" | "percent"): Size {
  const [, digits, unit] = AMOUNT.exec(word) ?? []
  if (digits !== undefined && (unit !== undefined || word.startsWith("$") || bare === "dollars")) {
    return { amount: Number(digits) }
  }
  const percent = PERCENT.exec(word)?.[1]
  return percent === undefined ? undefined : { percent: Number(percent) }
}

/** Parts per million of the account; a text is why it is none. */
function shareOf(size: NonNullable<Size>, { equity }: Market): number | string {
  if ("amount" in size) {
    const { amount } = size
    if (equity === undefined || !(equity > 0)) {
      return "What the account is worth is not known at this moment, so an amount cannot be weighed."
    }
    if (amount === 0) return "An amount above zero is needed, like: b20u btc"
    return Math.min(1_000_000, Math.max(1, Math.round((amount / equity) * 1_000_000)))
  }
  const { percent: share } = size
  if (share >= 0.1 && share <= 100) return Math.round(share * 10_000)
  return "A share of the account is a number from 0.1 to 100, in percent: buy btc 2"
}

function countsOf(text: string, scale: number): number | undefined {
  if (!/^\d{1,12}(\.\d{1,12})?$/.test(text)) return undefined
  try {
    return parseCount(text, scale)
  } catch {
    return undefined
  }
}
