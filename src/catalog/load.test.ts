import { readdirSync } from "node:fs"
import path from "node:path"
import { DuckDBInstance } from "@duckdb/node-api"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { scratch } from "../../tests/contract/scratch.ts"
import {
  klines,
  MINUTE_MS,
  START_MS,
  text,
  trades,
  written,
} from "../../tests/support/market-files.ts"
import type { Tape } from "../market/tape.ts"
import { type Instant, instantOf } from "../value/brand.ts"
import { Catalog } from "./catalog.ts"
import { readRaw } from "./raw.ts"

const at = scratch()
const COLUMNS = ["kind", "flag", "instrument", "time", "seen", "a", "b", "c", "d", "e"] as const

/** Everything a tape says. */
function contentOf(tape: Tape): unknown {
  return {
    instruments: tape.instruments,
    intervals: [...tape.intervals],
    rows: COLUMNS.map((column) => [...tape[column].subarray(0, tape.length)]),
  }
}

const bar = (number: number): Instant => instantOf((START_MS + number * MINUTE_MS) * 1000)

/** Files as people have them: klines of several symbols, some in pieces that overlap, and trades. */
const FILES = fc.record({
  pieces: fc.array(
    fc.record({ first: fc.integer({ min: 0, max: 90 }), rows: fc.integer({ min: 12, max: 80 }) }),
    { minLength: 1, maxLength: 3 },
  ),
  other: fc.integer({ min: 12, max: 100 }),
  prints: fc.integer({ min: 1, max: 300 }),
  isMicro: fc.boolean(),
  from: fc.option(fc.integer({ min: 0, max: 8 }), { nil: undefined }),
  to: fc.option(fc.integer({ min: 9, max: 200 }), { nil: undefined }),
})

describe("what is loaded from the catalog", () => {
  it("equals what is read from the same files, row by row, whatever the span", async () => {
    let run = 0
    await fc.assert(
      fc.asyncProperty(FILES, async ({ pieces, other, prints, isMicro, from, to }) => {
        const own = at(`run ${run++}`)
        const files = [
          ...pieces.map((piece, i) =>
            written(path.join(own, `${i}/BTCUSDT-1m.csv`), text(klines({ ...piece, isMicro }))),
          ),
          written(path.join(own, "ETHUSDT-1m.csv"), text(klines({ rows: other, seed: 2 }))),
          written(path.join(own, "SOLUSDT-trades.csv"), text(trades({ rows: prints }))),
        ]
        const span = {
          from: from === undefined ? undefined : bar(from),
          to: to === undefined ? undefined : bar(to),
        }
        const raw = await readRaw(files, span)
        const catalog = await Catalog.open(path.join(own, "catalog"))
        await catalog.import(files)
        const symbols = raw.instruments.map(({ symbol }) => symbol)
        const loaded = await catalog.load({ symbols, ...span })
        await catalog.close()
        expect(contentOf(loaded)).toEqual(contentOf(raw))
      }),
      { numRuns: 25 },
    )
  })

  it("equals it also where one symbol's trades fill several files, in any order and fineness", async () => {
    const pieces = fc.uniqueArray(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 6 })
    let run = 0
    await fc.assert(
      fc.asyncProperty(
        pieces,
        fc.record({ from: fc.integer({ min: 0, max: 40 }), to: fc.integer({ min: 60, max: 200 }) }),
        async (numbers, cut) => {
          const own = at(`straight ${run++}`)
          const files = numbers.map((number) => {
            const lines = trades({ rows: 40, first: 1 + 40 * number })
            // Every other file has prices of a decimal more.
            const finer = lines.map((line) => line.replace(/(\.\d\d),/, "$15,"))
            const file = path.join(own, `${number}/BTCUSDT-trades.csv`)
            return written(file, text(number % 2 === 0 ? lines : finer))
          })
          const first = 40 * Math.min(...numbers)
          const when = (row: number): Instant => instantOf((START_MS + (first + row) * 300) * 1000)
          const span = { from: when(cut.from), to: when(cut.to) }
          const catalog = await Catalog.open(path.join(own, "catalog"))
          await catalog.import(files)
          for (const each of [{}, span]) {
            const raw = await readRaw(files, each)
            const loaded = await catalog.load({ symbols: ["BTCUSDT"], ...each })
            expect(contentOf(loaded)).toEqual(contentOf(raw))
          }
          await catalog.close()
        },
      ),
      { numRuns: 8 },
    )
  })

  it("equals it for the best bid and ask", async () => {
    const file = written(
      at("BTCUSDT-bookTicker-2023-05-16.csv"),
      text(
        Array.from(
          { length: 9 },
          (_, i) => `${i + 1},16850.${i}0,1.5${i},16850.9${i},2.25,${START_MS + i},${START_MS + i}`,
        ),
      ),
    )
    const catalog = await Catalog.open(at("catalog"))
    await catalog.import([file])
    const loaded = await catalog.load({ symbols: ["BTCUSDT"] })
    await catalog.close()
    expect(loaded.length).toBe(9)
    expect(contentOf(loaded)).toEqual(contentOf(await readRaw([file], {})))
  })

  it("takes from the first instant on and stops before the last", async () => {
    const catalog = await Catalog.open(at("catalog"))
    await catalog.import([written(at("BTCUSDT-1m.csv"), text(klines({ rows: 100 })))])
    const tape = await catalog.load({ symbols: ["BTCUSDT"], from: bar(10), to: bar(20) })
    // Ten bars, each as its open and, a minute later, as itself.
    expect(tape.length).toBe(20)
    expect([tape.time[0], tape.time[19]]).toEqual([bar(10), bar(20)])
    const beyond = catalog.load({ symbols: ["BTCUSDT"], from: bar(100) })
    await expect(beyond).rejects.toMatchObject({ code: "NOT_IN_CATALOG" })
    await expect(catalog.load({ symbols: ["DOGEUSDT"] })).rejects.toMatchObject({
      code: "NOT_IN_CATALOG",
      why: "It has BTCUSDT.",
    })
    await catalog.close()
  })

  it("plays nothing twice: trades before bars, and the shortest bars of several", async () => {
    const minutes = klines({ rows: 60 })
    const fives = minutes.filter((_, i) => i % 5 === 0)
    const catalog = await Catalog.open(at("catalog"))
    await catalog.import([
      written(at("BTCUSDT-1m.csv"), text(minutes)),
      written(at("BTCUSDT-5m.csv"), text(fives)),
    ])
    expect((await catalog.load({ symbols: ["BTCUSDT"] })).length).toBe(120)
    await catalog.import([written(at("BTCUSDT-trades.csv"), text(trades({ rows: 30 })))])
    expect((await catalog.load({ symbols: ["BTCUSDT"] })).length).toBe(30)
    const bars = await catalog.load({ symbols: ["BTCUSDT"], kinds: ["bars"] })
    expect(bars.length).toBe(120)
    await catalog.close()
  })
})

