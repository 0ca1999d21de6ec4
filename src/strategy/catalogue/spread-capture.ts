import type { Tick } from "../../market/tick.ts"
import type { Instant } from "../../value/brand.ts"
import { percent } from "../../value/brand.ts"
import { FOREVER, later, NEVER, seconds } from "../../value/time.ts"
import type { Desk } from "../desk.ts"
import { quotes, type Strategy, type Watch } from "../strategy.ts"

/** `spread` in hundredths of a percent, `hold` and `cooldown` in seconds, the rest in %. */
export const SPREAD_CAPTURE_DEFAULTS = {
  symbol: "BTCUSDT",
  spread: 10,
  target: 0.5,
  stop: 1,
  cost: 0.2,
  hold: 300,
  cooldown: 30,
  stake: 5,
}

type Settings = typeof SPREAD_CAPTURE_DEFAULTS

const HUNDREDTHS_OF_PERCENT = 10_000
/** An entry that was still on its way could not be withdrawn: it is tried again so soon. */
const WITHDRAW_AGAIN = seconds(1)

/**
 * Spread capture (STRAT-10): while the spread is wide, one post-only order rests at the bid; it is
 * withdrawn when the spread closes, or when it has rested as long as a position may be held. Target
 * and stop are what is left after the round trip's cost (decision D9), so that the price must move
 * further for the gain than the gain, and less for the loss.
 */
export class SpreadCapture implements Strategy {
  readonly watches: readonly Watch[]
  readonly #settings: Settings
  #restsUntil: Instant = NEVER
  #heldSince: Instant = FOREVER
  #enteringSince: Instant = FOREVER
  #withdrawsAt: Instant = NEVER
  #isLeaving = false

  constructor(given: Partial<Settings> = {}) {
    this.#settings = { ...SPREAD_CAPTURE_DEFAULTS, ...given }
    this.watches = [quotes(this.#settings.symbol)]
  }

  onQuote(tick: Tick, desk: Desk): void {
    const middle = (tick.ask + tick.bid) / 2
    const spread = ((tick.ask - tick.bid) / middle) * HUNDREDTHS_OF_PERCENT
    // A book with one empty side has no spread to capture.
    const isWide = tick.bid > 0 && spread >= this.#settings.spread
    const { instrument } = tick
    const { isLong } = desk.position(instrument)
    const isEntering = desk.isEntering(instrument)
    if (isLong) this.#hold(instrument, desk)
    else if (this.#heldSince !== FOREVER) this.#rest(desk.now)
    if (isEntering) this.#mind(instrument, desk, isWide)
    else this.#enteringSince = FOREVER
    const isFree = !isLong && !isEntering && desk.now >= this.#restsUntil
    if (isFree && isWide) this.#enter(instrument, desk)
  }

  #enter(instrument: number, desk: Desk): void {
    const { target, stop, cost, stake, cooldown, spread } = this.#settings
    // Also a refused wish is not repeated with every quote.
    this.#restsUntil = later(desk.now, seconds(cooldown))
    desk.buy(instrument, {
      stake: percent(stake),
      stop: percent(stop - cost),
      target: percent(target + cost),
      isPassive: true,
      because: `the spread is at least ${spread / 100} %`,
    })
  }

  #mind(instrument: number, desk: Desk, isWide: boolean): void {
    const { now } = desk
    if (this.#enteringSince === FOREVER) this.#enteringSince = now
    const isOld = now - this.#enteringSince >= seconds(this.#settings.hold)
    if ((isWide && !isOld) || now < this.#withdrawsAt) return
    this.#withdrawsAt = later(now, WITHDRAW_AGAIN)
    desk.withdraw(instrument, {
      because: isWide ? "the order rested its longest time" : "the spread has closed",
    })
  }

  #hold(instrument: number, desk: Desk): void {
    if (this.#heldSince === FOREVER) this.#heldSince = desk.now
    const isOver = desk.now - this.#heldSince >= seconds(this.#settings.hold)
    if (!isOver || this.#isLeaving) return
    this.#isLeaving = true
    desk.close(instrument, { because: "the position was held its longest time" })
  }

  #rest(now: Instant): void {
    this.#heldSince = FOREVER
    this.#isLeaving = false
    this.#restsUntil = later(now, seconds(this.#settings.cooldown))
  }
}
