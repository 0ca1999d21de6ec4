import { array, assert, boolean, integer, property, record, stringMatching } from "fast-check"
import { describe, expect, it } from "vitest"
import { scratch } from "../../../tests/contract/scratch.ts"
import { written } from "../../../tests/support/market-files.ts"
import { fileOf, isThere, linesOf } from "../../../tests/strategies/raw-bars.ts"
import { BUYER_IS_MAKER, TRADE } from "../../market/tape.ts"
import { readRaw } from "../raw.ts"
import { ArrayItems } from "./array-items.ts"

const at = scratch()

const TIME = 1_570_752_011_620
const row = (id: number, side = "sell", price = 0.00141342): string =>
  `[${TIME + id},"${id}",null,"${side}",${price},23.0,0.03250866]`
const fileWith = (content: string): string => written(at("XRP_ETH-trades.json"), content)

describe("a list of trades as ccxt gives it", () => {
  it("has the side of the taker: a sale met a buyer who was maker", async () => {
    const tape = await readRaw([fileWith(`[${row(1)},${row(2, "buy", 1.4e-3)}]`)])
    expect(tape.instruments[0]).toMatchObject({ symbol: "XRPETH", priceScale: 8 })
    expect(Array.from(tape.kind.subarray(0, 2))).toEqual([TRADE, TRADE])
    expect(Array.from(tape.flag.subarray(0, 2))).toEqual([BUYER_IS_MAKER, 0])
    expect(Array.from(tape.a.subarray(0, 2))).toEqual([141342, 140000])
    expect(Array.from(tape.b.subarray(0, 2))).toEqual([23, 23])
    expect(tape.time[0]).toBe((TIME + 1) * 1000)
  })

  it("puts trades in order by id and drops repeated ones", async () => {
    const tape = await readRaw([fileWith(`[ ${row(3)},\n ${row(1)}, ${row(2)}, ${row(3)} ]\n`)])
    expect(Array.from(tape.time.subarray(0, tape.length))).toEqual(
      [1, 2, 3].map((id) => (TIME + id) * 1000),
    )
  })

  it("refuses what is broken or cut short, saying which trade", async () => {
    const broken = [`[${row(1)},${row(2, "hold")}]`, `[${row(1)},[1,2]]`, `[${row(1)},${row(2)}`]
    for (const content of broken) {
      await expect(readRaw([fileWith(content)])).rejects.toMatchObject({ code: "ROW_BROKEN" })
    }
    await expect(readRaw([fileWith(broken[0] ?? "")])).rejects.toThrow(/trade 2 of the list/)
    const other = written(at("XRPETH-1m.json"), `[${row(1)}]`)
    await expect(readRaw([other])).rejects.toMatchObject({ code: "NOT_WHAT_IT_CLAIMS" })
  })

  it("finds each row however the bytes are cut", () => {
    const item = record({
      id: integer(),
      text: stringMatching(/^[[\]",\\ a-z]{0,8}$/),
      is: boolean(),
    })
    assert(
      property(array(item), array(integer({ min: 0, max: 400 })), (items, places) => {
        const rows = items.map(({ id, text, is }) => [id, text, is])
        const bytes = Buffer.from(JSON.stringify(rows))
        const found: unknown[] = []
        const reader = new ArrayItems("a.json", (text) => found.push(JSON.parse(text)))
        const cuts = [...places.map((p) => Math.min(p, bytes.length)), bytes.length].sort(
          (x, y) => x - y,
        )
        let from = 0
        for (const cut of cuts) {
          reader.feed(bytes.subarray(from, cut))
          from = cut
        }
        reader.finish()
        expect(found).toEqual(rows)
      }),
    )
  })
})

const LIST = "trades-spot/XRPETH-trades-2019-10.json.gz"

describe("the recorded list", () => {
  it.skipIf(!isThere(LIST))(`is read whole: ${LIST}`, async () => {
    const tape = await readRaw([fileOf(LIST)])
    const rows = JSON.parse(linesOf(LIST)[0] ?? "") as [number, string, null, string, number][]
    expect(tape.length).toBe(12_477)
    expect(tape.length).toBe(rows.length)
    const prices = rows.map((each) => Math.round(each[4] * 1e8))
    expect(Array.from(tape.a.subarray(0, tape.length))).toEqual(prices)
    expect(Array.from(tape.time.subarray(0, tape.length))).toEqual(rows.map(([ms]) => ms * 1000))
    const sales = rows.map((each) => (each[3] === "sell" ? BUYER_IS_MAKER : 0))
    expect(Array.from(tape.flag.subarray(0, tape.length))).toEqual(sales)
  })
})
