import { describe, expect, it } from "vitest"
import { CAPTURE, CAPTURED, capturedFrames, hasCapture } from "../../../../tests/support/capture.ts"
import {
  bytes,
  combined,
  DEPTH,
  INSTRUMENTS,
  listed,
  QUOTE,
  read,
  said,
  TRADE,
} from "../../../../tests/venue/frames.ts"
import { Decoder } from "./decoder.ts"

/** What was wrong with a frame, and how often it was counted. */
function faultsOf(...frames: readonly string[]): Record<string, number> {
  const decoder = new Decoder(INSTRUMENTS)
  for (const frame of frames) expect(decoder.read(bytes(frame)).kind).toBe("nothing")
  return Object.fromEntries(decoder.faults.map(({ fault, count }) => [fault, count]))
}

describe("frames of market streams become counts and microseconds (DATA-2, DATA-8)", () => {
  it("a trade, raw and combined, with the side that took", () => {
    const trade = {
      kind: "trade",
      instrument: 0,
      id: 3735683259,
      sentAt: 1723161255343000,
      happenedAt: 1723161255342000,
      a: 6183763,
      b: 2000,
      isBuyerMaker: true,
    }
    expect(said(read(TRADE))).toEqual(trade)
    expect(said(read(combined("btcusdt@trade", TRADE)))).toEqual(trade)
  })

  it("times in microseconds where the exchange was asked for them", () => {
    const micro = TRADE.replace("1723161255342", "1723161255342717")
    expect(read(micro).happenedAt).toBe(1723161255342717)
  })

  it("a best bid and ask", () => {
    const quote = { kind: "quote", instrument: 0, id: 50093239212 }
    const values = { a: 6183763, b: 378826, c: 6183764, d: 154698 }
    expect(said(read(QUOTE))).toEqual({ ...quote, ...values })
  })

  it("changes of depth, with quantities of zero", () => {
    expect(said(read(combined("btcusdt@depth@100ms", DEPTH)))).toEqual({
      kind: "depth",
      instrument: 0,
      firstId: 50093239189,
      id: 50093239202,
      sentAt: 1723161255208000,
      bids: [
        [6173763, 0],
        [6173017, 150000],
      ],
      asks: [],
    })
  })

  it("an aggregate trade, a book of some levels, and a candle", () => {
    const aggregate =
      '{"e":"aggTrade","E":1723161255343,"s":"TRXUSDT","a":12345,"p":"0.2312","q":"100.5","f":100,"l":105,"T":1723161255340,"m":false,"M":true}'
    expect(said(read(aggregate))).toMatchObject({ instrument: 1, id: 12345, a: 2312, b: 1005 })
    const book = '{"lastUpdateId":160,"bids":[["0.2311","5.0"]],"asks":[["0.2313","7.5"]]}'
    expect(said(read(combined("trxusdt@depth20@100ms", book)))).toEqual({
      kind: "book",
      instrument: 1,
      id: 160,
      bids: [[2311, 50]],
      asks: [[2313, 75]],
    })
    const candle =
      '{"e":"kline","E":1723161300001,"s":"TRXUSDT","k":{"t":1723161240000,"T":1723161299999,"s":"TRXUSDT","i":"1m","f":1,"L":9,"o":"0.2310","c":"0.2312","h":"0.2315","l":"0.2309","v":"1000.5","n":9,"x":true,"q":"231.0","V":"5.0","Q":"1.1","B":"0"}}'
    const message = read(candle)
    expect([message.a, message.b, message.c, message.d, message.e]).toEqual([
      2310, 2315, 2309, 2312, 10005,
    ])
    expect([message.happenedAt, message.isClosed]).toEqual([1723161240000000, true])
  })

  it("the latest 24 hours", () => {
    const day =
      '{"e":"24hrMiniTicker","E":1723161300001,"s":"TRXUSDT","c":"0.2312","o":"0.2310","h":"0.2315","l":"0.2309","v":"1000.5","q":"231.0"}'
    const { kind, instrument, a, b, c, d, e } = read(day)
    expect([kind, instrument, a, b, c, d, e]).toEqual(["day", 1, 2310, 2315, 2309, 2312, 10005])
    expect(faultsOf(day.replace("0.2309", "0.2316"))).toEqual({ outOfRange: 1 })
  })

  it("quantities finer than the scale, cut off there and counted, never to nothing", () => {
    const decoder = new Decoder(INSTRUMENTS)
    const fine = DEPTH.replace('"1.5"', '"25.4261899"').replace("0.00000000", "0.00000099")
    const cut = [
      [6173763, 1],
      [6173017, 2542618],
    ]
    expect(listed(decoder.read(bytes(fine)).bids)).toEqual(cut)
    expect(listed(decoder.read(bytes(fine.replaceAll(",", ", "))).bids)).toEqual(cut)
    expect(decoder.cuts).toBe(4)
    const whole = decoder.read(
      bytes(QUOTE.replace("BTCUSDT", "这是测试币456").replace("3.78", "3.7")),
    )
    expect([whole.b, whole.d]).toEqual([3, 1])
  })

  it("a symbol that is not ASCII (binance-spot.md section 2)", () => {
    const quote = QUOTE.replace("BTCUSDT", "这是测试币456").replaceAll("000", "")
    expect(read(quote).instrument).toBe(2)
  })

  it("answers to our requests, and the warning of a shutdown", () => {
    expect(read('{"result":null,"id":3}')).toMatchObject({ kind: "reply", id: 3, error: undefined })
    const refusal = '{"code":2,"msg":"Invalid request: no such method","id":4}'
    expect(read(refusal)).toMatchObject({ kind: "reply", id: 4, error: /no such/ })
    expect(read('{"error":{"code":1,"msg":"bad"},"id":5}')).toMatchObject({ id: 5, error: "bad" })
    const warning = '{"e":"serverShutdown","E":1770123456789}'
    expect(read(warning).kind).toBe("shutdown")
    expect(read(combined("!serverShutdown", warning)).kind).toBe("shutdown")
  })

  it("the answer to a request for the whole book", () => {
    const body = '{"lastUpdateId":7,"bids":[["1.5","2"]],"asks":[["1.6","3"],["1.7","4"]]}'
    const book = new Decoder(INSTRUMENTS).readBook(body, 0)
    expect(said(book)).toMatchObject({ kind: "book", id: 7, bids: [[150, 200000]] })
  })
})

