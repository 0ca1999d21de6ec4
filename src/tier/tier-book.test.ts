import {
  array,
  assert,
  constant,
  constantFrom,
  integer,
  lorem,
  oneof,
  property,
  record,
  string,
} from "fast-check"
import { describe, expect, it } from "vitest"
import { DOLLAR } from "../value/amounts.ts"
import { type Instant, instantOf } from "../value/brand.ts"
import { days, hours, later, minutes } from "../value/time.ts"
import { CEREMONY_SENTENCE, CHECKLIST, RECOVERY, type TierAct } from "./preparation.ts"
import { TierBook } from "./tier-book.ts"
import { TIER_NAMES } from "./tier.ts"

const START = instantOf(days(20_000))
const at = (day: number, hour = 12, minute = 0): Instant =>
  (START + days(day) + hours(hour) + minutes(minute)) as Instant
const usd = (whole: number): bigint => BigInt(Math.round(whole * 100)) * (DOLLAR / 100n)

/** Days of an account that earns its way: four trades a day on four pairs, nearly all with a gain. */
function live(
  book: TierBook,
  told: { from: number; to: number; start: number; end: number },
): void {
  const { from, to, start, end } = told
  for (let day = from; day < to; day++) {
    const worth = start + ((end - start) * (day - from + 1)) / (to - from)
    for (let i = 0; i < 4; i++) {
      book.onTrade({
        at: at(day, 8 + i),
        instrument: i,
        strategy: "breakout",
        isManual: false,
        isStopped: false,
        pnlUnits: i === 3 && day % 3 === 0 ? usd(-1) : usd(12),
      })
      book.evidence.onReaction(at(day, 8 + i), true)
    }
    book.onSample(at(day, 13), usd(worth))
    book.onMeasure(at(day, 14), { kind: "baseline", days: day })
    book.onMeasure(at(day, 15), { kind: "practice", method: "sliced", isCompleted: true })
  }
}

function write(book: TierBook, when: Instant): void {
  const text = "a sentence that is long enough to count as written"
  for (const item of Object.keys(CHECKLIST)) book.onAct(when, { kind: "answer", item, text })
  for (const habit of ["chasing", "doubling", "watching"]) {
    book.onAct(when, { kind: "bury", habit, commitment: text })
  }
  book.onAct(when, { kind: "sign", name: "A Trader", date: "2026-03-01" })
}

/** An account that has everything for Hunter on day 40. */
function ready(): TierBook {
  const book = new TierBook()
  book.onFlow(at(0, 0, 1), usd(500))
  book.onBooks({ hasAgreed: true })
  live(book, { from: 0, to: 40, start: 500, end: 2_700 })
  write(book, at(39, 20))
  book.onSample(at(40, 1), usd(2_700))
  return book
}

function hunter(): TierBook {
  const book = ready()
  expect(book.onAct(at(40), { kind: "confirm", sentence: CEREMONY_SENTENCE })).toBeUndefined()
  return book
}

const heldBy = (book: TierBook, when: Instant): string => book.standing(when).held.name
const workingOf = (book: TierBook, when: Instant): string => book.standing(when).working.name

