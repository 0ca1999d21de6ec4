import { array, assert, asyncProperty, integer } from "fast-check"
import { describe, expect, it } from "vitest"
import { scratch } from "../../../tests/contract/scratch.ts"
import { text, written } from "../../../tests/support/market-files.ts"
import { fileOf, isThere } from "../../../tests/strategies/raw-bars.ts"
import { ASK, LAST, LEVEL, RESET, TRADE, type Tape } from "../../market/tape.ts"
import { type Batch, BATCH_ROWS } from "../batch.ts"
import { readRaw } from "../raw.ts"
import { readFile } from "../reading.ts"
import { CsvReader } from "./csv.ts"
import { DepthRule } from "./depth-rule.ts"

const at = scratch()

const HEADER =
  "TimestampOfReceive,Stream,EventType,EventTime,Symbol,FirstUpdateId,FinalUpdateId,IsAsk,Price,Quantity"
const START = 1_741_046_400_000_000
const HOUR = 3_600_000_000

interface Event {
  readonly time?: number
  readonly first: number
  readonly last: number
  readonly levels?: number
}

const rowsOf = (events: readonly Event[]): string[] =>
  events.flatMap(({ time = 0, first, last, levels = 2 }) =>
    Array.from(
      { length: levels },
      (_, i) =>
        `${START + time + 400},trxusdt@depth@100ms,depthUpdate,${START + time},TRXUSDT,${first},${last},${i % 2},0.${2310 + i},${last}.5`,
    ),
  )

async function played(events: readonly Event[]): Promise<{ tape: Tape; notes: readonly string[] }> {
  const file = written(at("trxusdt_depth.csv"), text([HEADER, ...rowsOf(events)]))
  const [content] = await readFile(file, { take: () => {} })
  return { tape: await readRaw([file]), notes: content.notes }
}

const flagsOf = (tape: Tape): number[] => Array.from(tape.flag.subarray(0, tape.length))

describe("recorded depth as csv", () => {
  it("ends each event with LAST, at the exchange's time", async () => {
    const { tape } = await played([
      { first: 10, last: 12 },
      { time: 100_000, first: 13, last: 13, levels: 3 },
    ])
    expect(Array.from(tape.kind.subarray(0, 5))).toEqual(Array(5).fill(LEVEL))
    expect(flagsOf(tape)).toEqual([0, ASK | LAST, 0, ASK, LAST])
    expect(Array.from(tape.time.subarray(0, 5)).map((t) => t - START)).toEqual([
      0, 0, 100_000, 100_000, 100_000,
    ])
    expect([tape.a[0], tape.b[0]]).toEqual([2310, 125])
  })

  it("leaves out events seen before, and begins the book anew behind a gap (DATA-5)", async () => {
    const { tape, notes } = await played([
      { first: 10, last: 12 },
      { first: 10, last: 12, time: 1 },
      { first: 20, last: 21, time: 2 },
    ])
    expect(flagsOf(tape)).toEqual([0, ASK | LAST, RESET, ASK | LAST])
    expect(notes.join(" ")).toMatch(/seen before, left out: 1\..*: 1, 7 updates missing/)
  })

  it("leaves out a lone last event hours after the rest, and says so", async () => {
    const events = [1, 2, 3].map((id) => ({ first: id, last: id, time: id }))
    const { tape, notes } = await played([...events, { first: 4, last: 4, time: 3 * HOUR }])
    expect(tape.length).toBe(6)
    expect(flagsOf(tape).at(-1)).toBe(ASK | LAST)
    expect(notes.join(" ")).toMatch(/over an hour after.*left out, 2 rows/)
  })

  it("refuses a row of another symbol, and a name that says another", async () => {
    const rows = rowsOf([{ first: 1, last: 1, levels: 1 }])
    const other = [HEADER, ...rows, ...rows.map((row) => row.replace("TRXUSDT", "ADAUSDT"))]
    await expect(readRaw([written(at("depth.csv"), text(other))])).rejects.toMatchObject({
      code: "ROW_BROKEN",
    })
    const named = written(at("ADAUSDT_depth.csv"), text([HEADER, ...rows]))
    await expect(readRaw([named])).rejects.toMatchObject({ code: "NOT_WHAT_IT_CLAIMS" })
  })

  it("has as many LAST flags as events, and no RESET, whatever the sizes of events in a row", async () => {
    await assert(
      asyncProperty(
        array(integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 40 }),
        async (sizes) => {
          const events = sizes.map((levels, i) => ({ first: i, last: i, levels, time: i }))
          const flags = flagsOf((await played(events)).tape)
          expect(flags.length).toBe(sizes.reduce((sum, size) => sum + size, 0))
          expect(flags.filter((flag) => (flag & LAST) !== 0).length).toBe(sizes.length)
          expect(flags.some((flag) => (flag & RESET) !== 0)).toBe(false)
        },
      ),
      { numRuns: 20 },
    )
  })
})

