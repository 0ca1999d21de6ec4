import { later, minutes } from "../../../src/value/time.ts"
import type { Traveller } from "../../../src/session/journey/traveller.ts"
import { earnedHunter, livedDays } from "../../support/earned-tier.ts"
import type { GateLook } from "../../../src/report/boards/gate-look.ts"
import { quietSurroundings } from "../../support/surroundings.ts"
import { Seat } from "../../support/open-paper.ts"

/** How a state that is worth a look comes about, by real sessions wherever that can be. */
export type State = () => Promise<Seat>

/** An hour into a session, and then what is done. */
const hourIn =
  (then: (seat: Seat) => void = () => {}): State =>
  async () => {
    const seat = await Seat.take()
    then(seat)
    return seat
  }

const buy = (seat: Seat): void => {
  seat.wait(1)
  seat.say("buy eth 4")
  seat.type("y")
  seat.wait(30)
}

/** The account once stood so much higher that it is now a little more than so many percent below its peak. */
const fallen = (seat: Seat, percent: number): void => {
  const { engine } = seat.paper.session
  const peak = (engine.equity().units * 10_000n) / BigInt(9_970 - percent * 100)
  engine.books.apply({ kind: "sample", equityUnits: peak + 1n }, engine.now)
  seat.wait(61)
}

/** Keys without effect, views in a hurry, comings and goings: signs of somebody who is not calm. */
const restless = (seat: Seat, signs: number): void => {
  const { paper } = seat
  if (signs > 0) paper.act({ kind: "idle-keys", keys: 40 }, seat.wall)
  if (signs > 1) {
    for (let i = 0; i < 4; i++) {
      paper.act({ kind: "session", to: "ended" }, seat.wall)
      paper.act({ kind: "session", to: "began" }, seat.wall)
    }
  }
  if (signs > 2) for (let i = 0; i < 24; i++) seat.key(2 + (i % 6))
  if (signs > 3) for (let i = 0; i < 8; i++) seat.say("risk")
  if (signs > 4) {
    seat.say("tilt profile stressed")
    for (let i = 0; i < 3; i++) paper.act({ kind: "idle-keys", keys: 40 }, seat.wall)
  }
  seat.press("escape")
  seat.wait(1)
}

const worthOf = ({ units }: Traveller): string => {
  const cents = (units / 1_000_000n).toString()
  return `${cents.slice(0, -2)}.${cents.slice(-2)}`
}

/** A session of an account that has a history, as the tier machine knows it. */
const after = async (account: Traveller, capital = worthOf(account)): Promise<Seat> => {
  const seat = await Seat.take({}, { wall: later(account.now, minutes(1)), capital })
  seat.paper.session.engine.books.tiers.restore(account.book.state)
  return seat
}

const earned: State = () => after(earnedHunter())

const promoted: State = async () => {
  const seat = await earned()
  seat.say("tier confirm I understand the responsibilities")
  seat.press("escape")
  seat.wait(31)
  return seat
}

/** An entry of a Hunter that is worked in parts (EXEC-33), one of them bought. */
const planAtWork: State = async () => {
  const seat = await after(earnedHunter(), "9000")
  seat.say("tier confirm I understand the responsibilities")
  seat.wait(61)
  seat.say(`tier reflect ${"I wait for the close of each bar before an order. ".repeat(10)}`)
  seat.say("buy eth 5 as the plan says")
  seat.type("y")
  seat.wait(3)
  return seat
}

const demoted: State = async () => {
  const seat = await promoted()
  const { books, now } = seat.paper.session.engine
  for (let i = 0; i < 3; i++) {
    books.tiers.onTrade({
      at: now,
      instrument: 0,
      strategy: "trader",
      isManual: true,
      isStopped: true,
      pnlUnits: -100_000_000n,
    })
  }
  seat.wait(8)
  return seat
}

const view =
  (word: string, then: (seat: Seat) => void = () => {}): State =>
  async () => {
    const seat = await hourIn(then)()
    seat.say(word)
    return seat
  }

/** The system gate, with so many of its conditions met. */
const gateLook = (at: number, met: number): Partial<GateLook> => ({
  lookedAt: at,
  isLooking: false,
  record: met === GATE.length ? "signed 2026-03-02T13:59:00.000Z" : "none",
  conditions: GATE.map(([what, has], i) => ({ id: "TIER-1", what, has, isMet: i < met })),
})

