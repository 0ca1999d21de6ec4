import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { instantOf } from "../value/brand.ts"
import { DAY_US } from "../value/time.ts"
import { DayBook } from "./day-book.ts"

const at = (day: number, hour = 0): ReturnType<typeof instantOf> =>
  instantOf(day * DAY_US + hour * 3_600_000_000)

/** A book that began the first day with 1,000. */
function opened(): DayBook {
  const book = new DayBook()
  book.onFlow(1_000n)
  book.onSample(at(100), 1_000n)
  return book
}

/** One whole day after another that changed the worth like this. */
function afterDays(changes: readonly number[]): DayBook {
  const book = opened()
  let worth = 1_000n
  changes.forEach((change, i) => {
    book.onSample(at(100 + i, 1), worth)
    worth += BigInt(change)
    book.onSample(at(100 + i, 23), worth)
  })
  return book
}

describe("the day book", () => {
  it("starts a day at 00:00 UTC with the last worth of the day before (RISK-5)", () => {
    const book = opened()
    book.onSample(at(100, 23), 950n)
    expect(book.at(instantOf(at(101) - 1)).dayStartUnits).toBe(1_000n)
    expect(book.at(at(101)).dayStartUnits).toBe(950n)
    book.onSample(at(101, 5), 970n)
    expect(book.at(at(101, 6)).dayStartUnits).toBe(950n)
  })

  it("keeps the peak over days (RISK-8)", () => {
    const book = opened()
    book.onSample(at(100, 1), 1_100n)
    book.onSample(at(102, 1), 900n)
    expect(book.at(at(103)).peakUnits).toBe(1_100n)
  })

  it("takes money from outside for neither gain nor loss", () => {
    const book = opened()
    book.onSample(at(100, 1), 900n)
    book.onFlow(500n)
    expect(book.state).toMatchObject({
      equityUnits: 1_400n,
      dayStartUnits: 1_500n,
      peakUnits: 1_500n,
    })
    book.onFlow(-500n)
    expect(book.state).toMatchObject({
      equityUnits: 900n,
      dayStartUnits: 1_000n,
      peakUnits: 1_000n,
    })
  })

  it("counts entries of the day, and from zero at midnight (RISK-11)", () => {
    const book = opened()
    book.onEntry(at(100, 1))
    book.onEntry(at(100, 2))
    expect(book.at(at(100, 3)).entriesToday).toBe(2)
    expect(book.at(at(101)).entriesToday).toBe(0)
    book.onEntry(at(101))
    expect(book.at(at(101)).entriesToday).toBe(1)
  })

  it.each<[number[], number]>([
    [[-1], 1],
    [[-1, -1], 2],
    [[-1, -1, -1], 3],
    [[-1, 1, -1], 1],
    [[-1, -1, 1], 0],
    [[-1, -1, 1, -1], 1],
    [[-1, -1, -1, 1], 2],
    [[-1, -1, -1, -1, -1, 1], 2],
    [[-1, -1, -1, 1, 1], 0],
    [[-1, 0, -1], 2],
    [[1, 1], 0],
  ])("RISK-10: after days of %s, sizes are those of %i losing days", (changes, losingDays) => {
    expect(afterDays(changes).at(at(100 + changes.length)).losingDays).toBe(losingDays)
  })

  it("makes no new day of a clock that steps back over midnight (RISK-7)", () => {
    const book = opened()
    book.onSample(at(101, 0), 1_000n)
    book.onEntry(at(101, 0))
    book.onSample(at(101, 0), 960n)
    const before = book.state
    book.onSample(at(100, 23), 960n)
    book.onSample(at(101, 0), 960n)
    expect(book.state).toEqual(before)
    expect(book.at(at(100, 12))).toMatchObject({ dayStartUnits: 1_000n, entriesToday: 1 })
  })

  it("tells of a moment what a sample at that moment would leave", () => {
    const steps = fc.array(
      fc.record({ hours: fc.integer({ min: 0, max: 60 }), worth: fc.bigInt({ min: 1n, max: 9n }) }),
    )
    fc.assert(
      fc.property(steps, (given) => {
        const book = opened()
        let hour = 0
        for (const { hours, worth } of given) {
          hour += hours
          const told = book.at(at(100, hour))
          book.onSample(at(100, hour), worth)
          const { peakUnits, ...rest } = book.state
          expect(told).toMatchObject({
            dayStartUnits: rest.dayStartUnits,
            losingDays: rest.losingDays,
            entriesToday: rest.entriesToday,
          })
          expect(peakUnits).toBeGreaterThanOrEqual(told.peakUnits)
        }
      }),
    )
  })
})
