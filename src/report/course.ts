import type { Entry } from "../engine/ports.ts"
import { decodeFact } from "../engine/records.ts"
import { RULES, type RuleName } from "../order/verdict.ts"
import type { Instant } from "../value/brand.ts"

/**
 * Follows a run as its journal is written and keeps what a summary needs: the equity curve, sampled
 * on time and not on trades, and counts. Lines that tell nothing of these are not even decoded.
 */
export class Course {
  readonly #times: number[] = []
  readonly #equity: number[] = []
  readonly #refusals = new Map<RuleName, number>(RULES.map((rule) => [rule, 0]))
  #fills = 0
  #orders = 0
  #hasOpened = false

  /** One line of the journal, as it was appended. */
  read(entry: Entry): void {
    switch (entry.kind) {
      case "sample":
      case "deposit":
      case "refused":
      case "report":
        return this.#readFact(entry)
      case "placed":
        this.#orders++
        return
      default:
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

  #readFact(entry: Entry): void {
    // A report that is no fill tells nothing here; to decode it would cost more than all the rest.
    if (entry.kind === "report" && !entry.body.includes('"fill')) return
    const fact = decodeFact(entry.body)
    if (fact.kind === "sample") this.#add(entry.at, fact.equityUnits)
    else if (fact.kind === "refused") {
      this.#refusals.set(fact.by, (this.#refusals.get(fact.by) ?? 0) + 1)
    } else if (fact.kind === "deposit" && !this.#hasOpened) {
      this.#hasOpened = true
      this.#add(entry.at, fact.costUnits)
    } else if (fact.kind === "report") {
      if (fact.report.kind === "filled") this.#fills++
      else if (fact.report.kind === "told") this.#fills += fact.report.fills.length
    }
  }

  #add(at: Instant, units: bigint): void {
    this.#times.push(at)
    this.#equity.push(Number(units) / 1e8)
  }
}
