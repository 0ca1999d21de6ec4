import { describe, expect, it } from "vitest"
import type { Boards } from "../../report/boards/boards.ts"
import { instantOf } from "../../value/brand.ts"
import { later, parseInstant, seconds } from "../../value/time.ts"
import { News } from "./news.ts"

type Event = Boards["events"]["events"][number]

const START = parseInstant("2026-03-02 14:00")
const event = (seq: number, level: Event["level"], text: string, at: number = START): Event => ({
  at,
  seq,
  kind: "note",
  level,
  text,
})

describe("news", () => {
  /** News that have heard nothing yet but that the session runs. */
  function quiet() {
    const news = new News()
    news.hear([], { at: START, now: START })
    const hear = (events: readonly Event[], after: number) =>
      news.hear(events, { at: later(START, seconds(after)), now: START })
    const said = () => news.messages().map((it) => it.text)
    return { news, hear, said }
  }

  it("fade by their level: 3 s, 10 s, a minute, and never (UI-41 to UI-44)", () => {
    const { hear, said, news } = quiet()
    const events = [
      event(1, 1, "Worked in three slices."),
      event(2, 2, "Declined: too large."),
      event(3, 3, "Nearly used up."),
      event(4, 4, "No entries any more."),
    ]
    hear(events, 0)
    expect(said()).toEqual(["No entries any more.", "Nearly used up."])
    hear(events, 61)
    expect(said()).toEqual(["No entries any more."])
    hear(events, 9_999)
    expect(said()).toEqual(["No entries any more."])
    expect(news.acknowledge()).toBe(true)
    expect(said()).toEqual([])
    expect(news.acknowledge()).toBe(false)
  })

  it("tell the loudest first, of equals the latest, and what has moved on once (UI-45)", () => {
    const { hear, said } = quiet()
    hear([event(1, 2, "First of all."), event(2, 2, "And then this.")], 0)
    expect(said()).toEqual(["And then this.", "First of all."])
    hear([event(3, 3, "The guard is at level 2."), event(4, 4, "The guard is at level 3.")], 1)
    expect(said()).toEqual(["The guard is at level 3.", "And then this."])
  })

  it("do not repeat what was the answer to something typed, unless it protects", () => {
    const { hear, said, news } = quiet()
    const events = [event(1, 1, "Bought."), event(2, 4, "No entries.")]
    news.skip(events)
    hear(events, 0)
    expect(said()).toEqual(["No entries."])
  })

  it("tell what is no fact of the journal, and so carries the number of the fact before it", () => {
    const { hear, said } = quiet()
    const traded = event(7, 1, "Bought.")
    const lost = event(7, 2, "The connection for prices was lost.")
    hear([traded], 0)
    hear([traded, lost], 1)
    expect(said()).toEqual(["The connection for prices was lost.", "Bought."])
    const failed = event(7, 2, "A mail could not be sent.")
    hear([traded, lost, failed], 2)
    expect(said()).toEqual(["A mail could not be sent.", "The connection for prices was lost."])
    hear([traded, lost, failed], 30)
    expect(said()).toEqual([])
  })

  it("tell nothing twice after a restart that forgot what was no fact", () => {
    const { hear, said } = quiet()
    const traded = event(7, 1, "Bought.")
    hear([traded, event(7, 2, "The connection for prices was lost.")], 0)
    hear([traded], 30)
    expect(said()).toEqual([])
    hear([traded, event(8, 2, "Sold.")], 31)
    expect(said()).toEqual(["Sold."])
  })

  it("tell somebody who has just come only what is loud and not long past", () => {
    const news = new News()
    const long = instantOf(START - seconds(700))
    news.hear(
      [event(1, 4, "An hour ago.", long), event(2, 4, "Just now."), event(3, 2, "A caution.")],
      { at: START, now: START },
    )
    expect(news.messages().map((it) => it.text)).toEqual(["Just now."])
  })
})
