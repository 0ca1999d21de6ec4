import { describe, expect, it } from "vitest"
import { CAPTURE, hasCapture } from "../../../tests/support/capture.ts"
import { fileOf, isThere, rawBars } from "../../../tests/strategies/raw-bars.ts"
import { ASK, LAST, LEVEL, QUOTE, RESET, TRADE } from "../../market/tape.ts"
import { A, B, type Batch, C, D, type Kind } from "../batch.ts"
import { readRaw } from "../raw.ts"
import { readFile } from "../reading.ts"

const FILES = CAPTURE.split(", ")
const BARS = "ohlcv-1m-spot/BTCUSDT-1m-2024-07-26_2024-08-25.csv.gz"
const MINUTE = 60_000
/** Decimals of the finest quantity in the capture. */
const FINEST = 6

/** Batches of a kind, all on the scales that the finest of the capture's numbers need. */
async function batchesOf(kind: Kind): Promise<readonly Batch[]> {
  const batches: Batch[] = []
  for (const file of FILES) {
    await readFile(fileOf(file), {
      take: (batch) => {
        if (batch.kind === kind) batches.push(batch)
      },
    })
  }
  for (const batch of batches) {
    expect(batch.priceScale).toBe(2)
    if (batch.quantityScale < FINEST) batch.refineQuantities(FINEST, batch.length)
  }
  return batches
}

type Top = readonly [bid: number, bidQuantity: number, ask: number, askQuantity: number]

/** The plainest book there is. */
class PlainBook {
  readonly #bids = new Map<number, number>()
  readonly #asks = new Map<number, number>()

  set({ columns, flag }: Batch, row: number): void {
    if ((flag[row] & RESET) !== 0) for (const side of [this.#bids, this.#asks]) side.clear()
    const side = (flag[row] & ASK) === 0 ? this.#bids : this.#asks
    if (columns[B][row] === 0) side.delete(columns[A][row])
    else side.set(columns[A][row], columns[B][row])
  }

  top(): Top {
    let bid = -Infinity
    let ask = Infinity
    for (const price of this.#bids.keys()) if (price > bid) bid = price
    for (const price of this.#asks.keys()) if (price < ask) ask = price
    return [bid, this.#bids.get(bid) ?? 0, ask, this.#asks.get(ask) ?? 0]
  }
}

describe.skipIf(!hasCapture)(`the recorded streams, ${CAPTURE}`, () => {
  it("give a book that agrees with every quote of the same update and is never crossed (DATA-6)", async () => {
    const quotes = new Map<number, Top>()
    for (const { columns, id, length } of await batchesOf("quotes")) {
      const [bid, bidQuantity, ask, askQuantity] = [A, B, C, D].map((place) => columns[place])
      for (let i = 0; i < length; i++) {
        quotes.set(id[i], [bid[i], bidQuantity[i], ask[i], askQuantity[i]])
      }
    }
    const book = new PlainBook()
    const counts = { equal: 0, differing: 0, crossed: 0 }
    for (const batch of await batchesOf("depth")) {
      for (let i = 0; i < batch.length; i++) {
        book.set(batch, i)
        if ((batch.flag[i] & LAST) === 0) continue
        const top = book.top()
        if (top[0] >= top[2]) counts.crossed++
        const quote = quotes.get(batch.id[i])
        if (quote === undefined) continue
        if (quote.every((value, place) => value === top[place])) counts.equal++
        else counts.differing++
      }
    }
    expect(counts).toEqual({ equal: 1072, differing: 0, crossed: 0 })
  })

  it.skipIf(!isThere(BARS))(`have trades that make the bars of ${BARS}`, async () => {
    const tape = await readRaw(FILES.map(fileOf))
    const own = new Map<number, number[]>()
    for (let i = 0; i < tape.length; i++) {
      if (tape.kind[i] !== TRADE) continue
      const [price, quantity] = [tape.a[i] ?? NaN, tape.b[i] ?? NaN]
      const start = Math.floor((tape.time[i] ?? NaN) / 1000 / MINUTE) * MINUTE
      const bar = own.get(start) ?? [price, price, price, 0]
      own.set(start, [
        Math.max(bar[0] ?? NaN, price),
        Math.min(bar[1] ?? NaN, price),
        price,
        (bar[3] ?? NaN) + quantity,
      ])
    }
    // The first and the last minute are recorded in part.
    const whole = [...own].slice(1, -1)
    expect(whole).toHaveLength(10)
    const bars = new Map(rawBars(BARS, { fine: 1, minutes: 1 }).map((bar) => [bar.start, bar]))
    for (const [start, [high, low, close, volume]] of whole) {
      const bar = bars.get(start)
      expect(bar).toBeDefined()
      expect([high, low, close, volume]).toEqual([
        ...[bar?.high, bar?.low, bar?.close].map((price) => Math.round((price ?? NaN) * 100)),
        Math.round((bar?.volume ?? NaN) * 10 ** FINEST),
      ])
    }
  })

  it("give the same tape whichever file comes first, with every trade and quote in it", async () => {
    const files = FILES.map(fileOf)
    const tape = await readRaw(files)
    const turned = await readRaw(files.toReversed())
    const count = (kind: number): number =>
      tape.kind.subarray(0, tape.length).reduce((sum, each) => sum + (each === kind ? 1 : 0), 0)
    expect([count(TRADE), count(QUOTE)]).toEqual([19_904, 73_174])
    expect(count(LEVEL)).toBeGreaterThan(300_000)
    for (const column of ["kind", "time", "flag", "a", "b"] as const) {
      expect(Buffer.compare(bytesOf(tape[column]), bytesOf(turned[column]))).toBe(0)
    }
  })
})

const bytesOf = ({ buffer }: { readonly buffer: ArrayBufferLike }): Buffer => Buffer.from(buffer)
