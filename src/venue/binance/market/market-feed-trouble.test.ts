import { describe, expect, it } from "vitest"
import { CAPTURE, CAPTURED, capturedFrames, hasCapture } from "../../../../tests/support/capture.ts"
import { BOOK, FeedStage, following, OFFSET } from "../../../../tests/venue/feed-stage.ts"
import { LAST, LEVEL, QUOTE, RESET, TRADE } from "../../../market/tape.ts"
import { type Instant, percent, PPM } from "../../../value/brand.ts"
import { later, milliseconds, seconds } from "../../../value/time.ts"
import type { Request } from "../effect.ts"

describe("holes are found by their numbers and filled (DATA-5)", () => {
  it("in the book: by a new snapshot, and until then the instrument is unsure", () => {
    const stage = following()
    expect(stage.feed.isSure(0)).toBe(true)
    stage.depth(25, 26)
    stage.pass(seconds(2))
    expect(stage.feed.isSure(0)).toBe(false)
    expect(stage.requests.map(({ target }) => target)).toEqual([
      "/api/v3/depth?symbol=BTCUSDT&limit=1000",
    ])
    stage.answer(stage.requests.shift(), BOOK.replace("20", "26"))
    expect(stage.feed.isSure(0)).toBe(true)
    expect(stage.health.counts.books).toMatchObject({ built: 2, gaps: 1 })
  })

  it("in the trades: by asking for those between, which come onto the tape in their order", () => {
    const stage = following()
    stage.trade(7, { p: "100.07" })
    stage.trade(10, { p: "100.10" })
    stage.settle()
    expect(stage.feed.isSure(0)).toBe(false)
    const request = stage.requests.shift()
    expect(request?.target).toBe("/api/v3/historicalTrades?symbol=BTCUSDT&fromId=8&limit=2")
    const missing = [8, 9].map((id) => {
      const time = Math.floor((stage.at + OFFSET) / 1000)
      return { id, price: `100.0${id}`, qty: "1", quoteQty: "1", time, isBuyerMaker: false }
    })
    stage.answer(request, JSON.stringify(missing))
    const prices = stage.rows.filter(([kind]) => kind === TRADE).map(([, price]) => price)
    expect(prices).toEqual([10007, 10008, 10009, 10010])
    expect(stage.feed.isSure(0)).toBe(true)
  })

  it("asks again when no good answer comes, and waits as long as the exchange says", () => {
    const stage = following()
    stage.depth(25, 26)
    stage.pass(seconds(2))
    stage.answer(stage.requests.shift(), "<html>502 Bad Gateway</html>")
    stage.pass(seconds(2))
    stage.answer(stage.requests.shift(), "{}", 429, { "retry-after": "25" })
    stage.pass(seconds(24))
    expect(stage.requests).toEqual([])
    stage.pass(seconds(2))
    const request = stage.requests.shift()
    stage.feed.happened({ kind: "failed", id: request?.id ?? NaN, reason: "reset" }, stage.at)
    stage.pass(seconds(5))
    stage.answer(stage.requests.shift(), BOOK.replace("20", "26"))
    expect(stage.feed.isSure(0)).toBe(true)
    expect(stage.health.failedRequests).toBe(3)
    expect(stage.health.faults).toMatchObject([{ fault: "html", count: 1 }])
  })

  it("asks once, however many holes there are, and not in circles", () => {
    const stage = following()
    for (let i = 1; i < 10; i++) {
      stage.depth(20 + i * 10, 21 + i * 10)
      stage.pass(seconds(0.2))
    }
    expect(stage.requests).toHaveLength(1)
    stage.answer(stage.requests.shift(), BOOK)
    expect(stage.requests).toEqual([])
    stage.pass(seconds(1))
    expect(stage.requests).toHaveLength(1)
  })

  it("asks nothing beyond the weights that the venue may use", () => {
    const stage = following()
    stage.deskOpensAt = later(stage.at, seconds(40))
    stage.depth(25, 26)
    stage.pass(seconds(39))
    expect(stage.requests).toEqual([])
    stage.pass(seconds(1))
    expect(stage.requests).toHaveLength(1)
  })

  it("goes on without trades that cannot be had", () => {
    const stage = following()
    stage.trade(7)
    stage.trade(10)
    stage.settle()
    stage.answer(stage.requests.shift(), "[]", 500)
    stage.pass(seconds(2))
    stage.answer(stage.requests.shift(), "nonsense")
    expect(stage.health.counts.trades).toMatchObject({ taken: 2, missed: 2 })
    expect(stage.feed.isSure(0)).toBe(true)
  })

  it("passes over answers to requests that are not its own", () => {
    const stage = following()
    stage.answer({ id: 999 } as Request, BOOK)
    expect(stage.feed.isSure(0)).toBe(true)
  })
})