describe("TIER-21, TIER-22: a promotion", () => {
  it("happens when every gate passed, everything is written and the sentence is said", () => {
    const book = ready()
    expect(book.missing(at(40))).toEqual([])
    expect(book.onAct(at(40), { kind: "confirm", sentence: "I understand" })).toContain("sentence")
    expect(heldBy(book, at(40))).toBe("SNIPER")
    expect(book.onAct(at(40), { kind: "confirm", sentence: CEREMONY_SENTENCE })).toBeUndefined()
    const { working, sizePpm } = book.standing(at(40))
    expect(working).toMatchObject({ name: "HUNTER", maxPositions: 5 })
    expect(sizePpm).toBe(500_000)
  })

  it("TIER-27: keeps every attempt, refused ones with their reason", () => {
    const book = new TierBook()
    book.onFlow(at(0), usd(500))
    book.onAct(at(1), { kind: "confirm", sentence: CEREMONY_SENTENCE })
    expect(book.history).toMatchObject([
      { kind: "promotion refused", from: "SNIPER", to: "SNIPER" },
    ])
    expect(book.history[0]?.reason).toContain("equity")
  })

  it.each<[string, (book: TierBook) => void, string]>([
    ["the 5 % rule was tried", (book) => book.evidence.onAttempt(at(38)), "5 % rule"],
    ["the books differ", (book) => book.onBooks({ hasAgreed: false }), "books reconciled"],
    ["the account fell below", (book) => book.onSample(at(40, 23), usd(1_999.99)), "equity"],
  ])("waits for the next day when %s", (_, spoil, missing) => {
    const book = ready()
    spoil(book)
    book.onSample(at(41, 1), book.evidence.equityUnits)
    expect(book.missing(at(41, 2))).toContain(missing)
    expect(book.onAct(at(41, 2), { kind: "confirm", sentence: CEREMONY_SENTENCE })).toBeDefined()
    expect(heldBy(book, at(41, 2))).toBe("SNIPER")
  })

  it("rests on an evaluation of the same day, taken at five past midnight (TIER-6)", () => {
    const book = ready()
    expect(book.evaluation?.at).toBe(at(40, 0, 5))
    expect(book.missing(at(41, 0, 5))).toEqual([])
    expect(book.missing((at(41, 0, 5) + 1) as Instant)).toContain("an evaluation of this day")
  })

  it.each<[string, Partial<Record<TierAct["kind"], true>>]>([
    ["checklist", { answer: true }],
    ["habits to give up", { bury: true }],
    ["valley contract", { sign: true }],
  ])("TIER-18 to TIER-20: is blocked without the %s", (name, left) => {
    const book = new TierBook()
    book.onFlow(at(0, 0, 1), usd(500))
    const text = "a sentence that is long enough to count as written"
    if (!left.answer) {
      for (const item of Object.keys(CHECKLIST)) book.onAct(at(1), { kind: "answer", item, text })
    }
    if (!left.bury) {
      for (const habit of ["one", "two", "three"]) {
        book.onAct(at(1), { kind: "bury", habit, commitment: text })
      }
    }
    if (!left.sign) book.onAct(at(1), { kind: "sign", name: "A Trader", date: "2026-03-01" })
    expect(book.missing(at(1)).join()).toContain(name)
  })
})

describe("TIER-5: a deposit buys no tier", () => {
  it("is left out for 30 days, to the microsecond, and then counts", () => {
    const book = new TierBook()
    book.onFlow(at(0), usd(50_000))
    book.onSample(at(1), usd(50_000))
    const end = later(at(0), days(30))
    expect(book.evidence.tierEquityUnits((end - 1) as Instant)).toBe(0n)
    expect(book.evidence.tierEquityUnits(end)).toBe(usd(50_000))
  })

  it("is evened out by what was taken out before", () => {
    const book = new TierBook()
    book.onFlow(at(0), usd(1_000))
    book.onFlow(at(40), usd(-400))
    book.onFlow(at(41), usd(400))
    expect(book.evidence.tierEquityUnits(at(42))).toBe(usd(1_000))
  })
})

