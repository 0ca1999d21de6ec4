import { describe, expect, it } from "vitest"
import { DOLLAR, moneyText, ppmText } from "../value/amounts.ts"
import { type Instant, instantOf } from "../value/brand.ts"
import { days, hours, later } from "../value/time.ts"
import { Evidence } from "./evidence.ts"
import { FEATURES, featureOf, isUnlocked } from "./feature.ts"
import { START, weighed } from "./course.ts"
import { countText, shareText } from "./text.ts"
import { TIER_NAMES, TIERS } from "./tier.ts"

const FROM: Instant = instantOf(days(20_000))
const at = (day: number, hour = 0): Instant => later(FROM, (days(day) + hours(hour)) as never)

describe("the days of an account", () => {
  it("begin where the last sample stood, and keep end, lowest and drawdown", () => {
    const evidence = new Evidence()
    evidence.onSample(at(0, 1), 1_000n)
    evidence.onSample(at(0, 2), 700n)
    evidence.onSample(at(0, 3), 900n)
    evidence.onSample(at(1, 1), 950n)
    evidence.onSample(at(2, 1), 800n)
    const first = { day: 20_000, startUnits: 0n, endUnits: 900n, lowUnits: 0n, trades: 0 }
    expect(evidence.days).toEqual([
      { ...first, drawdownPpm: 300_000 },
      {
        ...first,
        day: 20_001,
        startUnits: 900n,
        endUnits: 950n,
        lowUnits: 900n,
        drawdownPpm: 50_000,
      },
      {
        ...first,
        day: 20_002,
        startUnits: 950n,
        endUnits: 800n,
        lowUnits: 800n,
        drawdownPpm: 200_000,
      },
    ])
  })

  it("are moved by what is paid in or out, so that it is neither gain nor loss", () => {
    const evidence = new Evidence()
    evidence.onSample(at(0, 1), 1_000n)
    evidence.onSample(at(1, 1), 900n)
    evidence.onFlow(at(1, 2), 500n)
    expect(evidence.days.at(-1)).toMatchObject({
      startUnits: 1_500n,
      endUnits: 1_400n,
      lowUnits: 1_400n,
    })
    expect(evidence.state).toMatchObject({ peakUnits: 1_500n, equityUnits: 1_400n })
    evidence.onSample(at(1, 3), 1_350n)
    expect(evidence.days.at(-1)).toMatchObject({ lowUnits: 1_350n, drawdownPpm: 100_000 })
  })

  it("count the trades that ended on them, and none before the first", () => {
    const evidence = new Evidence()
    const trade = {
      at: at(0),
      instrument: 0,
      strategy: "s",
      isManual: false,
      isStopped: false,
      pnlUnits: 1n,
    }
    evidence.onTrade(trade)
    evidence.onSample(at(0, 1), 1_000n)
    evidence.onTrade(trade)
    evidence.onTrade(trade)
    expect(evidence.days.map((it) => it.trades)).toEqual([2])
  })

  it("are kept for 130 days", () => {
    const evidence = new Evidence()
    for (let day = 0; day < 130; day++) evidence.onSample(at(day), 1_000n)
    expect(evidence.days).toHaveLength(130)
    expect(evidence.days[0]?.day).toBe(20_000)
    evidence.onSample(at(130), 1_000n)
    expect(evidence.days).toHaveLength(130)
    expect(evidence.days[0]?.day).toBe(20_001)
  })

  it("are not made by a clock that steps back over midnight", () => {
    const evidence = new Evidence()
    evidence.onSample(at(1), 1_000n)
    evidence.onSample(at(0, 23), 900n)
    expect(evidence.days).toHaveLength(1)
    expect(evidence.days[0]?.endUnits).toBe(900n)
  })
})