describe("what is wrong is counted by kind and leaves no row (bad input)", () => {
  const cases: readonly (readonly [fault: string, what: string, frame: string])[] = [
    ["notJson", "a torn frame", TRADE.slice(0, 100)],
    ["notJson", "an empty frame", ""],
    ["html", "a page where JSON should be", "<html><body>502 Bad Gateway</body></html>"],
    ["unknownEvent", "an event nobody knows", '{"e":"weather","E":1,"s":"BTCUSDT"}'],
    ["unknownEvent", "a list", "[1,2]"],
    ["unknownEvent", "a bare null", "null"],
    ["unknownEvent", "a candle of an hour", `{"e":"kline","s":"BTCUSDT","k":{"i":"1h"}}`],
    ["unknownSymbol", "a symbol that is not ours", TRADE.replace("BTCUSDT", "BTCUSDC")],
    ["unknownSymbol", "a book that does not say whose", '{"lastUpdateId":1,"bids":[],"asks":[]}'],
    ["brokenField", "no price", TRADE.replace('"p":', '"P":')],
    ["brokenField", "a price that is not text", TRADE.replace('"61837.63000000"', "61837.63")],
    ["brokenField", "an id in words", TRADE.replace("3735683259", '"3735683259"')],
    ["brokenField", "a level without quantity", DEPTH.replace(',"1.5"', "")],
    ["notANumber", "a price in words", TRADE.replace("61837.63000000", "cheap")],
    ["notANumber", "digits of another script", TRADE.replace("61837.63000000", "６1837")],
    ["notANumber", "a price below zero", TRADE.replace("61837.63000000", "-61837.63")],
    ["notANumber", "two points", TRADE.replace("61837.63000000", "61837.63.1")],
    ["notANumber", "a point at the end", TRADE.replace("61837.63000000", "61837.")],
    ["outOfRange", "a price of zero", TRADE.replace("61837.63000000", "0.00000000")],
    ["outOfRange", "no quantity", TRADE.replace("0.02000000", "0.0")],
    ["outOfRange", "more than is exact", TRADE.replace("61837.63000000", "9".repeat(20))],
    ["outOfRange", "an id that is not exact", TRADE.replace("3735683259", "99999999999999999999")],
    ["outOfRange", "a time before the exchange", TRADE.replace('"T":1723161255342', '"T":17')],
    ["outOfRange", "updates that end before they begin", DEPTH.replace("50093239202", "5")],
    ["outOfRange", "a level at no price", DEPTH.replace("61730.17000000", "0")],
    ["offScale", "a price finer than the tick can be", TRADE.replace("61837.63", "61837.635")],
    ["crossed", "a bid above the ask", QUOTE.replace("61837.64", "61837.62")],
    ["crossed", "a bid at the ask", QUOTE.replace("61837.64", "61837.63")],
    ["oneSided", "a book without bids", QUOTE.replace("61837.63", "0.00")],
  ]
  it.each(cases)("%s: %s", (fault, _what, frame) => {
    expect(faultsOf(frame)).toEqual({ [fault]: 1 })
    expect(faultsOf(frame, frame)).toEqual({ [fault]: 2 })
  })

  it("reads the next frame as if nothing had been", () => {
    const decoder = new Decoder(INSTRUMENTS)
    for (const [, , frame] of cases) decoder.read(bytes(frame))
    expect(said(decoder.read(bytes(TRADE)))).toEqual(said(read(TRADE)))
  })

  it("keeps how the latest began, to be shown", () => {
    const decoder = new Decoder(INSTRUMENTS)
    decoder.read(bytes(`<html>${"x".repeat(10_000)}`))
    expect(decoder.faults[0].latest).toMatch(/^<html>xxx/)
    expect(decoder.faults[0].latest.length).toBeLessThanOrEqual(120)
  })

  it("passes over fields that nobody knows", () => {
    const more = TRADE.replace('"M":true', '"M":true,"X":{"deep":[1,{"a":null}]},"new":"b"')
    expect(said(read(more))).toEqual(said(read(TRADE)))
  })
})

describe.skipIf(!hasCapture)(`the recorded streams of ${CAPTURE}`, () => {
  it("are read whole, every frame without a fault, like JSON.parse reads them", () => {
    const decoder = new Decoder([CAPTURED])
    const counts: Record<string, number> = {}
    for (const { text } of capturedFrames()) {
      const isBook = text.startsWith('{"lastUpdateId"')
      const message = isBook ? decoder.readBook(text, 0) : decoder.read(bytes(text))
      counts[message.kind] = (counts[message.kind] ?? 0) + 1
      if (message.kind === "trade") {
        const { data } = JSON.parse(text) as { data: Record<string, unknown> }
        const price = Number(String(data.p).replace(".", "")) / 1e6
        const quantity = Number(String(data.q).replace(".", "")) / 1e3
        expect([message.id, message.a, message.b]).toEqual([data.t, price, quantity])
      }
    }
    expect(decoder.faults).toEqual([])
    expect(decoder.cuts).toBe(7)
    expect(counts).toEqual({ book: 1, depth: 6495, quote: 73174, trade: 19904 })
  })
})
