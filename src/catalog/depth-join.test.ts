import { array, assert, asyncProperty, integer, record } from "fast-check"
import { describe, expect, it } from "vitest"
import { scratch } from "../../tests/contract/scratch.ts"
import { text, written } from "../../tests/support/market-files.ts"
import { ASK, RESET, type Tape } from "../market/tape.ts"
import { Catalog } from "./catalog.ts"
import { readRaw } from "./raw.ts"

const at = scratch()

const START_MS = 1_741_046_400_000
const CHANGES =
  "TimestampOfReceive,Stream,EventType,EventTime,Symbol,FirstUpdateId,FinalUpdateId,IsAsk,Price,Quantity"
const SNAPSHOTS = "TimestampOfReceive,TimestampOfRequest,LastUpdateId,IsAsk,Price,Quantity"

type Change = readonly [price: number, quantity: number]

/** Bids after the first `count` changes, by price. */
function booked(changes: readonly Change[], count: number): Map<number, number> {
  const book = new Map<number, number>()
  for (const [price, quantity] of changes.slice(0, count)) {
    if (quantity === 0) book.delete(price)
    else book.set(price, quantity)
  }
  return book
}

/** A change each 100 ms with the update ids 1, 2, 3...; a far ask makes every snapshot a book. */
const changeRows = (changes: readonly Change[], from: number): string[] =>
  changes.slice(from).map(([price, quantity], i) => {
    const id = from + i + 1
    const time = `${START_MS + id * 100}000`
    return `${time},trxusdt@depth,depthUpdate,${time},TRXUSDT,${id},${id},0,${price},${quantity}`
  })

const snapshotRows = (changes: readonly Change[], id: number, late: number): string[] => {
  const heard = START_MS + id * 100 + late
  const levels = [...booked(changes, id)].map(([price, quantity]) => `0,${price},${quantity}`)
  return [...levels, "1,900,1"].map((level) => `${heard},${heard - 90},${id},${level}`)
}

function endOf(tape: Tape): Map<number, number> {
  const book = new Map<number, number>()
  for (let i = 0; i < tape.length; i++) {
    const [price, quantity, flag] = [tape.a[i], tape.b[i], tape.flag[i]]
    if ((flag & RESET) !== 0) book.clear()
    if ((flag & ASK) !== 0) continue
    if (quantity === 0) book.delete(price)
    else book.set(price, quantity)
  }
  return book
}

describe("depth of several recordings", () => {
  it("is joined by update ids: a snapshot heard late loses no change (DATA-6)", async () => {
    const change = record({
      price: integer({ min: 1, max: 9 }),
      quantity: integer({ min: 0, max: 3 }),
    })
    await assert(
      asyncProperty(
        array(change, { minLength: 3, maxLength: 30 }),
        integer({ min: 1, max: 30 }),
        integer({ min: -150, max: 500 }),
        async (made, place, late) => {
          const changes = made.map(({ price, quantity }): Change => [price, quantity])
          const id = Math.min(place, changes.length)
          const files = [
            written(
              at("trxusdt_depth.csv"),
              text([CHANGES, ...changeRows(changes, Math.min(id, 2))]),
            ),
            written(
              at("trxusdt_snapshot.csv"),
              text([SNAPSHOTS, ...snapshotRows(changes, id, late)]),
            ),
          ]
          const wanted = booked(changes, changes.length)
          for (const given of [files, files.toReversed()]) {
            const tape = await readRaw(given)
            expect(endOf(tape)).toEqual(wanted)
            const times = Array.from(tape.time.subarray(0, tape.length))
            expect(times).toEqual(times.toSorted((x, y) => x - y))
          }
        },
      ),
      { numRuns: 60 },
    )
  })

  it("keeps a book whole that another recording has with a gap", async () => {
    const changes = Array.from({ length: 9 }, (_, i): Change => [i + 1, 2])
    const rows = changeRows(changes, 0)
    const whole = written(at("trxusdt_a.csv"), text([CHANGES, ...rows]))
    const holed = written(
      at("trxusdt_b.csv"),
      text([CHANGES, ...rows.slice(0, 3), ...rows.slice(6)]),
    )
    const tape = await readRaw([whole, holed])
    expect(tape.length).toBe(9)
    expect(endOf(tape)).toEqual(booked(changes, 9))
  })

  it("is joined in the catalog, too", async () => {
    const changes = Array.from({ length: 20 }, (_, i): Change => [(i % 7) + 1, (i * 5) % 4])
    const files = [
      written(at("trxusdt_depth.csv"), text([CHANGES, ...changeRows(changes, 0)])),
      written(at("trxusdt_snapshot.csv"), text([SNAPSHOTS, ...snapshotRows(changes, 9, 450)])),
    ]
    const catalog = await Catalog.open(at("catalog"))
    try {
      await catalog.import(files)
      const tape = await catalog.load({ symbols: ["TRXUSDT"] })
      expect(endOf(tape)).toEqual(booked(changes, changes.length))
      expect(tape.length).toBe((await readRaw(files)).length)
    } finally {
      await catalog.close()
    }
  })
})
