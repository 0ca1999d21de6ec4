import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { plainText } from "../../../tests/support/frame-text.ts"
import { Seat } from "../../../tests/support/open-paper.ts"

let seat: Seat
beforeAll(async () => {
  seat = await Seat.take()
})
afterAll(() => seat.leave())

const isRunning = (): boolean => seat.paper.view().isRunning
const held = (): number => seat.paper.view().positions.length

describe("a conversation with a session", () => {
  it("keeps what it does not understand, to be corrected", () => {
    seat.say("hlat")
    expect(seat.answer).toContain('did you mean "halt"?')
    expect(seat.typed).toBe("hlat")
    seat.press("cut-before")
  })

  it("halts at once, and asks before entries are open again", () => {
    seat.say("halt tea")
    expect(seat.answer).toBe("Exits only. Halted by hand: tea.")
    expect(isRunning()).toBe(false)
    seat.say("resume")
    expect(seat.answer).toContain("Now: Halted by hand: tea.")
    expect(isRunning()).toBe(false)
    seat.type("y")
    expect(isRunning()).toBe(true)
    expect(seat.answer).toBe("Entries are open. Resumed by hand.")
  })

  it("does only for a plain y what moves money (UI-22)", () => {
    seat.wait(1)
    const placed = seat.paper.view().counts.placed
    const refusals: (() => void)[] = [
      () => seat.type("n"),
      () => seat.press("enter"),
      () => seat.press("escape"),
      () => seat.paste("y"),
      () => seat.wait(11),
      () => seat.type("yikes"),
    ]
    for (const refuse of refusals) {
      seat.press("cut-before")
      seat.say("buy eth 4")
      expect(seat.answer).toBe(
        "Buy ETHUSDT for 4 % of the account? y does it, anything else does not.",
      )
      refuse()
      expect(seat.answer).toMatch(/Nothing was done\.|nothing was done\./)
    }
    expect(seat.typed).toBe("yikes")
    seat.press("cut-before")
    expect(seat.paper.view().counts.placed).toBe(placed)
  })

  it("buys, tells what came of it, and sells again", () => {
    seat.wait(1)
    const before = held()
    seat.say("buy eth 4")
    seat.type("y")
    expect(seat.answer).toMatch(/^Entering, buy [\d.]+ ETH .*: bought by hand\.$/)
    seat.wait(3)
    expect(held()).toBe(before + 1)
    seat.say("close-all")
    seat.type("y")
    seat.wait(3)
    expect(held()).toBe(0)
    seat.say("close eth")
    seat.type("y")
    expect(seat.answer).toBe("There is no position in it to sell.")
  })

  it("tells the story of an order, page by page", () => {
    seat.say("why last")
    const first = plainText(seat.frame())
    expect(first).toMatch(/^Order p-\d+ ─/m)
    expect(first).toContain("The gate asked its rules:")
    seat.press("page-down", "page-down", "page-down")
    expect(plainText(seat.frame())).toContain("Posted: the account holds")
    seat.press("page-up", "page-up", "page-up")
    expect(plainText(seat.frame())).toBe(first)
    seat.press("escape")
    expect(plainText(seat.frame())).not.toContain("The gate asked")
  })

  it("tells why something was refused, and that there is nothing to tell", () => {
    seat.say("why p-999999")
    expect(seat.answer).toContain('no order "p-999999"')
    seat.say("halt now")
    seat.say("buy btc")
    seat.type("y")
    seat.say("why refused")
    expect(plainText(seat.frame())).toMatch(/halt {5}no/)
    seat.say("resume")
    seat.type("y")
  })

  it("leaves a page that nobody reads on, and lets answers fade (UI-4)", () => {
    seat.say("help")
    seat.wait(59)
    expect(plainText(seat.frame())).toContain("buy SYMBOL [percent]")
    seat.wait(2)
    expect(plainText(seat.frame())).not.toContain("buy SYMBOL [percent]")
  })

  it("completes words, and shows them where there are several", () => {
    seat.type("clo")
    seat.press("tab")
    expect(seat.typed).toBe("close")
    seat.press("tab")
    expect(seat.answer).toBe("close  close-all")
    seat.type(" eth")
    seat.press("tab", "tab")
    expect(seat.typed).toBe("close ETH")
    expect(seat.answer).toBe("ETHUSDT  ETHBTC")
    seat.press("cut-before")
  })

  it("ends when asked, by word or by Ctrl+C, also while a question waits", () => {
    seat.say("quit")
    seat.press("interrupt")
    seat.say("close-all")
    seat.press("interrupt")
    expect(seat.ends).toBe(3)
    seat.press("escape")
  })
})
