import { type Fact, fillsOf } from "../engine/records.ts"
import { RULES, type RuleName } from "../order/verdict.ts"
import type { Instant } from "../value/brand.ts"

/**
 * Follows a run as its facts are journaled and keeps what a summary needs: the equity curve, sampled
 * on time and not on trades, and counts.
 */
export class Course {
  readonly #times: number[] = []
  readonly #equity: number[] = []
  readonly #refusals = new Map<RuleName, number>(RULES.map((rule) => [rule, 0]))
  #fills = 0
  #orders = 0
  #hasOpened = false

  /** One fact, as it was journaled. */
  hear(fact: Fact, at: Instant): void {
    switch (fact.kind) {
      case "sample":
        return this.#add(at, fact.equityUnits)
      case "placed":
        this.#orders++
        return
      case "refused":
        this.#refusals.set(fact.by, (this.#refusals.get(fact.by) ?? 0) + 1)
        return
      case "report":
        this.#fills += fillsOf(fact.report).length
        return
      case "deposit":
        if (!this.#hasOpened) this.#add(at, fact.costUnits)
        this.#hasOpened = true
        return
      case "header":
      case "started":
      case "survey":
      case "switched":
      case "command":
      case "act":
      case "finding":
      case "measured":
      case "noticed":
      case "adopted":
      case "plan-began":
      case "plan-turned":
      case "plan-ended":
      case "shadowed":
      case "left":
      case "alert":
      case "reduced":
      case "note":
        return
      default:
        fact satisfies never
    }
  }

  /** Moments at which the account's worth was taken, oldest first; beside `equity`. */
  get times(): readonly number[] {
    return this.#times
  }
  /** The account's worth as floats of the account asset: for statistics. */
  get equity(): readonly number[] {
    return this.#equity
  }
  get fills(): number {
    return this.#fills
  }
  /** Requests that the gate let through. */
  get orders(): number {
    return this.#orders
  }
  /** How often each rule refused, rules without a refusal included. */
  get refusals(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#refusals)
  }

  /** The worth at the end, which no sample may have caught. */
  finish(at: Instant, units: bigint): void {
    this.#add(at, units)
  }

  #add(at: Instant, units: bigint): void {
    this.#times.push(at)
    this.#equity.push(Number(units) / 1e8)
  }
}
