import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { CAPTURE, CAPTURED, capturedFrames, hasCapture } from "../../../../tests/support/capture.ts"
import { BookStage, type Pair, sure } from "../../../../tests/venue/book-stage.ts"
import { ASK, LAST, RESET } from "../../../market/tape.ts"
import { Decoder } from "../codec/decoder.ts"
import type { LocalBook } from "./local-book.ts"

describe("building a book by the documented procedure (DATA-6, binance-spot.md section 20)", () => {
  it("asks for one snapshot once the first change has come, and is unsure until it is there", () => {
    const stage = new BookStage()
    stage.depth(11, 12, [[100, 1]])
    stage.depth(13, 13, [[99, 1]])
    expect([stage.asks, stage.book.isSure, stage.tape.rows.length]).toEqual([1, false, 0])
    stage.snapshot(12, [[100, 2]], [[103, 1]])
    expect(stage.book.isSure).toBe(true)
  })

  it("drops changes that the snapshot has already, and applies those after it", () => {
    const stage = new BookStage()
    stage.depth(11, 15, [[100, 7]])
    stage.depth(16, 20, [[101, 7]])
    stage.snapshot(15, [[100, 5]], [[103, 5]])
    expect([stage.book.bids.quantity(0), stage.book.bids.price(1)]).toEqual([7, 100])
    expect(stage.book.bids.quantity(1)).toBe(5)
  })

  it("takes a first change that holds the update after the snapshot's in its middle", () => {
    const stage = new BookStage()
    stage.depth(11, 20, [[101, 7]])
    stage.snapshot(15, [[100, 5]], [[103, 5]])
    expect([stage.book.isSure, stage.book.id, stage.book.bids.price(0)]).toEqual([true, 20, 101])
  })

  it("takes a first change that begins exactly behind the snapshot, unlike the documentation", () => {
    const stage = new BookStage()
    stage.depth(16, 20, [[101, 7]])
    stage.snapshot(15, [[100, 5]], [[103, 5]])
    expect([stage.book.isSure, stage.asks]).toEqual([true, 1])
  })

  it("asks for another snapshot when the first is older than the first change", () => {
    const stage = new BookStage()
    stage.depth(16, 20, [[101, 7]])
    stage.snapshot(14, [[100, 5]], [[103, 5]])
    expect([stage.book.isSure, stage.asks]).toEqual([false, 2])
    stage.snapshot(18, [[100, 5]], [[103, 5]])
    expect([stage.book.isSure, stage.book.id]).toEqual([true, 20])
  })

  it("goes on from a snapshot that is newer than every change so far", () => {
    const stage = sure()
    stage.depth(13, 18, [[50, 1]])
    expect(stage.book.bids.levels).toBe(1)
    stage.depth(19, 21, [[99, 1]])
    expect([stage.book.bids.levels, stage.book.id]).toEqual([2, 21])
  })

  it("writes the whole book as one event that empties what was there before", () => {
    const stage = sure()
    expect(stage.tape.rows.map(({ a, flag }) => [a, flag])).toEqual([
      [100, RESET],
      [103, ASK | LAST],
    ])
  })

  it("says so when the whole book is empty", () => {
    const stage = sure()
    stage.depth(22, 22, [])
    stage.snapshot(22, [])
    expect(stage.book.isSure).toBe(true)
    expect([stage.tape.bids.size, stage.tape.asks.size, stage.tape.isWhole]).toEqual([0, 0, true])
  })
})

describe("a book that is not to be believed any more (DATA-5, DATA-6)", () => {
  it("is thrown away at a gap and built anew", () => {
    const stage = sure()
    stage.depth(22, 23, [[101, 1]])
    expect([stage.book.isSure, stage.counts.gaps, stage.asks]).toEqual([false, 1, 2])
    expect(stage.book.bids.levels).toBe(0)
    stage.snapshot(22, [[101, 1]], [[103, 1]])
    expect([stage.book.isSure, stage.counts.built]).toEqual([true, 2])
  })

  it("ignores changes it has had", () => {
    const stage = sure()
    stage.depth(21, 22, [[101, 1]])
    const rows = stage.tape.rows.length
    stage.depth(21, 22, [[101, 1]])
    expect([stage.book.isSure, stage.tape.rows.length]).toEqual([true, rows])
  })

  it("is thrown away when bid and ask meet", () => {
    const stage = sure()
    const rows = stage.tape.rows.length
    stage.depth(21, 21, [[103, 1]])
    expect([stage.book.isSure, stage.counts.crossed, stage.asks]).toEqual([false, 1, 2])
    expect(stage.tape.rows).toHaveLength(rows)
  })

  it("is thrown away when the quote of the same update says otherwise, in either order", () => {
    const early = sure()
    early.quote(21, [100, 9], [103, 1])
    early.depth(21, 21, [[99, 1]])
    expect([early.book.isSure, early.counts.differing]).toEqual([false, 1])
    const late = sure()
    late.depth(21, 21, [[99, 1]])
    late.quote(21, [100, 1], [103, 1])
    expect([late.book.isSure, late.counts.checked]).toEqual([true, 1])
    late.depth(22, 22, [[99, 2]])
    late.quote(22, [101, 1], [103, 1])
    expect([late.book.isSure, late.counts.differing]).toEqual([false, 1])
  })

  it("starts again when more changes wait than may", () => {
    const stage = new BookStage()
    for (let id = 1; id <= 2_001; id++) stage.depth(id, id, [[100, id]])
    expect(stage.asks).toBe(2)
    stage.snapshot(2_000, [[100, 1]], [[103, 1]])
    expect([stage.book.isSure, stage.book.id]).toEqual([true, 2_001])
  })
})

