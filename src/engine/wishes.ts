import { entryTerms } from "../execution/one-shot.ts"
import type { Author, Cause, Intent } from "../order/intent.ts"
import type { Wish } from "../strategy/desk.ts"
import { PPM } from "../value/brand.ts"
import { powerOfTen } from "../value/decimal.ts"
import type { Books } from "./books.ts"
import type { Lane } from "./lane.ts"
import { markOf } from "./scene.ts"
import { valueOf } from "./valuation.ts"

/** Makes a wish to enter exact: the stake of equity in the quote asset, whole lots, a bounded price. */
export function entryOf(
  wish: Extract<Wish, { kind: "enter" }>,
  told: {
    readonly lanes: readonly Lane[]
    readonly books: Books
    readonly accountAsset: string
    readonly author: Author
    readonly cause: Cause
  },
): Intent | undefined {
  const lane = told.lanes[wish.instrument]
  const { instrument } = lane
  if (!(lane.mark > 0)) return undefined
  const equity = told.books.ledger.equity((index) => markOf(told.lanes[index])).units
  const value = valueOf(instrument.quote.code, told.accountAsset, told.lanes) ?? 0n
  const staked = (equity * BigInt(wish.stake)) / BigInt(PPM)
  const quoteUnits = value > 0n ? (staked * powerOfTen(instrument.quote.scale)) / value : 0n
  const last = lane.last > 0 ? lane.last : lane.mark
  const entry = entryTerms(
    instrument,
    { bid: lane.bid, ask: lane.ask, last },
    { ...wish, quoteUnits },
  )
  return {
    purpose: "entry",
    author: told.author,
    because: wish.because,
    instrument,
    side: "buy",
    terms: entry.terms,
    leave: entry.leave,
    cause: told.cause,
  }
}