describe("the Parquet files", () => {
  it("are read by plain SQL: timestamps, whole ids, prices as they were written", async () => {
    const catalog = await Catalog.open(at("catalog"))
    const bars = klines({ rows: 50 })
    const prints = trades({ rows: 20 })
    await catalog.import([
      written(at("BTCUSDT-1m.csv"), text(bars)),
      written(at("ETHUSDT-trades.csv"), text(prints)),
    ])
    await catalog.close()
    expect(readdirSync(at("catalog")).toSorted((x, y) => (x < y ? -1 : 1))).toEqual([
      "bars-1m",
      "lock",
      "manifest.json",
      "trades",
    ])
    const instance = await DuckDBInstance.create(":memory:")
    const connection = await instance.connect()
    const rows = async (sql: string): Promise<Record<string, unknown>[]> =>
      (await connection.runAndReadAll(sql)).getRowObjectsJson()
    const read = await rows(
      `select symbol, month, time::varchar as time, open, high, low, close, volume
       from read_parquet('${at("catalog")}/bars-1m/**/*.parquet', hive_partitioning = true)
       order by time`,
    )
    expect(read).toHaveLength(50)
    const [, ...values] = bars[0].split(",")
    expect(read[0]).toEqual({
      symbol: "BTCUSDT",
      month: "2023-01",
      time: "2023-01-01 00:00:00",
      ...Object.fromEntries(
        ["open", "high", "low", "close", "volume"].map((name, i) => [name, Number(values[i])]),
      ),
    })
    const [first] = await rows(
      `select id::varchar as id, price, quantity, buyer_is_maker
       from read_parquet('${at("catalog")}/trades/**/*.parquet') order by id::bigint limit 1`,
    )
    const [id, price, quantity] = prints[0].split(",")
    expect(first).toEqual({
      id,
      price: Number(price),
      quantity: Number(quantity),
      buyer_is_maker: false,
    })
    connection.closeSync()
    instance.closeSync()
  })
})