const GATE = [
  ["10 round trips on paper", "12"],
  ["every order past all six rules of the gate", "all"],
  ["no difference between books and exchange", "0"],
  ["72 hours of paper trading on this build", "14"],
  ["24 hours of it without a hand on it", "9"],
  ["95 % uptime in its last 72 hours", "19.4 %"],
  ["every line in its journal, sealed, on the clock of the wall", "so"],
  ["three winning days in a row, or no loss", "0 days, -$0.12"],
  ["a round trip with real order calls, on the test network or the simulated exchange", "none"],
] as const

/** Every state of every screen that matters, by the name of its files. */
export const STATES: Readonly<Record<string, State>> = {
  "before the first price": () => Seat.take({}, { isBefore: true }),
  "an hour in": hourIn(),
  "a position and its stop": hourIn(buy),
  "halted by hand": hourIn((seat) => seat.say("halt going for a walk")),
  "the strategy is stopped": hourIn((seat) => seat.say("strategy stop its market is shut")),
  "a question": hourIn((seat) => {
    seat.wait(1)
    seat.say("b100u btc")
  }),
  "a question before selling": hourIn((seat) => {
    buy(seat)
    seat.say("close-all")
  }),
  "a refusal before it is sent": hourIn((seat) => {
    seat.say("halt tea")
    seat.say("b20u btc")
  }),
  "not understood": hourIn((seat) => seat.say("clsoe btc")),
  "help": view("help"),
  "the story of an order": view("why last"),
  "typing a long line": hourIn((seat) => seat.type(`buy ${"very ".repeat(40)}much`)),
  "drawdown 5": hourIn((seat) => fallen(seat, 5)),
  "drawdown 10": hourIn((seat) => fallen(seat, 10)),
  "drawdown 15": hourIn((seat) => {
    fallen(seat, 15)
    buy(seat)
  }),
  "risk": view("risk", buy),
  "risk at drawdown 5": view("risk", (seat) => fallen(seat, 5)),
  "risk at drawdown 10": view("risk", (seat) => fallen(seat, 10)),
  "risk at drawdown 15": view("risk", (seat) => fallen(seat, 15)),
  "tilt 1": hourIn((seat) => restless(seat, 2)),
  "tilt 2": hourIn((seat) => restless(seat, 4)),
  "tilt 3": hourIn((seat) => restless(seat, 5)),
  "the guard, calm": view("tilt"),
  "the guard at 1": view("tilt", (seat) => restless(seat, 2)),
  "the guard at 3": view("tilt", (seat) => restless(seat, 5)),
  "breathing": hourIn((seat) => {
    restless(seat, 2)
    seat.say("tilt breathe")
    seat.wait(6)
  }),
  "results of an hour": view("performance"),
  "results of 60 days": async () => {
    const seat = await after(livedDays(60))
    seat.say("performance")
    return seat
  },
  "spreads": view("spreads"),
  "orders": view("orders", buy),
  "no orders": view("orders"),
  "a plan at work": planAtWork,
  "orders, a plan at work": async () => {
    const seat = await planAtWork()
    seat.say("orders")
    return seat
  },
  "positions": view("positions", buy),
  "events": view("events"),
  "operations": view("operations", buy),
  "operations in trouble": view("operations", (seat) => {
    buy(seat)
    const { engine } = seat.paper.session
    engine.onNotice({ kind: "notice", about: "breaker", of: "orders", isOpen: true }, engine.now)
    seat.paper.note("The line for prices market-1 was lost (silent for 10 s).")
    const health = { engine: "healthy", database: "healthy", gateway: "degraded", streams: "unhealthy" }
    seat.surroundings = quietSurroundings({ health, diskFreeBytes: 4_200_000_000, cpuShare: 0.97 })
  }),
  "validation, not looked at yet": view("validation"),
  "validation, far away": view("validation", (seat) => {
    seat.surroundings = quietSurroundings({}, gateLook(seat.wall, 3))
  }),
  "validation, all shown": view("validation", (seat) => {
    const history = [{ at: seat.wall, text: "record: signed 2026-03-02T13:59:00.000Z" }]
    seat.surroundings = quietSurroundings({}, { ...gateLook(seat.wall, 9), history })
  }),
  "the tier, far away": view("tier"),
  "the ceremony": async () => {
    const seat = await earned()
    seat.say("tier")
    return seat
  },
  "a tier is earned": earned,
  "a Hunter": promoted,
  "demoted": demoted,
}
