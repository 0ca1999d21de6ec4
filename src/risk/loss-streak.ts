import type { Instant } from "../value/brand.ts"
import { later, minutes } from "../value/time.ts"

/** RISK-32: so many losses in a row, and so long a rest. */
const LOSSES = 3
const REST = minutes(30)

/** State that a snapshot keeps: losses and rest by who entered, in the order they came up. */
export type LossStreaksState = readonly (readonly [string, Streak])[]

interface Streak {
  readonly losses: number
  readonly restsUntil?: Instant
}

/** Losses in a row by whoever entered, as a fold over finished trades (RISK-32). */
export class LossStreaks {
  #streaks = new Map<string, Streak>()

  get state(): LossStreaksState {
    return [...this.#streaks]
  }

  restore(state: LossStreaksState): void {
    this.#streaks = new Map(state)
  }

  onTrade(told: { readonly at: Instant; readonly by: string; readonly pnlUnits: bigint }): void {
    const { at, by, pnlUnits } = told
    const before = this.#streaks.get(by)?.losses ?? 0
    // A trade that came out even is neither; the streak goes on.
    const losses = pnlUnits < 0n ? before + 1 : pnlUnits > 0n ? 0 : before
    if (losses < LOSSES) this.#streaks.set(by, { ...this.#streaks.get(by), losses })
    else this.#streaks.set(by, { losses: 0, restsUntil: later(at, REST) })
  }

  /** Until when they rest; undefined when they do not. */
  restsUntil(by: string, now: Instant): Instant | undefined {
    const until = this.#streaks.get(by)?.restsUntil
    return until !== undefined && now < until ? until : undefined
  }
}
