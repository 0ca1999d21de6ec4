import type { Instant } from "../value/brand.ts"
import { type Kept, kept } from "./kept.ts"
import {
  type Preparation,
  prepared,
  REFLECTION_WORDS,
  type TierAct,
  UNPREPARED,
  wordsIn,
} from "./preparation.ts"
import type { Trigger } from "./demotion.ts"
import { type Recovery, stageOf, withItem } from "./recovery.ts"
import { PPM } from "../value/brand.ts"

/** State that a snapshot keeps. */
export interface PapersState {
  readonly preparation: Kept<Preparation>
  /** Absent while there is nothing to recover from. */
  readonly recovery?: Kept<Recovery>
  readonly owesReflection: boolean
  readonly reflectedWords: number
}

/** What the trader has written and still owes: for the next tier, on the last one, and to recover. */
export class Papers {
  #preparation: Preparation = UNPREPARED
  #recovery: Recovery | undefined
  #owesReflection = false
  #reflectedWords = 0

  get state(): PapersState {
    return {
      preparation: kept(this.#preparation),
      ...(this.#recovery ? { recovery: kept(this.#recovery) } : {}),
      owesReflection: this.#owesReflection,
      reflectedWords: this.#reflectedWords,
    }
  }

  restore({ preparation, recovery, owesReflection, reflectedWords }: PapersState): void {
    this.#preparation = { ...UNPREPARED, ...preparation }
    this.#recovery = recovery && { ...recovery, completeAt: recovery.completeAt }
    this.#owesReflection = owesReflection
    this.#reflectedWords = reflectedWords
  }

  get preparation(): Preparation {
    return this.#preparation
  }
  get recovery(): Recovery | undefined {
    return this.#recovery
  }
  get owesReflection(): boolean {
    return this.#owesReflection
  }

  /** Time passes: a recovery whose last stage is reached is over (RISK-31). */
  advance(now: Instant): void {
    if (this.#recovery && stageOf(this.#recovery, now) === PPM) this.#recovery = undefined
  }

  /** A change of tier is behind: the papers for the next one begin anew (TIER-26). */
  begin(told: { readonly owesReflection: boolean }): void {
    this.#preparation = UNPREPARED
    this.#owesReflection = told.owesReflection
    this.#reflectedWords = 0
  }

  /** A step of the balance asks for a reflection and leaves the rest as it is. */
  askForReflection(): void {
    this.#owesReflection = true
  }

  /** An emergency: its checklist is open (RISK-46). */
  openRecovery(since: Instant, trigger: Trigger, isHalt: boolean): void {
    this.#recovery = { since, trigger, isHalt, done: [], completeAt: undefined }
  }

  /** Takes what was written; returns why it does not count, or undefined when it does. */
  write(act: TierAct, now: Instant): string | undefined {
    if (act.kind === "reflect") return this.#reflect(act.text)
    if (act.kind === "recover") return this.#recover(act, now)
    const next = prepared(this.#preparation, act)
    if (typeof next === "string") return next
    this.#preparation = next
    return undefined
  }

  /** A line holds less than a reflection: what is written adds up. */
  #reflect(text: string): string | undefined {
    if (!this.#owesReflection) return "No change of tier waits for a reflection."
    this.#reflectedWords += wordsIn(text)
    const left = REFLECTION_WORDS - this.#reflectedWords
    if (left > 0) return `Written down; ${left} more words are asked for.`
    this.#owesReflection = false
    return undefined
  }

  #recover(
    act: { readonly item: string; readonly text: string },
    now: Instant,
  ): string | undefined {
    if (this.#recovery === undefined) return "There is nothing to recover from."
    const next = withItem(this.#recovery, act, now)
    if (typeof next === "string") return next
    this.#recovery = next
    return undefined
  }
}
