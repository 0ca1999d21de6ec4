import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { instantOf, type Instant } from "../value/brand.ts"
import { Chance } from "../value/chance.ts"
import { days, hours, minutes, parseInstant, seconds } from "../value/time.ts"
import type { Act, Happening } from "./act.ts"
import { calmDays } from "./calm.ts"
import { TiltGuard } from "./guard.ts"

const START = parseInstant("2026-06-01 08:00")
const at = (second: number): Instant => instantOf(START + seconds(second))
const OVERRIDE: Happening = { kind: "override", outcome: "refused" }
const PULSE: Happening = { kind: "pulse", ranUs: minutes(1) }
const edits = (guard: TiltGuard, from: number): void => {
  for (let i = 0; i < 6; i++) guard.hear({ kind: "edit", of: "x" }, at(from + i))
}

/** Level 1 with three signs: bargaining, the size changed over and over, an override. */
function tilted(from = 0): TiltGuard {
  const guard = new TiltGuard()
  edits(guard, from)
  return guard
}

/** Level 2 or 3, from as many signs as it takes. */
function lifted(guard: TiltGuard, level: 2 | 3, from = 10): void {
  guard.hear(OVERRIDE, at(from))
  for (let i = 0; i < 4; i++) guard.hear({ kind: "config", change: "other" }, at(from + 1 + i))
  if (level === 2) return
  for (let i = 0; i < 3; i++) guard.hear({ kind: "refused", id: "TILT-44" }, at(from + 10 + i))
  for (let i = 0; i < 2; i++) guard.hear({ kind: "idle-keys", keys: 30 }, at(from + 20 + i))
}

function locked(): TiltGuard {
  const guard = tilted()
  lifted(guard, 2)
  lifted(guard, 3)
  expect(guard.terms(at(60)).level).toBe(3)
  return guard
}

const happening: fc.Arbitrary<Happening> = fc.oneof(
  fc.constantFrom<Happening>(
    { kind: "session", to: "began" },
    { kind: "session", to: "ended" },
    OVERRIDE,
    { kind: "config", change: "looser" },
    { kind: "capped" },
    { kind: "edit", of: "a", isAtCap: true },
    { kind: "refused", id: "TILT-44" },
    { kind: "refused", id: "RISK-6" },
    { kind: "stopped", market: "BTCUSDT" },
    { kind: "idle-keys", keys: 20 },
    { kind: "answer", to: "accept" },
    { kind: "answer", to: "review" },
    { kind: "profile", profile: "usual" },
    { kind: "profile", profile: "stressed" },
    { kind: "reset", reason: "let us begin anew" },
    { kind: "release", phrase: "I ACCEPT THE RISKS" },
    { kind: "commit", text: "I wait for a quarter of an hour after a stop" },
  ),
  fc.record({
    kind: fc.constant("entered" as const),
    order: fc.constantFrom("a", "b"),
    market: fc.constantFrom("BTCUSDT", "ETHUSDT"),
    size: fc.integer({ min: 1, max: 100 }),
    isManual: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant("closed" as const),
    market: fc.constantFrom("BTCUSDT", "ETHUSDT"),
    isManual: fc.boolean(),
    pnlUnits: fc.bigInt({ min: -1_000_000_000n, max: 1_000_000_000n }),
  }),
  fc.record({
    kind: fc.constant("pulse" as const),
    ranUs: fc.double({ noDefaultInfinity: false }),
  }),
)
/** Clocks that step an hour or a year, either way. */
const step = fc.oneof(
  fc.integer({ min: 0, max: 120 }),
  fc.constantFrom(-3_600, 3_600, -31_536_000, 31_536_000),
)
const course = fc.array(fc.tuple(step, happening), { maxLength: 120 })

describe("the tilt guard as a fold", () => {
  it("is the same from its state and the rest, as from all that happened", () => {
    fc.assert(
      fc.property(course, fc.nat(120), (steps, cut) => {
        const whole = new TiltGuard()
        let half = new TiltGuard()
        let second = 0
        for (const [i, [by, it]] of steps.entries()) {
          second += by
          whole.hear(it, at(second))
          half.hear(it, at(second))
          if (i !== cut) continue
          const kept = structuredClone(half.state)
          half = new TiltGuard()
          half.restore(kept)
        }
        expect(half.state).toEqual(whole.state)
        expect(half.standing(at(second))).toEqual(whole.standing(at(second)))
      }),
    )
  })

  it("never has a lock shorter than stated, whatever the clock does (TILT-50)", () => {
    fc.assert(
      fc.property(course, (steps) => {
        const guard = locked()
        let [second, servedUs] = [60, 0]
        for (const [by, it] of steps) {
          second += by
          if (it.kind === "pulse" && it.ranUs > 0) servedUs += Math.min(it.ranUs, minutes(5))
          guard.hear(it, at(second))
          if (servedUs < hours(24)) expect(guard.terms(at(second)).level).toBe(3)
        }
      }),
    )
  })

  it("rises one level at a time, but for revenge (TILT-48)", () => {
    fc.assert(
      fc.property(course, (steps) => {
        const guard = new TiltGuard()
        let second = 0
        for (const [by, it] of steps) {
          second += by
          const before = guard.terms(at(second)).level
          guard.hear(it, at(second))
          const { level } = guard.terms(at(second))
          const isRevenge = guard.state.dayLimitAt > 0
          if (!isRevenge) expect(level).toBeLessThanOrEqual(before + 1)
          expect(guard.terms(at(second)).share).toBeLessThanOrEqual(1_000_000)
        }
      }),
    )
  })
})

