import { beforeAll, describe, expect, it } from "vitest"
import { instantOf } from "../../value/brand.ts"
import { Chance } from "../../value/chance.ts"
import { days, hours, minutes, parseInstant, seconds } from "../../value/time.ts"
import type { Happening } from "../act.ts"
import { calmDays } from "../calm.ts"
import { TiltGuard } from "../guard.ts"
import type { TiltState } from "../state.ts"
import { MARKERS } from "./all.ts"

const START = parseInstant("2026-06-01 08:00")
type Told = readonly [at: number, it: Happening]

/** Somebody whom the guard has known for 60 days. */
let known: TiltState
beforeAll(() => {
  const guard = new TiltGuard()
  const start = instantOf(START - hours(8) - days(60))
  for (const { at, it } of calmDays(new Chance(3, "calm"), { start, days: 60 })) guard.hear(it, at)
  known = structuredClone(guard.state)
})

/** The marks there are after these happenings, seconds from the start; those that only inform too. */
function marksAfter(steps: readonly Told[], isKnown: boolean): readonly string[] {
  const guard = new TiltGuard()
  if (isKnown) guard.restore(known)
  guard.hear({ kind: "session", to: "began" }, START)
  let last = 0
  for (const [at, it] of steps) {
    guard.hear(it, instantOf(START + seconds(at)))
    last = at
  }
  const { markers } = guard.standing(instantOf(START + seconds(last)))
  return markers.map((one) => one.id)
}

const line = (outcome: "view" | "order" | "unclear", more: object = {}): Happening => ({
  kind: "line",
  outcome,
  keys: 15,
  corrections: 0,
  pasted: 0,
  spanMs: 4_000,
  spread: 0.5,
  ...more,
})
const entered = (order: string, size = 25, market = "BTCUSDT"): Happening => ({
  kind: "entered",
  order,
  market,
  size,
  isManual: true,
})
const closed = (pnlUnits: bigint): Happening => ({
  kind: "closed",
  market: "BTCUSDT",
  isManual: true,
  pnlUnits,
})
const edit = (of: string): Happening => ({ kind: "edit", of })
const LOSS = closed(-50_000_000n)
const many = (times: number, every: number, make: (i: number) => Happening, from = 1): Told[] =>
  Array.from({ length: times }, (_, i) => [from + i * every, make(i)] as const)
/** Orders over half an hour, of which so many are taken back after so long. */
const cancels = (taken: number, after: number): Told[] =>
  Array.from({ length: 5 }, (_, i): Told[] => [
    [i * 300 + 1, entered(`c${i}`)],
    ...(i < taken ? [[i * 300 + 1 + after, { kind: "cancelled", order: `c${i}` }] as Told] : []),
  ]).flat()
const decisions = (ms: number): Told[] => many(5, 60, () => line("order", { decideMs: ms }))
const views = (span: number): Told[] =>
  Array.from({ length: Math.floor(span / 60) + 1 }, (_, i) => [i * 60, line("view")] as const)

