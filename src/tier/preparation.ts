import { countText } from "./text.ts"
import type { TierName } from "./tier.ts"

/** What a trader writes and signs on the way to another tier. Each is journaled as it was typed. */
export type TierAct =
  /** TIER-18: a written answer to an item of the checklist. */
  | { readonly kind: "answer"; readonly item: string; readonly text: string }
  /** TIER-19: a habit to give up, and what is done instead. */
  | { readonly kind: "bury"; readonly habit: string; readonly commitment: string }
  /** TIER-20: typed name and date under the valley contract. */
  | { readonly kind: "sign"; readonly name: string; readonly date: string }
  /** TIER-21: the sentence of the ceremony. Only with it anything changes. */
  | { readonly kind: "confirm"; readonly sentence: string }
  /** TIER-26: what a transition meant, in at least 100 words. */
  | { readonly kind: "reflect"; readonly text: string }
  /** RISK-46: an item of the recovery checklist, done. */
  | { readonly kind: "recover"; readonly item: string; readonly text: string }
  /** TIER-15: what the next tier would do is rehearsed beside each entry, or no longer. */
  | { readonly kind: "shadow"; readonly isOn: boolean }

/** TIER-21. */
export const CEREMONY_SENTENCE = "I understand the responsibilities"

/** TIER-18: what has to be answered, and what is asked. */
export const CHECKLIST: Readonly<Record<string, string>> = Object.freeze({
  tier: "What went well and what went badly in the tier that ends?",
  goals: "What is to be reached in the next tier, and by which rules?",
  risks: "Which risks grow with the next tier, and how are they met?",
})

/** RISK-46: what has to be done before entries are possible again. */
export const RECOVERY: Readonly<Record<string, string>> = Object.freeze({
  positions: "Positions are closed or have their stop.",
  orders: "Orders that were waiting are taken back.",
  result: "The final result is written down.",
  health: "The system was looked at and works.",
  journal: "What happened, and what changes now, is written down.",
})

const ANSWER_LEAST = 20
const HABITS_LEAST = 3
const HABITS_MOST = 5
export const REFLECTION_WORDS = 100

/** What has been written for the next transition. Immutable; `prepared` makes the next one. */
export interface Preparation {
  readonly answered: readonly string[]
  readonly habits: readonly { readonly habit: string; readonly commitment: string }[]
  readonly signed: string | undefined
}

export const UNPREPARED: Preparation = Object.freeze({
  answered: [],
  habits: [],
  signed: undefined,
})

/** The preparation after an act, or why the act does not count. */
export function prepared(before: Preparation, act: TierAct): Preparation | string {
  switch (act.kind) {
    case "answer":
      return answered(before, act)
    case "bury":
      return buried(before, act)
    case "sign":
      if (act.name.trim().length < 2 || !/^\d{4}-\d\d-\d\d$/.test(act.date)) {
        return "A signature is a name and a date like 2026-03-01."
      }
      return { ...before, signed: `${act.name.trim()}, ${act.date}` }
    case "confirm":
    case "recover":
    case "reflect":
    case "shadow":
      return before
    default:
      return act satisfies never
  }
}

function answered(
  before: Preparation,
  { item, text }: Extract<TierAct, { kind: "answer" }>,
): Preparation | string {
  if (!Object.hasOwn(CHECKLIST, item)) {
    return `The checklist has no item "${item}"; there are ${Object.keys(CHECKLIST).join(", ")}.`
  }
  if (text.trim().length < ANSWER_LEAST) {
    return `An answer has at least ${ANSWER_LEAST} characters; this one has ${text.trim().length}.`
  }
  if (before.answered.includes(item)) return before
  return { ...before, answered: [...before.answered, item] }
}

function buried(
  before: Preparation,
  { habit, commitment }: Extract<TierAct, { kind: "bury" }>,
): Preparation | string {
  if (habit.trim().length < 3 || commitment.trim().length < ANSWER_LEAST) {
    return `A habit has a name, and a commitment of at least ${ANSWER_LEAST} characters.`
  }
  const others = before.habits.filter((it) => it.habit !== habit.trim())
  if (others.length >= HABITS_MOST) return `Five habits are enough to give up at once.`
  return {
    ...before,
    habits: [...others, { habit: habit.trim(), commitment: commitment.trim() }],
  }
}

/** What is still to be written before the tier of that name; empty when it is complete. */
export function stillToWrite(told: Preparation, next: TierName): readonly string[] {
  const missing: string[] = []
  const open = Object.keys(CHECKLIST).filter((it) => !told.answered.includes(it))
  if (open.length > 0) missing.push(`checklist (${open.join(", ")})`)
  const short = HABITS_LEAST - told.habits.length
  if (short > 0) missing.push(`${countText(short, "habit")} to give up`)
  if (next === "HUNTER" && told.signed === undefined) missing.push("the valley contract")
  return missing
}

export const wordsIn = (text: string): number => text.split(/\s+/u).filter(Boolean).length
