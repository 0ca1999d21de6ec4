import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { instrumentOf } from "../../../../tests/support/instrument.ts"
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
import { JsonReader } from "./json-reader.ts"
import { MarketMessage } from "./message.ts"
import { SymbolTable } from "./symbol-table.ts"

describe("whatever the exchange writes", () => {
  const decimal = fc
    .tuple(fc.bigInt(1n, 10n ** 11n), fc.integer({ min: 0, max: 5 }))
    .map(([count, zeros]) => ({ count, text: `${decimalText(count)}${"0".repeat(zeros)}` }))
  const id = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER })
  const time = fc.integer({ min: 1_500_000_000_000, max: 4_000_000_000_000 })
  const level = fc.tuple(decimal, decimal)
  const levels = fc.array(level, { maxLength: 40 })

  it("is read like JSON.parse reads it, with counts like exact arithmetic has them", () => {
    const trade = fc.record({ id, time, price: decimal, quantity: decimal, isMaker: fc.boolean() })
    fc.assert(
      fc.property(trade, fc.boolean(), fc.nat(), (told, isPretty, turn) => {
        const fields = rotated(
          [
            ["e", "trade"],
            ["E", told.time],
            ["s", "TRXUSDT"],
            ["t", told.id],
            ["p", told.price.text],
            ["q", told.quantity.text],
            ["T", told.time],
            ["m", told.isMaker],
          ],
          turn,
        )
        const text = JSON.stringify(Object.fromEntries(fields), undefined, isPretty ? 2 : undefined)
        const message = new Decoder([wide(0, "TRX")]).read(bytes(text))
        expect(said(message)).toEqual({
          kind: "trade",
          instrument: 0,
          id: told.id,
          sentAt: told.time * 1000,
          happenedAt: told.time * 1000,
          a: Number(told.price.count),
          b: Number(told.quantity.count),
          isBuyerMaker: told.isMaker,
        })
      }),
    )
  })

  it("keeps every level of a book, in its order", () => {
    fc.assert(
      fc.property(levels, levels, (bids, asks) => {
        const pairs = (side: typeof bids): string[][] =>
          side.map((it) => it.map(({ text }) => text))
        const counts = (side: typeof bids): number[][] =>
          side.map((it) => it.map(({ count }) => Number(count)))
        const event = { e: "depthUpdate", E: 1_723_161_255_208, s: "TRXUSDT", U: 1, u: 2 }
        const text = JSON.stringify({ ...event, b: pairs(bids), a: pairs(asks) })
        const message = new Decoder([wide(0, "TRX")]).read(bytes(text))
        expect(listed(message.bids)).toEqual(counts(bids))
        expect(listed(message.asks)).toEqual(counts(asks))
      }),
    )
  })

  it("is read the same from bytes and through JSON.parse, also when it is damaged", () => {
    const symbols = new SymbolTable(INSTRUMENTS)
    const whole = [TRADE, QUOTE, DEPTH, combined("btcusdt@trade", TRADE), combined("a", DEPTH)]
    const damage = fc.record({
      which: fc.nat(whole.length - 1),
      place: fc.nat(),
      length: fc.integer({ min: 0, max: 3 }),
      put: fc.constantFrom(
        "",
        ...'0123456789.,:"[]{}ebsTtpqmMuUaA- \\\n'.split(""),
        "true",
        "null",
      ),
    })
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 2 }), (damages) => {
        let text = whole[damages[0].which]
        for (const { place, length, put } of damages) {
          const at = place % text.length
          text = text.slice(0, at) + put + text.slice(at + length)
        }
        const byJson = new MarketMessage()
        const fault = new JsonReader(INSTRUMENTS, symbols).read(text, byJson)
        const message = read(text)
        expect(said(message)).toEqual(fault === undefined ? said(byJson) : { kind: "nothing" })
      }),
      { numRuns: 20_000 },
    )
  })

  it("never throws, whatever bytes come", () => {
    const decoder = new Decoder(INSTRUMENTS)
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (frame) => {
        expect(decoder.read(frame).kind).toBe("nothing")
      }),
    )
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(["nothing", "reply"]).toContain(decoder.read(bytes(text)).kind)
      }),
    )
  })
})

/** An instrument of eight decimals on both sides. */
const wide = (index: number, base: string): ReturnType<typeof instrumentOf> =>
  instrumentOf({ index, base, priceScale: 8, quantityScale: 8 })

/** A count of 10^-8 as text, by the plainest means. */
function decimalText(count: bigint): string {
  const digits = count.toString().padStart(9, "0")
  return `${digits.slice(0, -8)}.${digits.slice(-8)}`
}

function rotated<T>(items: readonly T[], by: number): T[] {
  const turn = by % items.length
  return [...items.slice(turn), ...items.slice(0, turn)]
}