describe("TIER-24: the adjustment period of Hunter", () => {
  it.each([
    [0, 500_000, 200],
    [24 * 60 - 1, 500_000, 150],
    [24 * 60, 750_000, 150],
    [48 * 60 - 1, 750_000, 100],
    [48 * 60, 1_000_000, 100],
  ])("after %i minutes sizes are %i ppm, the guard at %i %", (after, sizePpm, percent) => {
    const standing = hunter().standing(later(at(40), minutes(after)))
    expect(standing.sizePpm).toBe(sizePpm)
    expect(Math.round(standing.sensitivityPercent)).toBe(percent)
  })

  it("TIER-25: 15 % lost since the promotion cost the tier, 14.99 % do not", () => {
    for (const [worth, tier] of [
      [2_295.27, "HUNTER"],
      [2_295, "SNIPER"],
    ] as const) {
      const book = hunter()
      book.onSample(at(41), usd(2_650))
      book.onSample(at(42, 0, 10), usd(2_450))
      book.onSample(at(42, 11), usd(worth))
      expect(heldBy(book, at(42, 11))).toBe(tier)
    }
  })

  it("TIER-20: a rule tried in it costs a day without entries", () => {
    const book = hunter()
    book.onViolation(at(41))
    expect(book.standing(later(at(41), hours(24 - 1 / 60))).closed?.id).toBe("TIER-20")
    expect(book.standing(later(at(41), hours(24))).closed).toBeUndefined()
  })
})

describe("TIER-14: near the next threshold the guard looks closer", () => {
  it.each([
    [1_799.99, 100],
    [1_800, 150],
    [1_899.99, 150],
    [1_900, 200],
    [1_959.99, 200],
    [1_960, 300],
  ])("at $%d: %i %", (worth, percent) => {
    const book = new TierBook()
    book.onFlow(at(0), usd(500))
    book.onSample(at(40), usd(worth))
    expect(book.standing(at(40)).sensitivityPercent).toBe(percent)
  })
})

describe("TIER-29, TIER-31: the balance step-down", () => {
  const fall = (book: TierBook, when: Instant): void => {
    book.onSample(at(43), usd(2_400))
    book.onSample(at(44), usd(2_400))
    book.onSample(at(45), usd(2_150))
    book.onSample(when, usd(1_999.99))
  }

  it("applies the lower limits after more than an hour below, not at the hour", () => {
    const book = hunter()
    fall(book, at(46, 13))
    const hour = later(at(46, 13), minutes(60))
    expect(workingOf(book, hour)).toBe("HUNTER")
    expect(workingOf(book, (hour + 1) as Instant)).toBe("SNIPER")
    expect(heldBy(book, (hour + 1) as Instant)).toBe("HUNTER")
  })

  it("lowers the tier after a day below, and gives it back after a day above, without a ceremony", () => {
    const book = hunter()
    fall(book, at(46, 13))
    book.onSample(at(47, 14), usd(1_990))
    expect(heldBy(book, at(47, 14))).toBe("SNIPER")
    book.onSample(at(48, 14), usd(2_000))
    expect(heldBy(book, at(49, 13, 59))).toBe("SNIPER")
    expect(heldBy(book, at(49, 14))).toBe("HUNTER")
    book.onSample(at(49, 15), usd(2_001))
    expect(book.history.map((it) => it.kind)).toEqual([
      "promotion",
      "step-down",
      "lowered",
      "restored",
    ])
  })

  it("is not undone by a moment above: only a whole day above loosens", () => {
    const book = hunter()
    fall(book, at(46, 13))
    book.onSample(at(46, 15), usd(2_010))
    expect(workingOf(book, at(47, 14, 59))).toBe("SNIPER")
    book.onSample(at(47, 14), usd(1_995))
    book.onSample(at(47, 15), usd(2_010))
    expect(workingOf(book, at(48, 14, 59))).toBe("SNIPER")
    expect(workingOf(book, at(48, 15))).toBe("HUNTER")
  })
})

