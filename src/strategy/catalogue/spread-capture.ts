import type { Tick } from "../../market/tick.ts"
import type { Order } from "../../order/order.ts"
import type { Instant } from "../../value/brand.ts"
import { percent } from "../../value/brand.ts"
import { FOREVER, later, milliseconds, NEVER, seconds } from "../../value/time.ts"
import type { Desk } from "../desk.ts"
import { quotes, type Strategy, type Watch } from "../strategy.ts"

/** `spread` in hundredths of a percent, `latency` in ms, `hold`, `cooldown` in s, the rest in %. */
export const SPREAD_CAPTURE_DEFAULTS = {
  symbol: "BTCUSDT",
  spread: 10,
  latency: 100,
  target: 0.5,
  stop: 1,
  cost: 0.2,
  hold: 300,
  cooldown: 30,
  proof: 20,
  stake: 5,
}

type Settings = typeof SPREAD_CAPTURE_DEFAULTS

const HUNDREDTHS_OF_PERCENT = 10_000
/** An entry that was still on its way could not be withdrawn: it is tried again so soon. */
const WITHDRAW_AGAIN = seconds(1)
/** STRAT-10: an order that would have taken, and so was turned away, is tried again, not for ever. */
const RETRIES = 3
const RETRY_AFTER = milliseconds(100)

/**
 * Share of trades that must win for a gain and a loss, both after costs, to cancel out (D3): the same
 * as (stop + cost) / (target + stop) where the distances are those of the price.
 */
export const breakEvenOf = (net: { readonly target: number; readonly stop: number }): number =>
  net.stop / (net.target + net.stop)

/**
 * Spread capture (STRAT-10, decisions D3 and D9): while the spread is wide and quotes arrive quickly,
 * one post-only order rests at the bid; it is withdrawn when the spread closes, or when it has rested
 * as long as a position may be held. Target and stop are what is left after the round trip's cost, so
 * that the price must move further for the gain than the gain, and less for the loss. A pair that has
 * `proof` trades behind it is entered only while its own share of gains reaches the break-even one.
 */
export class SpreadCapture implements Strategy {
  readonly watches: readonly Watch[]
  readonly #settings: Settings
  #restsUntil: Instant = NEVER
  #heldSince: Instant = FOREVER
  #enteringSince: Instant = FOREVER
  #withdrawsAt: Instant = NEVER
  #isLeaving = false
  #retries = 0

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
    const isPrompt = tick.seen - tick.time <= milliseconds(this.#settings.latency)
    if (isFree && isWide && isPrompt) this.#enter(instrument, desk)
  }

  onOrder(order: Order, desk: Desk): void {
    if (order.purpose !== "entry") return
    const isTurnedAway = order.status === "rejected" && this.#retries < RETRIES
    this.#retries = isTurnedAway ? this.#retries + 1 : 0
    if (isTurnedAway) this.#restsUntil = later(desk.now, RETRY_AFTER)
  }

  #enter(instrument: number, desk: Desk): void {
    const { target, stop, cost, stake, cooldown, spread } = this.#settings
    // Also a refused wish is not repeated with every quote.
    this.#restsUntil = later(desk.now, seconds(cooldown))
    if (!this.#qualifies(instrument, desk)) return
    desk.buy(instrument, {
      stake: percent(stake),
      stop: percent(stop - cost),
      target: percent(target + cost),
      isPassive: true,
      because: `the spread is at least ${spread / 100} %`,
    })
  }

  /** D9: a pair qualifies only while its own history reaches the break-even win rate. */
  #qualifies(instrument: number, desk: Desk): boolean {
    const { trips, wins } = desk.record(instrument)
    return trips < this.#settings.proof || wins >= trips * breakEvenOf(this.#settings)
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
