import { hash } from "node:crypto"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Entry, JournalRecord } from "../engine/ports.ts"
import { instantOf } from "../value/brand.ts"
import { hashOf, NO_HASH, verify } from "./chain.ts"
import { MemoryJournal } from "./memory-journal.ts"

const entry = (n: number): Entry => ({
  at: instantOf(1_700_000_000_000_000 + n),
  kind: "note",
  rows: n,
  body: `{"kind":"note","n":${n}}`,
})

const journalOf = (count: number): JournalRecord[] => {
  const journal = new MemoryJournal({ keep: true })
  for (let n = 1; n <= count; n++) journal.append(entry(n))
  return [...journal.records]
}

describe("the chain of hashes (AUDIT-2)", () => {
  it("is SHA-256 over the six fields with line feeds between them", () => {
    const bytes = Buffer.from(`${NO_HASH}\n1\n1700000000000001\nnote\n1\n{"kind":"note","n":1}`)
    expect(hashOf(NO_HASH, 1, entry(1))).toBe(hash("sha256", bytes))
    expect(hashOf(NO_HASH, 1, { ...entry(1), body: "λ\n€" })).toBe(
      hash("sha256", Buffer.from(`${NO_HASH}\n1\n1700000000000001\nnote\n1\nλ\n€`, "utf8")),
    )
  })

  it("holds for what was written", () => {
    const records = journalOf(5)
    expect(verify(records)).toEqual({ last: { seq: 5, hash: records.at(-1)?.hash } })
    expect(verify([])).toEqual({ last: { seq: 0, hash: NO_HASH } })
  })

  it("goes on from a line that was checked before", () => {
    const records = journalOf(5)
    const { last } = verify(records.slice(0, 2))
    expect(verify(records.slice(2), last).last.seq).toBe(5)
  })

  it("finds the first line that was changed, whichever field it was", () => {
    const changes: Partial<JournalRecord>[] = [
      { at: instantOf(1) },
      { kind: "other" },
      { rows: 99 },
      { body: "{}" },
      { hash: "f".repeat(64) },
    ]
    fc.assert(
      fc.property(fc.nat(9), fc.constantFrom(...changes), (index, change) => {
        const records = journalOf(10)
        records[index] = { ...records[index], ...change }
        expect(verify(records).broken).toEqual({ seq: index + 1, kind: "hash" })
      }),
      { numRuns: 40 },
    )
  })

  it("finds a line that was taken out, put in, or moved", () => {
    const records = journalOf(6)
    expect(verify(records.toSpliced(2, 1)).broken).toEqual({ seq: 3, kind: "hole" })
    expect(verify(records.slice(1)).broken).toEqual({ seq: 1, kind: "hole" })
    expect(verify(records.toSpliced(3, 0, records[3])).broken?.seq).toBe(5)
    const renumbered = records.toSpliced(2, 1).map((record, i) => ({ ...record, seq: i + 1 }))
    expect(verify(renumbered).broken).toEqual({ seq: 3, kind: "hash" })
  })

  it("cannot be fooled by moving text from one field to the next", () => {
    const one = hashOf(NO_HASH, 1, { at: instantOf(1), kind: "a", rows: 2, body: "3\nb" })
    const two = hashOf(NO_HASH, 1, { at: instantOf(1), kind: "a", rows: 23, body: "\nb" })
    expect(one).not.toBe(two)
    const journal = new MemoryJournal()
    expect(() => journal.append({ ...entry(1), kind: "a\n1" })).toThrow("one word")
  })
})

describe("MemoryJournal", () => {
  it("refuses times and rows that are not whole numbers", () => {
    const journal = new MemoryJournal()
    for (const at of [NaN, Infinity, 1.5]) {
      expect(() => journal.append({ ...entry(1), at: instantOf(at) })).toThrow("microseconds")
    }
    expect(() => journal.append({ ...entry(1), rows: -1 })).toThrow("rows")
    expect(journal.seq).toBe(0)
  })

  it("keeps its lines only when asked to", () => {
    const lean = new MemoryJournal()
    const full = new MemoryJournal({ keep: true })
    for (const journal of [lean, full]) for (let n = 1; n <= 3; n++) journal.append(entry(n))
    expect(full.records.map(({ seq }) => seq)).toEqual([1, 2, 3])
    expect(lean.digest).toBe(full.digest)
    expect(() => lean.records).toThrow("does not keep")
  })
})