describe("TIER-28: what costs a tier at once", () => {
  const manual = (when: Instant, isStopped = true) => ({
    at: when,
    instrument: 0,
    strategy: "trader",
    isManual: true,
    isStopped,
    pnlUnits: usd(-1),
  })
  const cases: readonly [string, (book: TierBook) => void][] = [
    ["a", (book) => book.onSample(at(50, 13), usd(2_294.99))],
    [
      "b",
      (book) => {
        for (const [i, worth] of [2_550, 2_400, 2_250].entries()) {
          book.onSample(at(50 + i, 13), usd(worth))
        }
      },
    ],
    [
      "c",
      (book) => {
        for (let i = 0; i < 5; i++) book.onMeasure(at(50, 13, i), { kind: "override-attempt" })
      },
    ],
    ["d", (book) => book.onForeignOrder(at(50, 13))],
    ["e", (book) => book.onMeasure(at(50, 13), { kind: "cluster-unbroken", positions: 3 })],
    ["f", (book) => book.onMeasure(at(50, 13), { kind: "outage-cost", costUnits: usd(135.01) })],
    [
      "g",
      (book) => {
        for (let i = 0; i < 3; i++) book.onTrade(manual(at(50, 13 + i)))
      },
    ],
    [
      "h",
      (book) => {
        book.onBooks({ isHolding: true })
        book.onMeasure(at(50, 13), { kind: "tilt-score", score: 80 })
      },
    ],
    [
      "i",
      (book) => {
        for (let i = 0; i < 3; i++) book.onViolation(at(50, 13 + i))
      },
    ],
  ]
  const steady = (): TierBook => {
    const book = hunter()
    for (let day = 41; day < 50; day++) book.onSample(at(day, 13), usd(2_700))
    return book
  }

  it.each(cases)(
    "(%s) drops Hunter to Sniper, with 30 days before the next promotion",
    (id, cause) => {
      const book = steady()
      cause(book)
      const when = at(53)
      expect(book.history.at(-1)).toMatchObject({ kind: "emergency", from: "HUNTER", to: "SNIPER" })
      expect(book.history.at(-1)?.reason).toContain(`TIER-28 ${id}`)
      expect(heldBy(book, when)).toBe("SNIPER")
      expect(book.standing(when).isMinimumOnly).toBe(true)
      expect(book.standing(when).closedByHand?.id).toBe("TIER-26")
      const waited = book.course.waitUntil - (book.history.at(-1)?.at ?? 0)
      expect(waited).toBe(days(30))
    },
  )

  it.each<[string, (book: TierBook) => void]>([
    ["a: exactly 15 %", (book) => book.onSample(at(50, 13), usd(2_295))],
    [
      "f: exactly 5 % of equity",
      (book) => book.onMeasure(at(50, 13), { kind: "outage-cost", costUnits: usd(135) }),
    ],
    [
      "h: nothing is held",
      (book) => book.onMeasure(at(50, 13), { kind: "tilt-score", score: 100 }),
    ],
    [
      "e: two positions",
      (book) => book.onMeasure(at(50, 13), { kind: "cluster-unbroken", positions: 2 }),
    ],
    [
      "g: a gain between",
      (book) => {
        book.onTrade(manual(at(50, 13)))
        book.onTrade(manual(at(50, 14)))
        book.onTrade(manual(at(50, 15), false))
        book.onTrade(manual(at(50, 16)))
      },
    ],
    [
      "i: the first a day ago",
      (book) => {
        book.onViolation(at(50, 13))
        book.onViolation(at(50, 14))
        book.onViolation(at(51, 13))
      },
    ],
    [
      "c: four",
      (book) => {
        for (let i = 0; i < 4; i++) book.onMeasure(at(50, 13, i), { kind: "override-attempt" })
      },
    ],
  ])("does not fire at the edge (%s)", (_, cause) => {
    const book = steady()
    cause(book)
    expect(heldBy(book, at(51, 14))).toBe("HUNTER")
  })

  it("TIER-30, RISK-31: is a halt in Sniper, which ends by the checklist and half an hour (RISK-46)", () => {
    const book = new TierBook()
    book.onFlow(at(0), usd(500))
    book.onSample(at(1), usd(500))
    for (let i = 0; i < 3; i++) book.onViolation(at(1, 13, i))
    const since = at(1, 13, 2)
    expect(book.standing(later(since, days(9))).closed?.because).toContain("positions")
    const text = "looked at, all of it"
    for (const item of Object.keys(RECOVERY)) {
      expect(book.standing(later(since, minutes(20))).closed).toBeDefined()
      book.onAct(later(since, minutes(10)), { kind: "recover", item, text })
    }
    expect(book.standing(later(since, minutes(29))).closed).toBeDefined()
    const back = later(since, minutes(30))
    expect(book.standing(back).closed).toBeUndefined()
    const done = later(since, minutes(10))
    const stages = [0, 1, 2, 3].map((day) => book.standing(later(done, days(day + 0.5))).sizePpm)
    expect(stages).toEqual([250_000, 500_000, 750_000, 1_000_000])
  })
})

