import { describe, expect, it } from "vitest"
import { entryIntent, exitIntent, LAST } from "../../../tests/support/intent.ts"
import { VenueWorld } from "../../../tests/support/venue-world.ts"
import type { Intent } from "../../order/intent.ts"
import { quantityOf } from "../../value/brand.ts"
import { milliseconds, seconds } from "../../value/time.ts"

const RESTING: Intent = {
  ...entryIntent(),
  terms: { type: "limit-maker", quantity: quantityOf(200), price: LAST },
}

/** Entries sent until the exchange took one; it refuses some for its own reasons. */
function rested(world: VenueWorld): string {
  for (let i = 0; i < 20; i++) {
    world.submit(RESTING, `e-${i}`)
    world.pass(seconds(1))
    if (world.order(`e-${i}`)?.status === "open") return `e-${i}`
  }
  return expect.fail("the exchange took none of twenty")
}

const lastAnswer = (world: VenueWorld): unknown => world.reports.at(-1)

describe("an entry, while no events of the account come", () => {
  it("is asked for each second where it rests, so that its fill is guarded in time (EXEC-65)", () => {
    const world = VenueWorld.settled()
    const id = rested(world)
    world.exchange.cutSockets()
    world.pass(seconds(14))
    expect(world.order(id)?.status).toBe("open")
    world.exchange.fill(id)
    // A second until it is asked for, and the way of three questions there and back.
    world.pass(milliseconds(1_500))
    expect(world.order(id)?.status).toBe("filled")
  })

  it("is asked for no more once it is known to be over", () => {
    const world = VenueWorld.settled()
    const id = rested(world)
    world.exchange.fill(id)
    world.pass(seconds(1))
    world.exchange.cutSockets()
    world.pass(seconds(5))
    const weight = world.desk.budget.usage(world.theirs)[0]?.used ?? 0
    world.pass(seconds(4))
    expect((world.desk.budget.usage(world.theirs)[0]?.used ?? 0) - weight).toBeLessThanOrEqual(1)
  })

  it("does not leave where it could rest, and leaves over REST where it ends by itself", () => {
    const world = VenueWorld.settled()
    world.exchange.cutSockets()
    world.pass(seconds(2))
    world.submit(RESTING, "e-rests")
    expect(lastAnswer(world)).toMatchObject({
      kind: "rejected",
      id: "e-rests",
      code: -1,
      text: expect.stringContaining("learnt late"),
    })
    world.submit(entryIntent(), "e-ends")
    world.pass(seconds(2))
    expect(world.ways).toEqual(["e-ends"])
  })
})

describe("an entry that was decided a while ago", () => {
  const decided = (world: VenueWorld, ago: number): void => {
    const at = (world.at - ago) as typeof world.at
    world.submit(entryIntent(), `e-${ago}`, { now: at, pricedAt: at })
  }

  it("does not leave after two seconds: the prices that it was judged by are over", () => {
    const world = VenueWorld.settled()
    decided(world, seconds(2) + 1)
    expect(lastAnswer(world)).toMatchObject({
      kind: "rejected",
      code: -1,
      text: "Not sent: it was decided 2 s ago.",
    })
    expect(world.ways).toEqual([])
  })

  it("leaves within them; and what lowers risk leaves however late", () => {
    const world = VenueWorld.settled()
    decided(world, seconds(2))
    const at = (world.at - seconds(60)) as typeof world.at
    world.submit(exitIntent(), "x-1", { now: at, pricedAt: at })
    expect(world.ways).toEqual([`e-${seconds(2)}`, "x-1"])
  })
})
