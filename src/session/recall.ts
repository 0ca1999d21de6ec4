import type { Books } from "../engine/books.ts"
import { decodeFact } from "../engine/records.ts"
import { SqliteJournal } from "../storage/sqlite/journal.ts"
import { type Folded, foldJournal, journalHeadless } from "./fold.ts"
import type { SessionListener } from "./paper.ts"
import { readSnapshot, SNAPSHOT, snapshotText } from "./snapshot.ts"
import type { SessionWatch } from "./watch.ts"

/** A journal opened to be written on, and what was true at its end. */
export interface Recalled {
  readonly journal: SqliteJournal
  /** Absent on the first day. */
  readonly folded: Folded | undefined
  readonly notes: readonly string[]
}

/** Lines that are not in a snapshot yet: so many are folded in a blink. */
const TAIL_MOST = 50_000

/**
 * Opens the journal of a session and folds it: from the newest snapshot that belongs to its chain,
 * or from its first line. A snapshot is an optimisation alone: one that cannot be read is left out.
 * @throws Problem of the journal
 */
export async function recall(
  file: string,
  told: { readonly watch: SessionWatch; readonly hear: SessionListener },
): Promise<Recalled> {
  const journal = await SqliteJournal.open(file, { mode: "write", trusting: SNAPSHOT })
  try {
    return recalled(journal, told)
  } catch (error) {
    journal.close()
    throw error
  }
}

function recalled(
  journal: SqliteJournal,
  told: { readonly watch: SessionWatch; readonly hear: SessionListener },
): Recalled {
  const notes = [...journal.notes]
  if (journal.seq === 0) return { journal, folded: undefined, notes }
  const kept = journal.latestSnapshot(SNAPSHOT)
  const from = kept && startingFrom(journal, kept.body, told.watch)
  if (kept && from) {
    const folded = foldJournal(journal.records(kept.seq + 1), told.hear, from)
    return { journal, folded, notes }
  }
  if (kept) {
    notes.push(
      `The snapshot at line ${kept.seq} cannot be read and was left out; the whole journal was folded.`,
    )
  }
  // Nothing is trusted without a snapshot to rest on.
  journal.verifyMore(Infinity)
  return { journal, folded: foldJournal(journal.records(), told.hear), notes }
}

function startingFrom(
  journal: SqliteJournal,
  body: string,
  watch: SessionWatch,
): Folded | undefined {
  const [first] = journal.records()
  const header = first && decodeFact(first.body)
  if (header?.kind !== "header") throw journalHeadless()
  return readSnapshot(body, { header, watch })
}

/** Keeps snapshots of a session as its journal grows. */
export class SnapshotKeeper {
  readonly #journal: SqliteJournal
  readonly #watch: SessionWatch
  #kept: number

  constructor(told: { readonly journal: SqliteJournal; readonly watch: SessionWatch }) {
    this.#journal = told.journal
    this.#watch = told.watch
    this.#kept = told.journal.latestSnapshot(SNAPSHOT)?.seq ?? 0
  }

  /** Between turns, when everything is committed: keeps one when the last is far behind. */
  settle(books: Books, tailMost = TAIL_MOST): void {
    const { seq } = this.#journal
    if (seq - this.#kept < tailMost) return
    const [last] = this.#journal.records(seq)
    // A turn that failed may have left lines that never became durable.
    if (last === undefined) return
    const { rows, at } = last
    const body = snapshotText({ books, rows, at }, this.#watch)
    this.#journal.saveSnapshot({ name: SNAPSHOT, seq, body })
    this.#kept = seq
  }
}
