import { describe, expect, it } from "vitest"
import { buys, calm, PlanStage } from "../../../tests/plans/stage.ts"
import { foldJournal } from "../../session/fold.ts"
import { percent } from "../../value/brand.ts"
import { chronicleOf } from "./chronicle.ts"

describe("a chronicle", () => {
  it("has the books of the journal, what a failure of the machine cost included (TIER-28 f)", () => {
    // The price falls while the machine is down.
    const script = (second: number) =>
      second < 60 ? calm(second) : { ...calm(second), bid: 994_990, ask: 995_010 }
    const wishes = [buys(2, { stake: percent(4) })]
    const stage = new PlanStage({ script, wishes }).until(58).crash(30).until(300)
    const books = chronicleOf(stage.records)?.books
    const folded = foldJournal(stage.records).books
    expect(JSON.stringify(folded.save())).toContain('"outage-cost"')
    expect(books?.save()).toEqual(folded.save())
  })
})