describe("TILT-35, TILT-42: levels from signs", () => {
  it("count whole for a quarter of an hour, half for another, then not", () => {
    const guard = tilted()
    const count = (second: number): number => guard.standing(at(second)).count
    expect(count(5)).toBe(2)
    expect(count(4 + 15 * 60 - 1)).toBe(2)
    expect(count(5 + 15 * 60)).toBe(1)
    expect(count(5 + 30 * 60)).toBe(0)
  })

  it("go back with half a sign less than they came with", () => {
    const guard = tilted()
    expect(guard.terms(at(14 * 60)).level).toBe(1)
    expect(guard.terms(at(16 * 60)).level).toBe(0)
  })

  it.each([
    ["usual", 0],
    ["tired", 0],
    ["stressed", 1],
  ] as const)("TILT-39: one sign and the profile %s make level %i", (profile, level) => {
    const guard = new TiltGuard()
    guard.hear({ kind: "profile", profile }, at(0))
    guard.hear(OVERRIDE, at(1))
    expect(guard.terms(at(1)).level).toBe(level)
  })

  it("TILT-39: a life event tightens for its days, and no longer than 30", () => {
    const guard = new TiltGuard()
    guard.hear({ kind: "life-event", days: 400 }, at(0))
    expect(guard.standing(at(30 * 86_400 - 1)).factor).toBe(1.5)
    expect(guard.standing(at(30 * 86_400)).factor).toBe(1)
  })

  it("TILT-62: a profile that is less watchful waits an hour", () => {
    const guard = new TiltGuard()
    guard.hear({ kind: "profile", profile: "stressed" }, at(0))
    guard.hear({ kind: "profile", profile: "usual" }, at(10))
    guard.hear({ kind: "answer", to: "breathe" }, at(3_609))
    expect(guard.standing(at(3_609)).factor).toBe(2)
    guard.hear({ kind: "answer", to: "breathe" }, at(3_610))
    expect(guard.standing(at(3_610)).factor).toBe(1)
  })

  it("TILT-46: scores call for more: 65 warns, 70 for two minutes alerts, 80 and 90 go further", () => {
    const guard = locked()
    guard.hear({ kind: "parallel", was: 0, atLeast: 0.9 }, at(60))
    expect(guard.standing(at(60)).score).toBeGreaterThanOrEqual(90)
    expect(guard.standing(at(60)).alarms).toEqual(["warn", "tier", "notify"])
    expect(guard.standing(at(180)).alarms).toContain("alert")
    expect(tilted().standing(at(6)).alarms).toEqual([])
  })
})

it("TILT-5: a level holds from the very act that made it, before the next order", () => {
  const guard = new TiltGuard()
  for (let i = 0; i < 5; i++) guard.hear({ kind: "edit", of: "x" }, at(i))
  expect(guard.terms(at(4)).level).toBe(0)
  guard.hear({ kind: "edit", of: "x" }, at(5))
  expect(guard.terms(at(5)).level).toBe(1)
})

