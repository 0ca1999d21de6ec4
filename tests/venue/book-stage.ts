import { ASK, LAST, type Row, RESET } from "../../src/market/tape.ts"
import { MarketMessage } from "../../src/venue/binance/codec/message.ts"
import { type BookCounts, LocalBook } from "../../src/venue/binance/market/local-book.ts"

/** A level. */
export type Pair = readonly [price: number, quantity: number]

/** A book as whoever reads the tape knows it, by the meaning of its rows alone. */
class TapeBook {
  readonly bids = new Map<number, number>()
  readonly asks = new Map<number, number>()
  readonly rows: Row[] = []
  isWhole = true

  add(row: Readonly<Row>): void {
    this.rows.push({ ...row })
    if ((row.flag & RESET) !== 0) {
      this.bids.clear()
      this.asks.clear()
    }
    const side = (row.flag & ASK) === 0 ? this.bids : this.asks
    if (row.b > 0) side.set(row.a, row.b)
    else side.delete(row.a)
    this.isWhole = (row.flag & LAST) !== 0
  }
}

/** A local book with all it is told with and tells. */
export class BookStage {
  readonly tape = new TapeBook()
  readonly counts: BookCounts = { built: 0, gaps: 0, crossed: 0, checked: 0, differing: 0 }
  asks = 0
  readonly book = new LocalBook({
    instrument: 0,
    sink: this.tape,
    counts: this.counts,
    ask: () => this.asks++,
  })

  depth(firstId: number, id: number, bids: readonly Pair[], asks: readonly Pair[] = []): void {
    this.book.onDepth(said({ kind: "depth", firstId, id, sentAt: id }, bids, asks), id)
  }
  snapshot(id: number, bids: readonly Pair[], asks: readonly Pair[] = []): void {
    this.book.onSnapshot(said({ kind: "book", id }, bids, asks), id)
  }
  quote(id: number, [a, b]: Pair, [c, d]: Pair): void {
    this.book.onQuote(said({ kind: "quote", id, a, b, c, d }))
  }
}

function said(
  fields: Partial<MarketMessage>,
  bids: readonly Pair[] = [],
  asks: readonly Pair[] = [],
): MarketMessage {
  const message = Object.assign(new MarketMessage(), fields)
  for (const [price, quantity] of bids) message.bids.push(price, quantity)
  for (const [price, quantity] of asks) message.asks.push(price, quantity)
  return message
}

/** A book that is sure: bids at 100, asks at 103, last update 20. */
export function sure(): BookStage {
  const stage = new BookStage()
  stage.depth(11, 12, [])
  stage.snapshot(20, [[100, 1]], [[103, 1]])
  return stage
}
