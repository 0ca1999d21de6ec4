import { PPM, type Instant, type Ratio } from "../value/brand.ts"
import { BARS, OPEN_WINDOW } from "./outside.ts"
import type { Pit } from "./pit.ts"
import { isStopReached, limitPrice, remainingOf, type VenueOrder } from "./venue-order.ts"

/** A bar, in counts. */
export interface PlayedBar {
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
}

/**
 * The open of a bar, when bars are all that is known (quant.md 10.4): stops that the price gapped
 * over fill at the open with slippage; takers that came since the last open fill at this one.
 */
export function playOpen(pit: Pit, open: number, at: Instant): void {
  if (pit.outside.source > BARS) return
  pit.outside.source = BARS
  pit.outside.openAt = at
  pit.setLast(open)
  for (const order of pit.reached(open)) {
    if (order.state !== "waiting") continue
    pit.wake(order, at, pit.outside.forStopInBar(order.side, open))
  }
  pit.workOpening(at)
}

/**
 * The end of a bar, the first moment its range is known. Only orders that were there at its open
 * take part. Targets that the open had passed come first, since that is certain; then stops, so that
 * of a pair touched on both sides the stop is taken; then limits the price went through, each at its
 * own price. All limits together get at most their share of the bar's volume.
 */
export function playBar(
  pit: Pit,
  bar: PlayedBar & { readonly participation: Ratio },
  at: Instant,
): void {
  if (pit.outside.source > BARS) return
  const latest = pit.outside.openAt + OPEN_WINDOW
  const step = Math.max(1, pit.instrument.filters.step)
  const share = Math.floor((bar.volume * bar.participation) / PPM)
  let left = share - (share % step)
  left = fillThrough(pit, { low: bar.open, high: bar.open, latest, left, at })
  for (const order of touchedStops(pit, bar, latest)) {
    if (order.state !== "waiting" || !("stop" in order.terms)) continue
    // Whatever stands between the open and the stop was certainly passed before it.
    const { stop } = order.terms
    const [low, high] = [Math.min(bar.open, stop), Math.max(bar.open, stop)]
    left = fillThrough(pit, { low, high, latest, left, at })
    pit.wake(order, at, pit.outside.forStopInBar(order.side, stop))
  }
  fillThrough(pit, { low: bar.low, high: bar.high, latest, left, at })
  pit.setLast(bar.close)
}

/** Stop-losses before take-profits: in doubt the worse came first. */
function touchedStops(pit: Pit, bar: PlayedBar, latest: number): VenueOrder[] {
  // Within a bar nobody knows the way the price went, so a stop that follows it cannot.
  const isTouched = ({ side, terms, since, trail }: VenueOrder): boolean =>
    trail === undefined &&
    since <= latest &&
    (isStopReached(side, terms, bar.low) || isStopReached(side, terms, bar.high))
  const touched = pit.waiting.filter(isTouched)
  const isLoss = (order: VenueOrder): boolean => order.terms.type.startsWith("stop-loss")
  return [...touched.filter(isLoss), ...touched.filter((order) => !isLoss(order))]
}

/** @returns what is left of the share */
function fillThrough(
  pit: Pit,
  range: { low: number; high: number; latest: number; left: number; at: Instant },
): number {
  let { left } = range
  for (const order of [...pit.bids, ...pit.asks]) {
    const limit = limitPrice(order)
    const isThrough = order.side === "buy" ? range.low < limit : range.high > limit
    if (left <= 0 || order.state !== "resting" || !isThrough || order.since > range.latest) continue
    const quantity = Math.min(remainingOf(order), left)
    pit.fillMaker(order, quantity, range.at)
    left -= quantity
  }
  return left
}
