import {
  array,
  assert,
  boolean,
  constantFrom,
  integer,
  nat,
  oneof,
  property,
  record,
} from "fast-check"
import { expect, it } from "vitest"
import { pack, type Packed, unpack } from "../ledger/saved.ts"
import { DOLLAR } from "../value/amounts.ts"
import { type Instant, instantOf } from "../value/brand.ts"
import { days, later, minutes } from "../value/time.ts"
import { began, type Course } from "./course.ts"
import { kept } from "./kept.ts"
import type { Measure } from "./measure.ts"
import { CEREMONY_SENTENCE, CHECKLIST, RECOVERY, type TierAct } from "./preparation.ts"
import { TierBook } from "./tier-book.ts"
import type { TierBookState } from "./tier-state.ts"

const START = instantOf(days(20_000))
const usd = (whole: number): bigint => BigInt(whole) * DOLLAR

/** What a snapshot holds of a book. */
const textOf = (book: TierBook): string => JSON.stringify(pack(book.state))

/** A book that knows nothing but what a snapshot holds. */
function restored(text: string): TierBook {
  const book = new TierBook()
  book.restore(unpack<TierBookState>(JSON.parse(text) as Packed<TierBookState>))
  return book
}

/** A book in the adjustment period of a rank. */
function risen(rank: number, worth: number): TierBook {
  const book = new TierBook()
  if (rank === 0) return book
  book.onFlow(later(START, days(-40)), usd(worth))
  book.onSample(later(START, days(-1)), usd(worth))
  const course = { ...began(rank, START), promotedAt: START, promotedUnits: usd(worth) }
  book.restore({ ...book.state, course: kept<Course>(course) })
  return book
}

/** Something that a book hears at a moment. */
type Heard = (book: TierBook, at: Instant) => unknown

const SENTENCE = "a sentence that is long enough to count as written"
const acts: readonly TierAct[] = [
  { kind: "confirm", sentence: CEREMONY_SENTENCE },
  { kind: "sign", name: "A Trader", date: "2026-03-01" },
  { kind: "answer", item: "nothing", text: SENTENCE },
  { kind: "reflect", text: "word ".repeat(40) },
  ...Object.keys(CHECKLIST).map((item) => ({ kind: "answer" as const, item, text: SENTENCE })),
  ...["chasing", "doubling", "watching"].map((habit) => ({
    kind: "bury" as const,
    habit,
    commitment: SENTENCE,
  })),
]
const recovery = Object.keys(RECOVERY).map((item): TierAct => ({
  kind: "recover",
  item,
  text: SENTENCE,
}))
const measures: readonly Measure[] = [
  { kind: "worked-order", valueUnits: usd(900), slices: 4, impactPpm: 12 },
  { kind: "practice", method: "sliced", isCompleted: true },
  { kind: "baseline", days: 31 },
  { kind: "tilt-score", score: 75 },
  { kind: "tilt-score", score: 90 },
  { kind: "exposure", units: usd(100_000) },
  { kind: "outage-cost", costUnits: usd(20) },
  { kind: "cluster-unbroken", positions: 3 },
  { kind: "override-attempt" },
  { kind: "journal-set-back" },
]

const told = (...them: readonly Heard[]) => constantFrom(...them)

