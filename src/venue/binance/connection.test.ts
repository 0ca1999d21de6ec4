import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { connected, ConnectionStage, START } from "../../../tests/venue/connection-stage.ts"
import { hours, milliseconds, minutes, seconds } from "../../value/time.ts"
import { Allowance } from "./allowance.ts"

describe("a connection comes up", () => {
  it("opens one socket, and shows its states (DATA-3)", () => {
    const stage = new ConnectionStage({ greeting: ["hello"] })
    expect(stage.connection.state).toBe("disconnected")
    stage.start()
    expect(stage.connection.state).toBe("connecting")
    expect(stage.effects).toEqual([
      { kind: "open", socket: "market-0.1", url: "wss://exchange.test/stream" },
    ])
    stage.opened("market-0.1")
    expect(stage.connection.state).toBe("connecting")
    expect(stage.sent).toEqual(["market-0.1 hello"])
    stage.connection.greeted("market-0.1", stage.at)
    expect(stage.connection.state).toBe("connected")
    expect(stage.connection.socket).toBe("market-0.1")
    stage.closed("market-0.1")
    expect(stage.connection.state).toBe("reconnecting")
    stage.connection.stop(stage.at)
    expect(stage.connection.state).toBe("disconnected")
    expect(stage.diary).toEqual(["up market-0.1", "gone market-0.1: cut"])
  })

  it("is up at once where there is nothing to say", () => {
    expect(connected().diary).toEqual(["up market-0.1"])
  })

  it("gives up a socket that does not open, and one whose greeting is not answered", () => {
    const stage = new ConnectionStage({ greeting: ["hello"] }).start()
    stage.pass(seconds(15))
    expect(stage.diary).toEqual(["gone market-0.1: it did not open in time"])
    expect(stage.of("close")).toEqual([{ kind: "close", socket: "market-0.1" }])
    stage.pass(seconds(1))
    stage.opened("market-0.2")
    stage.pass(seconds(10))
    expect(stage.diary.at(-1)).toBe("gone market-0.2: its greeting was not answered in time")
  })

  it("takes no answer to a greeting from a socket that is not greeting", () => {
    const stage = new ConnectionStage({ greeting: ["hello"] }).start()
    stage.connection.greeted("market-0.1", stage.at)
    expect(stage.connection.state).toBe("connecting")
    stage.opened("market-0.1")
    stage.connection.greeted("market-0.7", stage.at)
    expect(stage.connection.state).toBe("connecting")
  })
})

describe("a connection that is lost", () => {
  it("tries again after 1 and 2 s, cut by up to a half (DATA-4), and three in a row rest for 30 s (EXEC-64)", () => {
    for (let seed = 0; seed < 50; seed++) {
      const times = new ConnectionStage({ seed }).start().failures(9)
      const delays = times.slice(1).map((time, i) => time - times[i])
      const [first, second, ...others] = delays
      for (const [delay, full] of [
        [first, seconds(1)],
        [second, seconds(2)],
      ] as const) {
        expect(delay).toBeLessThanOrEqual(full)
        expect(delay).toBeGreaterThanOrEqual(full / 2)
      }
      expect(others).toEqual(others.map(() => seconds(30)))
    }
  })

  it("begins again at 1 s once a socket has been up for a while", () => {
    const stage = new ConnectionStage().start()
    stage.failures(6)
    stage.pass(seconds(30))
    const socket = stage.opens.at(-1) ?? ""
    stage.opened(socket)
    stage.pass(minutes(1), socket)
    const count = stage.opens.length
    stage.closed(socket)
    stage.pass(seconds(1))
    expect(stage.opens).toHaveLength(count + 1)
  })

  it("does not begin again at 1 s for a socket that is shut as soon as it is open", () => {
    const stage = new ConnectionStage().start()
    for (let i = 0; i < 6; i++) {
      const socket = stage.opens.at(-1) ?? ""
      stage.opened(socket)
      stage.closed(socket)
      if (i < 5) stage.pass(seconds(30))
    }
    const count = stage.opens.length
    stage.pass(seconds(14))
    expect(stage.opens).toHaveLength(count)
  })

  it("leaves a fifth of the exchange's attempts unused, all connections together", () => {
    const attempts = new Allowance({ most: 3, span: minutes(5) })
    const one = new ConnectionStage({ attempts, seed: 1 }).start()
    const two = new ConnectionStage({ attempts, seed: 2 }).start()
    one.closed("market-0.1")
    two.closed("market-0.1")
    one.pass(minutes(4))
    two.pass(minutes(4))
    expect(one.opens.length + two.opens.length).toBe(3)
    two.pass(minutes(1))
    expect(one.opens.length + two.opens.length).toBeGreaterThan(3)
  })

  it("hears nothing more from a socket that has gone", () => {
    const stage = connected()
    stage.closed("market-0.1")
    expect(stage.connection.owns("market-0.1")).toBe(false)
    stage.opened("market-0.1")
    stage.message("market-0.1")
    stage.closed("market-0.1", "again")
    expect(stage.diary).toEqual(["up market-0.1", "gone market-0.1: cut"])
  })
})

