import { describe, expect, it } from "vitest"
import { methodFor } from "./method.ts"
import { DOLLAR } from "../value/amounts.ts"

const CENT = 1_000_000n
const usual = { urgency: 50, isPassive: false, hasCurve: true, isPractised: () => true }
const by = (rank: number, valueUnits: bigint, told = {}) =>
  methodFor({ ...usual, rank, valueUnits, ...told })

describe("EXEC-1: the method by value and tier", () => {
  it("is one order at $199.99 and slices at $200.00", () => {
    expect(by(1, 200n * DOLLAR - CENT)).toBe("one-shot")
    expect(by(1, 200n * DOLLAR)).toBe("sliced")
  })

  it("leaves a Sniper no way above that", () => {
    expect(by(0, 200n * DOLLAR)).toBeUndefined()
    expect(by(0, 199n * DOLLAR)).toBe("one-shot")
  })

  it("works $500 and more over time, unless it is in a hurry", () => {
    expect(by(1, 500n * DOLLAR - CENT)).toBe("sliced")
    expect(by(1, 500n * DOLLAR)).toBe("twap")
    expect(by(1, 500n * DOLLAR, { urgency: 51 })).toBe("sliced")
  })

  it("knows VWAP from Strategist on, where the curve is trusted", () => {
    expect(by(2, 500n * DOLLAR)).toBe("vwap")
    expect(by(2, 500n * DOLLAR, { hasCurve: false })).toBe("twap")
    expect(by(1, 500n * DOLLAR)).toBe("twap")
  })

  it("takes $2,000 over time alone, from Strategist on, and nothing above $10,000", () => {
    expect(by(1, 2_000n * DOLLAR)).toBeUndefined()
    expect(by(2, 2_000n * DOLLAR, { urgency: 100 })).toBe("vwap")
    expect(by(2, 2_000n * DOLLAR - CENT, { urgency: 100 })).toBe("sliced")
    expect(by(3, 10_000n * DOLLAR)).toBe("vwap")
    expect(by(3, 10_000n * DOLLAR + 1n)).toBeUndefined()
  })
})

describe("TIER-17: a method that was not practised", () => {
  it("stays closed, and the next one that fits is taken", () => {
    const isPractised = (it: string): boolean => it !== "vwap"
    expect(by(2, 600n * DOLLAR, { isPractised })).toBe("twap")
    expect(by(1, 300n * DOLLAR, { isPractised: () => false })).toBeUndefined()
  })
})