describe("the book (DATA-6)", () => {
  it("of an instrument that is traded comes onto the tape, of one that is watched it is only kept", () => {
    const stage = following()
    expect(stage.rows.filter(([kind]) => kind === LEVEL)).toHaveLength(2)
    expect([stage.tape.flag[0] & RESET, stage.tape.flag[1] & LAST]).toEqual([RESET, LAST])
    stage.feed.follow(0, "monitoring", stage.at)
    expect(stage.health.counts.books.built).toBe(1)
    stage.pass(seconds(2))
    stage.depth(21, 21)
    stage.pass(seconds(2))
    stage.answer(stage.requests.shift(), BOOK.replace("20", "21"))
    expect(stage.feed.isSure(0)).toBe(true)
    expect(stage.rows.filter(([kind]) => kind === LEVEL)).toHaveLength(2)
  })
})

describe("absurd prices (DATA-8)", () => {
  it("lower the quality of their instrument's streams alone", () => {
    const stage = following()
    stage.feed.follow(1, "execution", stage.at)
    for (let i = 1; i < 10; i++) stage.trade(i)
    expect(stage.health.instruments.map(({ quality }) => quality)).toEqual([PPM, PPM])
    stage.trade(10, { p: "10.00" })
    expect(stage.health.instruments.map(({ quality }) => quality)).toEqual([percent(90), PPM])
  })

  it("are set aside and counted, trades and quotes", () => {
    const stage = following()
    stage.trade(1)
    stage.trade(2, { p: "10.00" })
    stage.trade(3)
    stage.quote(21)
    stage.quote(22, "9.90")
    const { counts } = stage.health
    expect([counts.trades.aside, counts.quotes.aside]).toEqual([1, 1])
    expect(stage.rows.map(([, price]) => price)).not.toContain(1000)
  })
})

describe("times (DATA-9)", () => {
  it("a row says when it happened and when we had it, both by the exchange's clock", () => {
    const stage = following()
    const happened = stage.at + OFFSET - milliseconds(40)
    stage.trade(1, { T: happened, E: happened })
    const last = stage.tape.length - 1
    expect([stage.tape.kind[last], stage.tape.seen[last]]).toEqual([TRADE, stage.at + OFFSET])
    expect(stage.tape.time[last]).toBeLessThanOrEqual(stage.at + OFFSET)
  })

  it("a quote, which says no time, is as old as the newest message that does, at most a second", () => {
    const stage = following()
    const last = (): number => stage.tape.time[stage.tape.length - 1]
    stage.pass(seconds(5))
    const happened = stage.at + OFFSET - milliseconds(40)
    stage.trade(1, { T: happened, E: happened })
    stage.quote(21)
    expect(last()).toBe(happened)
    const future = stage.at + OFFSET + seconds(8)
    stage.trade(2, { T: happened, E: future })
    stage.quote(22)
    expect(last()).toBe(happened)
    stage.pass(seconds(5))
    stage.quote(23)
    expect(last()).toBe(stage.at + OFFSET - seconds(1))
  })

  it("a price is stale after 2 s and critical after 10 s", () => {
    const stage = following()
    const freshness = (): string => stage.health.instruments[0].freshness
    expect(freshness()).toBe("critical")
    stage.quote(21)
    stage.pass(seconds(2))
    expect(freshness()).toBe("fresh")
    stage.pass(milliseconds(1))
    expect(freshness()).toBe("stale")
    stage.pass(seconds(8))
    expect(freshness()).toBe("critical")
    expect(stage.feed.priceAge(0, stage.at)).toBeGreaterThan(seconds(10))
    expect(stage.feed.priceAge(1, stage.at)).toBe(Infinity)
  })

  it("an instrument that is silent alone for a minute is asked for again, once", () => {
    const stage = following()
    stage.said.length = 0
    stage.pass(seconds(65))
    expect(stage.said).toEqual(["execution-0.1 UNSUBSCRIBE 5", "execution-0.1 SUBSCRIBE 5"])
    expect(stage.health.counts.renewed).toBe(1)
    expect(stage.trade(1)).toBe(1)
  })
})

