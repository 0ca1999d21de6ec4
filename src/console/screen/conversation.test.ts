import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { plainText } from "../../../tests/support/frame-text.ts"
import { Seat } from "../../../tests/support/open-paper.ts"
import { BOARDS } from "../../report/boards/boards.ts"
import { heldLanes } from "../../report/boards/positions.ts"

let seat: Seat
beforeAll(async () => {
  seat = await Seat.take()
})
afterAll(() => seat.leave())

const isRunning = (): boolean => seat.paper.view().isRunning
const held = (): number => heldLanes(seat.paper.session.engine).length

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
      expect(seat.answer).toMatch(/^Buy [\d.]+ ETH for \$1\d\.\d\d; stop [\d.]+: at worst /)
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
    expect(seat.answer).toBe("There is no position in it to sell.")
  })

  it("tells the story of an order, page by page", () => {
    seat.say("why last")
    const first = plainText(seat.frame())
    expect(first).toMatch(/^── Order p-\d+ ─/m)
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

  it("asks before it ends, by word and by Ctrl+Q; Ctrl+C never ends anything (UI-23)", () => {
    seat.say("quit")
    expect(seat.answer).toMatch(/^Leave the screen\?/)
    seat.type("n")
    expect(seat.ends).toBe(0)
    seat.press("interrupt")
    expect(seat.ends).toBe(0)
    expect(seat.answer).toMatch(/^No entry waits at the exchange; stops stay\./)
    seat.press("quit")
    seat.type("y")
    expect(seat.ends).toBe(1)
    seat.press("escape")
  })

  it("asks to sell everything when Ctrl+C is pressed twice within two seconds (UI-23)", () => {
    seat.wait(3)
    seat.press("interrupt", "interrupt")
    expect(seat.answer).toBe("There is no position to sell.")
    // TILT-49: between two entries by hand lie five minutes.
    seat.wait(301)
    seat.say("buy eth 4")
    seat.type("y")
    seat.wait(3)
    seat.press("interrupt")
    seat.wait(3)
    seat.press("interrupt")
    expect(seat.conversation.sight().isAsking).toBe(false)
    seat.press("interrupt")
    expect(seat.answer).toMatch(/^Sell everything: ETHUSDT, about \$\d/)
    seat.type("y")
    seat.wait(3)
    expect(held()).toBe(0)
  })

  it("opens every view by word and by key, and shows what is true at that moment (UI-20, UI-23)", () => {
    const shows = (): string => plainText(seat.frame())
    for (const [key, word, title] of [
      [2, "risk", "Risk"],
      [3, "performance", "Results"],
      [4, "spreads", "Spreads"],
      [5, "tilt", "The tilt guard"],
      [6, "gates", "Tier"],
      [7, "orders", "Orders"],
      [8, "events", "Events"],
    ] as const) {
      seat.say(word)
      expect(shows()).toContain(`── ${title} ─`)
      seat.press("escape")
      seat.key(key)
      expect(shows()).toContain(`── ${title} ─`)
    }
    seat.press("positions")
    expect(shows()).toContain("── Positions ─")
    seat.key(1)
    expect(shows()).toContain("── Help ─")
    seat.say("status")
    expect(shows()).toContain("── BTCUSDT ")
    seat.wait(3)
    seat.type("?")
    expect(shows()).toContain("── Help ─")
    seat.press("escape")
  })

  it("says before the y what will come of it, at worst too, and which rule cuts it (EXEC-3, UI-22)", () => {
    seat.wait(301)
    const before = seat.paper.view().events.at(-1)?.seq
    seat.say("b100u btc")
    expect(seat.answer).toMatch(
      /^Buy [\d.]+ BTC for \$24\.\d\d; stop [\d.]+: at worst \$0\.\d\d lost, with fees\. At most [\d.]+ each; \$0\.\d\d at risk\. Cut from \$100\.00 \(RISK-1, room for \$24\.9\d\)\.$/,
    )
    // Asking the gate leaves no trace.
    expect(seat.paper.view().events.at(-1)?.seq).toBe(before)
    seat.type("n")
    seat.say("halt tea")
    seat.say("b20u btc")
    expect(seat.answer).toContain("the gate would refuse this.")
    seat.type("n")
    seat.say("resume")
    seat.type("y")
  })

  it("brings a stop nearer, and neither further nor so near that it sells (UI-21, RISK-53)", () => {
    seat.wait(301)
    seat.say("buy eth 4")
    seat.type("y")
    seat.wait(3)
    const stop = (): number => Number(BOARDS.account(seat.paper.boards()).positions[0]?.stop)
    const first = stop()
    const say = (price: number): string => {
      seat.say(`stop eth ${price.toFixed(2)}`)
      seat.type("y")
      const { answer } = seat
      seat.wait(3)
      return answer
    }
    expect(say(first - 5)).toMatch(/The stop stays at .*never further/)
    expect(say(first * 1.5)).toMatch(/would sell at once/)
    expect(stop()).toBe(first)
    say(first + 5)
    expect(stop()).toBeCloseTo(first + 5, 1)
    seat.say("close eth")
    seat.type("y")
    seat.wait(3)
  })

  it("shows what is told until it has been read, the loudest first (UI-44, UI-45)", () => {
    seat.say("ok")
    expect(seat.answer).toBe("There is nothing to acknowledge.")
    const { events } = seat.conversation.sight().boards.events
    expect(events.every((it) => it.level >= 0 && it.level <= 4)).toBe(true)
  })
})
