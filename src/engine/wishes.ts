import { entryTerms } from "../execution/one-shot.ts"
import type { Author, Cause, Intent } from "../order/intent.ts"
import type { Wish } from "../strategy/desk.ts"
import { convictionPpm } from "../risk/sizing.ts"
import { hasFeature } from "../tier/feature.ts"
import { type Instant, PPM } from "../value/brand.ts"
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
    readonly now: Instant
  },
): Intent | undefined {
  const lane = told.lanes[wish.instrument]
  const { instrument } = lane
  if (!(lane.mark > 0)) return undefined
  const equity = told.books.ledger.equity((index) => markOf(told.lanes[index])).units
  const value = valueOf(instrument.quote.code, told.accountAsset, told.lanes) ?? 0n
  const staked = (equity * BigInt(convinced(wish, told))) / BigInt(PPM)
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

/** RISK-22: how sure a wish is of itself scales it, before any cap is looked at. */
function convinced(
  { stake, conviction }: Extract<Wish, { kind: "enter" }>,
  { books, now }: { readonly books: Books; readonly now: Instant },
): number {
  if (conviction === undefined) return stake
  const { working } = books.tiers.standing(now)
  const isHighUnlocked = hasFeature("high-conviction", working.name)
  return Math.floor((stake * convictionPpm(conviction, isHighUnlocked)) / PPM)
}
