import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { instantOf } from "./brand.ts"
import {
  dayOf,
  days,
  floorTo,
  FOREVER,
  formatDuration,
  formatInstant,
  hours,
  later,
  milliseconds,
  minutes,
  NEVER,
  parseInstant,
  seconds,
} from "./time.ts"

/** From the year 1 to 2255, where microseconds stop being exact. */
const milli = fc.integer({ min: -62_135_596_800_000, max: 8_999_999_999_999 })
const micro = fc.nat(999)
const instants = fc
  .record({ milli, micro })
  .map(({ milli, micro }) => instantOf(milli * 1000 + micro))
  .filter((at) => Number.isSafeInteger(at))

describe("time as text", () => {
  it("is written as the platform's own calendar writes it", () => {
    fc.assert(
      fc.property(milli, (milli) => {
        expect(formatInstant(instantOf(milli * 1000))).toBe(new Date(milli).toISOString())
      }),
      { numRuns: 1000 },
    )
  })

  it("is read back to the microsecond", () => {
    fc.assert(
      fc.property(instants, (at) => {
        expect(parseInstant(formatInstant(at))).toBe(at)
      }),
      { numRuns: 1000 },
    )
  })

  it("is read in every form that is promised", () => {
    const at = Date.UTC(2023, 0, 5) * 1000
    expect(parseInstant("2023-01-05")).toBe(at)
    expect(parseInstant("2023-01-05 14:00")).toBe(at + 14 * 3_600_000_000)
    expect(parseInstant("2023-01-05T14:00:05")).toBe(at + 14 * 3_600_000_000 + 5_000_000)
    expect(parseInstant("2023-01-05T14:00:05.25Z")).toBe(at + 14 * 3_600_000_000 + 5_250_000)
    expect(parseInstant(" 2023-01-05T00:00:00.000001+00:00 ")).toBe(at + 1)
  })

  it.each([
    "",
    "yesterday",
    "2023-02-29",
    "2023-13-01",
    "2023-00-10",
    "2023-04-31",
    "2023-1-5",
    "2023-01-05T24:00",
    "2023-01-05T12:60",
    "2023-01-05T12:00:60",
    "2023-01-05T12",
    "2023-01-05T12:00+02:00",
    "2023-01-05T12:00:00.0000001",
  ])("does not take %j for a time", (text) => {
    expect(() => parseInstant(text)).toThrow(expect.objectContaining({ code: "NOT_A_TIME" }))
  })

  it("knows leap years", () => {
    for (const year of [1600, 1970, 2000, 2024, 2100]) {
      const isLeap = new Date(Date.UTC(year, 1, 29)).getUTCMonth() === 1
      if (isLeap) expect(parseInstant(`${year}-02-29`)).toBe(Date.UTC(year, 1, 29) * 1000)
      else expect(() => parseInstant(`${year}-02-29`)).toThrow()
    }
  })

  it("has words for before and after everything", () => {
    expect([formatInstant(NEVER), formatInstant(FOREVER)]).toEqual(["never", "forever"])
  })
})

describe("time as numbers", () => {
  it("counts in microseconds", () => {
    expect([milliseconds(1), seconds(1), minutes(1), hours(1), days(1)]).toEqual([
      1_000, 1_000_000, 60_000_000, 3_600_000_000, 86_400_000_000,
    ])
    expect(later(instantOf(5), seconds(2))).toBe(2_000_005)
  })

  it("floors to the bar and the UTC day that an instant lies in, also before 1970", () => {
    fc.assert(
      fc.property(
        instants,
        fc.constantFrom(seconds(1), minutes(5), hours(4), days(1)),
        (at, step) => {
          const from = floorTo(at, step)
          expect(from <= at && at < later(from, step)).toBe(true)
          expect(Math.abs(from % step)).toBe(0)
          expect(dayOf(at)).toBe(Math.floor(new Date(Math.floor(at / 1000)).getTime() / 86_400_000))
        },
      ),
    )
  })

  it("tells spans to people", () => {
    const told = [milliseconds(250), seconds(42), seconds(62), minutes(65), hours(49)]
    expect(told.map(formatDuration)).toEqual(["250 ms", "42 s", "1 m 02 s", "1 h 05 m", "2 d 01 h"])
  })
})
