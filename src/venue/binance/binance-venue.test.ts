import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { entryIntent, exitIntent, stopIntent } from "../../../tests/support/intent.ts"
import type { ScriptedFaults } from "../../../tests/support/scripted-exchange.ts"
import { VenueWorld } from "../../../tests/support/venue-world.ts"
import type { Notice } from "../../order/notice.ts"
import { orderIdOf } from "../../order/request.ts"
import { milliseconds, seconds } from "../../value/time.ts"

const ENDINGS: Readonly<Record<string, string>> = {
  NEW: "open",
  PARTIALLY_FILLED: "open",
  FILLED: "filled",
  CANCELED: "cancelled",
  EXPIRED: "expired",
}

/** Each of our orders stands as the exchange has it, fill for fill. */
function expectTruth(world: VenueWorld): void {
  for (const order of world.orders.values()) {
    const truth = world.exchange.orders.get(order.id)
    const isRefused = order.status === "rejected" || order.status === "absent"
    const ours = `${order.id} ${isRefused ? "not there" : order.status}`
    expect(ours).toBe(`${order.id} ${truth === undefined ? "not there" : ENDINGS[truth.status]}`)
    const fills = order.fills.map((it) => `${it.tradeId}: ${it.quantity}`).toSorted()
    const trades = (truth?.trades ?? []).map((it) => `${it.id}: ${it.qty}`).toSorted()
    expect(fills).toEqual(trades)
  }
}

describe("the venue in a world where things go wrong", () => {
  it("agrees with the exchange on every order once the trouble is over, and sent none twice", () => {
    const percent = (max: number) => fc.integer({ min: 0, max })
    const faults = fc.record({
      lost: percent(20),
      unanswered: percent(20),
      failing: percent(20),
      eventLost: percent(40),
      eventDoubled: percent(40),
      eventLate: percent(40),
      drop: percent(10),
    })
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), faults, (seed, faults) => {
        const world = new VenueWorld(seed, faults)
        let count = 0
        world.pass(seconds(5))
        world.pass(seconds(60), () => {
          world.act(++count)
          world.exchange.live()
        })
        world.exchange.heal()
        world.venue.survey()
        world.pass(seconds(150))
        world.venue.survey()
        world.pass(seconds(30))
        expectTruth(world)
        expect(new Set(world.ways).size).toBe(world.ways.length)
        for (const times of world.exchange.arrivals.values()) expect(times).toBe(1)
        expect(world.venue.state).toBe("connected")
      }),
      { numRuns: 60 },
    )
  }, 120_000)
})

