import { rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { SqliteJournal } from "../../src/storage/sqlite/journal.ts"
import { instantOf } from "../../src/value/brand.ts"
import { Problem } from "../../src/value/problem.ts"

// A process that fills a small disk with a journal, makes room, and goes on. It says, line by line, how
// that went.

const folder = process.argv[2] ?? ""
const path = join(folder, "journal.db")
const ballast = join(folder, "ballast")

const codeOf = (error: unknown): string => (error instanceof Problem ? error.code : String(error))
const append = (journal: SqliteJournal): number =>
  journal.append({ at: instantOf(1), kind: "note", rows: 1, body: "x".repeat(2_000) })

const journal = await SqliteJournal.open(path, { mode: "write" })
writeFileSync(ballast, Buffer.alloc(900_000))
let durable = 0
try {
  for (;;) {
    append(journal)
    journal.commit()
    durable = journal.seq
  }
} catch (error) {
  console.log("commit", codeOf(error))
}
const reader = await SqliteJournal.open(path, { mode: "read" })
console.log("kept", reader.seq === durable)
reader.close()
try {
  await SqliteJournal.open(join(folder, "other.db"), { mode: "write" })
} catch (error) {
  console.log("open", codeOf(error))
}
rmSync(ballast)
const last = append(journal)
journal.commit()
journal.close()
const again = await SqliteJournal.open(path, { mode: "write" })
console.log("again", again.seq === last && again.notes.length === 0)
again.close()