describe("what an account has shown", () => {
  it("keeps a flow for 30 days, to the microsecond", () => {
    const evidence = new Evidence()
    evidence.onFlow(at(0), 100n)
    evidence.onFlow(later(at(30), -1 as never), 1n)
    expect(evidence.state.flows).toHaveLength(2)
    evidence.onFlow(at(30), 1n)
    expect(evidence.state.flows).toHaveLength(2)
    expect(evidence.tierEquityUnits(at(30))).toBe(100n)
  })

  it("keeps the last 100 attempts and the last 5,000 answers of the exchange", () => {
    const evidence = new Evidence()
    for (let i = 0; i < 101; i++) evidence.onAttempt(instantOf(i))
    expect(evidence.attemptsSince(instantOf(0))).toBe(100)
    expect(evidence.attemptsSince(instantOf(100))).toBe(1)
    for (let i = 0; i < 5_001; i++) evidence.onReaction(instantOf(i), i % 2 === 0)
    expect(evidence.reactionsSince(instantOf(0))).toEqual({ all: 5_000, quick: 2_500 })
    expect(evidence.reactionsSince(instantOf(5_000))).toEqual({ all: 1, quick: 1 })
  })

  it("says of paper when it was first and last", () => {
    const evidence = new Evidence()
    expect(evidence.paper).toBeUndefined()
    for (const hour of [1, 2, 5]) evidence.onPaper(at(0, hour))
    expect(evidence.paper).toEqual({ from: at(0, 1), to: at(0, 5) })
  })

  it("is asked for days, trades and measures since a moment", () => {
    const evidence = new Evidence()
    for (const day of [0, 1, 2]) evidence.onSample(at(day, 1), 1_000n)
    const since = (moment: Instant): readonly number[] =>
      evidence.daysSince(moment).map((it) => it.day - 20_000)
    expect(since(at(1))).toEqual([1, 2])
    expect(since(later(at(1), -1 as never))).toEqual([0, 1, 2])
    evidence.onMeasure(at(1), { kind: "failover" })
    evidence.onMeasure(at(2), { kind: "baseline", days: 3 })
    expect(evidence.measures("failover", at(1))).toHaveLength(1)
    expect(evidence.measures("failover", later(at(1), 1 as never))).toHaveLength(0)
    expect(evidence.measures("baseline", at(0))).toEqual([{ kind: "baseline", days: 3, at: at(2) }])
  })
})

describe("TIER-29 and TIER-31: where equity stands", () => {
  const now = at(5)
  const floor = TIERS[1]?.floorUnits ?? 0n
  const hunter = { ...START, rank: 1, earned: 1 }

  it("is below from the first unit under the floor, and never in the first tier", () => {
    expect(weighed(hunter, floor, now).belowSince).toBeUndefined()
    expect(weighed(hunter, floor - 1n, now).belowSince).toBe(now)
    expect(weighed(START, -1n, now).belowSince).toBeUndefined()
  })

  it("keeps the moment at which it began", () => {
    const before = at(4)
    const below = { ...hunter, belowSince: before }
    expect(weighed(below, floor - 1n, now).belowSince).toBe(before)
    const stepped = { ...hunter, isSteppedDown: true, aboveSince: before }
    expect(weighed(stepped, floor, now).aboveSince).toBe(before)
  })

  it("is above where something is owed: the tier that was stepped down from, or the next earned", () => {
    expect(weighed(hunter, floor * 9n, now).aboveSince).toBeUndefined()
    const stepped = { ...hunter, isSteppedDown: true }
    expect(weighed(stepped, floor, now).aboveSince).toBe(now)
    expect(weighed(stepped, floor - 1n, now).aboveSince).toBeUndefined()
    const lowered = { ...START, rank: 0, earned: 2 }
    expect(weighed(lowered, floor, now).aboveSince).toBe(now)
    expect(weighed(lowered, floor - 1n, now).aboveSince).toBeUndefined()
  })
})

describe("TIER-13: the unlock matrix", () => {
  it("opens each feature at its tier, and keeps it open above", () => {
    for (const feature of FEATURES) {
      const opens = TIER_NAMES.map((tier) => isUnlocked(feature, tier))
      expect(opens.indexOf(true)).toBe(TIER_NAMES.indexOf(feature.tier))
      expect(opens).toEqual(opens.toSorted((a, b) => Number(a) - Number(b)))
    }
  })

  it("finds the feature that a way of entering uses", () => {
    const limit = { type: "limit", quantity: 1, price: 1 } as never as { type: "limit" }
    const name = (told: object): string | undefined =>
      featureOf({ ...limit, ...told } as never)?.name
    expect(name({ lifetime: "ioc" })).toBeUndefined()
    expect(name({ lifetime: "gtc" })).toBe("limit")
    expect(name({ lifetime: "fok" })).toBe("fill-or-kill")
    expect(name({ lifetime: "gtc", iceberg: 1 })).toBe("sliced")
    expect(name({ type: "market" })).toBeUndefined()
  })
})

it("writes figures for people", () => {
  expect([0n, DOLLAR, -DOLLAR * 5n, DOLLAR / 2n, -1_000_000n].map(moneyText)).toEqual([
    "$0.00",
    "$1.00",
    "-$5.00",
    "$0.50",
    "-$0.01",
  ])
  expect([shareText(0.605), ppmText(12_345)]).toEqual(["60.5 %", "1.23 %"])
  expect([0, 1, 2].map((n) => countText(n, "day left"))).toEqual([
    "0 days left",
    "1 day left",
    "2 days left",
  ])
})