describe("the venue, in doubt", () => {
  const faulty = (world: VenueWorld, faults: Partial<ScriptedFaults>): void => {
    world.exchange.faults = { ...world.exchange.faults, ...faults }
  }

  it("says at once that an order is unanswered when its connection is lost", () => {
    const world = VenueWorld.settled()
    faulty(world, { drop: 100 })
    world.submit(stopIntent(), "s-1")
    world.pass(milliseconds(500))
    expect(world.reports).toMatchObject([{ kind: "unanswered", id: "s-1" }])
    expect(world.order("s-1")?.status).toBe("unresolved")
  })

  it("says after 10 s that an order is unanswered, and sends it never again (EXEC-61)", () => {
    const world = VenueWorld.settled()
    faulty(world, { lost: 100 })
    world.submit(stopIntent(), "s-1")
    world.pass(seconds(9))
    expect(world.reports).toEqual([])
    world.pass(seconds(2))
    expect(world.order("s-1")?.status).toBe("unresolved")
    world.exchange.heal()
    world.pass(seconds(120))
    expect(world.order("s-1")?.status).toBe("absent")
    expect(world.ways).toEqual(["s-1"])
  })

  it("names for an absence a time of the exchange's between the sending and the question", () => {
    const world = VenueWorld.settled()
    faulty(world, { lost: 100 })
    const sent = world.theirs
    world.submit(stopIntent(), "s-1")
    world.pass(seconds(9))
    world.exchange.heal()
    const before = world.theirs
    world.pass(seconds(3))
    const [absence] = world.reports.filter((it) => it.kind === "absent")
    expect(absence.at).toBeGreaterThan(sent)
    expect(absence.at).toBeGreaterThanOrEqual(before - 1_000)
    expect(absence.at).toBeLessThan(world.theirs)
  })

  it("asks at once what became of a cancel that was not answered", () => {
    const world = VenueWorld.settled()
    for (let i = 0; i < 9 && world.order(`s-${i - 1}`)?.status !== "open"; i++) {
      world.submit(stopIntent(), `s-${i}`)
      world.pass(seconds(1))
    }
    const id = `s-${world.orders.size - 1}`
    world.isDeafToSurveys = true
    faulty(world, { unanswered: 100, eventLost: 100 })
    world.submit({ ...stopIntent(), purpose: "cancel", instead: orderIdOf(id) }, "")
    world.pass(seconds(9))
    expect(world.order(id)?.status).toBe("open")
    world.exchange.heal()
    world.pass(seconds(2))
    expect(world.order(id)?.status).toBe("cancelled")
  })

  it("surveys over REST every 10 s while no events come", () => {
    const world = VenueWorld.settled()
    world.surveys.length = 0
    faulty(world, { drop: 100 })
    world.exchange.live()
    faulty(world, { drop: 0 })
    world.exchange.refusesSockets = true
    world.pass(seconds(60))
    expect(world.venue.state).toBe("reconnecting")
    expect(world.surveys.length).toBeGreaterThanOrEqual(5)
    world.submit(stopIntent(), "s-1")
    world.pass(seconds(1))
    expect(world.order("s-1")?.status).toMatch(/open|rejected/)
    world.exchange.refusesSockets = false
    world.pass(seconds(35))
    expect(world.venue.state).toBe("connected")
  })

  it("is not shaken by what it never asked for", () => {
    const world = VenueWorld.settled()
    const { socket } = world.exchange
    const words = [
      "",
      "<html>",
      "[]",
      "null",
      '{"id":"77","status":200,"result":{}}',
      '{"id":null,"status":400,"error":{"code":-1135,"msg":"Malformed JSON."}}',
      '{"event":{"e":"executionReport"}}',
      '{"event":{"e":"somethingOfTomorrow"}}',
      '{"event":7}',
    ]
    for (const said of words) {
      const bytes = Buffer.from(said)
      world.venue.happened({ kind: "message", socket, bytes }, world.at)
    }
    const told = { status: 200, headers: {}, body: "{}" }
    world.venue.happened({ kind: "answered", id: 9_999, ...told }, world.at)
    world.venue.happened({ kind: "failed", id: 9_999, reason: "gone" }, world.at)
    expect(world.venue.counts).toMatchObject({ unreadable: 7, strange: 2, unknown: 0 })
    world.pass(seconds(5))
    expect(world.venue.state).toBe("connected")
    expect(world.reports).toEqual([])
  })

  it("lets an order that lowers risk pass where the budget holds one back that raises it", () => {
    const world = VenueWorld.settled()
    const time = world.desk.clock.toExchange(world.at)
    while (world.desk.budget.take({ priority: "entry", weight: 1, orders: 1 }, time));
    world.submit(entryIntent(), "e-1")
    expect(world.reports).toMatchObject([{ kind: "rejected", id: "e-1", code: -1 }])
    world.submit(exitIntent(), "x-1")
    expect(world.ways).toEqual(["x-1"])
  })

  it("EXEC-74: asks equal questions at the same time once, and anew once they are answered", () => {
    const world = new VenueWorld(1)
    world.pass(seconds(5))
    world.submit(stopIntent(), "s-1")
    world.pass(seconds(5))
    const before = world.questions.length
    for (const _ of [1, 2, 3]) world.venue.ask(orderIdOf("s-1"), 0)
    for (const _ of [1, 2, 3]) world.venue.survey()
    world.pass(milliseconds(1))
    const asked = (): string[] => world.questions.slice(before)
    const of = (what: string): number => asked().filter((it) => it === what).length
    world.pass(seconds(5))
    // A survey that was wished while one was on its way comes after it, once for all who wished.
    expect([of("order.status"), of("account.status")]).toEqual([1, 2])
    world.venue.ask(orderIdOf("s-1"), 0)
    world.pass(seconds(2))
    expect(of("order.status")).toBe(2)
  })

  it("holds entries back when orders go unanswered, never exits (EXEC-64)", () => {
    const world = VenueWorld.settled()
    faulty(world, { failing: 100 })
    for (const i of [1, 2, 3]) world.submit(entryIntent(), `e-${i}`)
    world.pass(seconds(1))
    expect(world.venue.isHoldingBack).toBe(true)
    world.submit(entryIntent(), "e-4")
    expect(world.order("e-4")?.status).toBe("rejected")
    world.submit(exitIntent(), "x-1")
    expect(world.ways).toEqual(["e-1", "e-2", "e-3", "x-1"])
    world.pass(seconds(20))
    world.submit(entryIntent(), "e-5")
    expect(world.ways.at(-1)).toBe("e-5")
  })

  it("goes another way when a socket that is open does not answer", () => {
    const world = VenueWorld.settled()
    faulty(world, { unanswered: 100 })
    world.submit(stopIntent(), "s-1")
    world.pass(seconds(10))
    expect(world.venue.state).toBe("reconnecting")
    const { overRest } = world.venue.counts
    world.submit(stopIntent(), "s-2")
    expect(world.venue.counts.overRest).toBe(overRest + 1)
  })

  it("logs on anew when it was logged off", () => {
    const world = VenueWorld.settled()
    const { socket } = world.exchange
    const said = '{"id":null,"status":401,"error":{"code":-2015,"msg":"Invalid API-key."}}'
    world.venue.happened({ kind: "message", socket, bytes: Buffer.from(said) }, world.at)
    expect(world.venue.state).toBe("reconnecting")
    world.pass(seconds(5))
    expect(world.venue.state).toBe("connected")
    expect(world.exchange.socket).not.toBe(socket)
  })

  it("opens no socket while the exchange has locked this address out (418)", () => {
    const world = VenueWorld.settled()
    const headers = { "retry-after": "120" }
    const body = '{"code":-1003,"msg":"Way too much request weight used; IP banned."}'
    world.venue.happened({ kind: "answered", id: 9_999, status: 418, headers, body }, world.at)
    const { socket } = world.exchange
    world.venue.happened({ kind: "closed", socket, reason: "put out" }, world.at)
    const { opened } = world.exchange
    world.pass(seconds(119))
    expect(world.exchange.opened).toBe(opened)
    world.pass(seconds(5))
    expect(world.venue.state).toBe("connected")
  })

  it("measures the clock again when an order was refused for its time (-1021)", () => {
    const world = VenueWorld.settled()
    expect(world.desk.clock.isTrusted(world.at)).toBe(true)
    const error = { code: -1021, msg: "Timestamp for this request is outside of the recvWindow." }
    world.submit(stopIntent(), "s-1")
    const answer = { id: world.exchange.lastId, status: 400, error }
    const bytes = Buffer.from(JSON.stringify(answer))
    world.venue.happened({ kind: "message", socket: world.exchange.socket, bytes }, world.at)
    expect(world.desk.clock.isTrusted(world.at)).toBe(false)
    expect(world.order("s-1")?.status).toBe("rejected")
    world.pass(seconds(1))
    expect(world.desk.clock.isTrusted(world.at)).toBe(true)
  })
})

