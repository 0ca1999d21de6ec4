import { array, assert, integer, property, string, stringMatching } from "fast-check"
import { describe, expect, it } from "vitest"
import { scratch } from "../../../tests/contract/scratch.ts"
import { written } from "../../../tests/support/market-files.ts"
import { ASK, LAST, LEVEL, QUOTE, RESET, TRADE, type Tape } from "../../market/tape.ts"
import type { Batch } from "../batch.ts"
import { readRaw } from "../raw.ts"
import { readFile } from "../reading.ts"
import { CaptureReader } from "./capture.ts"
import { streamMessage } from "./stream-message.ts"

const at = scratch()

/** Milliseconds. */
const START = 1_723_161_255_000

type Levels = readonly (readonly [string, string])[]

const change = (
  ids: readonly [first: number, last: number],
  told: { time?: number; bids?: Levels; asks?: Levels; symbol?: string } = {},
): string => {
  const { time = 0, bids = [["10.0", `${ids[1]}`]], asks = [], symbol = "BTCUSDT" } = told
  const data = { e: "depthUpdate", E: START + time, s: symbol, U: ids[0], u: ids[1] }
  return JSON.stringify({
    stream: `${symbol.toLowerCase()}@depth@100ms`,
    data: { ...data, b: bids, a: asks },
  })
}
const snapshot = (id: number): string =>
  JSON.stringify({ lastUpdateId: id, bids: [["10.0", "1"]], asks: [["11.0", "2"]] })
const quote = (id: number, symbol = "BTCUSDT"): string =>
  JSON.stringify({
    stream: `${symbol.toLowerCase()}@bookTicker`,
    data: { u: id, s: symbol, b: "10.0", B: `${id}`, a: "11.0", A: "3" },
  })
const trade = (id: number, time: number, symbol = "BTCUSDT"): string =>
  JSON.stringify({
    stream: `${symbol.toLowerCase()}@trade`,
    data: {
      e: "trade",
      E: START + time + 1,
      s: symbol,
      t: id,
      p: "10.5",
      q: "0.25",
      T: START + time,
      m: true,
      M: true,
    },
  })

interface Row {
  readonly kind: number
  readonly time: number
  readonly flag: number
  readonly b: number
}

const rowsOf = (tape: Tape): Row[] =>
  Array.from({ length: tape.length }, (_, i) => ({
    kind: tape.kind[i] ?? 0,
    time: (tape.time[i] ?? NaN) / 1000 - START,
    flag: tape.flag[i] ?? 0,
    b: tape.b[i] ?? NaN,
  }))

/** Lines behind the time of a recorder whose clock runs 1.27 s behind. */
const recorded = (lines: readonly string[]): string =>
  lines.map((line, i) => `${(START - 1270) * 1_000_000 + i} ${line}\n`).join("")

async function played(
  lines: readonly string[],
  content = recorded(lines),
): Promise<{ rows: Row[]; notes: string }> {
  const file = written(at("capture.jsonl"), content)
  const contents = await readFile(file, { take: () => {} })
  return {
    rows: rowsOf(await readRaw([file])),
    notes: contents.flatMap(({ notes }) => notes).join(" "),
  }
}

const kindsOf = (rows: readonly Row[]): number[] => rows.map(({ kind }) => kind)

