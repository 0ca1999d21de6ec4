import { describe, expect, it } from "vitest"
import { instantOf } from "../value/brand.ts"
import { later, minutes, seconds } from "../value/time.ts"
import { DepthBook } from "./depth-book.ts"
import { ASK, LAST, RESET } from "./tape.ts"

const AT = instantOf(minutes(1_000))

/** A book around 100,000: the middle lies between 99,990 and 100,010. */
function bookOf(): DepthBook {
  const book = new DepthBook()
  book.onLevel(RESET, 99_990, 7, AT)
  book.onLevel(0, 99_000, 70, AT)
  book.onLevel(ASK, 100_010, 3, AT)
  book.onLevel(ASK | LAST, 100_300, 4, AT)
  return book
}

describe("RISK-25: the depth within half a percent of the middle", () => {
  it("is the sum of both sides' levels, each by itself", () => {
    expect(bookOf().asksNear(AT)).toBe(7)
    expect(bookOf().bidsNear(AT)).toBe(7)
  })

  it("holds a level at half a percent, and none one tick farther", () => {
    const book = bookOf()
    book.onLevel(ASK | LAST, 100_500, 10, AT)
    expect(book.asksNear(AT)).toBe(17)
    book.onLevel(ASK | LAST, 100_501, 100, AT)
    expect(book.asksNear(AT)).toBe(17)
  })

  it("follows what is taken away, and is nothing where one side is empty", () => {
    const book = bookOf()
    book.onLevel(ASK | LAST, 100_300, 0, AT)
    expect(book.asksNear(AT)).toBe(3)
    book.onLevel(ASK | LAST, 100_010, 0, AT)
    expect(book.asksNear(AT)).toBe(0)
  })

  it("is not known before a whole book came, within an event, and a minute after the last one", () => {
    const book = new DepthBook()
    book.onLevel(ASK | LAST, 100_010, 3, AT)
    expect(book.asksNear(AT)).toBeUndefined()
    book.onLevel(RESET, 99_990, 7, AT)
    book.onLevel(ASK, 100_010, 3, AT)
    expect(book.asksNear(AT)).toBeUndefined()
    book.onLevel(ASK | LAST, 100_020, 3, AT)
    expect(book.asksNear(later(AT, seconds(59)))).toBe(6)
    expect(book.asksNear(later(AT, seconds(60)))).toBeUndefined()
  })

  it("forgets the old book when a new one begins", () => {
    const book = bookOf()
    book.onLevel(RESET, 99_990, 1, AT)
    book.onLevel(ASK | LAST, 100_010, 2, AT)
    expect(book.asksNear(AT)).toBe(2)
  })
})
