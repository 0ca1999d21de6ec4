import assert from "node:assert/strict"
import type { Venue } from "../../src/engine/ports.ts"
import type { Command } from "../../src/engine/records.ts"
import { Course } from "../../src/exchange/faults/course.ts"
import { Mischief } from "../../src/exchange/faults/mischief.ts"
import { Hall } from "../../src/exchange/hall.ts"
import { Router } from "../../src/exchange/protocol/router.ts"
import { Feeds } from "../../src/exchange/stream/feeds.ts"
import type { Tape } from "../../src/market/tape.ts"
import { Tick } from "../../src/market/tick.ts"
import type { Notice } from "../../src/order/notice.ts"
import type { Report, Survey } from "../../src/order/report.ts"
import { ACCOUNT } from "../../src/session/dress.ts"
import { rulesIn } from "../../src/session/market-rules.ts"
import type { Latency } from "../../src/simulation/latency.ts"
import { RecordedSource } from "../../src/simulation/source.ts"
import type { Duration, Instant } from "../../src/value/brand.ts"
import { Chance } from "../../src/value/chance.ts"
import { later, milliseconds } from "../../src/value/time.ts"
import { connectionAttempts } from "../../src/venue/binance/allowance.ts"
import { BinanceVenue } from "../../src/venue/binance/binance-venue.ts"
import type { Act } from "../../src/tilt/act.ts"
import type { Effect, Happening } from "../../src/venue/binance/effect.ts"
import { ExchangeDesk } from "../../src/venue/binance/exchange-desk.ts"
import { AccountKey } from "../../src/venue/binance/signature.ts"
import type { Machine } from "../machine.ts"
import type { MarketNow, Side, SideListener, Traded } from "../side.ts"
import type { Funds, World } from "../world.ts"
import { Network } from "./network.ts"
import { customerOf, KEY, listenAtDoor, overheard } from "./guest.ts"
import { courseOf } from "./course.ts"
import { CALM, troubleOf } from "./trouble.ts"

/** What no course of a world asks for: bans and clocks have their own worlds. */
const NEVER_DONE = {
  ban: (): void => assert.fail("no world bans by its course"),
  jump: (): void => assert.fail("no world moves the exchange's clock"),
}

/** A venue of one process, and what it wants done. */
interface Post {
  readonly venue: BinanceVenue
  readonly effects: Effect[]
}

/**
 * The real venue, speaking Binance's protocol over a network without sockets to the exchange that
 * serves other programs, too (architecture section 8): the drill runs the code that trades for real.
 */
export class BinanceSide implements Side {
  readonly #world: World
  readonly #tape: Tape
  readonly #machine: () => Machine
  readonly #hall: Hall
  readonly #network: Network
  readonly #tick = new Tick()
  /** How far the clock that signs requests is ahead of the exchange's. It never jumps. */
  readonly #skew: Duration
  readonly #course: Course
  /** What comes in at the exchange now is its own doing. */
  #isTheirs = false
  #heardAt: Instant
  #post: Post | undefined
  /** What the venue has told, and the process has yet to take, as in a live session. */
  #told: (Report | Survey | Notice)[] = []
  #starts = 0
  #now: Instant
  /** Rows that the exchange, and that the trader has behind it. */
  #happened = 0
  #seen = 0