/** Each marker at its edge: what does not raise it, and the step beyond that does. */
const EDGES: readonly (readonly [id: string, isKnown: boolean, calm: Told[], beyond: Told[]])[] = [
  ["TILT-10", true, decisions(8_000), decisions(13_500)],
  ["TILT-11", true, decisions(6_000), decisions(2_500)],
  ["TILT-12", false, many(4, 24, () => edit("a")), many(5, 24, () => edit("a"))],
  ["TILT-12", false, many(5, 31, () => edit("a")), many(5, 29, () => edit("a"))],
  [
    "TILT-12",
    false,
    many(2, 60, () => ({ kind: "capped" })),
    many(3, 60, () => ({ kind: "capped" })),
  ],
  [
    "TILT-12",
    false,
    many(3, 301, () => ({ kind: "capped" })),
    many(3, 299, () => ({ kind: "capped" })),
  ],
  ["TILT-13", false, cancels(2, 4), cancels(3, 4)],
  ["TILT-13", false, cancels(3, 5), cancels(3, 4.9)],
  ["TILT-14", true, many(2, 900, (i) => entered(`e${i}`)), many(9, 300, (i) => entered(`e${i}`))],
  [
    "TILT-15",
    true,
    [
      [1, { kind: "signals", isPending: false }],
      [3700, line("view")],
    ],
    [
      [1, { kind: "signals", isPending: true }],
      [3700, line("view")],
    ],
  ],
  ["TILT-16", false, views(1_800), views(1_860)],
  [
    "TILT-16",
    false,
    [
      [1, line("view")],
      [3_000, line("view")],
    ],
    views(1_860),
  ],
  ["TILT-17", false, revenge(60.001, "BTCUSDT"), revenge(60, "BTCUSDT")],
  ["TILT-17", false, revenge(30, "ETHUSDT"), revenge(30, "BTCUSDT")],
  [
    "TILT-18",
    false,
    [[1, LOSS], ...many(3, 100, (i) => entered(`r${i}`), 102)],
    [[1, LOSS], ...many(3, 100, (i) => entered(`r${i}`), 101)],
  ],
  ["TILT-18", false, jump(1.5), jump(1.51)],
  ["TILT-19", false, swings([20, 40, 20, 20]), swings([20, 40, 20, 40])],
  ["TILT-20", false, many(5, 60, () => edit("a")), many(6, 60, () => edit("a"))],
  ["TILT-20", false, many(6, 60, (i) => edit(`a${i % 2}`)), many(6, 60, () => edit("a"))],
  [
    "TILT-21",
    false,
    [
      [1, { kind: "parallel", was: 0.3, atLeast: 0.7 }],
      [2, { kind: "parallel", was: 0.2, atLeast: 0.6 }],
    ],
    [[1, { kind: "parallel", was: 0.29, atLeast: 0.61 }]],
  ],
  ["TILT-22", true, [[1, entered("u")]], [[3 * 3600, entered("u")]]],
  [
    "TILT-23",
    true,
    many(6, 60, () => line("unclear")),
    many(6, 60, () => line("unclear", { spanMs: 8_500 })),
  ],
  [
    "TILT-24",
    false,
    [
      [1, LOSS],
      [3, entered("x")],
    ],
    [
      [1, LOSS],
      [2.9, entered("x")],
    ],
  ],
  ["TILT-25", false, many(20, 2.9, () => line("view")), many(21, 2.9, () => line("view"))],
  ["TILT-26", false, reconnects(2), reconnects(3)],
  ["TILT-27", false, many(3, 60, () => config()), many(4, 60, () => config())],
  ["TILT-28", true, many(3, 60, () => edit("a")), many(11, 20, () => edit("a"))],
  ["TILT-29", false, many(24, 600, () => line("view")), many(25, 600, () => line("view"))],
  ["TILT-30", false, many(5, 0.15, () => line("view")), many(6, 0.15, () => line("view"))],
  ["TILT-31", false, [[1, config()]], [[1, { kind: "override", outcome: "abandoned" }]]],
  [
    "TILT-32",
    false,
    [
      [1, LOSS],
      [2, LOSS],
      [3, closed(1n)],
      [4, LOSS],
    ],
    [
      [1, LOSS],
      [2, LOSS],
      [3, LOSS],
    ],
  ],
  ["TILT-33", false, idle(29), idle(30)],
  ["TILT-33", false, [[1, even(0.06)]], [[1, even(0.02)]]],
  ["TILT-34", false, many(2, 60, () => refused("TILT-45")), many(3, 60, () => refused("TILT-45"))],
  ["TILT-34", false, many(3, 60, () => refused("TILT-49")), many(3, 60, () => refused("TILT-44"))],
]