describe("a connection that goes silent", () => {
  it("asks for a sign of life after 10 s, and is replaced after 30 s without one (DATA-3)", () => {
    const stage = connected()
    stage.pass(seconds(29))
    expect(stage.of("ping")).toHaveLength(2)
    expect(stage.diary).toEqual(["up market-0.1"])
    stage.pass(seconds(1))
    expect(stage.diary.at(-1)).toBe("gone market-0.1: it went silent")
    stage.pass(seconds(1))
    expect(stage.opens).toEqual(["market-0.1", "market-0.2"])
  })

  it("lives on signs of life alone", () => {
    const stage = connected()
    for (let i = 0; i < 100; i++) {
      stage.pass(seconds(20))
      stage.connection.happened({ kind: "pinged", socket: "market-0.1" }, stage.at)
    }
    expect(stage.diary).toEqual(["up market-0.1"])
  })

  it("asks for no sign of life while messages come", () => {
    const stage = connected()
    stage.pass(minutes(5), "market-0.1")
    expect(stage.of("ping")).toEqual([])
  })
})

describe("the planned replacement before the exchange's cut at 24 h (DATA-4)", () => {
  it("opens the next socket beside the first, and closes that only once the next is up", () => {
    const stage = connected()
    stage.greeting = ["hello"]
    const at = stage.passUntilOpens(2, "market-0.1")
    expect(at - START).toBeGreaterThanOrEqual(hours(22.5))
    expect(at - START).toBeLessThanOrEqual(hours(23.5) + seconds(1))
    stage.opened("market-0.2")
    stage.pass(seconds(9), "market-0.1")
    expect(stage.connection.socket).toBe("market-0.1")
    expect(stage.of("close")).toEqual([])
    stage.connection.greeted("market-0.2", stage.at)
    expect(stage.connection.socket).toBe("market-0.2")
    stage.pass(seconds(10), "market-0.2")
    expect(stage.of("close")).toEqual([{ kind: "close", socket: "market-0.1" }])
  })

  it("delivers from both while they overlap", () => {
    const stage = connected()
    stage.connection.replace("market-0.1", stage.at)
    stage.opened("market-0.2")
    expect(stage.diary).toEqual(["up market-0.1", "up market-0.2"])
    expect(stage.connection.owns("market-0.1")).toBe(true)
    expect(stage.connection.socket).toBe("market-0.2")
    stage.pass(seconds(9))
    expect(stage.of("close")).toEqual([])
    stage.pass(seconds(1))
    expect(stage.of("close")).toEqual([{ kind: "close", socket: "market-0.1" }])
    expect(stage.diary.at(-1)).toBe("gone market-0.1: another has taken over")
    expect(stage.connection.history.losses).toBe(0)
  })

  it("keeps the socket it has while the next one fails", () => {
    const stage = connected()
    stage.connection.replace("market-0.1", stage.at)
    for (let i = 2; i < 6; i++) {
      stage.closed(`market-0.${i}`, "refused")
      stage.passUntilOpens(i + 1, "market-0.1")
    }
    expect(stage.connection.socket).toBe("market-0.1")
    stage.opened(stage.opens.at(-1) ?? "")
    expect(stage.connection.socket).toBe(stage.opens.at(-1))
  })

  it("goes on with the next socket when the first ends before that is up", () => {
    const stage = connected()
    stage.connection.replace("market-0.1", stage.at)
    stage.closed("market-0.1")
    expect(stage.connection.state).toBe("reconnecting")
    stage.opened("market-0.2")
    expect(stage.connection.state).toBe("connected")
    expect(stage.opens).toHaveLength(2)
  })

  it("is asked for once by many warnings of a shutdown", () => {
    const stage = connected()
    for (let i = 0; i < 5; i++) stage.connection.replace("market-0.1", stage.at)
    stage.connection.replace("market-0.0", stage.at)
    expect(stage.opens).toHaveLength(2)
  })

  it("does not replace all connections at the same moment", () => {
    const minutesOfLife = Array.from({ length: 10 }, (_, seed) => {
      const at = connected({ seed }).passUntilOpens(2, "market-0.1")
      return Math.floor((at - START) / minutes(1))
    })
    expect(new Set(minutesOfLife).size).toBeGreaterThan(7)
  })
})