  constructor(told: {
    readonly world: World
    readonly tape: Tape
    readonly latency: Latency
    readonly machine: () => Machine
    readonly hear: SideListener
    readonly funds: Funds
  }) {
    const { world, tape, latency, machine, hear, funds } = told
    const { seed, market } = world
    const chance = new Chance(seed, "network")
    this.#world = world
    this.#tape = tape
    this.#machine = machine
    this.#now = market.first
    this.#heardAt = market.first
    this.#skew = milliseconds(world.isCalm ? 0 : chance.below(1_000) - 500)
    const feeds = new Feeds()
    this.#hall = new Hall({
      source: new RecordedSource({ name: "the world", recording: tape }),
      customers: [customerOf(funds)],
      listener: overheard(feeds, hear),
      start: market.first,
      seed,
    })
    listenAtDoor(this.#hall, (request) => {
      if (!this.#isTheirs) hear.arrived(request)
    })
    const { outages, events } = courseOf(world, tape.instruments)
    this.#network = new Network({
      router: new Router(this.#hall),
      feeds,
      delays: latency,
      mischief: new Mischief(troubleOf(world), chance),
      outages,
      start: market.first,
    })
    const network = this.#network
    this.#course = new Course({
      hall: this.#hall,
      doors: { shut: (until) => network.shut(until), drop: () => network.drop(), ...NEVER_DONE },
      start: market.first,
      events,
    })
  }

  venue(): Venue {
    const effects: Effect[] = []
    const venue = new BinanceVenue({
      key: new AccountKey(KEY),
      instruments: this.#tape.instruments,
      socketUrl: "ws://exchange/ws-api/v3",
      desk: new ExchangeDesk(),
      attempts: connectionAttempts(),
      chance: new Chance(this.#world.seed, `venue ${this.#starts++}`),
      effects,
      hasStatus: true,
      onRules: (told) => {
        this.#told.push(...rulesIn(told, this.#tape.instruments))
      },
      now: () => this.#ours(),
      onAnswer: (answer) => this.#told.push(answer),
    })
    this.#post = { venue, effects }
    this.#heardAt = this.#now
    venue.start(this.#ours())
    return venue
  }

  advance(until: Instant): void {
    while (this.#step(until));
    this.#turnTo(until)
  }

  command(command: Command, at: Instant): void {
    this.#now = at
    this.#machine().onCommand(command, at)
    this.#carry()
  }

  act(act: Act, at: Instant): void {
    this.#now = at
    this.#machine().onAct(act, at)
    this.#carry()
  }

  cut(): void {
    this.#network.cut()
    this.#post = undefined
    this.#told = []
  }

  heal(): void {
    this.#network.end(new Mischief(CALM, new Chance(this.#world.seed, "healed")))
  }

  survey(at: Instant): Survey {
    return this.#hall.engine.survey(ACCOUNT, at)
  }

  trades(): readonly Traded[] {
    return this.#hall.deskOf(ACCOUNT).trades.map(({ instrument, tradeId }) => {
      return { instrument, tradeId: String(tradeId) }
    })
  }

  get heardAt(): Instant {
    return this.#heardAt
  }

  market(instrument: number): MarketNow {
    const { status, rules } = this.#hall.markets[instrument]
    return { isTrading: status === "TRADING", filters: rules.filters }
  }

  save(): unknown {
    return this.#hall.save()
  }

  /** The next single thing of all; false when there is none up to `until`. */
  #step(until: Instant): boolean {
    const machine = this.#machine()
    const network = this.#network.nextDue
    const tape = this.#tape
    const shown = this.#seen < tape.length ? Math.max(tape.seen[this.#seen], this.#now) : Infinity
    const venue = this.#post ? this.#post.venue.nextDue - this.#skew : Infinity
    const happens = this.#nextHappening()
    const next = Math.min(network, shown, machine.nextDue, venue, happens)
    if (next > until) return false
    this.#turnTo(Math.max(next, this.#now) as Instant)
    if (happens === next) this.#happened++
    else if (machine.nextDue === next && machine.isLate(this.#now)) machine.onTime(this.#now)
    else if (network === next) {
      const happening = this.#network.take()
      if (happening) this.#hear(happening)
    } else if (venue === next) this.#post?.venue.onTime(this.#ours())
    // As in a live session: what the exchange, and its silence, tell comes before the timers of a moment.
    else if (machine.nextDue === next) machine.onTime(this.#now)
    else this.#show()
    this.#carry()
    return true
  }

  #hear(happening: Happening): void {
    const isWord =
      happening.kind === "answered"
        ? happening.status < 500
        : happening.kind === "message" || happening.kind === "pinged"
    if (isWord) this.#heardAt = this.#now
    this.#post?.venue.happened(happening, this.#ours())
  }

  /** While orders rest, the exchange lives from row to row; else it catches up when it is asked. */
  #nextHappening(): number {
    const { time, length } = this.#tape
    while (this.#happened < length && time[this.#happened] <= this.#hall.now) this.#happened++
    if (this.#hall.engine.isIdle || this.#happened >= length) return Infinity
    return time[this.#happened]
  }

  #turnTo(now: Instant): void {
    this.#now = now
    this.#network.turnTo(now)
    this.#hall.advance(now)
    this.#isTheirs = true
    this.#course.advance(now)
    this.#isTheirs = false
  }

  #show(): void {
    const row = this.#seen++
    this.#tape.read(row, this.#tick)
    this.#tick.seen = this.#now
    this.#machine().onMarket(this.#tick)
  }

  /** What the venue told is taken, after all timers that were due before; then what it wants leaves. */
  #carry(): void {
    for (;;) {
      this.#leave()
      const answer = this.#told.shift()
      if (answer === undefined) return
      const machine = this.#machine()
      while (machine.isLate(this.#now)) machine.onTime(this.#now)
      this.#answer(answer, machine)
    }
  }

  #answer(answer: Report | Survey | Notice, machine: Machine): void {
    if (answer.kind === "notice") machine.onNotice(answer, this.#now)
    else if (answer.kind === "survey") machine.onSurvey(answer, this.#now)
    else machine.onReport(answer, this.#now)
  }

  /** A process that has died wants nothing more. */
  #leave(): void {
    const effects = this.#post?.effects.splice(0) ?? []
    for (const effect of effects) this.#network.carry(effect, this.#now)
  }

  /** The time that the venue goes by. */
  #ours(): Instant {
    return later(this.#now, this.#skew)
  }
}
