import { describe, expect, it } from "vitest"
import { Holder, START } from "../../tests/support/holder.ts"
import { Chance } from "../value/chance.ts"
import { later, minutes } from "../value/time.ts"
import { Books } from "./books.ts"

/** Prices of three coins, minute by minute: a common part and an own one. */
class Walk {
  readonly holder: Holder
  readonly #chance = new Chance(7, "walk")
  readonly #prices: number[]
  #minute = 0

  constructor(holder: Holder, count: number) {
    this.holder = holder
    this.#prices = Array.from({ length: count }, () => 10_000)
  }

  /** @param common how much of every move all of them share, 0 to 1 */
  play(count: number, common: number): void {
    for (let i = 0; i < count; i++) {
      const shared = this.#chance.unit() - 0.5
      for (const [n, price] of this.#prices.entries()) {
        const own = this.#chance.unit() - 0.5
        this.#prices[n] = price * (1 + 0.001 * (common * shared + (1 - common) * own))
      }
      this.#minute += 2
      this.holder.price(this.#prices, later(START, minutes(this.#minute)))
    }
  }
}

const three = (): Walk =>
  new Walk(new Holder({ markets: ["BTC", "ETH", "SOL"], worth: 1_000, cash: 100_000 }), 3)

const alarms = (walk: Walk): readonly string[] =>
  walk.holder
    .facts("alert")
    .filter((it) => it.id === "RISK-44")
    .map((it) => it.what)

describe("RISK-44, D7: positions that come to move as one", () => {
  it("fewer than 60 returns prove nothing, however alike they are", () => {
    const walk = three()
    walk.play(29, 1)
    expect(alarms(walk)).toEqual([])
  })

  it("apart they raise no alarm, however long they are watched", () => {
    const walk = three()
    walk.play(300, 0.3)
    expect(alarms(walk)).toEqual([])
    expect(walk.holder.facts("reduced")).toEqual([])
  })

  it("it is said first, and a minute later a part is sold", () => {
    const walk = three()
    walk.play(70, 0.97)
    const [first, ...others] = walk.holder.facts("reduced")
    expect(alarms(walk)[0]).toMatch(/BTCUSDT, ETHUSDT, SOLUSDT move as one/)
    expect(first).toMatchObject({ id: "RISK-44" })
    expect(others).toEqual([])
  })

  it("entries into them rest until it has been over for 35 minutes", () => {
    const walk = three()
    const { holder } = walk
    walk.play(70, 0.97)
    const buy = () => {
      holder.command({ kind: "buy", instrument: 0, stakePpm: 1_000 }, holder.engine.now)
      return holder
        .facts("refused")
        .at(-1)
        ?.answers.find((it) => it.rule === "limits")?.verdict
    }
    expect(buy()).toMatchObject({ answer: "refuse", id: "RISK-44" })
    walk.play(200, 0)
    expect(buy()).not.toMatchObject({ id: "RISK-44" })
  })

  it("TIER-28 e: half an hour later it concerns the tier, once, and a fold of the journal agrees", () => {
    const markets = ["BTC", "ETH", "SOL", "ADA", "XRP"]
    const walk = new Walk(new Holder({ markets, worth: 1_000, cash: 100_000 }), 5)
    walk.play(90, 0.97)
    const measured = walk.holder.facts("measured").filter((it) => it.by === "engine")
    expect(measured.map((it) => it.measure)).toEqual([{ kind: "cluster-unbroken", positions: 3 }])
    const { books } = walk.holder.engine
    const state = JSON.parse(JSON.stringify(books.save()))
    const { instruments } = books
    const restored = Books.restore({ instruments, accountAsset: "USDT" }, state)
    expect(restored.risk.state).toEqual(books.risk.state)
    expect(restored.tiers.history).toEqual(books.tiers.history)
  })
})
