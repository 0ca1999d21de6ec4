import { describe, expect, it } from "vitest"
import { instrumentOf } from "../../tests/support/instrument.ts"
import type { Notice } from "../order/notice.ts"
import { instantOf, priceOf } from "../value/brand.ts"
import { hours, later, minutes } from "../value/time.ts"
import { Outside } from "./outside.ts"

const NOW = instantOf(hours(480_000))
type Matter = Notice extends infer Each ? (Each extends Notice ? Omit<Each, "kind"> : never) : never
const notice = (matter: Matter): Notice => ({ kind: "notice", ...matter })

function after(...matters: readonly Matter[]): Outside {
  const outside = new Outside()
  for (const matter of matters) outside.apply(notice(matter))
  return outside
}

describe("what closes entries from outside", () => {
  it.each([
    ["EXEC-71", { about: "reach", of: "streams", state: "silent" }],
    ["EXEC-71", { about: "reach", of: "api", state: "silent" }],
    ["EXEC-71", { about: "reach", of: "api", state: "cut" }],
    ["RISK-4", { about: "reach", of: "account", state: "silent" }],
    ["EXEC-72", { about: "system", isUp: false, says: "system_maintenance" }],
    ["EXEC-64", { about: "breaker", of: "orders", isOpen: true }],
  ] as const)("%s: %o closes them, and its end opens them", (code, matter) => {
    const outside = after(matter)
    expect(outside.closure(NOW)?.code).toBe(code)
    const isBack = { state: "heard", isUp: true, isOpen: false }
    outside.apply(notice({ ...matter, ...isBack } as Matter))
    expect(outside.closure(NOW)).toBeUndefined()
  })

  it("EXEC-64: what rests over REST or on the streams closes nothing by itself", () => {
    const rest = { about: "breaker", of: "rest", isOpen: true } as const
    const streams = { about: "breaker", of: "streams", isOpen: true } as const
    expect(after(rest, streams).closure(NOW)).toBeUndefined()
  })

  it("what a process could not hear, or saw fail, closes nothing in the next one: it learns anew", () => {
    const outside = after(
      { about: "reach", of: "api", state: "cut" },
      { about: "breaker", of: "orders", isOpen: true },
    )
    outside.begin()
    expect(outside.closure(NOW)).toBeUndefined()
  })

  it("EXEC-72: an announced window closes them half an hour before it, until it is over", () => {
    const outside = new Outside()
    const window = { from: later(NOW, hours(2)), to: later(NOW, hours(4)) }
    outside.announce(window)
    const at = (from: number): string | undefined =>
      outside.closure(later(NOW, minutes(from)))?.code
    expect([at(89), at(90), at(239), at(240)]).toEqual([undefined, "EXEC-72", "EXEC-72", undefined])
  })
})

describe("rules that change while a session runs", () => {
  const instrument = instrumentOf()
  const filters = { ...instrument.filters, tick: priceOf(10), minNotional: 1_000_000_000n }
  const rules = { about: "rules", instrument: 0, isTrading: true, filters } as const

  it("hold from their notice on, and survive being saved", () => {
    const outside = after(rules)
    expect(outside.ruled(instrument).filters).toEqual(filters)
    const other = new Outside()
    other.restore(outside.state)
    expect(other.ruled(instrument).filters).toEqual(filters)
  })

  it("are news once: the same rules again are no line of the journal", () => {
    const outside = new Outside()
    expect(outside.isNews(notice(rules), instrument)).toBe(true)
    outside.apply(notice(rules))
    expect(outside.isNews(notice(rules), outside.ruled(instrument))).toBe(false)
    const same = { ...rules, filters: instrument.filters }
    expect(new Outside().isNews(notice(same), instrument)).toBe(false)
  })

  it("say of a market that is gone that nothing is taken there any more", () => {
    const outside = after({ ...rules, isTrading: false })
    expect([outside.isTrading(0), outside.isTrading(1)]).toEqual([false, true])
  })

  it("EXEC-73: tell how many orders the exchange takes; 50 in 10 s while nothing is known", () => {
    expect(new Outside().pace).toEqual({ perTenSeconds: 50, perDay: 160_000 })
    const pace = { perTenSeconds: 100, perDay: 200_000 }
    expect(after({ about: "pace", pace }).pace).toEqual(pace)
  })
})
