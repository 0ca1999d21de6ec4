import type { Venue } from "../engine/ports.ts"
import type { Tape } from "../market/tape.ts"
import type { Notice } from "../order/notice.ts"
import type { Report, Survey } from "../order/report.ts"
import type { Instant } from "../value/brand.ts"
import type { Connected } from "./open-session.ts"
import { Chance } from "../value/chance.ts"
import { FOREVER, NEVER } from "../value/time.ts"
import { connectionAttempts } from "../venue/binance/allowance.ts"
import { BinanceVenue } from "../venue/binance/binance-venue.ts"
import { Driver } from "../venue/binance/driver.ts"
import type { Effect, Happening } from "../venue/binance/effect.ts"
import { ExchangeDesk } from "../venue/binance/exchange-desk.ts"
import { MarketFeed } from "../venue/binance/market/market-feed.ts"
import { Reach, STREAM_SILENCE } from "../venue/binance/reach.ts"
import type { AccountKey } from "../venue/binance/signature.ts"
import type { Endpoints } from "./endpoints.ts"
import { rulesIn } from "./market-rules.ts"

/** A turn takes at most so much of what has arrived: what is left comes in the next one. */
const TAKEN_MOST = 5_000

/**
 * The line to the exchange: the state machines of the venue, and the driver that moves their bytes.
 * Times that go in and out of it are the exchange's; inside it counts by our own clock, which never
 * goes back.
 */
export class LiveLine {
  readonly venue: Venue
  readonly feed: MarketFeed
  readonly #venue: BinanceVenue
  readonly #desk = new ExchangeDesk()
  readonly #driver: Driver
  readonly #effects: Effect[] = []
  /** EXEC-71: whether prices come at all. */
  readonly #streams: Reach
  readonly #clock: () => Instant
  readonly #tape: Tape
  #heardAt: Instant = NEVER
  /** What was last said of the connections to the streams; told once at the start. */
  #isHeldBack: boolean | undefined
  readonly #tell: (answer: Notice, seen: Instant) => void

  constructor(told: {
    readonly endpoints: Endpoints
    readonly key: AccountKey
    readonly tape: Tape
    /** Our own time, from a clock that never goes back. */
    readonly clock: () => Instant
    /** For the spread of connections; nothing that is decided depends on it. */
    readonly seed: number
    /** Something has arrived and nothing was waiting. */
    readonly wake: () => void
    /** What the exchange said of orders and of the account, and when, by its own clock. */
    readonly onAnswer: (answer: Report | Survey | Notice, seen: Instant) => void
  }) {
    const { endpoints, key, tape, clock, seed, wake, onAnswer } = told
    const desk = this.#desk
    const effects = this.#effects
    const tell = (answer: Report | Survey | Notice, seen: Instant): void =>
      onAnswer(answer, desk.clock.toExchange(seen))
    this.#tell = tell
    this.#clock = clock
    this.#tape = tape
    this.#driver = new Driver({ restUrl: endpoints.rest, clock, wake })
    this.#venue = new BinanceVenue({
      key,
      instruments: tape.instruments,
      socketUrl: endpoints.api,
      desk,
      attempts: connectionAttempts(),
      chance: new Chance(seed, "orders line"),
      effects,
      now: clock,
      onAnswer: tell,
      // The test network has no such word.
      hasStatus: endpoints.place !== "testnet",
      onRules: (rules) => {
        for (const notice of rulesIn(rules, tape.instruments)) tell(notice, rules.seen)
      },
    })
    this.#streams = new Reach(STREAM_SILENCE, tell)
    this.venue = this.#venue
    this.feed = new MarketFeed({
      streamUrl: endpoints.streams,
      tape,
      desk,
      chance: new Chance(seed, "market line"),
      effects,
      offset: () => desk.clock.offset,
    })
  }

  /** Now, by the exchange's clock. */
  get now(): Instant {
    return this.#desk.clock.toExchange(this.#clock())
  }

  /** When something is due without anything arriving, by our own clock. */
  get nextDue(): Instant {
    const dues = [this.#venue.nextDue, this.feed.nextDue, this.#streams.nextDue]
    return Math.min(FOREVER, ...dues) as Instant
  }

  /** More has arrived than one turn takes. */
  get isBehind(): boolean {
    return this.#driver.waiting > 0
  }

  /** Whether events of the account come and orders go over the quick way. */
  get state(): BinanceVenue["state"] {
    return this.#venue.state
  }

  /** How each connection stands. */
  connections(): readonly Connected[] {
    const { connections } = this.feed.health(this.#clock())
    return [
      { name: "gateway", isUp: this.#venue.state === "connected" },
      ...connections.map(({ name, state }) => ({ name, isUp: state === "connected" })),
    ]
  }

  /** How each connection stands, in words: what a person asks first when something is odd. */
  health(): readonly string[] {
    const { connections, instruments } = this.feed.health(this.#clock())
    const market = connections.map(
      ({ name, state, lastReason }) =>
        `${name} ${state}${state === "connected" || lastReason === "" ? "" : ` (${lastReason})`}`,
    )
    const unsure = instruments.filter(({ isSure }) => !isSure).map(({ symbol }) => symbol)
    return [
      `The line for orders is ${this.#venue.state}.`,
      `The lines for prices: ${market.join(", ")}.`,
      ...(unsure.length === 0 ? [] : [`Prices are being repaired: ${unsure.join(", ")}.`]),
    ]
  }

  start(): void {
    const at = this.#clock()
    this.#venue.start(at)
    this.feed.start(at)
    this.#streams.start(at)
    for (const { index } of this.#tape.instruments) this.feed.follow(index, "execution", at)
    this.settle()
  }

  /** Takes what has arrived, in its order, and what is due. Answers and rows come out of it. */
  take(): void {
    const isBehind = this.#driver.waiting > TAKEN_MOST
    this.#driver.take(TAKEN_MOST, (happening, at) => this.#happened(happening, at, isBehind))
    const at = this.#clock()
    this.#venue.onTime(at)
    this.feed.onTime(at)
    if (this.feed.heardAt > this.#heardAt) {
      this.#heardAt = this.feed.heardAt
      this.#streams.heard(this.#heardAt)
    }
    this.#streams.onTime(at)
    const isHeldBack = this.feed.isHeldBack(at)
    if (isHeldBack !== this.#isHeldBack) this.#tellStreams(isHeldBack, at)
  }

  /** Lets out what is to be sent. */
  settle(): void {
    this.#driver.carryOut(this.#effects)
  }

  close(): void {
    const at = this.#clock()
    this.#venue.stop(at)
    this.#streams.stop()
    this.feed.stop(at)
    this.settle()
    this.#driver.close()
  }

  #tellStreams(isOpen: boolean, at: Instant): void {
    this.#isHeldBack = isOpen
    this.#tell({ kind: "notice", about: "breaker", of: "streams", isOpen }, at)
  }

  #happened(happening: Happening, at: Instant, isBehind: boolean): void {
    if (!this.#venue.happened(happening, at)) this.feed.happened(happening, at, isBehind)
  }
}