describe("under overload (DATA-10)", () => {
  it("only the newest quote counts, and every trade still does", () => {
    const stage = following()
    stage.isBehind = true
    for (let i = 0; i < 10; i++) {
      stage.quote(21 + i, `99.0${i}`)
      stage.trade(1 + i)
    }
    expect(stage.rows.filter(([kind]) => kind === QUOTE)).toEqual([])
    stage.settle()
    expect(stage.rows.filter(([kind]) => kind === QUOTE)).toEqual([[QUOTE, 9909]])
    expect(stage.rows.filter(([kind]) => kind === TRADE)).toHaveLength(10)
    expect(stage.health.counts.quotes.conflated).toBe(9)
    stage.quote(40, "99.40")
    stage.isBehind = false
    stage.trade(11)
    stage.settle()
    expect(stage.rows.at(-1)).toEqual([QUOTE, 9940])
    stage.quote(50, "99.50")
    expect(stage.rows.at(-1)).toEqual([QUOTE, 9950])
  })
})

describe("bad input", () => {
  it("is counted and changes nothing", () => {
    const stage = following()
    const before = stage.tape.length
    const frames = [
      "",
      "<html>",
      "{}",
      '{"e":"trade"}',
      '{"e":"trade","s":"DOGEUSDT"}',
      '{"e":"aggTrade","E":1723161255343,"s":"BTCUSDT","a":1,"p":"1","q":"1","f":1,"l":1,"T":1723161255340,"m":true}',
      '{"result":null,"id":12345}',
      '{"error":{"code":3,"msg":"no"},"id":null}',
    ]
    for (const frame of frames) stage.raw("execution-0.1", frame)
    stage.raw("somebody-else", '{"result":null,"id":1}')
    stage.trade(1, { s: "TRXUSDT", p: "0.1", q: "1" })
    expect(stage.tape.length).toBe(before)
    expect(stage.feed.isSure(0)).toBe(true)
    expect(stage.health.faults.reduce((sum, { count }) => sum + count, 0)).toBe(5)
    expect(stage.health.counts.unasked).toBe(1)
    expect(stage.health.connections[0].refused).toBe(1)
  })
})

describe.skipIf(!hasCapture)(`the whole feed on ${CAPTURE}`, () => {
  it("brings every trade onto the tape, its book agrees with the quotes, and its time never falls", () => {
    const stage = new FeedStage([CAPTURED])
    stage.feed.follow(0, "execution", stage.at)
    stage.settle()
    for (const { text, heardAt } of capturedFrames()) {
      stage.at = Math.max(stage.at, Number(heardAt.slice(0, 16))) as Instant
      if (text.startsWith('{"lastUpdateId"')) stage.answer(stage.requests.shift(), text)
      else stage.raw("execution-0.1", text)
      stage.settle()
    }
    stage.pass(seconds(1))
    const { counts, faults, cuts } = stage.health
    expect(counts.trades).toMatchObject({ taken: 19_904, gaps: 0, missed: 0, doubled: 0, aside: 0 })
    expect(counts.quotes).toMatchObject({ taken: 73_174, doubled: 0, aside: 0 })
    expect(counts.books).toEqual({ built: 1, gaps: 0, crossed: 0, checked: 1072, differing: 0 })
    expect([faults, cuts]).toEqual([[], 7])
    expect(stage.rows.filter(([kind]) => kind === TRADE)).toHaveLength(19_904)
    for (let i = 1; i < stage.tape.length; i++) {
      expect(stage.tape.time[i] >= stage.tape.time[i - 1]).toBe(true)
    }
  })
})
