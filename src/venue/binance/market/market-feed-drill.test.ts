import * as fc from "fast-check"
import { expect, it } from "vitest"
import { FeedStage, OFFSET } from "../../../../tests/venue/feed-stage.ts"
import { ASK, LEVEL, RESET, TRADE } from "../../../market/tape.ts"
import { milliseconds, seconds } from "../../../value/time.ts"

/** A level whose quantity is the number of the latest update: a book that says how old it is. */
const MARK = 1

interface Sides {
  readonly bids: Map<number, number>
  readonly asks: Map<number, number>
}

/** An exchange that knows what is true, its feed, and a reader of the tape who believes the rows alone. */
class World {
  readonly stage = new FeedStage()
  /** The book after each update; the first is before any. */
  readonly truths: Sides[] = [{ bids: new Map([[MARK, 0]]), asks: new Map() }]
  readonly read: Sides = { bids: new Map(), asks: new Map() }
  readonly trades: number[] = []
  /** When each trade happened, milliseconds. */
  readonly #times: number[] = [0]
  #rows = 0

  constructor() {
    this.stage.feed.follow(0, "execution", this.stage.at)
    this.stage.settle()
  }

  /** A change of the book and a trade; when lost, nobody hears of it. */
  tick(told: { readonly level: number; readonly isLost: boolean }): void {
    const { stage } = this
    const id = this.truths.length
    const { bids, asks } = this.truths[id - 1]
    const isBid = told.level % 2 === 0
    const price = isBid ? 9_990 - (told.level % 7) : 10_010 + (told.level % 7)
    const quantity = told.level % 5
    const next = { bids: new Map(bids).set(MARK, id), asks: new Map(asks) }
    const side = isBid ? next.bids : next.asks
    if (quantity > 0) side.set(price, quantity)
    else side.delete(price)
    this.truths.push(next)
    const now = Math.floor((stage.at + OFFSET) / 1000)
    this.#times.push(now)
    if (told.isLost) return
    const changed = [[text(price), lots(quantity)]]
    const mark = [text(MARK), lots(id)]
    stage.emit("btcusdt@depth@100ms", {
      e: "depthUpdate",
      E: now,
      s: "BTCUSDT",
      U: id,
      u: id,
      b: isBid ? [mark, ...changed] : [mark],
      a: isBid ? [] : changed,
    })
    stage.trade(this.lastTrade, { q: lots(this.lastTrade) })
    this.look()
  }

  /** The answer to the oldest request, as it would be given now. */
  answer(): void {
    const request = this.stage.requests.shift()
    if (request === undefined) return
    const asked = new URL(request.target, "http://exchange").searchParams
    if (request.target.includes("depth")) {
      const id = this.truths.length - 1
      const { bids, asks } = this.truths[id]
      const list = (side: Map<number, number>): string[][] =>
        [...side].map(([price, quantity]) => [text(price), lots(quantity)])
      const body = { lastUpdateId: id, bids: list(bids), asks: list(asks) }
      this.stage.answer(request, JSON.stringify(body))
    } else {
      const [from, count] = [Number(asked.get("fromId")), Number(asked.get("limit"))]
      const trades = Array.from({ length: count }, (_, i) => from + i)
        .filter((id) => id <= this.lastTrade)
        .map((id) => ({ id, price: "100.00", qty: lots(id), time: this.#times[id] }))
        .map((trade) => ({ ...trade, isBuyerMaker: true }))
      this.stage.answer(request, JSON.stringify(trades))
    }
    this.look()
  }

  /** Reads the new rows, and checks what must hold of the tape at every moment. */
  look(): void {
    const { tape } = this.stage
    for (; this.#rows < tape.length; this.#rows++) {
      const [a, b, flag] = [tape.a[this.#rows], tape.b[this.#rows], tape.flag[this.#rows]]
      if (tape.kind[this.#rows] === TRADE) this.trades.push(b)
      if (tape.kind[this.#rows] !== LEVEL) continue
      if ((flag & RESET) !== 0) for (const side of Object.values(this.read)) side.clear()
      const side = (flag & ASK) === 0 ? this.read.bids : this.read.asks
      if (b > 0) side.set(a, b)
      else side.delete(a)
    }
    const mark = this.read.bids.get(MARK)
    if (mark !== undefined) expect(this.read).toEqual(this.truths[mark])
    for (let i = 1; i < this.trades.length; i++) {
      expect(this.trades[i]).toBeGreaterThan(this.trades[i - 1])
    }
  }

  /** Everything is well again, for a minute and a half. */
  heal(): void {
    this.stage.isReachable = true
    for (let i = 0; i < 90; i++) {
      while (this.stage.requests.length > 0) this.answer()
      this.tick({ level: i, isLost: false })
      this.stage.pass(seconds(1))
    }
    while (this.stage.requests.length > 0) this.answer()
    this.stage.pass(milliseconds(100))
    this.look()
  }

  get lastTrade(): number {
    return this.#times.length - 1
  }
}

const text = (price: number): string => (price / 100).toFixed(2)
/** Quantities in counts of the instrument's step. */
const lots = (counts: number): string => (counts / 100_000).toFixed(5)

/** Answers that are of no use. */
const BAD = [
  ["<html>", 502],
  ["{}", 429],
  ["[]", 200],
  ['{"lastUpdateId":1}', 200],
] as const

const event = fc.record({
  what: fc.constantFrom(
    "tick",
    "tick",
    "tick",
    "lost",
    "cut",
    "gone",
    "back",
    "pass",
    "good",
    "bad",
  ),
  number: fc.nat(40_000),
})

it("whatever the network does, the book on the tape is true and trades rise; and it heals (DATA-5, DATA-6)", () => {
  fc.assert(
    fc.property(fc.array(event, { minLength: 1, maxLength: 120 }), (events) => {
      const world = new World()
      const { stage } = world
      for (const { what, number } of events) {
        const sockets = [...stage.sockets.keys()]
        if (what === "tick") world.tick({ level: number, isLost: false })
        else if (what === "lost") world.tick({ level: number, isLost: true })
        else if (what === "gone") stage.isReachable = false
        else if (what === "back") stage.isReachable = true
        else if (what === "pass") stage.pass(milliseconds(number))
        else if (what === "good") world.answer()
        else if (what === "cut" && sockets.length > 0) stage.close(sockets[number % sockets.length])
        else if (what === "bad") {
          const [body, status] = BAD[number % BAD.length]
          stage.answer(stage.requests.shift(), body, status)
        }
        stage.settle()
        world.look()
      }
      world.heal()
      expect(stage.feed.isSure(0)).toBe(true)
      expect(world.read).toEqual(world.truths.at(-1))
      const { taken, missed } = stage.health.counts.trades
      expect(world.trades).toHaveLength(taken)
      expect(world.trades.at(-1)).toBe(world.lastTrade)
      expect(taken + missed).toBe(world.lastTrade - world.trades[0] + 1)
    }),
    { numRuns: 100 },
  )
})
