import { MemoryJournal } from "../../src/storage/memory-journal.ts"
import { SqliteJournal } from "../../src/storage/sqlite/journal.ts"
import { journalContract } from "./journal.ts"
import { scratch } from "./scratch.ts"

journalContract({
  name: "MemoryJournal",
  isDurable: false,
  open: async () => {
    const journal = new MemoryJournal({ keep: true })
    return { journal, records: (from) => journal.records.slice(from - 1), close: () => {} }
  },
})

const file = scratch()

journalContract({
  name: "SqliteJournal",
  isDurable: true,
  open: async () => {
    const journal = await SqliteJournal.open(file("journal.db"), { mode: "write" })
    return { journal, records: (from) => journal.records(from), close: () => journal.close() }
  },
})