describe("TILT-50: pauses and locks", () => {
  const serve = (guard: TiltGuard, times: number, from: number): number => {
    for (let i = 1; i <= times; i++) guard.hear(PULSE, at(from + i * 60))
    return from + times * 60
  }

  it("a pause of half an hour, half as long again each time, and a lock of a day", () => {
    const guard = tilted()
    lifted(guard, 2)
    expect(guard.terms(at(20))).toMatchObject({ level: 2, pauseLeft: minutes(30) })
    const later = serve(guard, 31, 20)
    expect(guard.terms(at(later + 1_800))).toMatchObject({ level: 0, pauseLeft: 0 })
    edits(guard, later + 4_000)
    lifted(guard, 2, later + 4_010)
    expect(guard.terms(at(later + 4_020)).pauseLeft).toBe(minutes(45))
  })

  it("never longer than seven days", () => {
    const guard = locked()
    for (let i = 0; i < 8; i++) guard.state.locks.push({ level: 3, at: guard.state.time })
    guard.state.level = 2
    guard.hear({ kind: "idle-keys", keys: 40 }, at(70))
    expect(guard.standing(at(70)).lockLeft).toBe(days(7))
  })

  it("TILT-52: a lock ends when it is served and its steps are done, not before", () => {
    const guard = locked()
    const end = serve(guard, 24 * 60, 60)
    expect(guard.standing(at(end))).toMatchObject({ level: 3, lockLeft: 0 })
    write(guard, end)
    guard.hear({ kind: "answer", to: "review" }, at(end + 400))
    expect(guard.terms(at(end + 400)).level).toBe(3)
    guard.hear({ kind: "commit", text: "I wait fifteen minutes after each stop" }, at(end + 401))
    expect(guard.terms(at(end + 401))).toMatchObject({ level: 0, share: 250_000 })
  })

  it("TILT-64: level 1 may be ended with the phrase and 500 own characters, once a week", () => {
    const release: Act = { kind: "release", phrase: "I ACCEPT THE RISKS" }
    const guard = tilted()
    guard.hear(release, at(20))
    expect(guard.terms(at(20)).level).toBe(1)
    write(guard, 30)
    guard.hear({ ...release, phrase: "please" }, at(340))
    expect(guard.terms(at(340)).level).toBe(1)
    guard.hear(release, at(350))
    expect(guard.terms(at(350)).level).toBe(0)
    edits(guard, 400)
    write(guard, 410)
    guard.hear(release, at(720))
    expect(guard.terms(at(720)).level).toBe(1)
    const other = locked()
    write(other, 70)
    other.hear(release, at(400))
    expect(other.terms(at(400)).level).toBe(3)
  })
})

/** Five answers of a hundred and more own words each. */
function write(guard: TiltGuard, from: number): void {
  for (let i = 0; i < 5; i++) {
    const text = Array.from({ length: 110 }, (_, w) => `word${letters(w)}`).join(" ")
    const line = { part: i + 1, text, keys: text.length, pasted: 0, spanMs: 60_000 }
    guard.hear({ kind: "wrote", ...line }, at(from + i * 60))
  }
}
const letters = (n: number): string =>
  String.fromCodePoint(97 + (n % 26), 97 + (Math.floor(n / 26) % 26))

describe("TILT-36 to TILT-40: what is usual", () => {
  const known = (): TiltGuard => {
    const guard = new TiltGuard()
    const start = instantOf(START - hours(8) - days(60))
    for (const step of calmDays(new Chance(5, "calm"), { start, days: 60 }))
      guard.hear(step.it, step.at)
    return guard
  }

  it("is known after 30 days and 100 samples, not before", () => {
    const guard = new TiltGuard()
    const steps = calmDays(new Chance(5, "calm"), { start: START, days: 40 })
    for (const step of steps.filter((one) => one.at < START + days(29)))
      guard.hear(step.it, step.at)
    expect(guard.standing(at(29 * 86_400)).learnt).toBe(0)
    for (const step of steps.filter((one) => one.at >= START + days(29)))
      guard.hear(step.it, step.at)
    expect(guard.standing(at(40 * 86_400)).learnt).toBeGreaterThan(4)
  })

  it("TILT-40: is reset from a calm day, with a reason, a day later, and the old one holds on", () => {
    const guard = known()
    edits(guard, 0)
    guard.hear({ kind: "worth", equityUnits: 1n }, at(3_600))
    guard.hear({ kind: "reset", reason: "too strict for me" }, at(86_400 - 1))
    guard.hear(OVERRIDE, at(3 * 86_400))
    expect(guard.standing(at(3 * 86_400)).learnt).toBeGreaterThan(4)
    guard.hear({ kind: "reset", reason: "a new way of working" }, at(3 * 86_400 + 1))
    guard.hear(OVERRIDE, at(4 * 86_400 + 2))
    expect(guard.standing(at(4 * 86_400 + 2)).learnt).toBe(0)
    const slow: Happening = {
      kind: "line",
      outcome: "order",
      keys: 12,
      corrections: 0,
      pasted: 0,
      spanMs: 4_000,
      decideMs: 60_000,
    }
    for (let i = 0; i < 5; i++) guard.hear(slow, at(4 * 86_400 + 10 + i))
    const { markers } = guard.standing(at(4 * 86_400 + 20))
    expect(markers).toContainEqual(expect.objectContaining({ id: "TILT-10", isInforming: false }))
  })
})

it("TILT-57: hints when moments like this led to tilt before", () => {
  const guard = new TiltGuard()
  for (let day = 0; day < 6; day++) {
    guard.hear({ kind: "session", to: "began" }, at(day * 86_400))
    expect(guard.standing(at(day * 86_400 + 1)).hint === undefined).toBe(day < 5)
    edits(guard, day * 86_400 + 60)
  }
})

it("TILT-61: an order placed outside during a lock is counted", () => {
  const guard = locked()
  guard.hear({ kind: "outside" }, at(70))
  expect(guard.standing(at(70)).outside).toBe(1)
  const calm = new TiltGuard()
  calm.hear({ kind: "outside" }, at(70))
  expect(calm.standing(at(70)).outside).toBe(0)
})
