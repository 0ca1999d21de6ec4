import type { JournalRecord } from "../../engine/ports.ts"
import type { Instant } from "../../value/brand.ts"
import type { Database } from "./database.ts"

/** Lines read at a time: no statement stays open between them, so that nothing waits for a reader. */
const PAGE = 1_000

/** Lines as they stand in the file, lazily, unchecked; `to` is included. */
export function* readRecords(
  database: Database,
  told: { readonly from: number; readonly to?: number },
): Generator<JournalRecord> {
  const { to = Number.MAX_SAFE_INTEGER } = told
  const page = database.sql(
    `select seq, at, kind, rows, body, hash from journal
      where seq >= ? and seq <= ? order by seq limit ${PAGE}`,
  )
  let { from } = told
  for (;;) {
    const lists = page.lists(from, to)
    for (const list of lists) {
      const [seq, at, kind, rows, body, hash] = list as Columns
      yield { seq, at, kind, rows, body, hash }
      from = seq + 1
    }
    if (lists.length < PAGE) return
  }
}

/** What STRICT columns promise. */
type Columns = readonly [number, Instant, string, number, string, string]
