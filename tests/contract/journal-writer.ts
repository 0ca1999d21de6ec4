import { writeSync } from "node:fs"
import { SqliteJournal } from "../../src/storage/sqlite/journal.ts"
import { instantOf } from "../../src/value/brand.ts"

// A process that does nothing but write a journal, until it is killed. After each commit it says what
// is durable now: number and hash of the last line.

const journal = await SqliteJournal.open(process.argv[2] ?? "", { mode: "write" })
for (;;) {
  for (let lines = 1 + (journal.seq % 5); lines > 0; lines--) {
    const body = `{"kind":"note","code":"TEST","what":"${"x".repeat(journal.seq % 3000)}"}`
    journal.append({ at: instantOf(journal.seq), kind: "note", rows: journal.seq, body })
  }
  journal.commit()
  writeSync(1, `${journal.seq} ${journal.digest}\n`)
}
