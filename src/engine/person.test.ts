import { describe, expect, it } from "vitest"
import { CEILINGS } from "../risk/limits.ts"
import type { Act } from "../tilt/act.ts"
import { hours, later, minutes, parseInstant } from "../value/time.ts"
import { Books } from "./books.ts"

const START = parseInstant("2026-03-02 14:00")
const SIGNS: readonly Act[] = [
  ...Array.from({ length: 9 }, (): Act => ({ kind: "edit", of: "x" })),
  ...Array.from({ length: 7 }, (): Act => ({ kind: "config", change: "looser" })),
  ...Array.from({ length: 5 }, (): Act => ({ kind: "session", to: "began" })),
  { kind: "override", outcome: "refused" },
  { kind: "idle-keys", keys: 90, spread: 0.001 },
]

function booksWith(acts: readonly Act[], told: { readonly isHolding: boolean }): Books {
  const books = new Books({ instruments: [], accountAsset: "USDT" })
  books.tiers.onBooks({ isHolding: told.isHolding })
  for (const act of acts) books.apply({ kind: "act", act }, START)
  return books
}

describe("the trader, between the guard and the tier", () => {
  it("TILT-46, TIER-28 h: a score of 80 costs a tier while a position is open, and only then", () => {
    for (const isHolding of [true, false]) {
      const books = booksWith(SIGNS, { isHolding })
      expect(books.tilt.standing(START).score).toBeGreaterThanOrEqual(80)
      expect(books.tilt.standing(START).alarms).toContain("tier")
      const reasons = books.tiers.history.map(({ reason }) => reason)
      expect(reasons.some((it) => it.startsWith("TIER-28 h"))).toBe(isHolding)
    }
  })

  it("TILT-42, TIER-14: the guard counts as often as the tier asks for", () => {
    const books = booksWith([], { isHolding: false })
    books.apply({ kind: "sample", equityUnits: 1_960_00000000n }, START)
    // 98 % of the way to $2,000.
    expect(books.tilt.standing(START).factor).toBe(3)
  })

  it("TILT-20: a stop that is moved more than 5 times is an order that is bargained with", () => {
    const books = booksWith([], { isHolding: true })
    const signs = () => books.tilt.standing(START).markers.map(({ id }) => id)
    const move = (price: number) =>
      books.apply({ kind: "command", command: { kind: "tighten", instrument: 0, price } }, START)
    for (let i = 0; i < 5; i++) move(100 + i)
    expect(signs()).not.toContain("TILT-20")
    move(105)
    expect(signs()).toContain("TILT-20")
  })

  /** The owner wants 2 % a position, and then 4 %, which waits an hour. */
  function booksThatWait(): Books {
    const books = booksWith([], { isHolding: false })
    for (const position of [20_000, 40_000]) {
      const limits = { ...CEILINGS, position: position as typeof CEILINGS.position }
      const rules = { limits, strategiesGoOn: false }
      books.apply({ kind: "command", command: { kind: "settings", rules } }, START)
    }
    return books
  }

  it("TILT-62: what waits to become looser is dropped where a level of 2 is set by hand", () => {
    const books = booksThatWait()
    books.apply({ kind: "command", command: { kind: "tilt", level: 2 } }, START)
    books.apply({ kind: "command", command: { kind: "tilt", level: 0 } }, START)
    expect(books.rules.at(later(START, hours(5))).limits.position).toBe(20_000)
  })

  it("TILT-62: it is dropped by the weighing of the account that reaches level 2, too", () => {
    const books = booksThatWait()
    for (const act of SIGNS.slice(0, 12)) books.apply({ kind: "act", act }, START)
    expect(books.tiltAt(START).level).toBe(1)
    // Near the next threshold the guard counts three times as much (TIER-14).
    const soon = later(START, minutes(3))
    for (const cents of [1n, 2n, 3n]) {
      books.apply({ kind: "sample", equityUnits: 1_960_00000000n + cents }, soon)
    }
    expect(books.tiltAt(soon).level).toBeGreaterThanOrEqual(2)
    expect(books.rules.pending(soon)).toBeUndefined()
  })

  it("TILT-62: what waits to become looser is dropped by the act that reaches level 2", () => {
    const books = booksThatWait()
    const soon = later(START, minutes(30))
    for (const act of SIGNS.slice(0, 10)) books.apply({ kind: "act", act }, soon)
    for (const act of SIGNS.slice(16)) books.apply({ kind: "act", act }, soon)
    expect(books.tiltAt(soon).level).toBeGreaterThanOrEqual(2)
    expect(books.rules.at(later(START, hours(5))).limits.position).toBe(20_000)
  })
})
