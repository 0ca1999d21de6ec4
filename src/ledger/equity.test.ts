import { describe, expect, it } from "vitest"
import { instrumentOf } from "../../tests/support/instrument.ts"
import { type Price, priceOf } from "../value/brand.ts"
import { routesOf, worthAt } from "./equity.ts"

const pair = (index: number, base: string, quote: string, priceScale = 2) =>
  instrumentOf({ index, base, quote, priceScale })
const at =
  (marks: Readonly<Record<number, number>>) =>
  (index: number): Price | undefined =>
    marks[index] === undefined ? undefined : priceOf(marks[index])

describe("what an asset is worth", () => {
  const instruments = [
    pair(0, "ETH", "BTC", 5),
    pair(1, "BTC", "USDT"),
    pair(2, "ETH", "USDT"),
    pair(3, "USDT", "ETH"),
  ]
  const routes = routesOf("ETH", "USDT", instruments)

  it("is told by a direct price first, wherever it stands in the list", () => {
    expect(routes).toEqual([
      { first: 2, second: undefined, under: 100n },
      { first: 0, second: 1, under: 10_000_000n },
    ])
    expect(worthAt(1_000n, routes, at({ 0: 5_000, 1: 2_000_000, 2: 90_000 }))).toBe(900_000n)
  })

  it("is told over one other price where the direct one is missing", () => {
    expect(worthAt(1_000n, routes, at({ 0: 5_000, 1: 2_000_000 }))).toBe(1_000_000n)
  })

  it("is not known while a part of every way is missing", () => {
    expect(worthAt(1_000n, routes, at({ 0: 5_000 }))).toBeUndefined()
    expect(worthAt(1_000n, routes, at({ 1: 2_000_000 }))).toBeUndefined()
    expect(worthAt(1_000n, [], at({ 2: 1 }))).toBeUndefined()
    expect(routesOf("XYZ", "USDT", instruments)).toEqual([])
  })

  it("is rounded down, so that a result is never flattered", () => {
    expect(worthAt(1n, routes, at({ 2: 199 }))).toBe(1n)
    expect(worthAt(1n, routes, at({ 0: 199_999, 1: 99 }))).toBe(1n)
  })

  it("knows that assets are counted with different numbers of decimals", () => {
    const coarse = {
      ...pair(0, "BTC", "JPY", 1),
      base: { code: "BTC", scale: 8 },
      quote: { code: "JPY", scale: 2 },
    }
    const onward = {
      ...pair(1, "JPY", "USDT", 4),
      base: { code: "JPY", scale: 2 },
      quote: { code: "USDT", scale: 8 },
    }
    // A bitcoin at 9,000,000.5 yen; a yen at 0.0068 dollars.
    expect(worthAt(100_000_000n, routesOf("BTC", "JPY", [coarse]), at({ 0: 90_000_005 }))).toBe(
      900_000_050n,
    )
    expect(
      worthAt(
        100_000_000n,
        routesOf("BTC", "USDT", [coarse, onward]),
        at({ 0: 90_000_005, 1: 68 }),
      ),
    ).toBe(6_120_000_340_000n)
  })
})
