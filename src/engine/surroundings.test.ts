import { describe, expect, it } from "vitest"
import { instrumentOf } from "../../tests/support/instrument.ts"
import { at, Trading } from "../../tests/support/trading.ts"
import type { OrderId } from "../order/request.ts"
import { priceOf, quantityOf } from "../value/brand.ts"

const reach = (of: "api" | "streams", state: string) => ({ about: "reach", of, state })

/** An entry has left. */
function bought(): { readonly trading: Trading; readonly id: OrderId } {
  const trading = new Trading()
  trading.buy(1)
  const [entry] = trading.sent
  const id = entry?.kind === "place" ? entry.id : undefined
  if (id === undefined) throw new Error("nothing was bought")
  return { trading, id }
}

/** An entry rests at the exchange. */
function resting(): ReturnType<typeof bought> {
  const { trading, id } = bought()
  trading.engine.onReport({ kind: "accepted", id, at: at(1), venueId: "1" }, at(1))
  return { trading, id }
}

describe("EXEC-71: a connection that is lost", () => {
  it("closes entries after 10 s without prices, and opens them with the next", () => {
    const trading = new Trading()
    trading.notice(20, reach("streams", "silent"))
    trading.buy(21)
    expect(trading.entries).toBe(0)
    trading.notice(22, reach("streams", "heard"))
    trading.buy(23)
    expect(trading.entries).toBe(1)
  })

  it("after 60 s takes resting entries back, and opens nothing before everything was compared", () => {
    const { trading, id } = resting()
    trading.notice(30, reach("api", "silent"))
    expect(trading.code).toBe("running")
    trading.notice(60, reach("api", "cut"))
    expect(trading.code).toBe("EXEC-71")
    expect(trading.sent.at(-1)).toMatchObject({ kind: "cancel", id })
    trading.engine.onReport({ kind: "cancelled", id, at: at(61), executed: 0 as never }, at(61))
    const before = trading.surveys
    trading.agree(62)
    expect(trading.code).toBe("EXEC-71")
    trading.notice(90, reach("api", "heard"))
    expect([trading.code, trading.surveys]).toEqual(["EXEC-71", before + 1])
    trading.agree(91)
    expect(trading.code).toBe("running")
  })

  it("takes entries back also where a comparison was awaited", () => {
    const { trading, id } = resting()
    trading.engine.start(at(2), { reason: "restart", rows: 0 })
    expect(trading.code).toBe("START")
    trading.notice(60, reach("api", "cut"))
    expect(trading.code).toBe("EXEC-71")
    expect(trading.sent.at(-1)).toMatchObject({ kind: "cancel", id })
    trading.notice(90, reach("api", "heard"))
    const executed = quantityOf(0)
    trading.engine.onReport({ kind: "cancelled", id, at: at(91), executed }, at(91))
    trading.agree(92)
    expect(trading.code).toBe("running")
  })

  it("opens nothing that was closed for another reason", () => {
    const trading = new Trading()
    trading.engine.onCommand({ kind: "halt", reason: "lunch" }, at(1))
    trading.notice(60, reach("api", "cut"))
    trading.notice(90, reach("api", "heard"))
    trading.agree(91)
    expect(trading.code).toBe("HALT")
  })

  it("is not opened by hand either before everything was compared", () => {
    const trading = new Trading()
    trading.engine.onCommand({ kind: "halt", reason: "lunch" }, at(1))
    trading.notice(60, reach("api", "cut"))
    // What was under way when it was cut off tells nothing of now.
    trading.agree(61)
    trading.notice(90, reach("api", "heard"))
    const before = trading.surveys
    trading.engine.onCommand({ kind: "resume", reason: "back" }, at(91))
    expect([trading.code, trading.surveys]).toEqual(["HALT", before + 1])
    trading.agree(92)
    trading.engine.onCommand({ kind: "resume", reason: "back" }, at(93))
    expect(trading.code).toBe("running")
  })

  it("asks for entries back with growing pauses while nothing is heard, and at once on return", () => {
    const { trading } = resting()
    trading.notice(60, reach("api", "cut"))
    const cancels = () => trading.sent.filter(({ kind }) => kind === "cancel").length
    trading.pass(660)
    expect(cancels()).toBeLessThan(30)
    const before = cancels()
    trading.notice(661, reach("api", "heard"))
    expect(cancels()).toBe(before + 1)
  })

  it("lets nothing follow from a notice of what is known, since no line tells of it", () => {
    const { trading, id } = bought()
    trading.engine.onCommand({ kind: "halt", reason: "lunch" }, at(2))
    trading.engine.onReport({ kind: "accepted", id, at: at(1), venueId: "1" }, at(3))
    const lines = trading.journal.records.length
    trading.notice(100, reach("api", "heard"))
    expect(trading.journal.records).toHaveLength(lines)
  })

  it("journals each change once", () => {
    const trading = new Trading()
    trading.notice(1, reach("api", "heard"))
    trading.notice(30, reach("api", "silent"))
    trading.notice(31, reach("api", "silent"))
    expect(trading.journal.records.filter(({ kind }) => kind === "noticed")).toHaveLength(1)
  })
})

