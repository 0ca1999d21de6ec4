import { encodeFact, type Fact } from "../engine/records.ts"
import type { SqliteJournal } from "../storage/sqlite/journal.ts"
import { tierAt } from "../tier/tier.ts"
import type { Folded } from "./fold.ts"
import type { TierSeal } from "./tier-seal.ts"

/**
 * Holds a journal to what was known of it: where a backup was put in its place, the account begins
 * again in the first tier, and a recovery is asked for (TIER-3).
 * @returns what to tell the owner
 */
export function heldToSeal(
  seal: TierSeal,
  journal: SqliteJournal,
  { books, at, rows }: Folded,
): readonly string[] {
  const isFirstTier = books.tiers.standing(at).held === tierAt(0)
  if (seal.isWhole(journal, { isFirstTier })) return []
  const fact: Fact = { kind: "measured", measure: { kind: "journal-set-back" } }
  journal.append({ at, rows, kind: fact.kind, body: encodeFact(fact) })
  journal.commit()
  books.apply(fact, at)
  return [
    "This journal ends earlier than it was known to, or its seal is gone: the account begins again in the first tier (TIER-3).",
  ]
}
