import { describe, expect, it } from "vitest"
import { Seat } from "../../tests/support/open-paper.ts"
import { at, Trading } from "../../tests/support/trading.ts"
import { decodeFact, type Fact } from "./records.ts"
import { Switchboard, type SwitchboardState } from "./switchboard.ts"

const stop = { kind: "strategy", act: "stop", reason: "its market is shut" } as const
const start = { kind: "strategy", act: "start", reason: "it is open again" } as const

/** Requests of the strategy since a line of the journal, by what they are for. */
const requests = (seat: Seat, since: number): readonly string[] =>
  [...seat.paper.records(since)]
    .map(({ body }): Fact => decodeFact(body))
    .flatMap((it) => (it.kind === "placed" && it.author.kind === "strategy" ? [it.purpose] : []))

const lines = (seat: Seat): number => [...seat.paper.records()].length + 1

describe("OPS-2: a strategy that is stopped in a running engine", () => {
  it("enters nothing, sells what it holds by its own rules, and enters again once it is started", async () => {
    const seat = await Seat.take()
    seat.wait(1)
    seat.say("strategy stop its market is shut")
    expect(seat.answer).toBe("The strategy enters nothing from now on; its stops and exits go on.")
    const stopped = lines(seat)
    seat.wait(2_400)
    expect(requests(seat, stopped)).not.toContain("entry")
    const refused = [...seat.paper.records(stopped)].filter(({ kind }) => kind === "refused")
    expect(refused.length).toBeGreaterThan(0)
    expect(refused[0]?.body).toContain("stopped by hand: its market is shut")
    seat.say("strategy start")
    expect(seat.answer).toBe("Let the strategy enter again?")
    seat.type("y")
    const started = lines(seat)
    seat.wait(2_400)
    expect(requests(seat, started)).toContain("entry")
    seat.leave()
  })

  it("stays stopped over a restart", async () => {
    const seat = await Seat.take()
    seat.say("strategy stop")
    await seat.comeBack(60)
    expect(seat.paper.session.engine.books.resting).toBe("by hand")
    seat.leave()
  })

  it("is kept by a snapshot, and so is that it was started again", () => {
    const board = new Switchboard()
    const restored = (): Switchboard => {
      const other = new Switchboard()
      other.restore(JSON.parse(JSON.stringify(board.state)) as SwitchboardState)
      return other
    }
    board.onStrategy("stop", "its market is shut")
    expect(restored().resting).toBe("its market is shut")
    board.onStrategy("start", "it is open again")
    expect(restored().resting).toBeUndefined()
  })

  it("leaves the trader's own orders alone", () => {
    const trading = new Trading()
    trading.buy(1)
    const [entry] = trading.sent
    if (entry?.kind !== "place") throw new Error("nothing was bought")
    const { id } = entry
    trading.engine.onReport({ kind: "accepted", id, at: at(1), venueId: "1" }, at(1))
    trading.engine.onCommand(stop, at(2))
    expect(trading.sent.map(({ kind }) => kind)).toEqual(["place"])
    trading.engine.onCommand(start, at(3))
    expect(trading.engine.books.resting).toBeUndefined()
  })
})
