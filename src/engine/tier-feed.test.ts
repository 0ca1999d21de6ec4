import {
  array,
  assert,
  boolean,
  constantFrom,
  integer,
  nat,
  oneof,
  property,
  record,
} from "fast-check"
import { expect, it } from "vitest"
import { orderOf } from "../../tests/support/order.ts"
import type { RoundTrip } from "../ledger/round-trip.ts"
import { pack, type Packed, unpack } from "../ledger/saved.ts"
import { orderIdOf } from "../order/request.ts"
import { LossStreaks, type LossStreaksState } from "../risk/loss-streak.ts"
import { TierBook } from "../tier/tier-book.ts"
import type { TierBookState } from "../tier/tier-state.ts"
import { type Instant, instantOf, quantityOf } from "../value/brand.ts"
import { days, later, milliseconds } from "../value/time.ts"
import type { Placed, Reported } from "./records.ts"
import { TierFeed, type TierFeedState } from "./tier-feed.ts"

const START = instantOf(days(20_000))

/** What a feed looks at in a ledger: its finished trades, and how much is held. */
class Trades {
  readonly finished: RoundTrip[] = []
  readonly held = new Map<number, number>()

  trades(): readonly RoundTrip[] {
    return this.finished
  }

  position(instrument: number): { readonly quantity: number } {
    return { quantity: this.held.get(instrument) ?? 0 }
  }
}

type All = readonly [TierBookState, LossStreaksState, TierFeedState]

/** The feed with those it tells. */
class Told {
  readonly tiers = new TierBook()
  readonly losses = new LossStreaks()
  readonly feed = new TierFeed(this.tiers, this.losses)

  /** What a snapshot holds of them. */
  get text(): string {
    const { tiers, losses, feed } = this
    return JSON.stringify(pack([tiers.state, losses.state, feed.state] as const))
  }

  static restored(text: string): Told {
    const told = new Told()
    const [tiers, losses, feed] = unpack<All>(JSON.parse(text) as Packed<All>)
    told.tiers.restore(tiers)
    told.losses.restore(losses)
    told.feed.restore(feed)
    return told
  }
}

const step = oneof(
  record({
    kind: constantFrom("placed" as const),
    order: nat(5),
    asked: integer({ min: 10, max: 12 }),
  }),
  record({
    kind: constantFrom("report" as const),
    order: nat(5),
    is: constantFrom("accepted" as const, "unanswered" as const),
    isFilled: boolean(),
    instrument: nat(2),
    held: nat(1),
    pnl: integer({ min: -5, max: 3 }),
    trips: nat(2),
  }),
)

function placed(order: number, asked: number): Placed {
  const { terms } = orderOf()
  const id = orderIdOf(`r-${order}`)
  return {
    kind: "placed",
    request: { kind: "place", id, instrument: 0, side: "buy", terms },
    purpose: "entry",
    author: { kind: "trader", name: "trader" },
    because: "a test wishes it",
    cause: { row: 1, instrument: 0 },
    asked,
    answers: [
      {
        rule: "limits",
        verdict: { answer: "shrink", id: "RISK-1", quantity: quantityOf(10) },
      },
    ],
  } as never
}

it("a snapshot and the rest tell the same as the whole, wherever it is cut", () => {
  const steps = array(record({ it: step, after: constantFrom(1, 50, 150) }), { maxLength: 40 })
  assert(
    property(steps, nat(), (steps, nth) => {
      const whole = new Told()
      const ledger = new Trades()
      const cut = nth % (steps.length + 1)
      let resumed: Told | undefined
      let at: Instant = START
      for (const [i, { it, after }] of steps.entries()) {
        if (i === cut) resumed = Told.restored(whole.text)
        at = later(at, milliseconds(after))
        const all = resumed ? [whole, resumed] : [whole]
        if (it.kind === "placed") {
          for (const { feed } of all) feed.onPlaced(placed(it.order, it.asked), at)
          continue
        }
        const order = orderOf({ instrument: it.instrument })
        if (it.isFilled) {
          ledger.held.set(it.instrument, it.held)
          for (let n = 0; n < it.trips; n++) {
            ledger.finished.push({
              instrument: it.instrument,
              strategy: "trader",
              pnlUnits: BigInt(it.pnl),
            } as never)
          }
        }
        const fact = {
          kind: "report",
          report: { kind: it.is, id: orderIdOf(`r-${it.order}`), at },
        } as Reported
        const changes = [{ before: order, after: order, filled: it.isFilled }]
        for (const { feed } of all) feed.onReported(fact, at, { changes, ledger: ledger as never })
      }
      resumed ??= Told.restored(whole.text)
      expect(resumed.text).toBe(whole.text)
      expect(resumed.feed.state).toStrictEqual(whole.feed.state)
      expect(resumed.tiers.standing(at)).toEqual(whole.tiers.standing(at))
    }),
    { numRuns: 300 },
  )
})

it.each([
  ["START", 0],
  ["RECONCILE", 0],
  ["EXEC-71", 0],
  ["EXEC-72", 0],
  ["HALT", 1],
  ["RISK-8", 1],
] as const)("TIER-28 d: a foreign order while entries are closed by %s costs %i", (code, cost) => {
  const { feed, tiers } = new Told()
  const found = { kind: "finding", code: "order-foreign", what: "an order" } as const
  feed.onFinding(found, START, { isRunning: false, code, reason: "", at: START })
  const lost = tiers.history.filter(({ reason }) => reason.startsWith("TIER-28 d"))
  expect(lost).toHaveLength(cost)
})
