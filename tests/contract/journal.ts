import * as fc from "fast-check"
import { beforeEach, describe, expect, it } from "vitest"
import type { Entry, Journal, JournalRecord } from "../../src/engine/ports.ts"
import { verify } from "../../src/storage/chain.ts"
import { MemoryJournal } from "../../src/storage/memory-journal.ts"
import { instantOf } from "../../src/value/brand.ts"

/** A journal of one kind, as the suite needs it. */
export interface Opened {
  readonly journal: Journal
  /** Lines from a number on, in order. */
  records(from: number): Iterable<JournalRecord>
  close(): void
}

/** How one kind of journal comes to life. */
export interface Kind {
  readonly name: string
  /** Fresh and empty at the first call of a test; later calls open what was closed before. */
  open(): Promise<Opened>
  /** Whether lines outlive `close`. */
  readonly isDurable: boolean
}

/** Times, kinds and bodies such as journals really hold, and some that they may. */
export const entries = (): fc.Arbitrary<Entry> =>
  fc.record({
    at: fc.integer({ min: 0, max: 2 ** 52 }).map(instantOf),
    kind: fc.constantFrom("header", "placed", "report", "note"),
    rows: fc.nat(1_000_000_000),
    body: fc.oneof(
      fc.json(),
      fc.string({ unit: "grapheme" }),
      fc.constantFrom("", "\n", "'", '"', "?", "0", "1e400", "λ→🝐", "a\u0000b"),
    ),
  })

/** What every journal must do, whatever it is kept in (AUDIT-54). */
export function journalContract(kind: Kind): void {
  describe(`${kind.name} as a journal`, () => {
    let opened: Opened
    beforeEach(async () => {
      opened = await kind.open()
      return () => opened.close()
    })
    const reopen = async (): Promise<Journal> => {
      opened.close()
      opened = await kind.open()
      return opened.journal
    }

    it("begins empty, with the same digest as every other", () => {
      expect(opened.journal.seq).toBe(0)
      expect(opened.journal.digest).toBe(new MemoryJournal().digest)
      expect([...opened.records(1)]).toEqual([])
    })

    it("numbers its lines from 1, without holes", () => {
      const numbers = [1, 2, 3, 4, 5].map((n) => opened.journal.append(entry(n)))
      expect(numbers).toEqual([1, 2, 3, 4, 5])
      expect(opened.journal.seq).toBe(5)
    })

    it("gives back exactly what was appended, in order, in a chain that holds", () => {
      fc.assert(
        fc.property(fc.array(entries(), { maxLength: 20 }), (given) => {
          const { journal } = opened
          const from = journal.seq + 1
          for (const it of given) journal.append(it)
          journal.commit()
          const records = [...opened.records(from)]
          expect(records.map(({ at, kind, rows, body }) => ({ at, kind, rows, body }))).toEqual(
            given,
          )
          const { last, broken } = verify(opened.records(1))
          expect(broken).toBeUndefined()
          expect(last).toEqual({ seq: journal.seq, hash: journal.digest })
        }),
        { numRuns: 30 },
      )
    })

    it("has the digest that memory has for the same lines, however they are committed", () => {
      fc.assert(
        fc.property(fc.array(fc.tuple(entries(), fc.boolean()), { maxLength: 20 }), (given) => {
          const memory = new MemoryJournal()
          for (const { at, kind, rows, body } of opened.records(1)) {
            memory.append({ at, kind, rows, body })
          }
          for (const [it, isCommitted] of given) {
            memory.append(it)
            opened.journal.append(it)
            expect(opened.journal.digest).toBe(memory.digest)
            if (isCommitted) opened.journal.commit()
          }
          opened.journal.commit()
        }),
        { numRuns: 30 },
      )
    })

    it("reads from any line on, over many", () => {
      for (let n = 1; n <= 2_500; n++) opened.journal.append(entry(n))
      opened.journal.commit()
      for (const from of [1, 2, 1_000, 1_001, 2_000, 2_500, 2_501]) {
        const seqs = [...opened.records(from)].map(({ seq }) => seq)
        expect(seqs).toEqual(Array.from({ length: 2_501 - from }, (_, i) => from + i))
      }
    })

    it("reads on while lines are added", () => {
      const { journal } = opened
      for (let n = 1; n <= 3; n++) journal.append(entry(n))
      journal.commit()
      const seen: number[] = []
      for (const { seq } of opened.records(1)) {
        seen.push(seq)
        if (seq <= 3) journal.append(entry(seq + 3))
        journal.commit()
      }
      expect(seen.slice(0, 3)).toEqual([1, 2, 3])
      expect([...opened.records(1)]).toHaveLength(6)
    })

    it("does nothing when there is nothing to commit", () => {
      opened.journal.commit()
      opened.journal.append(entry(1))
      opened.journal.commit()
      opened.journal.commit()
      expect(opened.journal.seq).toBe(1)
    })

    it("refuses a line that it could not give back", () => {
      const { journal } = opened
      for (const bad of [{ at: NaN }, { at: 0.5 }, { rows: -1 }, { rows: 0.5 }, { kind: "a\nb" }]) {
        expect(() => journal.append({ ...entry(1), ...bad } as Entry)).toThrow()
      }
      expect(journal.seq).toBe(0)
      expect(journal.append(entry(1))).toBe(1)
    })

    if (!kind.isDurable) return

    it("goes on where it ended", async () => {
      for (let n = 1; n <= 3; n++) opened.journal.append(entry(n))
      opened.journal.commit()
      const { digest } = opened.journal
      const again = await reopen()
      expect(again.seq).toBe(3)
      expect(again.digest).toBe(digest)
      expect(again.append(entry(4))).toBe(4)
      again.commit()
      await reopen()
      expect(verify(opened.records(1)).last.seq).toBe(4)
    })

    it("forgets what was not committed", async () => {
      opened.journal.append(entry(1))
      opened.journal.commit()
      const { digest } = opened.journal
      opened.journal.append(entry(2))
      const again = await reopen()
      expect(again.seq).toBe(1)
      expect(again.digest).toBe(digest)
    })
  })
}

const entry = (n: number): Entry => ({
  at: instantOf(1_700_000_000_000_000 + n),
  kind: "note",
  rows: n,
  body: `{"kind":"note","code":"TEST","what":"line ${n}"}`,
})
