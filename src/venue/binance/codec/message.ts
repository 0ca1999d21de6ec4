/** What a frame of a market stream can be. `nothing` is a frame that was counted and left out. */
export type MessageKind =
  | "trade"
  | "aggTrade"
  | "quote"
  | "depth"
  | "book"
  | "candle"
  | "day"
  | "reply"
  | "shutdown"
  | "nothing"

/** Why a frame was left out; counted by kind, and never more than that (issue "Bad input"). */
export type Fault =
  /** It is not JSON: torn, or something else altogether. */
  | "notJson"
  /** A web page where JSON should be: a proxy, a firewall or a notice of maintenance speaks. */
  | "html"
  /** JSON of a kind we do not know. */
  | "unknownEvent"
  /** A symbol that is not one of ours. */
  | "unknownSymbol"
  /** A field that must be there is not, or is of another type. */
  | "brokenField"
  /** Not a plain decimal where one must be. */
  | "notANumber"
  /** A number that cannot be true: a price of zero, a time before there was an exchange. */
  | "outOfRange"
  /** The best bid is not below the best ask. */
  | "crossed"
  /** A quote of a book with nothing on one side: there is no price to go by. */
  | "oneSided"
  /** A price finer than the instrument's scale: rounding it would make one that nobody named. */
  | "offScale"

/** Prices and quantities of one side of a book, as counts, in the order they came. */
export class Levels {
  price = new Float64Array(64)
  quantity = new Float64Array(64)
  length = 0

  push(price: number, quantity: number): void {
    const i = this.length
    if (i === this.price.length) {
      this.price = larger(this.price)
      this.quantity = larger(this.quantity)
    }
    this.price[i] = price
    this.quantity[i] = quantity
    this.length = i + 1
  }
}

function larger(old: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const grown = new Float64Array(old.length * 2)
  grown.set(old)
  return grown
}

/**
 * What a frame said, in counts and microseconds. One object is used again for every frame: it is lent
 * until the next. Which fields mean something, by kind:
 *
 * | kind     | instrument | id                  | firstId           | sentAt | happenedAt | a to e                        |
 * |----------|------------|---------------------|-------------------|--------|------------|-------------------------------|
 * | trade    | yes        | trade               |                   | yes    | yes        | price, quantity               |
 * | aggTrade | yes        | aggregate trade     | first trade of it | yes    | yes        | price, quantity               |
 * | quote    | yes        | update of the book  |                   |        |            | bid, its quantity, ask, its q.|
 * | depth    | yes        | last update in it   | first update      | yes    |            | bids, asks                    |
 * | book     | yes        | last update in it   |                   |        |            | bids, asks: a whole book      |
 * | candle   | yes        |                     |                   | yes    | opened at  | open, high, low, close, volume|
 * | day      | yes        |                     |                   | yes    |            | as a candle, of the latest 24 h|
 * | reply    |            | ours                |                   |        |            | `error` when it was refused   |
 */
export class MarketMessage {
  kind: MessageKind = "nothing"
  instrument = 0
  id = NaN
  firstId = NaN
  /** When the exchange sent it. */
  sentAt = NaN
  /** When it happened. */
  happenedAt = NaN
  a = NaN
  b = NaN
  c = NaN
  d = NaN
  e = NaN
  /** Of a trade: the buyer was there first, so the seller took. */
  isBuyerMaker = false
  /** Of a candle: its minute is over. */
  isClosed = false
  /** How many of its quantities were finer than the instrument's scale and are cut off there. */
  cuts = 0
  /** Of a reply: why the request was refused; undefined when it was not. */
  error: string | undefined = undefined
  readonly bids = new Levels()
  readonly asks = new Levels()
}
