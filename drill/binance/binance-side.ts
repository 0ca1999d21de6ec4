import type { Venue } from "../../src/engine/ports.ts"
import type { Command } from "../../src/engine/records.ts"
import type { Customer } from "../../src/exchange/account/customer.ts"
import { Mischief } from "../../src/exchange/faults/mischief.ts"
import { Hall, type HallListener } from "../../src/exchange/hall.ts"
import { Router } from "../../src/exchange/protocol/router.ts"
import { Feeds } from "../../src/exchange/stream/feeds.ts"
import type { Tape } from "../../src/market/tape.ts"
import { Tick } from "../../src/market/tick.ts"
import type { Survey } from "../../src/order/report.ts"
import type { Request } from "../../src/order/request.ts"
import { ACCOUNT } from "../../src/session/dress.ts"
import type { Latency } from "../../src/simulation/latency.ts"
import { RecordedSource } from "../../src/simulation/source.ts"
import type { Duration, Instant } from "../../src/value/brand.ts"
import { Chance } from "../../src/value/chance.ts"
import { later, milliseconds } from "../../src/value/time.ts"
import { connectionAttempts } from "../../src/venue/binance/allowance.ts"
import { BinanceVenue } from "../../src/venue/binance/binance-venue.ts"
import type { Act } from "../../src/tilt/act.ts"
import type { Effect } from "../../src/venue/binance/effect.ts"
import { ExchangeDesk } from "../../src/venue/binance/exchange-desk.ts"
import { AccountKey } from "../../src/venue/binance/signature.ts"
import type { Machine } from "../machine.ts"
import type { Side, SideListener, Traded } from "../side.ts"
import { fundsOf, type World } from "../world.ts"
import { Network } from "./network.ts"
import { CALM, troubleOf } from "./trouble.ts"

const KEY = { name: "drill", secret: "nobody-trades-with-this" }

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
  #post: Post | undefined
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
  }) {
    const { world, tape, latency, machine, hear } = told
    const { seed, market } = world
    const chance = new Chance(seed, "network")
    this.#world = world
    this.#tape = tape
    this.#machine = machine
    this.#now = market.first
    this.#skew = milliseconds(world.isCalm ? 0 : chance.below(1_000) - 500)
    const feeds = new Feeds()
    this.#hall = new Hall({
      source: new RecordedSource({ name: "the world", recording: tape }),
      customers: [customerOf(world)],
      listener: overheard(feeds, hear),
      start: market.first,
      seed,
    })
    listenAtDoor(this.#hall, hear)
    this.#network = new Network({
      router: new Router(this.#hall),
      feeds,
      delays: latency,
      mischief: new Mischief(troubleOf(world), chance),
      start: market.first,
    })
  }

  venue(): Venue {
    const effects: Effect[] = []
    const machine = this.#machine()
    const venue = new BinanceVenue({
      key: new AccountKey(KEY),
      instruments: this.#tape.instruments,
      socketUrl: "ws://exchange/ws-api/v3",
      desk: new ExchangeDesk(),
      attempts: connectionAttempts(),
      chance: new Chance(this.#world.seed, `venue ${this.#starts++}`),
      effects,
      now: () => this.#ours(),
      onAnswer: (answer) => {
        if (answer.kind === "survey") machine.onSurvey(answer, this.#now)
        else machine.onReport(answer, this.#now)
      },
    })
    this.#post = { venue, effects }
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
    else if (network === next) {
      const happening = this.#network.take()
      if (happening) this.#post?.venue.happened(happening, this.#ours())
    } else if (machine.nextDue === next) machine.onTime(this.#now)
    else if (venue === next) this.#post?.venue.onTime(this.#ours())
    else this.#show()
    this.#carry()
    return true
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
  }

  #show(): void {
    const row = this.#seen++
    this.#tape.read(row, this.#tick)
    this.#tick.seen = this.#now
    this.#machine().onMarket(this.#tick)
  }

  /** What the venue wants done leaves; a process that has died wants nothing more. */
  #carry(): void {
    const effects = this.#post?.effects.splice(0) ?? []
    for (const effect of effects) this.#network.carry(effect, this.#now)
  }

  /** The time that the venue goes by. */
  #ours(): Instant {
    return later(this.#now, this.#skew)
  }
}

function customerOf(world: World): Customer {
  return {
    name: ACCOUNT,
    uid: 1,
    balances: fundsOf(world),
    keys: [
      {
        apiKey: KEY.name,
        check: { kind: "HMAC", secret: KEY.secret },
        mayTrade: true,
        mayWithdraw: false,
        isIpRestricted: true,
      },
    ],
  }
}

/** The feeds, with somebody who hears every report before it takes the form of the protocol. */
function overheard(feeds: Feeds, hear: SideListener): HallListener {
  return {
    onTrade: (market, trade) => feeds.onTrade(market, trade),
    onAggregate: (market, aggregate) => feeds.onAggregate(market, aggregate),
    onBook: (market) => feeds.onBook(market),
    onUserEvent: (account, event) => feeds.onUserEvent(account, event),
    onReport: (_account, report) => hear.answered(report),
  }
}

/** Sees every request that gets as far as the matching engine. */
function listenAtDoor(hall: Hall, hear: SideListener): void {
  const { engine } = hall
  const request = engine.request.bind(engine)
  engine.request = (account, asked, at) => {
    if (asked.kind !== "place-chain") hear.arrived(bare(asked))
    request(account, asked, at)
  }
}

/** The exchange keeps more of an order than was asked; the auditor wants what was asked. */
function bare(request: Request): Request {
  if (request.kind !== "place-pair") return request
  const [stop, target] = request.legs
  const legOf = ({ id, terms }: typeof stop): typeof stop => ({ id, terms })
  return { ...request, legs: [legOf(stop), legOf(target)] }
}
