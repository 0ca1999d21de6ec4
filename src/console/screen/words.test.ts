import { describe, expect, it } from "vitest"
import { parseInstant } from "../../value/time.ts"
import { chartOf } from "./chart.ts"
import { clockText, dollarText, gainText, momentText, shareText } from "./words.ts"

describe("figures for people", () => {
  it.each([
    [0n, "$0.00", "$0.00"],
    [123_456_789_012n, "$1,234.57", "+$1,234.57"],
    [-2_000_000n, "-$0.02", "-$0.02"],
    [499_999n, "$0.00", "$0.00"],
    [-499_999n, "$0.00", "$0.00"],
    [500_000n, "$0.01", "+$0.01"],
  ])("are dollars to the nearest cent: %d units", (units, amount, gain) => {
    expect([dollarText(units), gainText(units)]).toEqual([amount, gain])
  })

  it("are shares with two digits, or n/a", () => {
    expect([0.0123, -0.5, 0.000001, NaN].map(shareText)).toEqual([
      "+1.23 %",
      "-50.00 %",
      "0.00 %",
      "n/a",
    ])
  })

  it("are times of UTC to the second", () => {
    const at = parseInstant("2026-03-02 14:05:06.789")
    expect([momentText(at), clockText(at)]).toEqual(["2026-03-02 14:05:06", "14:05:06"])
  })
})

describe("a chart", () => {
  it("stands on its lowest point and fills its height with the highest", () => {
    expect(chartOf([0, 1, 2, 3], { columns: 4, rows: 2 })).toEqual(["  ▃█", "▁▆██"])
  })

  it("is a line along the foot where nothing moved", () => {
    expect(chartOf([5, 5, 5], { columns: 10, rows: 2 })).toEqual(["   ", "▁▁▁"])
  })

  it("shows the last of the points that share a column", () => {
    expect(chartOf([9, 9, 0, 9, 9, 8], { columns: 2, rows: 1 })).toEqual(["▁█"])
  })
})
