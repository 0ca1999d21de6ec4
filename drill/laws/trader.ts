import { type Fact, type Placed } from "../../src/engine/records.ts"
import type { Books } from "../../src/engine/books.ts"
import { leftOf } from "../../src/tilt/lock.ts"
import type { Instant } from "../../src/value/brand.ts"
import type { Law } from "./law.ts"

/** A line that was folded: the books before it is not there any more, so what they said is kept. */
export interface TraderCase {
  readonly fact: Fact
  readonly at: Instant
  readonly before: LockSeen | undefined
  readonly after: LockSeen
  /** What of a lock is still to be served before the line, by a count of our own. */
  readonly owedUs: number
}

/** What the books say of locks, before or after a line. */
export interface LockSeen {
  readonly level: number
  readonly leftUs: number
  /** Entries rest by the tier, or by the guard, or because a halt has returned. */
  readonly isLocked: boolean
}

/** A day, and the longest that one pulse may tell of. */
const LOCK_LEAST = 86_400_000_000
const PULSE_MOST = 300_000_000

/** What a line serves of a lock, whatever it claims. */
export const servedBy = (fact: Fact): number =>
  fact.kind === "act" && fact.act.kind === "pulse"
    ? Math.min(PULSE_MOST, Math.max(0, fact.act.ranUs))
    : 0

/** Takes the locks of the books as they stand. */
export function lockSeen(books: Books, at: Instant): LockSeen {
  const { level } = books.tilt.terms(at)
  const { closed } = books.tiers.standing(at)
  const isLocked = level === 3 || closed !== undefined || !books.switchAt(at).isRunning
  return { level, leftUs: level === 3 ? leftOf(books.tilt.state.lock) : 0, isLocked }
}

/** What holds against a trader who wants in. */
export const TRADER_LAWS: readonly Law<TraderCase>[] = [
  {
    name: "locks-are-served",
    says: "A lock lasts a day of running time at least, and no act makes more than five minutes of it pass.",
    judge: ({ fact, before, after }) => {
      if (before === undefined) return undefined
      if (before.level < 3 && after.level === 3) {
        return after.leftUs < LOCK_LEAST
          ? `a lock of ${after.leftUs / 6e7} minutes began`
          : undefined
      }
      if (before.level < 3) return undefined
      return after.leftUs < before.leftUs - servedBy(fact) - 1
        ? `${(before.leftUs - after.leftUs) / 6e7} minutes went by with ${fact.kind}`
        : undefined
    },
  },
  {
    name: "locks-last-as-stated",
    says: "Until what a lock stated has been served, pulse by pulse, it holds and no entry is placed.",
    judge: ({ fact, after, owedUs }) => {
      const left = owedUs - servedBy(fact)
      if (owedUs > 0 && isEntry(fact)) return `an entry with ${owedUs / 6e7} minutes to serve`
      return left > 0 && after.level < 3 ? `it ended ${left / 6e7} minutes early` : undefined
    },
  },
  {
    name: "no-risk-while-locked",
    says: "While the guard, the tier or a halt that has returned locks entries, none is placed.",
    judge: ({ fact, before }) =>
      isEntry(fact) && before?.isLocked ? "an entry was placed while they rest" : undefined,
  },
  {
    name: "exits-are-never-locked",
    says: "No lock, halt, tier or limit refuses what lowers risk.",
    judge: ({ fact }) => {
      if (fact.kind !== "refused" || fact.purpose === "entry") return undefined
      return LOCKS.has(fact.by) ? `${fact.by} refused an ${fact.purpose}` : undefined
    },
  },
]

const LOCKS: ReadonlySet<string> = new Set(["halt", "tier", "limits", "tilt"])
const isEntry = (fact: Fact): fact is Placed => fact.kind === "placed" && fact.purpose === "entry"
