import { describe, expect, it } from "vitest"
import { orderIdOf } from "../order/request.ts"
import { instantOf } from "../value/brand.ts"
import { later, minutes, seconds } from "../value/time.ts"
import { AskedAgain } from "./asked-again.ts"

const START = instantOf(1_700_000_000_000_000)
const ID = orderIdOf("e-1")

/** The seconds at which an entry is asked back, looked at once a second for so long. */
function askedIn(asked: AskedAgain, from: number, to: number): number[] {
  const times: number[] = []
  for (let s = from; s < to; s++) if (asked.mayAsk(ID, later(START, seconds(s)))) times.push(s)
  return times
}

describe("an entry that is to be taken back (EXEC-62)", () => {
  it("is asked for after 1, 2, 4 and at most 30 s, while the exchange does not answer", () => {
    expect(askedIn(new AskedAgain(), 0, 125)).toEqual([0, 1, 3, 7, 15, 31, 61, 91, 121])
  })

  it("is asked for at once when the exchange can be heard again (EXEC-71)", () => {
    const asked = new AskedAgain()
    askedIn(asked, 0, 40)
    asked.forgetAll()
    expect(askedIn(asked, 40, 44)).toEqual([40, 41, 43])
  })

  it("does not wait for a clock that was put back", () => {
    const asked = new AskedAgain()
    askedIn(asked, 100, 140)
    expect(asked.mayAsk(ID, instantOf(START - minutes(1)))).toBe(true)
  })

  it("is forgotten with its order", () => {
    const asked = new AskedAgain()
    askedIn(asked, 0, 40)
    asked.keep(new Map())
    expect(asked.mayAsk(ID, later(START, seconds(41)))).toBe(true)
  })
})
