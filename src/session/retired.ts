import type { Books } from "../engine/books.ts"

/**
 * AUDIT-22: a session may end now: no entry is left at the exchange, and no order is without its
 * answer. A stop that has just left is waited for: until its word has come nobody knows that it stands.
 */
export function isRetired(books: Books): boolean {
  for (const { purpose, status } of books.live.values()) {
    if (purpose === "entry" || status !== "open") return false
  }
  return true
}
