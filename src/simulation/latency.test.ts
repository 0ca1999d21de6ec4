import { describe, expect, it } from "vitest"
import { marketOf } from "../../tests/simulation/stage.ts"
import { emptyRow, Tape, TRADE } from "../market/tape.ts"
import { Chance } from "../value/chance.ts"
import { milliseconds } from "../value/time.ts"
import { Latency, stampSeen } from "./latency.ts"

const draws = (seed: number, medians = {}): { entry: number; response: number }[] => {
  const latency = new Latency(new Chance(seed, "latency"), medians)
  return Array.from({ length: 2000 }, () => ({
    entry: latency.entryDelay(),
    response: latency.responseDelay(),
  }))
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1]

describe("Latency", () => {
  it("is the same for the same seed, another for another, and never negative", () => {
    expect(draws(1)).toEqual(draws(1))
    expect(draws(1)).not.toEqual(draws(2))
    expect(draws(1).every(({ entry, response }) => entry > 0 && response > 0)).toBe(true)
  })

  it("lies around its medians, 50 ms where none is given", () => {
    const both = draws(3, { response: milliseconds(20) })
    expect(median(both.map(({ entry }) => entry)) / 50_000).toBeCloseTo(1, 1)
    expect(median(both.map(({ response }) => response)) / 20_000).toBeCloseTo(1, 1)
  })

  it("is exactly zero when asked to be", () => {
    const none = milliseconds(0)
    const all = draws(4, { entry: none, response: none })
    expect(all.every(({ entry, response }) => entry === 0 && response === 0)).toBe(true)
  })

  it("stamps rows in the order they are played, each seen after it happened", () => {
    const tape = new Tape([marketOf(0, "BTC")])
    for (let i = 0; i < 10_000; i++) {
      const time = 1_700_000_000_000_000 + i * 3000
      tape.push({
        ...emptyRow(),
        kind: TRADE,
        flag: 0,
        instrument: 0,
        time,
        seen: time,
        a: 1,
        b: 1,
      })
    }
    stampSeen(tape, new Latency(new Chance(5, "latency")))
    const delays = Array.from(tape.seen.slice(0, tape.length), (seen, i) => seen - tape.time[i])
    expect(delays.every((delay) => delay > 0)).toBe(true)
    expect(new Set(delays).size).toBeGreaterThan(1000)
    for (let i = 1; i < tape.length; i++) {
      expect(tape.seen[i]).toBeGreaterThanOrEqual(tape.seen[i - 1])
    }
  })
})
