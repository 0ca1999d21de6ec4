import assert from "node:assert/strict"
import { hash } from "node:crypto"
import type { Entry, JournalRecord } from "../engine/ports.ts"

/** What stands before the first line. */
export const NO_HASH = "0".repeat(64)

/**
 * Hash of a line, over the line and the hash before it (AUDIT-2). SHA-256, as 64 small hex digits, of
 * these bytes: six fields in UTF-8, a line feed between each two and none at the end:
 *
 *     previous hash · seq · at · kind · rows · body
 *
 * Numbers are decimal. Only the body, which comes last, may hold a line feed, so no two different
 * lines have the same bytes.
 */
export function hashOf(previous: string, seq: number, entry: Entry): string {
  const { at, kind, rows, body } = entry
  return hash("sha256", `${previous}\n${seq}\n${at}\n${kind}\n${rows}\n${body}`, "hex")
}

/** What a journal can hold: checked before a line is hashed, so that reading gives back the same. */
export function assertWritable(entry: Entry): void {
  assert.ok(Number.isSafeInteger(entry.at), "the time of a line is whole microseconds")
  assert.ok(Number.isSafeInteger(entry.rows) && entry.rows >= 0, "rows are counted from 0")
  assert.ok(entry.kind !== "" && !entry.kind.includes("\n"), "a kind is one word")
}

/** Where a chain does not hold. */
export interface Break {
  /** Of the first bad line, or of the first that is not there. */
  readonly seq: number
  readonly kind: "hash" | "hole"
}

/** The end of a chain that holds, up to which it was checked. */
export interface Link {
  readonly seq: number
  readonly hash: string
}

/** Before the first line. */
export const START: Link = Object.freeze({ seq: 0, hash: NO_HASH })

/**
 * Checks lines in the order of their numbers, beginning with the one after `from`.
 * @returns the last good line, and the first bad one if there is one
 */
export function verify(
  records: Iterable<JournalRecord>,
  from: Link = START,
): { readonly last: Link; readonly broken?: Break } {
  let last = from
  for (const record of records) {
    const broken = brokenAt(record, last)
    if (broken) return { last: linkOf(last), broken }
    last = record
  }
  return { last: linkOf(last) }
}

const linkOf = ({ seq, hash }: Link): Link => ({ seq, hash })

/** What is wrong with a line that is to follow on a link; undefined when it does. */
export function brokenAt(record: JournalRecord, last: Link): Break | undefined {
  const seq = last.seq + 1
  if (record.seq !== seq) return { seq, kind: "hole" }
  return record.hash === hashOf(last.hash, seq, record) ? undefined : { seq, kind: "hash" }
}
