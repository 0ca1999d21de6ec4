import { describe, expect, it } from "vitest"
import { Seat } from "../../tests/support/open-paper.ts"
import { eventOf } from "../report/event.ts"
import { practised } from "../tier/practice.ts"
import { decodeFact, type Fact, type Shadowed } from "./records.ts"

const factsOf = (seat: Seat): readonly Fact[] =>
  [...seat.paper.records()].map(({ body }) => decodeFact(body))
const shadowsOf = (seat: Seat): readonly Shadowed[] =>
  factsOf(seat).filter((it) => it.kind === "shadowed")
const notesOf = (seat: Seat): readonly string[] =>
  factsOf(seat).flatMap((it) => (it.kind === "note" && it.code === "SHADOW" ? [it.what] : []))

/** A first day on a market that is entered often. */
async function seated(capital = "500"): Promise<Seat> {
  const seat = await Seat.take({}, { capital })
  seat.wait(1)
  return seat
}

describe("TIER-15: the shadow mode", () => {
  it("rehearses sliced orders beside the entries of the first tier, on the live market, without an order", async () => {
    const seat = await seated()
    seat.say("tier shadow on")
    expect(seat.answer).toMatch(/^Each entry is rehearsed beside it from now on, /)
    const before = factsOf(seat).length
    seat.wait(2_400)
    const since = factsOf(seat).slice(before)
    const [note] = notesOf(seat)
    expect(note).toMatch(/^Rehearsing beside it: .* as sliced in \d+ parts; nothing of it is sent/)
    const [shadow] = shadowsOf(seat)
    expect(shadow?.method).toBe("sliced")
    expect(shadow?.parts).toBeGreaterThanOrEqual(3)
    // All that was bought is what the entries themselves asked for.
    const entries = since.filter((it) => it.kind === "placed" && it.purpose === "entry")
    expect(entries.length).toBeGreaterThan(0)
    for (const it of entries) expect(it).not.toHaveProperty("slice")
    expect(since.some((it) => it.kind === "plan-began")).toBe(false)
    seat.leave()
  })

  it("feeds the practice of the method, and is told in a line (TIER-17)", async () => {
    const seat = await seated()
    const { books } = seat.paper.session.engine
    seat.say("tier shadow on")
    seat.wait(2_400)
    const shadows = shadowsOf(seat)
    const sliced = practised(books.tiers.evidence).find((it) => it.method === "sliced")
    expect(sliced?.value).toMatch(new RegExp(`^${shadows.length} trades `))
    const [first] = shadows
    expect(first && eventOf(first, books)).toMatch(
      /^Rehearsed sliced: .* in \d+ parts, -?[\d.]+ bp above the mid of its beginning; one order would have begun at [\d.]+ bp\. It ended: .*\. It (counts|does not count) as completed\.$/,
    )
    seat.leave()
  })

  it("rehearses nothing before it is switched on, and nothing after it is switched off", async () => {
    const seat = await seated()
    seat.wait(1_200)
    expect(notesOf(seat)).toEqual([])
    seat.say("tier shadow on")
    seat.say("tier shadow off")
    expect(seat.answer).toBe("Entries are rehearsed no more.")
    seat.wait(1_200)
    expect(notesOf(seat)).toEqual([])
    seat.leave()
  })

  it("opens at $250 of equity, and says so below", async () => {
    const seat = await seated("249")
    seat.say("tier shadow on")
    expect(seat.paper.session.engine.books.tiers.isShadowing).toBe(false)
    expect(seat.paper.session.engine.books.tiers.answer).toMatch(
      /^The shadow mode opens at \$250\.00; the account has \$24\d\.\d\d \(TIER-15\)\.$/,
    )
    seat.leave()
  })

  it("stays on over a restart, which ends what was being rehearsed without a result", async () => {
    const seat = await seated()
    seat.say("tier shadow on")
    while (notesOf(seat).length === 0) seat.wait(10)
    await seat.comeBack(3_600)
    expect(seat.paper.session.engine.books.tiers.isShadowing).toBe(true)
    const results = shadowsOf(seat).length
    seat.wait(1)
    expect(shadowsOf(seat)).toHaveLength(results)
    for (let i = 0; i < 60 && notesOf(seat).length < 2; i++) seat.wait(240)
    expect(notesOf(seat).length).toBeGreaterThan(1)
    expect(await seat.leaveReplayed()).toBeUndefined()
  })
})
