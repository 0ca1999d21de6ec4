import type { Books } from "../engine/books.ts"
import type { JournalRecord } from "../engine/ports.ts"
import type { Measure } from "../tier/measure.ts"
import type { Act } from "../tilt/act.ts"
import { isHeavier, stateText } from "../tilt/inherit.ts"
import { TiltGuard } from "../tilt/guard.ts"
import { newState } from "../tilt/state.ts"
import type { Instant } from "../value/brand.ts"
import { SealStore } from "./seal-store.ts"

/** A seal is taken anew after so many lines, so that what was learnt of somebody is not lost either. */
const LINES_MOST = 20_000

/** The part of a journal that a seal looks at. */
export interface Sealable {
  readonly seq: number
  readonly digest: string
  records(from?: number): Iterable<JournalRecord>
}

/** What a journal has to be told before anything else, and its owner. */
export interface Claims {
  /** The guard as it will stand: what the journal tells, and what was sealed. */
  readonly guard: TiltGuard
  readonly notes: readonly string[]
  readonly measures: readonly Measure[]
  readonly acts: readonly Act[]
}

/**
 * Remembers, outside the folder of an account, how far its journal went and what the guard held. So a
 * journal that was deleted, a backup in its place, another home or a new key begin where the account
 * was, never before it (TIER-3, TILT-50, TILT-60).
 */
export class AccountSeal {
  readonly #store: SealStore
  #mark = ""
  #seq = 0

  constructor(told: { readonly folders: readonly string[]; readonly identity: string }) {
    this.#store = new SealStore(told)
  }

  /** Whether some seal of a home vouches for a journal: the same first line, and the last one sealed. */
  static isWhole(home: string, journal: Sealable): boolean {
    const first = firstOf(journal.records())?.hash
    return SealStore.allIn(home).some(
      (it) => it.first === first && firstOf(journal.records(it.seq))?.hash === it.hash,
    )
  }

  /**
   * What the journal does not know and the seal does.
   * @param told.books as the journal tells them; absent on the first day
   * @param told.hasHistory the account was traded by this program before, by somebody's own record
   */
  claims(
    journal: Sealable,
    told: {
      readonly books: Books | undefined
      readonly hasHistory: boolean
      readonly at: Instant
    },
  ): Claims {
    const claims = this.#claims(journal, told)
    const guard = new TiltGuard()
    if (told.books) guard.restore(told.books.tilt.state)
    for (const act of claims.acts) guard.hear(act, told.at)
    return { ...claims, guard }
  }

  #claims(
    journal: Sealable,
    told: { readonly books: Books | undefined; readonly hasHistory: boolean },
  ): Omit<Claims, "guard"> {
    const { books } = told
    const own = books?.tilt.state ?? newState()
    const sealed = this.#store.read()
    const first = firstOf(journal.records())
    if (sealed === undefined) return told.hasHistory ? forgotten(books) : NOTHING
    const inherit: Act = { kind: "inherited", state: sealed.guard }
    const measures: readonly Measure[] = sealed.isRecovering ? [SET_BACK] : []
    if (first === undefined) {
      const isHeavy = isHeavier(sealed.guard, own) || sealed.isRecovering
      return { notes: isHeavy ? [BEGUN_ANEW] : [], measures, acts: [inherit] }
    }
    const isOther = first.hash !== sealed.first
    if (isOther || firstOf(journal.records(sealed.seq))?.hash !== sealed.hash) {
      return { notes: [ENDS_EARLIER], measures: [SET_BACK], acts: [inherit] }
    }
    // The same line, and another state behind it: the snapshot was not made by this journal.
    const isEdited = journal.seq === sealed.seq && isHeavier(sealed.guard, own)
    return isEdited ? { notes: [ENDS_EARLIER], measures: [], acts: [inherit] } : NOTHING
  }

  /** Seals at once what nobody may take back: a tier, a level, a lock, a debt. Between turns. */
  follow(journal: Sealable, books: Books): void {
    const { level, locks, debt, steps, stage } = books.tilt.state
    const passages = books.tiers.history.length
    const todo = `${steps.isReviewed}${steps.isCommitted}`
    const mark = `${passages} ${level} ${locks.length} ${debt.units} ${todo} ${stage?.stage}`
    if (mark === this.#mark && journal.seq - this.#seq < LINES_MOST) return
    this.mark(journal, books)
    this.#mark = mark
  }

  /** Seals how things stand now; only lines that are durable. */
  mark(journal: Sealable, books: Books): void {
    const first = firstOf(journal.records())
    if (first === undefined) return
    this.#seq = journal.seq
    this.#store.write({
      serial: (this.#store.read()?.serial ?? 0) + 1,
      first: first.hash,
      seq: journal.seq,
      hash: journal.digest,
      guard: stateText(books.tilt.state),
      isRecovering: isRecovering(books),
    })
  }
}

const NOTHING: Omit<Claims, "guard"> = { notes: [], measures: [], acts: [] }
const SET_BACK: Measure = { kind: "journal-set-back" }
const ENDS_EARLIER =
  "This journal ends earlier than it was known to: the account begins again in the first tier, and the guard goes on where it was (TIER-3, TILT-60)."
const BEGUN_ANEW =
  "This account was traded before: what the guard asked for then holds here, too (TILT-60)."
const UNKNOWN =
  "The seal of this account is gone: entries by hand rest for a day of running time, the others are halved, and no tier above the first is believed (TILT-60, TIER-3)."

/** A history, and nothing that tells how it went. */
function forgotten(books: Books | undefined): Omit<Claims, "guard"> {
  const isFirstTier = books === undefined || books.tiers.course.rank === 0
  return {
    notes: [UNKNOWN],
    measures: isFirstTier ? [] : [SET_BACK],
    acts: [{ kind: "inherited" }],
  }
}

function isRecovering({ tiers }: Books): boolean {
  const { recovery } = tiers.papers
  return recovery !== undefined && recovery.completeAt === undefined
}

function firstOf(records: Iterable<JournalRecord>): JournalRecord | undefined {
  for (const record of records) return record
  return undefined
}