describe("whatever is lost, doubled or late", () => {
  const levels = fc.record({
    isBid: fc.boolean(),
    distance: fc.integer({ min: 1, max: 12 }),
    quantity: fc.nat(4),
    /** Whether an event ends here. */
    ends: fc.boolean(),
  })
  const fate = fc.constantFrom("kept", "kept", "kept", "kept", "lost", "doubled", "late")

  it("a book that says it is sure is the exchange's book of that update, and so is the tape's", () => {
    fc.assert(
      fc.property(
        fc.array(levels, { minLength: 5, maxLength: 150 }),
        fc.array(fate, { minLength: 5, maxLength: 20 }),
        fc.array(fc.nat(12), { minLength: 3, maxLength: 10 }),
        (updates, fates, delays) => {
          const { states, events } = playedOut(updates)
          const stage = new BookStage()
          const deliveries = events.flatMap((event, i) => {
            const what = fates[i % fates.length]
            if (what === "lost") return []
            const place = what === "late" ? i + 1.5 : i
            return what === "doubled"
              ? [
                  { place, event },
                  { place, event },
                ]
              : [{ place, event }]
          })
          deliveries.sort((x, y) => x.place - y.place)
          let answered = 0
          let dueAt = Infinity
          for (const [i, { event }] of deliveries.entries()) {
            stage.depth(event.firstId, event.id, event.bids, event.asks)
            if (stage.asks > answered && dueAt === Infinity) {
              dueAt = i + delays[answered % delays.length]
            }
            if (i >= dueAt) {
              answered = stage.asks
              dueAt = Infinity
              const state = states[Math.max(0, event.id - 2)]
              stage.snapshot(state.id, [...state.bids], [...state.asks])
            }
            if (!stage.book.isSure) continue
            const truth = states[stage.book.id - 1]
            expect(new Map(levelsOf(stage.book.bids))).toEqual(truth.bids)
            expect(new Map(levelsOf(stage.book.asks))).toEqual(truth.asks)
            expect(stage.tape.bids).toEqual(truth.bids)
            expect(stage.tape.asks).toEqual(truth.asks)
            expect(stage.tape.isWhole).toBe(true)
          }
        },
      ),
      { numRuns: 500 },
    )
  })
})

describe.skipIf(!hasCapture)(`the recorded book of ${CAPTURE}`, () => {
  it("is built once, never torn, and agrees with all 1,072 quotes of the same update", () => {
    const stage = new BookStage()
    const decoder = new Decoder([CAPTURED])
    for (const { text } of capturedFrames()) {
      const bytes = Buffer.from(text)
      if (text.startsWith('{"lastUpdateId"')) {
        stage.book.onSnapshot(decoder.readBook(text, 0), 0)
        continue
      }
      const message = decoder.read(bytes)
      if (message.kind === "depth") stage.book.onDepth(message, 0)
      else if (message.kind === "quote") stage.book.onQuote(message)
    }
    expect(stage.counts).toEqual({ built: 1, gaps: 0, crossed: 0, checked: 1072, differing: 0 })
    expect(stage.asks).toBe(1)
    expect(stage.tape.bids).toEqual(new Map(levelsOf(stage.book.bids)))
  })
})

interface Truth {
  readonly id: number
  readonly bids: Map<number, number>
  readonly asks: Map<number, number>
}

/** The exchange's own book after each update, and the events it sent of them. */
function playedOut(
  updates: readonly {
    readonly isBid: boolean
    readonly distance: number
    readonly quantity: number
    readonly ends: boolean
  }[],
): {
  readonly states: readonly Truth[]
  readonly events: readonly { firstId: number; id: number; bids: Pair[]; asks: Pair[] }[]
} {
  const states: Truth[] = []
  const events = []
  const [bids, asks] = [new Map<number, number>(), new Map<number, number>()]
  let open = { firstId: 1, id: 0, bids: new Map<number, number>(), asks: new Map<number, number>() }
  for (const [i, { isBid, distance, quantity, ends }] of updates.entries()) {
    const price = isBid ? 100 - distance : 100 + distance
    const side = isBid ? bids : asks
    if (quantity > 0) side.set(price, quantity)
    else side.delete(price)
    ;(isBid ? open.bids : open.asks).set(price, quantity)
    states.push({ id: i + 1, bids: new Map(bids), asks: new Map(asks) })
    if (!ends) continue
    events.push({ firstId: open.firstId, id: i + 1, bids: [...open.bids], asks: [...open.asks] })
    open = { firstId: i + 2, id: 0, bids: new Map(), asks: new Map() }
  }
  return { states, events }
}

const levelsOf = (side: LocalBook["bids"]): Pair[] =>
  Array.from({ length: side.levels }, (_, i) => [side.price(i), side.quantity(i)] as const)