describe("a batch that is full", () => {
  it("never divides an event", () => {
    const batches: Batch[] = []
    const told = { file: "a.csv", kind: "depth", symbol: "TRXUSDT", skipLines: 0, day: 0 } as const
    const fields = ["time", "first id", "id", "side", "price", "quantity"] as const
    const reader = new CsvReader(
      { ...told, fields, header: undefined, interval: 0 },
      (batch) => batches.push(batch),
      new DepthRule("changes"),
    )
    const rowsAnEvent = 5
    const events = Math.ceil((BATCH_ROWS + 10) / rowsAnEvent)
    for (let from = 1; from <= events; from += 10_000) {
      const numbers = Array.from(
        { length: Math.min(10_000, events - from + 1) },
        (_, i) => from + i,
      )
      const rows = numbers.map((id) => `${START + id},${id},${id},0,1,1\n`.repeat(rowsAnEvent))
      reader.feed(Buffer.from(rows.join("")))
    }
    reader.finish()
    expect(batches).toHaveLength(2)
    expect(batches.reduce((sum, { length }) => sum + length, 0)).toBe(events * rowsAnEvent)
    for (const { length, flag, id } of batches) {
      expect(length % rowsAnEvent).toBe(0)
      expect(flag[length - 1]).toBe(LAST)
      expect(id[0]).toBe(id[rowsAnEvent - 1])
    }
    expect(batches[0]?.length).toBe(BATCH_ROWS - (BATCH_ROWS % rowsAnEvent))
  })
})

const [TRADES, CHANGES, SNAPSHOTS] = [
  "stream-capture-spot/positive_binance_trade_stream_spot_trxusdt_04-03-2025.csv.gz",
  "stream-capture-spot/positive_binance_difference_depth_stream_spot_trxusdt_04-03-2025.csv.gz",
  "stream-capture-spot/positive_binance_depth_snapshot_spot_btcusdt_14-04-2025.csv.gz",
] as const

describe("the recorded csv files", () => {
  it.skipIf(!isThere(TRADES))(`reads all of ${TRADES}`, async () => {
    const tape = await readRaw([fileOf(TRADES)])
    expect(tape.length).toBe(10_000)
    expect(tape.kind[0]).toBe(TRADE)
    expect([tape.time[0], tape.a[0], tape.b[0], tape.flag[0]]).toEqual([
      1741046401271497, 2312, 26194, 1,
    ])
    expect(Math.min(...tape.a.subarray(0, tape.length))).toBe(2304)
    expect(Math.max(...tape.a.subarray(0, tape.length))).toBe(2329)
  })

  it.skipIf(!isThere(CHANGES))(`reads ${CHANGES} without its synthetic last row`, async () => {
    const tape = await readRaw([fileOf(CHANGES)])
    expect(tape.length).toBe(9_999)
    expect(tape.time[tape.length - 1]).toBe(1741046813362677)
    expect(flagsOf(tape).filter((flag) => (flag & RESET) !== 0)).toEqual([])
    expect((tape.flag[tape.length - 1] ?? 0) & LAST).toBe(LAST)
  })

  it.skipIf(!isThere(SNAPSHOTS))(`reads two whole books from ${SNAPSHOTS}`, async () => {
    const tape = await readRaw([fileOf(SNAPSHOTS)])
    const flags = flagsOf(tape)
    const where = (bit: number): number[] => flags.flatMap((flag, i) => (flag & bit ? [i] : []))
    expect(tape.length).toBe(20_000)
    expect(where(RESET)).toEqual([0, 10_000])
    expect(where(LAST)).toEqual([9_999, 19_999])
  })
})
