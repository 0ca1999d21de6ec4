import { describe, expect, it } from "vitest"
import { instrumentOf } from "../../tests/support/instrument.ts"
import { TRADE } from "../market/tape.ts"
import { Tick } from "../market/tick.ts"
import { MemoryJournal } from "../storage/memory-journal.ts"
import { DOLLAR } from "../value/amounts.ts"
import { type Duration, type Instant, instantOf, ratioOf } from "../value/brand.ts"
import { days, hours, later, minutes, seconds } from "../value/time.ts"
import { Books } from "./books.ts"
import { Engine } from "./engine.ts"
import type { Venue } from "./ports.ts"

const START = instantOf(days(20_000))
const DEAF: Venue = { submit: () => {}, ask: () => {}, survey: () => {} }

/** An account that holds a thousand dollars in bitcoin: what it is worth is the price. */
class Holder {
  readonly engine: Engine

  constructor() {
    const instrument = instrumentOf()
    const books = new Books({ instruments: [instrument], accountAsset: "USDT" })
    this.engine = new Engine({
      settings: {
        run: "t",
        strategyName: "none",
        accountAsset: "USDT",
        takerFee: ratioOf(1_000),
        asksForPractice: false,
        sampleEvery: minutes(1),
        surveyEvery: days(1_000),
        staleAfter: () => seconds(2),
        barInterval: () => 0 as Duration,
        isSpoiling: false,
      },
      books,
      strategy: { watches: [] },
      journal: new MemoryJournal(),
      venue: DEAF,
    })
    this.engine.start(START, {
      reason: "new",
      header: {
        kind: "header",
        run: "t",
        mode: "drill",
        strategy: "none",
        params: {},
        seed: 1,
        accountAsset: "USDT",
        instruments: [instrument],
        settings: {},
      },
      deposits: [{ kind: "deposit", asset: "BTC", units: 10_000_000n, costUnits: 1_000n * DOLLAR }],
    })
    const balances = [{ asset: "BTC", freeUnits: 10_000_000n, lockedUnits: 0n }]
    this.engine.onSurvey({ open: [], balances } as never, START)
  }

  /** Bitcoin trades at so many dollars, and the account is weighed. */
  price(dollars: number, at: Instant): void {
    const tick = new Tick()
    Object.assign(tick, { kind: TRADE, instrument: 0, time: at, seen: at, a: dollars * 100, b: 1 })
    this.engine.onMarket(tick)
    this.engine.onTime(later(at, minutes(1)))
  }

  get code(): string {
    return this.engine.books.switch.code
  }
}

describe("RISK-42: a flash crash", () => {
  const at = (span: number): Instant => later(START, minutes(span))
  const fallen = (dollars: number): Holder => {
    const holder = new Holder()
    holder.price(10_000, at(1))
    holder.price(dollars, later(at(2), seconds(0.5)))
    return holder
  }

  it.each([
    [9_001, "AGREED"],
    [9_000, "RISK-42"],
  ])("from 10,000 to %i within a minute and a half-second: %s", (dollars, code) => {
    const holder = new Holder()
    holder.price(10_000, at(1))
    holder.price(dollars, later(at(1), seconds(59)))
    expect(holder.code).toBe(code)
  })

  it("RISK-45: opens by itself after 15 calm minutes, and not by hand before", () => {
    const holder = fallen(8_900)
    expect(holder.code).toBe("RISK-42")
    holder.engine.onCommand({ kind: "resume", reason: "now" }, at(10))
    expect(holder.code).toBe("RISK-42")
    for (let i = 3; i <= 17; i++) holder.price(8_900, at(i))
    expect(holder.code).toBe("RISK-42")
    for (let i = 18; i <= 20; i++) holder.price(8_900, at(i))
    expect(holder.code).toBe("CALM")
  })
})

describe("RISK-40: a day that lost 15 %", () => {
  const began = (): Holder => {
    const holder = new Holder()
    holder.price(10_000, later(START, minutes(1)))
    return holder
  }
  const later10 = later(START, hours(10))

  it("does not end at 14.9 %, and ends at 15.0 %, before the drawdown limit speaks", () => {
    const holder = began()
    expect(holder.code).toBe("AGREED")
    holder.price(8_510, later10)
    expect(holder.code).toBe("AGREED")
    holder.price(8_500, later(later10, minutes(2)))
    expect(holder.code).toBe("RISK-40")
  })

  it("RISK-45: is not resumed by hand before the next UTC day", () => {
    const holder = began()
    holder.price(8_400, later10)
    holder.engine.onCommand({ kind: "resume", reason: "now" }, later(later10, hours(13.9)))
    expect(holder.code).toBe("RISK-40")
    holder.engine.onCommand({ kind: "resume", reason: "reviewed" }, later(START, days(1)))
    expect(holder.code).toBe("RESUMED")
  })

  it("TIER-28 a: more than 15 % is an emergency of the tier as well", () => {
    const holder = began()
    holder.price(8_400, later10)
    const standing = holder.engine.books.tiers.standing(later(later10, minutes(1)))
    expect(standing.closed?.id).toBe("TIER-28 a")
  })

  it("a measurement that comes from outside is journaled and folded", () => {
    const holder = began()
    const measured = { kind: "outage-cost", costUnits: 60n * DOLLAR } as const
    holder.engine.onMeasure(measured, later10)
    const { tiers } = holder.engine.books
    expect(tiers.standing(later10).closed?.id).toBe("TIER-28 f")
    expect(tiers.history.at(-1)?.reason).toContain("$60.00")
  })
})
