import { expect, it } from "vitest"
import { Seat } from "../../tests/support/open-paper.ts"
import { tell } from "./ask.ts"

it("tells how the guard's level came to be what it is", async () => {
  const seat = await Seat.take()
  try {
    expect(tell(() => seat.paper.records(), "tilt")).toHaveProperty("nothing")
    for (let i = 0; i < 6; i++) seat.paper.act({ kind: "edit", of: "x" }, seat.wall)
    const told = tell(() => seat.paper.records(), "tilt")
    const [chapter, ...more] = "chapters" in told ? told.chapters : []
    expect(more).toEqual([])
    expect(chapter?.lines[0]).toMatch(/^The guard is at level 1: /)
    expect(chapter?.lines.join("\n")).toContain(
      "TILT-20  one order is bargained with: 6 edits, limit 5",
    )
  } finally {
    seat.leave()
  }
})