describe("markers (TILT-10 to TILT-34)", () => {
  it.each(EDGES)(
    "%s is raised beyond its limit and not at it (known: %s)",
    (id, isKnown, calm, beyond) => {
      expect(marksAfter(calm, isKnown)).not.toContain(id)
      expect(marksAfter(beyond, isKnown)).toContain(id)
    },
  )

  it("are all there, and each is tested at its edge", () => {
    const ids = Array.from({ length: 25 }, (_, i) => `TILT-${i + 10}`)
    expect(MARKERS.map((it) => it.id)).toEqual(ids)
    expect([...new Set(EDGES.map(([id]) => id))]).toEqual(ids)
  })

  it("TILT-2: what strategies do raises nothing", () => {
    const steps = EDGES.flatMap(([, , , beyond]) => beyond)
      .filter(([, it]) => it.kind === "entered" || it.kind === "closed")
      .map(([at, it]): Told => [at, { ...it, isManual: false } as Happening])
    expect(
      marksAfter(
        steps.toSorted((a, b) => a[0] - b[0]),
        false,
      ),
    ).toEqual([])
  })

  it("TILT-4: typing is not judged over a line that jitters", () => {
    const steps = many(6, 60, () => line("unclear", { spanMs: 8_500 }))
    const began = (jitterMs: number): Told => [0, { kind: "session", to: "began", jitterMs }]
    expect(marksAfter([began(100), ...steps], true)).toContain("TILT-23")
    expect(marksAfter([began(101), ...steps], true)).not.toContain("TILT-23")
  })

  it("TILT-37: while learning, a baseline marker informs and counts for nothing", () => {
    const guard = new TiltGuard()
    const tell = (at: number, it: Happening): void => guard.hear(it, instantOf(START + seconds(at)))
    tell(0, { kind: "session", to: "began" })
    for (let i = 0; i < 20; i++) tell(10 + i * 60, line("order", { decideMs: 8_000 + i }))
    for (let i = 0; i < 30; i++) tell(2_000 + i * 60, line("order", { decideMs: 90_000 }))
    const { markers, count } = guard.standing(instantOf(START + seconds(3_741)))
    expect(markers).toContainEqual(expect.objectContaining({ id: "TILT-10", isInforming: true }))
    expect(count).toBe(0)
  })

  it("TILT-41: mistakes with a feature that is new weigh half, unless a loss came before", () => {
    const weightWith = (before: readonly Told[]): number | undefined => {
      const guard = new TiltGuard()
      const steps = [
        ...before,
        ...many(6, 30, () => ({ ...edit("n"), feature: "twap" }) as Happening, 60),
      ]
      for (const [at, it] of steps) guard.hear(it, instantOf(START + seconds(at)))
      const { markers } = guard.standing(instantOf(START + minutes(4)))
      return markers.find((one) => one.id === "TILT-20")?.weight
    }
    const unlocked: Told = [1, { kind: "unlocked", feature: "twap" }]
    expect(weightWith([])).toBe(1)
    expect(weightWith([unlocked])).toBe(0.5)
    expect(weightWith([unlocked, [2, LOSS]])).toBe(1)
  })
})

function revenge(after: number, market: string): Told[] {
  return [
    [1, { kind: "stopped", market: "BTCUSDT" }],
    [1 + after, entered("r", 25, market)],
  ]
}
function jump(times: number): Told[] {
  return [
    [1, LOSS],
    [200, LOSS],
    [300, entered("j1", 20)],
    [700, LOSS],
    [1_200, entered("j2", 20 * times)],
  ]
}
function swings(sizes: readonly number[]): Told[] {
  return sizes.map((size, i) => [1 + i * 1_000, entered(`s${i}`, size)] as const)
}
function reconnects(times: number): Told[] {
  return many(times, 199, () => ({ kind: "session", to: "began" }), 100)
}
function config(): Happening {
  return { kind: "config", change: "tighter" }
}
function idle(keys: number): Told[] {
  return [
    [1, { kind: "idle-keys", keys: 15 }],
    [290, { kind: "idle-keys", keys: keys - 15 }],
  ]
}
function even(spread: number): Happening {
  return line("view", { keys: 20, spread })
}
function refused(id: string): Happening {
  return { kind: "refused", id }
}