it("TIER-32: a demotion leaves the behavioural baseline as it is", () => {
  const book = hunter()
  const known = book.evidence.measures("baseline", START).length
  book.onForeignOrder(at(41))
  expect(heldBy(book, at(41))).toBe("SNIPER")
  expect(book.evidence.measures("baseline", START)).toHaveLength(known)
  expect(book.gatesAt(at(41)).find((it) => it.name === "behavioural baseline")?.isPassed).toBe(true)
})

it("TIER-26: a reflection of 100 words opens orders by hand again, in as many lines as it takes", () => {
  const book = hunter()
  const line = Array.from({ length: 60 }, () => "word").join(" ")
  expect(book.standing(at(40)).closedByHand).toBeDefined()
  expect(book.onAct(at(40, 13), { kind: "reflect", text: line })).toContain("40 more words")
  expect(book.onAct(at(40, 14), { kind: "reflect", text: line })).toBeUndefined()
  expect(book.standing(at(40, 14)).closedByHand).toBeUndefined()
})

describe("TIER-3: nothing a trader does raises a tier", () => {
  const act = oneof(
    record({ kind: constant("answer" as const), item: string(), text: string() }),
    record({ kind: constant("bury" as const), habit: string(), commitment: string() }),
    record({ kind: constant("sign" as const), name: string(), date: string() }),
    constant({ kind: "confirm" as const, sentence: CEREMONY_SENTENCE }),
    record({ kind: constant("reflect" as const), text: lorem({ maxCount: 150 }) }),
    constantFrom(...Object.keys(RECOVERY)).map((item) => ({
      kind: "recover" as const,
      item,
      text: "looked at, all of it",
    })),
  )

  it("neither by any acts in any order, nor by paying in any amount", () => {
    const step = oneof(act, integer({ min: -1_000, max: 1_000_000 }))
    assert(
      property(array(step, { maxLength: 60 }), (steps) => {
        const book = new TierBook()
        book.onFlow(at(0), usd(500))
        for (const [i, it] of steps.entries()) {
          const when = at(Math.floor(i / 3), 12, i % 60)
          if (typeof it === "number") book.onFlow(when, usd(it))
          else book.onAct(when, it)
          book.onSample(when, book.evidence.equityUnits)
        }
        expect(heldBy(book, at(29))).toBe("SNIPER")
      }),
      { numRuns: 200 },
    )
  })

  it("the working tier is never above the held one, whatever the account does", () => {
    const worth = integer({ min: 100, max: 5_000 })
    assert(
      property(array(worth, { minLength: 1, maxLength: 80 }), (worths) => {
        const book = hunter()
        let highest = 1
        for (const [i, it] of worths.entries()) {
          const when = at(41, 0, i * 47)
          book.onSample(when, usd(it))
          const { held, working } = book.standing(when)
          const [h, w] = [held, working].map(({ name }) => TIER_NAMES.indexOf(name))
          expect(w).toBeLessThanOrEqual(h ?? 0)
          expect(h).toBeLessThanOrEqual(highest)
          highest = Math.max(highest, 1)
        }
      }),
      { numRuns: 200 },
    )
  })
})