describe("a capture of streams", () => {
  it("keeps the order of its lines where times tie, and gives a bookTicker the latest time before it", async () => {
    const { rows } = await played([
      quote(1),
      trade(1, 5),
      quote(2),
      change([3, 3], { time: 5 }),
      quote(4),
      trade(2, 9),
      quote(5),
    ])
    expect(kindsOf(rows)).toEqual([QUOTE, TRADE, QUOTE, LEVEL, QUOTE, TRADE, QUOTE])
    expect(rows.map(({ time }) => time)).toEqual([5, 5, 5, 5, 5, 9, 9])
  })

  it("reads messages with and without wrapper and recorder's time alike", async () => {
    const lines = [trade(1, 0), quote(2), change([3, 4], { time: 7 })]
    const bare = lines.map((line) => JSON.stringify((JSON.parse(line) as { data: object }).data))
    const wanted = (await played(lines)).rows
    expect(wanted).toHaveLength(3)
    expect((await played([], `${lines.join("\n")}\n`)).rows).toEqual(wanted)
    expect((await played([], bare.join("\r\n"))).rows).toEqual(wanted)
  })

  it("begins the book at the snapshot: what it holds is left out, the rest follows it", async () => {
    const { rows, notes } = await played([
      change([1, 4]),
      change([5, 8], { time: 100 }),
      change([9, 9], { time: 200 }),
      snapshot(6),
      change([10, 12], { time: 300 }),
    ])
    expect(rows.map(({ flag, time, b }) => [flag, time, b])).toEqual([
      [RESET, 200, 1],
      [ASK | LAST, 200, 2],
      [LAST, 200, 8],
      [LAST, 200, 9],
      [LAST, 300, 12],
    ])
    expect(notes).toMatch(/1 depth events before the first snapshot/)
  })

  it("takes a change that begins right behind the snapshot, and no snapshot that lies before a hole", async () => {
    const fitting = await played([change([7, 8]), snapshot(6)])
    expect(fitting.rows.map(({ flag }) => flag)).toEqual([RESET, ASK | LAST, LAST])
    const old = await played([change([8, 8]), snapshot(6)])
    expect(old.rows.map(({ flag }) => flag)).toEqual([LAST])
    expect(old.notes).toMatch(/1 snapshots older than the book.*No snapshot stands before/)
  })

  it("begins the book anew behind a gap, and leaves out what was seen before (DATA-5)", async () => {
    const { rows, notes } = await played([
      snapshot(6),
      change([7, 8]),
      change([7, 8]),
      change([20, 21], { time: 100 }),
    ])
    expect(rows.map(({ flag }) => flag)).toEqual([RESET, ASK | LAST, LAST, RESET | LAST])
    expect(notes).toMatch(/seen before, left out: 1\..*: 1, 11 updates missing/)
  })

  it("goes on in a later file of the same capture", async () => {
    const first = written(at("a.jsonl"), recorded([change([6, 6]), snapshot(6), quote(6)]))
    const second = written(at("b.jsonl"), recorded([change([7, 8], { time: 100 }), quote(9)]))
    const tape = await readRaw([first, second])
    expect(rowsOf(tape).map(({ kind, flag }) => [kind, flag])).toEqual([
      [LEVEL, RESET],
      [LEVEL, ASK | LAST],
      [QUOTE, 0],
      [LEVEL, LAST],
      [QUOTE, 0],
    ])
  })

  it("holds several symbols", async () => {
    const file = written(
      at("capture.jsonl"),
      recorded([trade(1, 0), trade(8, 1, "ETHUSDT"), quote(2, "ETHUSDT"), snapshot(3)]),
    )
    const tape = await readRaw([file])
    expect(tape.instruments.map(({ symbol }) => symbol)).toEqual(["BTCUSDT", "ETHUSDT"])
    expect(Array.from(tape.instrument.subarray(0, tape.length))).toEqual([0, 1, 1])
    const [content] = await readFile(file, { take: () => {} })
    expect(content.notes.join(" ")).toMatch(/1 messages that do not say which/)
  })

  it("plays trades once where their sums are recorded, too", async () => {
    const data = { e: "aggTrade", E: START, s: "BTCUSDT", a: 7, p: "10.5", q: "0.25", f: 1, l: 1 }
    const sum = JSON.stringify({ ...data, T: START, m: true, M: true })
    expect(kindsOf((await played([trade(1, 0), sum])).rows)).toEqual([TRADE])
    expect((await played([sum])).rows).toEqual((await played([trade(1, 0)])).rows)
  })

  it("counts what it does not know, and a line that a killed recorder left half", async () => {
    const kline = '{"stream":"btcusdt@kline_1m","data":{"e":"kline","E":1,"s":"BTCUSDT","k":{}}}'
    const lines = recorded([trade(1, 0), kline, '{"result":null,"id":1}', trade(2, 1)])
    const { rows, notes } = await played([], `${lines}17231612 {"stream":"btcus`)
    expect(kindsOf(rows)).toEqual([TRADE, TRADE])
    expect(notes).toMatch(/left out: 1 of kline, 1 of unnamed\..*The last line is cut short/)
  })

  it("refuses a file with a broken line, and one without any time, saying where and what", async () => {
    for (const line of ['{"e":"trade"', trade(2, 1).replace("10.5", "-10.5")]) {
      const broken = played([trade(1, 0), line, trade(3, 2)])
      await expect(broken).rejects.toMatchObject({ code: "ROW_BROKEN" })
      await expect(broken).rejects.toThrow(/line 2/)
    }
    await expect(played([quote(1), quote(2)])).rejects.toMatchObject({ code: "ROW_BROKEN" })
  })

  it("survives any text as a message", () => {
    const pieces = stringMatching(/^[[\]{}":,\w.@ -]{0,40}$/)
    assert(
      property(string(), pieces, (any, near) => {
        for (const text of [any, near, `{"e":"depthUpdate",${near}`, `{"stream":"${near}"}`]) {
          const message = streamMessage(text)
          expect(message === undefined || typeof message.kind === "string").toBe(true)
        }
      }),
    )
  })

  it("reads the same rows however the bytes are cut", () => {
    const bytes = Buffer.from(recorded([change([6, 6]), snapshot(6), trade(1, 3), quote(7)]))
    const read = (pieces: readonly Buffer[]): unknown => {
      const batches: Batch[] = []
      const reader = new CaptureReader({ file: "a.jsonl", symbol: "BTCUSDT" }, (batch) =>
        batches.push(batch),
      )
      for (const piece of pieces) reader.feed(piece)
      reader.finish()
      return batches.map(({ kind, length, time, id, flag }) => ({
        kind,
        rows: [time, id, flag].map((column) => Array.from(column.subarray(0, length))),
      }))
    }
    const whole = read([bytes])
    expect(whole).toMatchObject([{ kind: "depth" }, { kind: "trades" }, { kind: "quotes" }])
    assert(
      property(array(integer({ min: 0, max: bytes.length })), (places) => {
        const cuts = [0, ...places.toSorted((x, y) => x - y), bytes.length]
        expect(read(cuts.slice(1).map((cut, i) => bytes.subarray(cuts[i], cut)))).toEqual(whole)
      }),
    )
  })
})
