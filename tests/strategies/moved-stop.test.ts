import { describe, expect, it } from "vitest"
import { decodeFact } from "../../src/engine/records.ts"
import { emptyRow, Tape, TRADE } from "../../src/market/tape.ts"
import type { Tick } from "../../src/market/tick.ts"
import { isFinal } from "../../src/order/order.ts"
import { stopOf } from "../../src/order/terms.ts"
import { ACCOUNT, dress, opening } from "../../src/session/dress.ts"
import { foldJournal } from "../../src/session/fold.ts"
import { DEFAULT_PLAN } from "../../src/session/plan.ts"
import { Rehearsal } from "../../src/session/rehearsal.ts"
import { DrawnFaults } from "../../src/simulation/faults.ts"
import { stampSeen } from "../../src/simulation/latency.ts"
import { MemoryJournal } from "../../src/storage/memory-journal.ts"
import type { Desk } from "../../src/strategy/desk.ts"
import { type Strategy, trades } from "../../src/strategy/strategy.ts"
import { instantOf, percent, ratioOf } from "../../src/value/brand.ts"
import { Chance } from "../../src/value/chance.ts"
import { later, minutes, seconds } from "../../src/value/time.ts"
import { instrumentOf } from "../support/instrument.ts"

const START = instantOf(1_700_000_000_000_000)

/** Buys whenever it is flat, and wishes the stop half a percent below every price it sees. */
class Restless implements Strategy {
  readonly watches = [trades("BTCUSDT")]

  onTrade(tick: Tick, desk: Desk): void {
    const { instrument, price } = tick
    if (desk.position(instrument).isLong) {
      desk.raiseStop(instrument, { stop: price * 0.995, because: "the price is higher" })
    } else if (!desk.isEntering(instrument)) {
      desk.buy(instrument, { stake: percent(5), because: "it is flat" })
    }
  }
}

/** A trade every half second: mostly up by a little, now and then down by a lot. */
function tapeOf(chance: Chance, rows: number): Tape {
  const tape = new Tape([instrumentOf()])
  let price = 1_000_000
  for (let i = 0; i < rows; i++) {
    const isFall = chance.below(100) === 0
    price = Math.round(price * (isFall ? 0.99 : 1 + (chance.below(7) - 2) / 10_000))
    const time = later(START, seconds(i / 2))
    tape.push({ ...emptyRow(), kind: TRADE, time, seen: time, a: price, b: 100_000 })
  }
  return tape
}

const OFTEN = ratioOf(50_000)
const RATES = {
  requestLost: OFTEN,
  requestUnanswered: OFTEN,
  askLost: OFTEN,
  answerLost: OFTEN,
  answerDoubled: OFTEN,
  answerLate: OFTEN,
}

function worldOf(seed: number, isFaulty: boolean) {
  const tape = tapeOf(new Chance(seed, "tape"), 1_200)
  const faults = new DrawnFaults(new Chance(seed, "faults"), RATES)
  if (!isFaulty) faults.end()
  const journal = new MemoryJournal({ keep: true })
  const plan = {
    ...DEFAULT_PLAN,
    mode: "drill" as const,
    run: "m",
    strategy: "restless",
    params: {},
  }
  const strategy = new Restless()
  const dressed = dress({ plan: { ...plan, seed }, tape, strategy, journal, faults })
  const { engine, exchange, wire, latency } = dressed
  stampSeen(tape, latency)
  const parts = { tape, engine, exchange, wire, account: ACCOUNT, start: START }
  const rehearsal = new Rehearsal(parts)
  engine.start(START, opening(plan, tape))
  while (!rehearsal.advance(later(START, minutes(9)), 1_000));
  faults.end()
  while (!rehearsal.advance(later(START, minutes(12)), 1_000));
  const facts = journal.records.map(({ body }) => decodeFact(body))
  const moved = facts.flatMap((fact) =>
    fact.kind === "placed" && fact.purpose === "protection" && fact.leave ? [fact] : [],
  )
  return { engine, journal, facts, moved }
}

const SEEDS = Array.from({ length: 25 }, (_, seed) => seed)

describe("EXEC-67, a stop that is moved", () => {
  it("changes places with the one before in one request, and stands where it was wished", () => {
    const { moved, facts } = worldOf(1, false)
    expect(moved.length).toBeGreaterThan(20)
    for (const { request, leave } of moved) {
      expect(request.kind).toBe("replace")
      const place = request.kind === "replace" ? request.place : undefined
      expect(place?.kind === "place" && stopOf(place.terms)).toBe(leave?.stop)
    }
    expect(facts.filter((it) => it.kind === "refused" && it.purpose === "protection")).toEqual([])
  })

  it.each([false, true])(
    "only ever comes nearer while a position is held (faults: %s)",
    (isFaulty) => {
      for (const seed of SEEDS) {
        let stop = 0
        for (const fact of worldOf(seed, isFaulty).facts) {
          if (fact.kind !== "placed") continue
          if (fact.purpose === "entry") stop = fact.leave?.stop ?? 0
          else if (fact.leave) {
            expect(fact.leave.stop, `seed ${seed}`).toBeGreaterThan(stop)
            stop = fact.leave.stop
          }
        }
      }
    },
  )

  it("whatever the line does, what is held in the end has one stop, for all of it, where it belongs", () => {
    let seen = 0
    for (const seed of SEEDS) {
      const { books } = worldOf(seed, true).engine
      const { quantity } = books.ledger.position(0)
      const live = [...books.live.values()].filter((order) => !isFinal(order))
      if (live.some((it) => it.purpose !== "protection") || quantity < 100) continue
      seen++
      expect(live, `seed ${seed}`).toHaveLength(1)
      expect(live[0]).toMatchObject({ status: "open", terms: { quantity } })
      expect(live[0] && stopOf(live[0].terms)).toBeGreaterThanOrEqual(books.leave(0)?.stop ?? NaN)
    }
    // A rule over worlds that end without a position would prove nothing.
    expect(seen).toBeGreaterThan(10)
  })

  it("is where it was after the journal has been folded anew", () => {
    for (const seed of SEEDS.slice(0, 5)) {
      const { engine, journal } = worldOf(seed, true)
      const folded = foldJournal(journal.records).books
      expect(folded.leave(0)).toEqual(engine.books.leave(0))
    }
  })
})