describe("EXEC-72: maintenance of the exchange", () => {
  it("closes entries when the exchange says so, and opens them once it works and the books agree", () => {
    const trading = new Trading()
    trading.notice(10, { about: "system", isUp: false, says: "system_maintenance" })
    expect(trading.code).toBe("EXEC-72")
    trading.agree(11)
    expect(trading.code).toBe("EXEC-72")
    trading.notice(20, { about: "system", isUp: true, says: "normal" })
    trading.agree(21)
    expect(trading.code).toBe("running")
  })

  it("closes them half an hour before an announced window, and opens them after it", () => {
    const trading = new Trading()
    const [from, to] = [at(3_600), at(7_200)]
    trading.engine.onCommand({ kind: "maintenance", from, to }, at(1))
    trading.pass(1_799)
    expect(trading.code).toBe("running")
    trading.buy(1_800)
    expect(trading.entries).toBe(0)
    trading.pass(1_860)
    expect(trading.code).toBe("EXEC-72")
    const before = trading.surveys
    trading.pass(7_320)
    expect(trading.surveys).toBeGreaterThan(before)
    trading.agree(7_321)
    expect(trading.code).toBe("running")
  })
})

describe("EXEC-72: a position that no stop guards", () => {
  it("is not held through a maintenance, also where entries were closed before", () => {
    const trading = new Trading()
    trading.buy(1)
    const [entry] = trading.sent
    if (entry?.kind !== "place") throw new Error("nothing was bought")
    const { id, terms } = entry
    const price = "price" in terms ? terms.price : priceOf(0)
    trading.engine.onReport(
      {
        kind: "filled",
        id,
        at: at(1),
        fill: {
          tradeId: "1",
          price,
          quantity: terms.quantity,
          quoteUnits: 40_00000000n,
          feeAsset: "USDT",
          feeUnits: 0n,
          isMaker: false,
        },
      },
      at(1),
    )
    trading.engine.onCommand({ kind: "halt", reason: "lunch" }, at(2))
    trading.notice(2, { about: "system", isUp: false, says: "system_maintenance" })
    expect(trading.code).toBe("HALT")
    expect(trading.engine.lanes[0]?.leavingBecause).toMatch(/no stop guards it/)
  })
})

describe("rules that change while a session runs", () => {
  const { filters } = instrumentOf()
  const rules = (told: object) => ({
    about: "rules",
    instrument: 0,
    isTrading: true,
    filters,
    ...told,
  })

  it("the next order follows the new filters", () => {
    const trading = new Trading()
    trading.notice(1, rules({ filters: { ...filters, tick: priceOf(1_000) } }))
    trading.buy(2)
    const [entry] = trading.sent
    const price = entry?.kind === "place" && "price" in entry.terms ? entry.terms.price : NaN
    expect(price % 1_000).toBe(0)
  })

  it("nothing is sent to a market that is gone, until it is back", () => {
    const trading = new Trading()
    trading.notice(1, rules({ isTrading: false }))
    trading.buy(2)
    expect(trading.sent).toEqual([])
    trading.notice(3, rules({}))
    trading.buy(4)
    expect(trading.entries).toBe(1)
  })

  it("EXEC-73: the gate keeps to four fifths of what the exchange takes now, entries to less", () => {
    const trading = new Trading()
    trading.notice(1, { about: "pace", pace: { perTenSeconds: 2, perDay: 100 } })
    trading.buy(2)
    expect(trading.entries).toBe(1)
    const before = trading.engine.books.placed
    trading.buy(3)
    expect(trading.engine.books.placed).toBe(before)
  })
})
