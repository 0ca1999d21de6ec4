import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { livedDays } from "../../../tests/support/earned-tier.ts"
import { Seat } from "../../../tests/support/open-paper.ts"
import { BOARDS, type Boards } from "./boards.ts"

let seat: Seat
beforeAll(async () => {
  seat = await Seat.take()
  seat.wait(1)
  seat.say("buy eth 4")
  seat.type("y")
  seat.wait(30)
})
afterAll(() => seat.leave())

const board = <Name extends keyof Boards>(name: Name): Boards[Name] =>
  BOARDS[name](seat.controlled.source()) as Boards[Name]

describe("boards", () => {
  it.each(Object.keys(BOARDS) as (keyof Boards)[])(
    "%s is plain data that comes through JSON as it was",
    (name) => {
      const made: unknown = board(name)
      expect(JSON.parse(JSON.stringify(made))).toEqual(made)
    },
  )

  it("make nothing happen: two looks are alike, and the journal is as long as before", () => {
    const before = [...seat.paper.records()].length
    for (const name of Object.keys(BOARDS) as (keyof Boards)[]) {
      expect(board(name)).toEqual(board(name))
    }
    expect([...seat.paper.records()]).toHaveLength(before)
  })

  it("add up: what is worth, exposed, open and at risk is the same in each of them", () => {
    const { equity, exposure, open, positions, lossLeft } = board("account")
    const risk = board("risk")
    expect([risk.equity, risk.exposure, risk.day.left]).toEqual([equity, exposure, lossLeft])
    expect(positions).toHaveLength(1)
    const [held] = positions
    expect([held?.worth, held?.gain, held?.toStop]).toEqual([exposure, open, risk.day.toStops])
    const stop = board("orders").orders.find((it) => it.purpose === "protection")
    expect(stop?.price).toBe(held?.stop)
    // A stop at most two percent away (RISK-12) can cost no more than that of what is held.
    expect(Number(held?.toStop)).toBeLessThan(Number(held?.worth) * 0.021)
  })

  it("say what halves an entry, also while a fall that is smaller again is not regained (RISK-30)", () => {
    const { engine } = seat.paper.session
    const { units } = engine.equity()
    const factor = (name: string) => board("risk").factors.find((it) => it.name === name)?.share
    expect(factor("drawdown")).toBe(1)
    for (const percent of [105n, 90n]) {
      engine.books.apply({ kind: "sample", equityUnits: (units * percent) / 100n }, engine.now)
    }
    expect(board("risk").colour).toBe("green")
    expect(board("account").colour).toBe("green")
    expect(factor("drawdown")).toBe(0.5)
  })

  it("show ratios only from enough days, and always say how many there are (D2)", () => {
    const { days, daysLeast, sharpe, probabilisticSharpe, fan, trades, winRate } =
      board("performance")
    expect(days).toBeLessThan(daysLeast)
    expect([sharpe.value, probabilisticSharpe]).toEqual([null, null])
    expect([fan.own, fan.chance]).toEqual([[], []])
    expect(trades).toBeGreaterThan(0)
    expect(winRate.low).toBeLessThanOrEqual(winRate.value ?? 1)
    expect(winRate.high).toBeGreaterThan(winRate.value ?? 1)
  })

  it("count everything that was gained since the beginning, however few days are still remembered", () => {
    const { engine } = seat.paper.session
    engine.books.tiers.restore(livedDays(140).book.state)
    const { equity } = board("account")
    expect(Number(board("performance").net)).toBeCloseTo(Number(equity) - 500, 2)
  })

  it("draw the market that is held, minute by minute, and know each market's usual spread", () => {
    const { first, candles, markets } = board("market")
    expect(first).toBe("ETHUSDT")
    expect(candles.length).toBeGreaterThan(55)
    for (const [open, high, low, close] of candles) {
      expect(low).toBeLessThanOrEqual(Math.min(open, close))
      expect(high).toBeGreaterThanOrEqual(Math.max(open, close))
    }
    const last = markets.find((it) => it.symbol === first)
    expect(Math.abs((candles.at(-1)?.[3] ?? 0) / Number(last?.last) - 1)).toBeLessThan(0.001)
    const { from, until, markets: rows } = board("spreads")
    for (const { minutes, usual } of rows) {
      expect(minutes).toHaveLength(until - from + 1)
      expect(usual).toBeGreaterThan(0)
    }
  })
})
