import type { Engine } from "../../engine/engine.ts"
import type { Command } from "../../engine/records.ts"
import { valueOf } from "../../engine/valuation.ts"
import type { Answer } from "../../gate/gate.ts"
import { lowestSale } from "../../execution/protection.ts"
import { formatQuantity, notional } from "../../market/instrument.ts"
import type { Intent } from "../../order/intent.ts"
import { limitOf } from "../../order/terms.ts"
import { PPM, type Price } from "../../value/brand.ts"
import { divide, powerOfTen } from "../../value/decimal.ts"
import { type Amount, amountOf } from "./amount.ts"
import { priceText } from "./positions.ts"
import type { BoardSource } from "./source.ts"

/** What would happen to a purchase if it were sent now (UI-22). */
export interface Preview {
  readonly symbol: string
  readonly base: string
  readonly asked: Amount
  readonly quantity: string
  readonly worth: Amount
  /** At worst so much is paid for one. */
  readonly limit: string
  readonly stop: string | null
  /** What is lost if the stop is reached, without fees. */
  readonly risk: Amount
  /**
   * EXEC-3: the worst that an order may come to: bought at its limit and sold as far below the stop as
   * that may sell, at the dearer fee both times. A market that leaps over the stop can cost more.
   */
  readonly worst: Amount
  /** The rule that would refuse it; null when it would be let through. */
  readonly refused: { readonly id: string; readonly because: string } | null
  /** Rules that make it smaller. */
  readonly cuts: readonly { readonly id: string; readonly limit: string }[]
  /** Rules that are more than four fifths used up by it. */
  readonly near: readonly { readonly id: string; readonly says: string }[]
}

/**
 * Asks the gate's own rules, and forgets the answer: nothing is journaled, no ticket is minted.
 * @returns undefined while there is no price
 */
export function previewOf(
  { engine, plan }: Pick<BoardSource, "engine" | "plan">,
  command: Extract<Command, { kind: "buy" }>,
): Preview | undefined {
  const weighed = engine.weigh(command)
  if (weighed === undefined) return undefined
  const { intent, answers, by } = weighed
  const { instrument, leave } = intent
  const inAccount = valueIn(engine, intent, plan.accountAsset)
  const price = limitOf(intent.terms) ?? (0 as Price)
  const worthAt = (at: Price): bigint =>
    inAccount(notional(instrument, { price: at, quantity: intent.terms.quantity }, "up"))
  const worth = worthAt(price)
  const stop = leave?.stop
  const fee = BigInt(Math.max(plan.fees.maker, plan.fees.taker))
  const askedUnits = (engine.equity().units * BigInt(command.stakePpm)) / BigInt(PPM)
  const mark = engine.lanes[instrument.index]?.mark ?? NaN
  const lowest = stop === undefined ? 0n : worthAt(lowestSale(instrument, stop))
  const feesUnits = ((worth + lowest) * fee) / BigInt(PPM)
  const risk = stop === undefined ? 0n : worthAt(Math.round(mark) as Price) - worthAt(stop)
  return {
    symbol: instrument.symbol,
    base: instrument.base.code,
    asked: amountOf(askedUnits),
    quantity: formatQuantity(instrument, intent.terms.quantity),
    worth: amountOf(worth),
    limit: priceText(instrument, price),
    stop: stop === undefined ? null : priceText(instrument, stop),
    risk: amountOf(risk > 0n ? risk : 0n),
    worst: amountOf(worth - lowest + feesUnits),
    refused: by === undefined ? null : refusal(answers),
    cuts: answers.flatMap(({ verdict }) =>
      verdict.answer === "shrink" ? [{ id: verdict.id, limit: verdict.limit }] : [],
    ),
    near: answers.flatMap(nearness),
  }
}

function valueIn(engine: Engine, { instrument }: Intent, asset: string): (units: bigint) => bigint {
  const { code, scale } = instrument.quote
  const value = valueOf(code, asset, engine.lanes) ?? 0n
  return (units) => divide(units * value, powerOfTen(scale), "up")
}

function refusal(answers: readonly Answer[]): Preview["refused"] {
  for (const { verdict } of answers) {
    if (verdict.answer === "refuse") return { id: verdict.id, because: verdict.because }
  }
  return null
}

const NEAR = 0.8
const AMOUNT = /^\$?(\d+(?:\.\d+)?)/

/** A rule that lets it pass and tells an amount beside its limit says itself how near it is. */
function nearness({ rule, verdict }: Answer): Preview["near"] {
  if (verdict.answer !== "allow") return []
  const [value, limit] = [verdict.value, verdict.limit].map((it) => AMOUNT.exec(it ?? "")?.[1])
  if (value === undefined || limit === undefined || !(Number(limit) > 0)) return []
  const share = Number(value) / Number(limit)
  if (share < NEAR) return []
  return [{ id: rule, says: `${verdict.value} of ${verdict.limit}` }]
}
