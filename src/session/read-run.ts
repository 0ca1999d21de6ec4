import { type Chronicle, chronicleOf } from "../report/chronicle/chronicle.ts"
import { SqliteJournal } from "../storage/sqlite/journal.ts"
import { journalHeadless } from "./fold.ts"

/**
 * Reads a journal for a report. A session that is running goes on undisturbed.
 * @throws Problem of the journal; `JOURNAL_HEADLESS`
 */
export async function readRun(file: string): Promise<Chronicle> {
  const chronicle = await SqliteJournal.readOnce(file, chronicleOf)
  if (chronicle === undefined) throw journalHeadless()
  return chronicle
}
