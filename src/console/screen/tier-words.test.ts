import { describe, expect, it } from "vitest"
import { TIER_WORDS, tierActOf, tierForms } from "./tier-words.ts"

const read = (line: string) => tierActOf(line.split(" "))

describe("what is typed after the word tier", () => {
  it.each([
    ["answer Goals more of the same", { kind: "answer", item: "goals", text: "more of the same" }],
    [
      "bury adding to a loss: I close it: at once",
      { kind: "bury", habit: "adding to a loss", commitment: "I close it: at once" },
    ],
    ["sign Ada Lovelace 2026-03-01", { kind: "sign", name: "Ada Lovelace", date: "2026-03-01" }],
    ["confirm I understand", { kind: "confirm", sentence: "I understand" }],
    ["reflect it was long", { kind: "reflect", text: "it was long" }],
    ["recover orders none rest", { kind: "recover", item: "orders", text: "none rest" }],
  ])("%s", (line, act) => {
    expect(read(line)).toEqual(act)
  })

  it("is nothing when it is none of the forms, and the forms are told", () => {
    expect(read("up")).toBeUndefined()
    expect(read("")).toBeUndefined()
    for (const word of TIER_WORDS) expect(tierForms()).toContain(`tier ${word}`)
  })
})
