import { readFileSync, renameSync, writeFileSync } from "node:fs"
import path from "node:path"
import type { JournalRecord } from "../engine/ports.ts"

const FILE = "seals.json"

/** How far a journal was known to go. */
interface Mark {
  readonly seq: number
  readonly hash: string
}

/** The part of a journal that a seal looks at. */
export interface Sealable {
  readonly seq: number
  readonly digest: string
  records(from?: number): Iterable<JournalRecord>
}

/**
 * Remembers, outside the folder of an account, how far its journal went, so that a backup put in its
 * place is seen: what happened since would be forgotten, and with it what it cost (TIER-3). Without a
 * seal a higher tier is not believed.
 */
export class TierSeal {
  readonly #file: string
  readonly #marks: Record<string, Mark>
  #passages = 0

  /** @param home folder that holds the accounts; what cannot be read there counts as not there */
  constructor(home: string) {
    this.#file = path.join(home, FILE)
    this.#marks = marksIn(this.#file)
  }

  /** Whether the journal goes at least as far as it was known to, over the same lines. */
  isWhole(journal: Sealable, told: { readonly isFirstTier: boolean }): boolean {
    const first = firstOf(journal.records())
    const mark = first && this.#marks[first.hash]
    if (mark === undefined) return told.isFirstTier
    return firstOf(journal.records(mark.seq))?.hash === mark.hash
  }

  /** A change of tier is sealed at once. @param passages how many there were so far */
  follow(journal: Sealable, passages: number): void {
    if (passages > this.#passages) this.mark(journal)
    this.#passages = passages
  }

  /** Marks how far the journal goes now; only lines that are durable. */
  mark(journal: Sealable): void {
    const first = firstOf(journal.records())
    if (first === undefined) return
    this.#marks[first.hash] = { seq: journal.seq, hash: journal.digest }
    // Written beside it and renamed, so that a crash leaves the old one or the new one.
    writeFileSync(`${this.#file}.tmp`, JSON.stringify(this.#marks), { mode: 0o600 })
    renameSync(`${this.#file}.tmp`, this.#file)
  }
}

function firstOf(records: Iterable<JournalRecord>): JournalRecord | undefined {
  for (const record of records) return record
  return undefined
}

function marksIn(file: string): Record<string, Mark> {
  try {
    const read: unknown = JSON.parse(readFileSync(file, "utf8"))
    return Object.fromEntries(Object.entries(read ?? {}).filter(([, it]) => isMark(it)))
  } catch {
    return {}
  }
}

function isMark(value: unknown): value is Mark {
  if (typeof value !== "object" || value === null) return false
  const { seq, hash } = value as Partial<Record<keyof Mark, unknown>>
  return Number.isSafeInteger(seq) && typeof hash === "string"
}
