import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { Seat } from "../../tests/support/open-paper.ts"
import type { GateLook } from "../report/boards/gate-look.ts"
import { spansOf } from "../report/boards/machine.ts"
import { filesOfAccount } from "../session/account-files.ts"
import { lookAfter } from "../session/gate-history.ts"
import { GateWatch } from "../session/gate-watch.ts"
import { Machine } from "./machine.ts"

const MINUTE_US = 60_000_000

describe("percentiles of what was measured", () => {
  it("are values that were measured, and null where nothing was (ANLY-8)", () => {
    expect(spansOf([])).toEqual({ count: 0, p50: null, p95: null, p99: null })
    expect(spansOf([7])).toEqual({ count: 1, p50: 7, p95: 7, p99: 7 })
    const hundred = Array.from({ length: 100 }, (_, i) => 100 - i)
    expect(spansOf(hundred)).toEqual({ count: 100, p50: 50, p95: 95, p99: 99 })
  })
})

describe("the process round a session (UI-15)", () => {
  it("is measured as it is: memory, disk, processor, answers", () => {
    const clock = { nowMs: 0 }
    const machine = new Machine({ folder: tmpdir(), version: "1", clock: () => clock.nowMs })
    machine.answered(3)
    machine.answered(5)
    clock.nowMs = 500
    expect(machine.figures().cpuShare).toBe(0)
    clock.nowMs = 1_000_000
    const it = machine.figures()
    machine.close()
    expect(it.answers).toEqual({ count: 2, p50: 3, p95: 5, p99: 5 })
    expect(it.cpuShare).toBeGreaterThan(0)
    expect(it.cpuShare).toBeLessThan(1)
    expect(it.memoryBytes).toBeGreaterThan(10_000_000)
    expect(it.diskFreeBytes).toBeGreaterThan(0)
    expect(it.diskFreeBytes).toBeLessThanOrEqual(it.diskBytes)
  })

  it("says that the engine stands still when no turn comes any more", async () => {
    const seat = await Seat.take()
    const clock = { nowMs: 0 }
    const room = seat.engineRoom(() => clock.nowMs)
    expect(room.machine().health["engine"]).toBe("healthy")
    clock.nowMs = 60_000
    expect(room.machine().health["engine"]).toBe("unhealthy")
    room.turned()
    expect(room.machine().health["engine"]).toBe("healthy")
    await room.close()
    seat.leave()
  })
})

describe("the system gate, looked at beside an engine (UI-18)", () => {
  let home = ""
  beforeEach(() => {
    home = mkdtempSync(path.join(tmpdir(), "genesis-gate-"))
  })
  afterEach(() => {
    rmSync(home, { recursive: true })
  })

  it("is looked at by another thread, and no oftener than once a minute", async () => {
    const clock = { now: MINUTE_US * 1_000 }
    const watch = new GateWatch({ home, clock: () => clock.now })
    expect(watch.look()).toMatchObject({ lookedAt: null, isLooking: true, conditions: [] })
    await expect.poll(() => watch.look().isLooking).toBe(false)
    const look = watch.look()
    expect(look).toMatchObject({ lookedAt: clock.now, record: "none", trouble: "" })
    expect(look.conditions.map(({ what }) => what)).toContain("10 round trips on paper")
    expect(look.conditions.every(({ isMet }) => !isMet)).toBe(true)
    clock.now += MINUTE_US
    expect(watch.look().isLooking).toBe(true)
    await watch.close()
  })

  it("says why it could not be looked at, and the engine goes on", async () => {
    const { journal } = filesOfAccount(home, "paper")
    mkdirSync(path.dirname(journal))
    writeFileSync(journal, "no journal at all ".repeat(100))
    const watch = new GateWatch({ home, clock: () => MINUTE_US })
    watch.look()
    await expect.poll(() => watch.look().isLooking).toBe(false)
    const { trouble, lookedAt } = watch.look()
    expect([trouble, lookedAt]).toEqual([expect.stringContaining("journal"), null])
    await watch.close()
  })

  it("remembers what became met, what is missing again, and when it was signed", () => {
    const first = lookAfter(EMPTY, { conditions: [condition("9", false)], record: "none" }, 1)
    expect(first).toMatchObject({ lookedAt: 1, history: [] })
    const then = lookAfter(first, { conditions: [condition("10", true)], record: "none" }, 2)
    expect(then.history).toEqual([{ at: 2, text: "met: 10 round trips on paper (10)" }])
    const signed = lookAfter(then, { conditions: [condition("10", true)], record: "signed" }, 3)
    expect(signed.history[0]).toEqual({ at: 3, text: "record: signed" })
    const lost = lookAfter(signed, { trouble: "It is in use." }, 4)
    expect(lost).toMatchObject({ lookedAt: 3, trouble: "It is in use.", record: "signed" })
  })
})

const EMPTY: GateLook = {
  lookedAt: null,
  isLooking: true,
  trouble: "",
  conditions: [],
  record: "",
  history: [],
}

const condition = (has: string, isMet: boolean) =>
  ({ id: "TIER-1", what: "10 round trips on paper", has, isMet }) as const