const heard = oneof(
  integer({ min: 1_500, max: 6_000 }).map<Heard>((it) => (book, at) => {
    book.onSample(at, usd(it))
  }),
  integer({ min: -3, max: 3 }).map<Heard>((percent) => (book, at) => {
    book.onSample(at, (book.evidence.equityUnits * BigInt(100 + percent)) / 100n)
  }),
  integer({ min: -500, max: 500 }).map<Heard>((it) => (book, at) => {
    book.onFlow(at, usd(it))
  }),
  record({
    isManual: boolean(),
    isStopped: boolean(),
    won: integer({ min: -9, max: 9 }),
  }).map<Heard>(({ won, ...rest }) => (book, at) => {
    book.onTrade({ ...rest, at, instrument: 1, strategy: "breakout", pnlUnits: usd(won) })
  }),
  record({ hasAgreed: boolean(), isHolding: boolean() }).map<Heard>((it) => (book) => {
    book.onBooks(it)
  }),
  constantFrom(...measures).map<Heard>((it) => (book, at) => {
    book.onMeasure(at, it)
  }),
  constantFrom(...acts, ...recovery).map<Heard>((it) => (book, at) => book.onAct(at, it)),
  told((book, at) => {
    for (const it of recovery) book.onAct(at, it)
  }),
  told((book, at) => {
    book.onViolation(at)
  }),
  told((book, at) => {
    book.onMeasure(at, { kind: "override-attempt" })
  }),
  told((book, at) => {
    const lost = { strategy: "trader", isManual: true, isStopped: true, pnlUnits: usd(-5) }
    book.onTrade({ at, instrument: 0, ...lost })
  }),
  told(
    (book, at) => {
      book.onForeignOrder(at)
    },
    (book, at) => {
      book.evidence.onAttempt(at)
    },
    (book, at) => {
      book.evidence.onReaction(at, true)
    },
    (book, at) => {
      book.evidence.onReaction(at, false)
    },
  ),
)

it("a snapshot and the rest give the same book as the whole, wherever it is cut", () => {
  const steps = array(record({ hear: heard, after: constantFrom(1, 25, 61, 700, 1_500) }), {
    maxLength: 80,
  })
  const birth = record({
    rank: integer({ min: 0, max: 3 }),
    worth: integer({ min: 500, max: 6_000 }),
  })
  assert(
    property(birth, steps, nat(), ({ rank, worth }, steps, nth) => {
      const whole = risen(rank, worth)
      const cut = nth % (steps.length + 1)
      let book = whole
      let at = START
      for (const [i, { hear, after }] of steps.entries()) {
        if (i === cut) book = restored(textOf(whole))
        at = later(at, minutes(after))
        const answer = hear(whole, at)
        if (book === whole) continue
        expect(hear(book, at)).toBe(answer)
        expect(book.standing(at)).toEqual(whole.standing(at))
      }
      if (book === whole) book = restored(textOf(whole))
      // To the letter, order of keys and all: a snapshot is known by its hash.
      expect(textOf(book)).toBe(textOf(whole))
      expect(book.state).toStrictEqual(whole.state)
      expect(book.history).toEqual(whole.history)
      expect(book.answer).toBe(whole.answer)
      expect(book.course).toStrictEqual(whole.course)
      expect(book.evaluation).toEqual(whole.evaluation)
      expect(book.missing(at)).toEqual(whole.missing(at))
      expect(book.gatesAt(at)).toEqual(whole.gatesAt(at))
      expect(book.papers.preparation).toStrictEqual(whole.papers.preparation)
      expect(book.papers.recovery).toStrictEqual(whole.papers.recovery)
      expect(book.evidence.days).toEqual(whole.evidence.days)
    }),
    { numRuns: 300 },
  )
})

it("a state that was taken does not change with the book, nor the book with another", () => {
  const book = risen(1, 2_700)
  const { state } = book
  const before = textOf(book)
  const other = new TierBook()
  other.onForeignOrder(START)
  other.restore(state)
  for (const it of [book, other]) {
    it.onViolation(later(START, minutes(1)))
    it.onMeasure(later(START, minutes(2)), { kind: "baseline", days: 31 })
    const won = { strategy: "breakout", isManual: false, isStopped: false, pnlUnits: usd(5) }
    it.onTrade({ at: later(START, minutes(3)), instrument: 0, ...won })
    it.evidence.onReaction(later(START, minutes(4)), true)
    it.onSample(later(START, days(1)), usd(1_000))
  }
  expect(JSON.stringify(pack(state))).toBe(before)
  expect(textOf(other)).toBe(textOf(book))
})
