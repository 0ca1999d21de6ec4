import { describe, expect, it } from "vitest"
import {
  cancelIntent,
  entryIntent,
  exitIntent,
  pairIntent,
  stopIntent,
} from "../../tests/support/intent.ts"
import { sceneOf } from "../../tests/support/scene.ts"
import type { Intent } from "../order/intent.ts"
import { type Instant, instantOf } from "../value/brand.ts"
import { DAY_US, seconds } from "../value/time.ts"
import { judgeThrottle, type ThrottleScene, TicketTimes } from "./throttle.ts"

const answer = (intent: Intent, told: Partial<ThrottleScene>): string =>
  judgeThrottle(intent, sceneOf(intent, told)).answer

describe("EXEC-73: 80 % of 50 orders in 10 s and of 160,000 a day", () => {
  it.each([
    ["entry", entryIntent(), 31, 32],
    ["exit", exitIntent(), 39, 40],
    ["stop", stopIntent(), 39, 40],
    ["pair, which is two", pairIntent(), 38, 39],
  ])("an %s leaves after %i in 10 s, and not after %i", (_, intent, last, full) => {
    expect(answer(intent, { sentLastTenSeconds: last })).toBe("allow")
    expect(answer(intent, { sentLastTenSeconds: full })).toBe("refuse")
    expect(answer(intent, { sentLastTenSeconds: full + 1 })).toBe("refuse")
  })

  it.each([
    ["entry", entryIntent(), 102_399, 102_400],
    ["exit", exitIntent(), 127_999, 128_000],
    ["stop", stopIntent(), 127_999, 128_000],
    ["pair, which is two", pairIntent(), 127_998, 127_999],
  ])("an %s leaves after %i a day, and not after %i", (_, intent, last, full) => {
    expect(answer(intent, { sentToday: last })).toBe("allow")
    expect(answer(intent, { sentToday: full })).toBe("refuse")
  })

  it("EXEC-9: keeps a fifth of the budget for stops and exits", () => {
    const used = { sentLastTenSeconds: 32, sentToday: 102_400 }
    expect(answer(entryIntent(), used)).toBe("refuse")
    for (const intent of [exitIntent(), stopIntent(), pairIntent()]) {
      expect(answer(intent, used)).toBe("allow")
    }
  })

  it("always lets a cancel pass: it costs nothing there", () => {
    expect(answer(cancelIntent(), { sentLastTenSeconds: 1e6, sentToday: 1e6 })).toBe("allow")
  })
})

describe("the times of tickets", () => {
  const at = (microseconds: number): Instant => instantOf(1_000 * DAY_US + microseconds)

  it("slides its window: a ticket counts for ten seconds to the microsecond", () => {
    const times = new TicketTimes()
    times.add(at(0), 1)
    times.add(at(seconds(4)), 2)
    expect(times.lastTenSeconds(at(seconds(10) - 1))).toBe(3)
    expect(times.lastTenSeconds(at(seconds(10)))).toBe(2)
    expect(times.lastTenSeconds(at(seconds(14) - 1))).toBe(2)
    expect(times.lastTenSeconds(at(seconds(14)))).toBe(0)
  })

  it("counts each day from zero", () => {
    const times = new TicketTimes()
    times.add(at(DAY_US - 1), 5)
    expect(times.today(at(DAY_US - 1))).toBe(5)
    expect(times.today(at(DAY_US))).toBe(0)
    times.add(at(DAY_US), 1)
    expect(times.today(at(DAY_US))).toBe(1)
  })

  it("opens no new budget when a clock steps back over midnight", () => {
    const times = new TicketTimes()
    times.add(at(DAY_US), 5)
    times.add(at(DAY_US - 1), 1)
    expect(times.today(at(DAY_US - 1))).toBe(6)
    times.add(at(DAY_US), 1)
    expect(times.today(at(DAY_US))).toBe(7)
  })

  it("knows nothing of what lies ten seconds ahead: it was minted before a clock was put back", () => {
    const times = new TicketTimes()
    times.add(at(seconds(60)), 3)
    expect(times.lastTenSeconds(at(seconds(50)))).toBe(0)
    expect(times.lastTenSeconds(at(seconds(50) + 1))).toBe(3)
  })

  it("keeps the tickets of the window when it goes to sleep, and no others", () => {
    expect(new TicketTimes().save().recent).toEqual([])
    const times = new TicketTimes()
    times.add(at(0), 2)
    times.add(at(seconds(10) - 1), 1)
    times.add(at(seconds(10)), 1)
    const saved = times.save()
    expect(saved).toEqual({
      recent: [at(seconds(10) - 1), at(seconds(10))],
      day: 1_000,
      today: 4,
    })
    const woken = new TicketTimes()
    woken.restore(saved)
    woken.add(at(seconds(11)), 1)
    expect(woken.lastTenSeconds(at(seconds(11)))).toBe(3)
    expect(woken.today(at(seconds(11)))).toBe(5)
    // What was saved does not move with what it was saved from.
    times.add(at(seconds(12)), 1)
    expect(saved.recent).toHaveLength(2)
  })

  it("does not grow with the length of a session", () => {
    const times = new TicketTimes()
    for (let i = 0; i < 10_000; i++) times.add(at(seconds(i)), 1)
    expect(times.save().recent).toHaveLength(10)
    expect(times.lastTenSeconds(at(seconds(9_999)))).toBe(10)
    expect(times.today(at(seconds(9_999)))).toBe(10_000)
  })
})