describe("what is sent", () => {
  it("is at most four messages a second on one socket, in the order given", () => {
    const stage = connected()
    for (let i = 0; i < 10; i++) stage.connection.broadcast(`m${i}`, stage.at)
    expect(stage.sent).toHaveLength(4)
    stage.pass(milliseconds(999))
    expect(stage.sent).toHaveLength(4)
    stage.pass(milliseconds(1))
    expect(stage.sent).toHaveLength(8)
    stage.pass(seconds(1))
    expect(stage.sent).toEqual(Array.from({ length: 10 }, (_, i) => `market-0.1 m${i}`))
  })

  it("goes to every open socket when a change concerns both", () => {
    const stage = connected()
    stage.greeting = ["hello"]
    stage.connection.replace("market-0.1", stage.at)
    stage.connection.broadcast("early", stage.at)
    stage.opened("market-0.2")
    stage.connection.broadcast("late", stage.at)
    expect(stage.sent).toEqual([
      "market-0.1 early",
      "market-0.2 hello",
      "market-0.1 late",
      "market-0.2 late",
    ])
  })

  it("is refused when no socket is up, rather than sent later", () => {
    const stage = new ConnectionStage().start()
    expect(stage.connection.send("order", stage.at)).toBe(false)
    stage.opened("market-0.1")
    expect(stage.connection.send("order", stage.at)).toBe(true)
    expect(stage.sent).toEqual(["market-0.1 order"])
  })
})

describe("whatever happens, in whatever order", () => {
  const event = fc.record({
    what: fc.constantFrom("opened", "closed", "message", "replace", "drop", "greeted", "time"),
    which: fc.integer({ min: 0, max: 2 }),
    wait: fc.integer({ min: 0, max: 40_000 }),
  })

  it("keeps at most one socket coming, closes each once, and is up again when it may be", () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 80 }), fc.boolean(), (events, greets) => {
        const stage = new ConnectionStage(greets ? { greeting: ["hello"] } : {}).start()
        for (const { what, which, wait } of events) {
          stage.pass(milliseconds(wait))
          const socket = stage.opens.at(-1 - which) ?? "market-0.1"
          if (what === "replace") stage.connection.replace(socket, stage.at)
          else if (what === "drop") stage.connection.drop(socket, "nonsense", stage.at)
          else if (what === "greeted") stage.connection.greeted(socket, stage.at)
          else if (what === "opened") stage.opened(socket)
          else if (what === "closed") stage.closed(socket)
          else if (what === "message") stage.message(socket)
        }
        const gone = stage.diary.filter((line) => line.startsWith("gone"))
        expect(new Set(gone.map((line) => line.split(":")[0])).size).toBe(gone.length)
        expect(stage.opens.filter((it) => stage.connection.owns(it)).length).toBeLessThanOrEqual(4)
        stage.pass(seconds(60))
        stage.opened(stage.opens.at(-1) ?? "")
        stage.connection.greeted(stage.opens.at(-1) ?? "", stage.at)
        expect(stage.connection.nextDue).toBeGreaterThan(stage.at)
      }),
      { numRuns: 300 },
    )
  })

  it("opens nothing after it was stopped", () => {
    const stage = connected()
    stage.connection.stop(stage.at)
    stage.pass(hours(1))
    expect(stage.opens).toEqual(["market-0.1"])
    expect(stage.of("close")).toHaveLength(1)
    stage.start()
    expect(stage.opens).toEqual(["market-0.1", "market-0.2"])
  })
})
