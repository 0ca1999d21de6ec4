import { SqliteJournal } from "../../src/storage/sqlite/journal.ts"
import { Problem } from "../../src/value/problem.ts"

// A process that opens a journal and says how it went: `opened` and its last line, or the code of the
// Problem and its story.

const [path = "", mode] = process.argv.slice(2)
try {
  const journal = await SqliteJournal.open(path, { mode: mode === "read" ? "read" : "write" })
  console.log("opened", journal.seq)
  journal.close()
} catch (error) {
  if (!(error instanceof Problem)) throw error
  console.log(error.code, error.told)
}
