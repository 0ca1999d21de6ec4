import { hash } from "node:crypto"
import { AssertionError } from "node:assert"
import { Books } from "../engine/books.ts"
import type { BooksState } from "../engine/books-state.ts"
import type { Header } from "../engine/records.ts"
import type { Instant } from "../value/brand.ts"
import type { Folded } from "./fold.ts"
import type { SessionWatch, WatchState } from "./watch.ts"

/** What the snapshots of a session are called in its journal. */
export const SNAPSHOT = "session"

/** The state of a session after one line of its journal, so that a start need not fold what came before. */
interface Snapshot {
  readonly version: 2
  readonly rows: number
  readonly at: Instant
  readonly books: BooksState
  readonly watch: WatchState
}

/** As text: a digest, a line feed, and JSON. What was damaged on the disk does not pass for a state. */
export function snapshotText(folded: Omit<Folded, "header">, watch: SessionWatch): string {
  const { books, rows, at } = folded
  const state: Snapshot = { version: 2, rows, at, books: books.save(), watch: watch.save() }
  const json = JSON.stringify(state)
  return `${hash("sha256", json, "hex")}\n${json}`
}

/** The state in a snapshot's text; undefined when it is damaged or of another version of the program. */
export function readSnapshot(
  text: string,
  told: { readonly header: Header; readonly watch: SessionWatch },
): Folded | undefined {
  const { header, watch } = told
  const end = text.indexOf("\n")
  const json = text.slice(end + 1)
  if (end < 0 || hash("sha256", json, "hex") !== text.slice(0, end)) return undefined
  try {
    const state = JSON.parse(json) as Snapshot
    if (state.version !== 2) return undefined
    const books = Books.restore(header, state.books)
    watch.restore(state.watch)
    return { header, books, rows: state.rows, at: state.at }
  } catch (error) {
    // Whole, but not a state that this program keeps: another version wrote it.
    if (error instanceof AssertionError || error instanceof TypeError) return undefined
    throw error
  }
}