describe("what the venue learns of the exchange itself", () => {
  const notices = (world: VenueWorld, about: Notice["about"]): readonly object[] =>
    world.notices.filter((it) => it.about === about)
  const statesOf = (world: VenueWorld, of: string): readonly string[] =>
    world.notices.flatMap((it) => (it.about === "reach" && it.of === of ? [it.state] : []))

  it("RISK-4: asks what the account holds every 60 s, and says when it was not told for 120 s", () => {
    const world = new VenueWorld(18)
    world.pass(seconds(10))
    world.surveys.length = 0
    world.pass(seconds(600))
    expect(world.surveys.length).toBeGreaterThanOrEqual(10)
    expect(statesOf(world, "account")).toEqual(["heard"])
    // The clock, the streams and all else are answered: the account alone is not.
    world.exchange.disowned = "account.status"
    world.pass(seconds(179))
    expect(statesOf(world, "account")).toEqual(["heard", "silent"])
    expect(statesOf(world, "api")).toEqual(["heard"])
    world.exchange.disowned = undefined
    world.pass(seconds(60))
    expect(statesOf(world, "account")).toEqual(["heard", "silent", "heard"])
  })

  it("EXEC-71: says after 30 s and after 60 s that nothing comes, and when something does again", () => {
    const world = new VenueWorld(1)
    world.pass(seconds(5))
    world.exchange.isAway = true
    world.pass(seconds(100))
    world.exchange.isAway = false
    world.pass(seconds(90))
    expect(statesOf(world, "api")).toEqual(["heard", "silent", "cut", "heard"])
    expect(world.venue.state).toBe("connected")
  })

  it("EXEC-71: does not take prices for a word of the API: they may flow while it is gone", () => {
    const world = new VenueWorld(1)
    world.pass(seconds(5))
    world.exchange.isAway = true
    const trade = new TextEncoder().encode('{"e":"trade"}')
    const priced = (): void => {
      world.venue.happened({ kind: "message", socket: "market-0.1", bytes: trade }, world.at)
      world.venue.happened({ kind: "pinged", socket: "market-0.1" }, world.at)
    }
    world.pass(seconds(100), priced)
    world.exchange.isAway = false
    world.pass(seconds(90), priced)
    expect(statesOf(world, "api")).toEqual(["heard", "silent", "cut", "heard"])
  })

  it("EXEC-73: asks for the rules soon after an order found a market closed, and each minute while it rests", () => {
    const world = new VenueWorld(1)
    world.pass(seconds(5))
    expect(world.rules).toHaveLength(1)
    world.exchange.isResting = true
    world.submit(entryIntent(), "e")
    world.pass(seconds(32))
    expect(world.order("e")?.status).toBe("rejected")
    expect(world.rules).toHaveLength(2)
    world.pass(seconds(305))
    expect(world.rules).toHaveLength(7)
    // Open again: learnt within a minute, and then asked as seldom as ever.
    world.exchange.isResting = false
    world.pass(seconds(62))
    expect(world.rules).toHaveLength(8)
    world.pass(seconds(500))
    expect(world.rules).toHaveLength(8)
  })

  it("EXEC-72: asks every five minutes whether it works, and once more before each UTC day", () => {
    const world = new VenueWorld(1)
    world.pass(seconds(5))
    world.exchange.system = { status: 1, msg: "system_maintenance" }
    world.pass(seconds(301))
    world.exchange.system = { status: 0, msg: "normal" }
    world.pass(seconds(301))
    const told = notices(world, "system")
    expect(told).toMatchObject([
      { isUp: true },
      { isUp: false, says: "system_maintenance" },
      { isUp: true },
    ])
    // It is 22:13:20 at the start.
    world.pass(seconds(6_400 - 607 - 15))
    const day = 86_400_000_000
    const lastAsked = world.askedStatusAt.at(-1) ?? 0
    expect(day - (lastAsked % day)).toBeLessThanOrEqual(61_000_000)
  })

  it("EXEC-64: questions over REST rest for a minute after five failures, exits go out all the same", () => {
    const world = new VenueWorld(1)
    world.exchange.refusesSockets = true
    world.pass(seconds(5))
    world.exchange.faults = { ...world.exchange.faults, failing: 100 }
    world.pass(seconds(40))
    expect(notices(world, "breaker")).toContainEqual({
      kind: "notice",
      about: "breaker",
      of: "rest",
      isOpen: true,
    })
    const sent = world.ways.length
    world.submit(stopIntent(), "s-1")
    expect(world.ways.length).toBe(sent + 1)
    world.submit(entryIntent(), "e-1")
    expect(world.ways.length).toBe(sent + 1)
    expect(world.order("e-1")?.status).toBe("rejected")
    world.exchange.heal()
    world.pass(seconds(120))
    expect(notices(world, "breaker").at(-1)).toMatchObject({ of: "rest", isOpen: false })
  })

  it("DATA-1: a market that is not listed any more is told as gone, though the others are asked with it", () => {
    const world = new VenueWorld(1)
    world.pass(seconds(5))
    expect(world.rules.at(-1)?.gone).toEqual([])
    world.exchange.isDelisted = true
    world.pass(seconds(700))
    expect(world.rules.at(-1)?.gone).toEqual(["BTCUSDT"])
  })
})
