import { describe, expect, it } from "vitest"
import { parseInstant } from "../../value/time.ts"
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
