import { afterEach, describe, expect, it } from "vitest"
import { plainAccount } from "../../src/exchange/account/accounts-file.ts"
import { type FaultPlan, NO_FAULTS } from "../../src/exchange/faults/fault-plan.ts"
import { openExchange } from "../../src/exchange/open-exchange.ts"
import { Tape } from "../../src/market/tape.ts"
import { GeneratedSource } from "../../src/simulation/source.ts"
import { instantOf } from "../../src/value/brand.ts"
import { Chance } from "../../src/value/chance.ts"
import { milliseconds, minutes, seconds } from "../../src/value/time.ts"
import { Driver } from "../../src/venue/binance/driver.ts"
import type { Effect } from "../../src/venue/binance/effect.ts"
import type { FeedHealth } from "../../src/venue/binance/market/feed-health.ts"
import { MarketFeed } from "../../src/venue/binance/market/market-feed.ts"

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

const now = (): ReturnType<typeof instantOf> =>
  instantOf(Math.round((performance.timeOrigin + performance.now()) * 1000))

/** The simulated exchange on loopback, and a feed that follows all of its market. */
class Scene {
  readonly tape: Tape
  readonly feed: MarketFeed
  readonly #driver: Driver
  readonly #effects: Effect[] = []
  #ids = 0

  private constructor(told: {
    readonly rest: string
    readonly streams: string
    readonly tape: Tape
  }) {
    this.tape = told.tape
    this.#driver = new Driver({
      restUrl: told.rest,
      clock: now,
      wake: () => setImmediate(() => this.turn()),
    })
    this.feed = new MarketFeed({
      streamUrl: told.streams,
      tape: this.tape,
      desk: { admit: () => ++this.#ids, freeAt: (_, at) => at },
      chance: new Chance(1, "scene"),
      effects: this.#effects,
      offset: () => milliseconds(0),
    })
    closing.push(() => this.#driver.close())
    for (const { index } of this.tape.instruments) {
      this.feed.follow(index, index % 2 === 0 ? "execution" : "monitoring", now())
    }
    this.feed.start(now())
  }

  static async open(faults: Partial<FaultPlan>): Promise<Scene> {
    const start = instantOf(now() - minutes(10))
    const source = new GeneratedSource({ seed: 1, start })
    const exchange = openExchange({
      source,
      winding: { wall: start, own: start, speed: 1 },
      seed: 1,
      customers: [plainAccount("key", "secret", { USDT: "1000" })],
      clock: now,
      start,
      faults: { ...NO_FAULTS, ...faults },
      onTrouble: (error) => {
        throw error
      },
    })
    exchange.hall.advance(now())
    const addresses = await exchange.server.open(0)
    closing.push(() => void exchange.server.close())
    return new Scene({ ...addresses, tape: new Tape(source.instruments) })
  }

  turn(): void {
    this.#driver.take(1_000, (happening, at) => this.feed.happened(happening, at))
    this.feed.onTime(now())
    this.#driver.carryOut(this.#effects)
  }

  /** Turns until it is so. */
  async until(isSo: (health: FeedHealth) => boolean): Promise<FeedHealth> {
    for (;;) {
      this.turn()
      const health = this.feed.health(now())
      if (isSo(health)) return health
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }
}

describe("the market side against the exchange that speaks Binance's protocol", () => {
  it("keeps every book equal to the best prices of the same update (DATA-6)", async () => {
    const scene = await Scene.open({})
    const { counts, faults, instruments } = await scene.until(
      (health) =>
        health.instruments.every(({ isSure, day }) => isSure && day !== undefined) &&
        health.counts.books.checked > 10 &&
        health.counts.trades.taken > 5,
    )
    expect(faults).toEqual([])
    expect(counts.books).toMatchObject({ gaps: 0, crossed: 0, differing: 0 })
    expect(counts.trades).toMatchObject({ gaps: 0, missed: 0, aside: 0 })
    expect(instruments.length).toBeGreaterThan(3)
  })

  it("mends what is lost and out of order, over connections that drop (DATA-4, DATA-5)", async () => {
    const scene = await Scene.open({
      depthLost: 0.05,
      depthDisorder: 0.05,
      latencyMs: [1, 30],
      perHour: { drop: 1_800, halfOpen: 0, silence: 0 },
    })
    const started = now()
    // While lines drop every other second, books are seldom all sure at once: each is in its turn.
    const mended = new Set<string>()
    const { counts } = await scene.until((health) => {
      const hasGoneWrong =
        now() - started > seconds(8) &&
        health.counts.books.gaps > 0 &&
        health.connections.some(({ losses }) => losses > 0)
      if (!hasGoneWrong) return false
      for (const { symbol, isSure } of health.instruments) if (isSure) mended.add(symbol)
      return health.counts.trades.taken > 20 && mended.size === health.instruments.length
    })
    expect(counts.books).toMatchObject({ crossed: 0, differing: 0 })
    expect(counts.trades).toMatchObject({ missed: 0, aside: 0 })
    for (let i = 1; i < scene.tape.length; i++) {
      expect(scene.tape.time[i] >= scene.tape.time[i - 1]).toBe(true)
    }
  })
})
