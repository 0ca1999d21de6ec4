import { type Instant, PPM } from "../value/brand.ts"
import { days, hours, minutes } from "../value/time.ts"
import type { Trigger } from "./demotion.ts"
import { RECOVERY } from "./preparation.ts"

/** The way back after an emergency (TIER-30, RISK-31, RISK-46). */
export interface Recovery {
  readonly since: Instant
  readonly trigger: Trigger
  /** There was no lower tier to go to: entries rest altogether (TIER-30). */
  readonly isHalt: boolean
  /** Items of the checklist that are done. */
  readonly done: readonly string[]
  /** When all of them were. */
  readonly completeAt: Instant | undefined
}

const BREAK = minutes(30)
const STAGES = [250_000, 500_000, 750_000] as const
/** TIER-30. */
const NOTICE = hours(1 / 60)

export const openItems = (recovery: Recovery): readonly string[] =>
  Object.keys(RECOVERY).filter((it) => !recovery.done.includes(it))

/** The recovery with an item done, or why it does not count. */
export function withItem(
  recovery: Recovery,
  act: { readonly item: string; readonly text: string },
  now: Instant,
): Recovery | string {
  if (!Object.hasOwn(RECOVERY, act.item)) {
    return `The recovery has no item "${act.item}"; there are ${Object.keys(RECOVERY).join(", ")}.`
  }
  if (act.text.trim().length < 10) return "Say in at least 10 characters what was found."
  if (recovery.done.includes(act.item)) return recovery
  const done = [...recovery.done, act.item]
  const isComplete = done.length === Object.keys(RECOVERY).length
  return { ...recovery, done, completeAt: isComplete ? now : undefined }
}

/** Entries are possible again: the list is done, and half an hour has gone by. */
export const isBackAt = ({ since, completeAt }: Recovery, now: Instant): boolean =>
  completeAt !== undefined && now >= since + BREAK

/** A notice stays for a minute, and entries are taken back meanwhile (TIER-30). */
export const noticeUntil = ({ since }: Recovery): Instant => (since + NOTICE) as Instant

/** A quarter of the size on the first day, then a half, three quarters, all of it (RISK-31). */
export function stageOf({ completeAt }: Recovery, now: Instant): number {
  if (completeAt === undefined) return STAGES[0]
  return STAGES[Math.max(0, Math.floor((now - completeAt) / days(1)))] ?? PPM
}
