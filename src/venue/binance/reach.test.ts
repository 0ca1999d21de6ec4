import { describe, expect, it } from "vitest"
import { instantOf } from "../../value/brand.ts"
import { FOREVER, later, seconds } from "../../value/time.ts"
import { ACCOUNT_SILENCE, API_SILENCE, Reach, STREAM_SILENCE } from "./reach.ts"

const START = instantOf(1_700_000_000_000_000)
const after = (n: number) => later(START, seconds(n))

function listening(silence = API_SILENCE) {
  const said: string[] = []
  const reach = new Reach(silence, (notice, at) => {
    if (notice.about === "reach") said.push(`${notice.state} ${(at - START) / 1e6}`)
  })
  reach.start(START)
  /** As a driver does: to each moment that is due. */
  const pass = (until: number): void => {
    while (reach.nextDue <= after(until)) reach.onTime(reach.nextDue)
  }
  return { reach, said, pass }
}

describe("EXEC-71: whether the exchange can be heard", () => {
  it("says after 30 s without the API that it is silent, and after 60 s that it is cut off", () => {
    const { said, pass } = listening()
    pass(29.9)
    expect(said).toEqual([])
    pass(1_000)
    expect(said).toEqual(["silent 30", "cut 60"])
  })

  it("says once at the start that it is heard, and again only after a silence", () => {
    const { reach, said, pass } = listening()
    for (let s = 1; s < 100; s++) {
      pass(s)
      reach.heard(after(s))
    }
    expect(said).toEqual(["heard 1"])
    pass(140)
    reach.heard(after(150))
    pass(200)
    expect(said).toEqual(["heard 1", "silent 129", "heard 150", "silent 180"])
  })

  it("calls prices stale after 10 s", () => {
    const { said, pass } = listening(STREAM_SILENCE)
    pass(100)
    expect(said).toEqual(["silent 10"])
  })

  it("RISK-4: calls what the account holds too old after 120 s", () => {
    const { said, pass } = listening(ACCOUNT_SILENCE)
    pass(119.9)
    expect(said).toEqual([])
    pass(1_000)
    expect(said).toEqual(["silent 120"])
  })

  it("waits for nothing once it has stopped", () => {
    const { reach } = listening()
    reach.stop()
    expect(reach.nextDue).toBe(FOREVER)
  })
})
