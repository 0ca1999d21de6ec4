import type { BarBuilder } from "../market/bar.ts"
import { DepthBook } from "../market/depth-book.ts"
import type { Gauge } from "../market/gauge.ts"
import type { Instrument } from "../market/instrument.ts"
import { Turnover } from "../market/turnover.ts"
import type { Author } from "../order/intent.ts"
import type { Alarm } from "../risk/breaker.ts"
import { DepthPath } from "../risk/depth-path.ts"
import { PriceFall } from "../risk/price-fall.ts"
import { PricePath } from "../risk/price-path.ts"
import type { Instant, Price } from "../value/brand.ts"
import { NEVER } from "../value/time.ts"

/**
 * One instrument inside the engine: the last prices seen, who watches it, and how its position is
 * being left. Prices are counts; they start as NaN so that V8 keeps them as doubles.
 */
export class Lane {
  /** With the filters that hold now. */
  instrument: Instrument
  readonly builders: BarBuilder[] = []
  hasTradeWatch = false
  hasQuoteWatch = false
  last = NaN
  bid = NaN
  ask = NaN
  /** Counts that stand at the best ask; NaN where no quote was seen. */
  askSize = NaN
  /** What is offered behind the best prices, where the tape tells it. */
  readonly depth = new DepthBook()
  /** How much trades. */
  readonly turnover = new Turnover()
  /** Measures the market while a plan works in it. */
  gauge: Gauge | undefined
  /** When a row of this instrument was last seen. */
  pricedAt = -Infinity
  /** Why the position is being left, while it is. */
  leavingBecause: string | undefined
  leavingBy: Author = { kind: "guard", name: "guard" }
  /** So much of the position is kept, in counts; 0 when all of it is left. */
  leavingDownTo = 0
  /** Exit orders tried for the present leaving; from the second on they are market orders. */
  exitTries = 0
  /** When an exit last found no buyer: it is tried again a heartbeat later, and a stop stands meanwhile. */
  unsoldAt: Instant = NEVER
  /** Where the stop is wished to stand, until it is asked of the exchange. */
  raised: { readonly stop: Price; readonly because: string } | undefined
  /** When the guard last asked in vain; it asks again a heartbeat later. */
  refusedAt: Instant = NEVER
  /** The exchange refused the pair of stop and target for the present position. */
  isPairRefused = false
  /** How often in a row the exchange has refused to guard the present position. */
  guardRefusals = 0
  /** Since when the price stands below what the stop would sell for (EXEC-66); NaN when it does not. */
  skippedSince = NaN
  /** Below this price the stop no longer sells by itself; NaN while there is no stop. */
  alarmBelow = NaN
  /** From this price on dust can be sold, and is guarded; NaN while there is none. */
  alarmAbove = NaN
  /** When this process took the journal up: no answer could come before. */
  begunAt: Instant = NEVER
  /** How far the price stands below the highest of the minute (RISK-42). */
  readonly fall = new PriceFall()
  /** Where the price has been, minute by minute and hour by hour. */
  readonly path = new PricePath()
  /** How deep its book has been, minute by minute. */
  readonly depths = new DepthPath()
  /** The market gives less than normal, and what follows from it (RISK-43). */
  thin: Alarm | undefined
  /** Something about this instrument is unfinished: look again at the next heartbeat. */
  isUneasy = false

  constructor(instrument: Instrument) {
    this.instrument = instrument
  }

  /** Mid of the quote where there is one, else the last trade. */
  get mark(): number {
    return this.bid > 0 && this.ask > 0 ? (this.bid + this.ask) / 2 : this.last
  }
}
