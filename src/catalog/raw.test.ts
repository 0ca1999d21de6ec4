import { mkdtempSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { gzipSync } from "node:zlib"
import { describe, expect, it } from "vitest"
import { BAR, BUYER_IS_MAKER, OPEN, QUOTE, type Tape, TRADE } from "../market/tape.ts"
import { instantOf } from "../value/brand.ts"
import { readRaw } from "./raw.ts"

const folder = mkdtempSync(path.join(tmpdir(), "genesis-raw-"))
let files = 0

/** Writes a file of that name and returns its path. */
function file(name: string, content: string | Buffer): string {
  const own = mkdtempSync(path.join(folder, `${files++}-`))
  writeFileSync(path.join(own, name), content)
  return path.join(own, name)
}

const rowsOf = (tape: Tape, column: "kind" | "time" | "a" | "b" | "flag"): number[] =>
  Array.from(tape[column].subarray(0, tape.length))

const MINUTE = 60_000_000
const START = 1_672_531_200_000_000

const KLINES = [
  "1672531200000,16541.77000000,16544.76000000,16538.45000000,16543.67000000,83.08143000,1672531259999,1374268.84886160,2687,40.18369000,664706.01106360,0",
  "1672531260000,16543.04000000,16544.41000000,16538.48000000,16539.31000000,80.45300000,1672531319999,1330772.88854660,2890,33.28428000,550563.30692810,0",
]

describe("reading raw files", () => {
  it("reads klines in milliseconds and in microseconds, with header or without, to the same tape", async () => {
    const header =
      "open_time,open,high,low,close,volume,close_time,quote_asset_volume,number_of_trades,taker_buy_base,taker_buy_quote,ignore"
    const micro = KLINES.map((row) =>
      row.replace(/^(\d+)/, "$1000").replace(/,(\d{13}),/, ",$1999,"),
    )
    const variants = [
      KLINES.join("\n"),
      `${KLINES.join("\r\n")}\r\n`,
      `${micro.join("\n")}\n`,
      `${header}\n${KLINES.join("\n")}\n`,
      `${header}\n${KLINES[0]}\n${header}\n${KLINES[1]}\n`,
    ]
    for (const variant of variants) {
      const tape = await readRaw([file("BTCUSDT-1m-2023-01.csv.gz", gzipSync(variant))])
      expect(rowsOf(tape, "kind")).toEqual([OPEN, BAR, OPEN, BAR])
      expect(rowsOf(tape, "time").map((t) => (t - START) / MINUTE)).toEqual([0, 1, 1, 2])
      expect(rowsOf(tape, "a")).toEqual([1654177, 1654177, 1654304, 1654304])
      expect([tape.b[1], tape.c[1], tape.d[1], tape.e[1]]).toEqual([
        1654476, 1653845, 1654367, 8308143,
      ])
      expect(tape.intervals[0]).toBe(MINUTE)
      expect(tape.instruments[0]).toMatchObject({
        symbol: "BTCUSDT",
        priceScale: 2,
        quantityScale: 5,
        source: "detected",
      })
    }
  })

  it("reads trades and aggTrades with the taker's side", async () => {
    const trades = file(
      "ETHUSDT-trades-2023-01-01.csv",
      "1,1200.10,0.5,600.05,1672531200001,True,True\n2,1200.2,0.25,300.05,1672531200002,False,True\n",
    )
    const tape = await readRaw([trades])
    expect(rowsOf(tape, "kind")).toEqual([TRADE, TRADE])
    expect(rowsOf(tape, "a")).toEqual([12001, 12002])
    expect(rowsOf(tape, "b")).toEqual([50, 25])
    expect(rowsOf(tape, "flag")).toEqual([BUYER_IS_MAKER, 0])
    const agg = file(
      "ETHUSDT-aggTrades-2023-01-01.csv",
      "agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker,is_best_match\n" +
        "7,1200.1,1.5,10,12,1672531200001000,true,true\n8,1200.2,2,13,13,1672531200002000,false,true\n",
    )
    const aggregated = await readRaw([agg])
    expect(rowsOf(aggregated, "b")).toEqual([15, 20])
    expect(rowsOf(aggregated, "flag")).toEqual([BUYER_IS_MAKER, 0])
  })

  it("reads bookTicker as quotes", async () => {
    const quotes = file(
      "BTCUSDT-bookTicker-2023-05-16.csv",
      "update_id,best_bid_price,best_bid_qty,best_ask_price,best_ask_qty,transaction_time,event_time\n" +
        "2830566984214,27171.70,10.374,27171.80,5.061,1684195200005,1684195200009\n",
    )
    const tape = await readRaw([quotes])
    expect(rowsOf(tape, "kind")).toEqual([QUOTE])
    expect([tape.a[0], tape.b[0], tape.c[0], tape.d[0]]).toEqual([271717, 10374, 271718, 5061])
    expect(tape.time[0]).toBe(1_684_195_200_005_000)
  })

  it("merges symbols by exchange time: bars end before the next open, at every symbol", async () => {
    const rows = KLINES.join("\n")
    const paths = ["ETHUSDT-1m.csv", "BTCUSDT-1m.csv"].map((name) => file(name, rows))
    const tape = await readRaw(paths)
    expect(tape.instruments.map(({ symbol }) => symbol)).toEqual(["BTCUSDT", "ETHUSDT"])
    expect(rowsOf(tape, "kind")).toEqual([OPEN, OPEN, BAR, BAR, OPEN, OPEN, BAR, BAR])
    expect(Array.from(tape.instrument.subarray(0, 8))).toEqual([0, 1, 0, 1, 0, 1, 0, 1])
  })

  it("takes only the span that is asked for", async () => {
    const from = instantOf(START + MINUTE)
    const tape = await readRaw([file("BTCUSDT-1m.csv", KLINES.join("\n"))], { from })
    expect(rowsOf(tape, "time").map((t) => (t - START) / MINUTE)).toEqual([1, 2])
  })
})
