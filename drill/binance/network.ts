import type { Feeds } from "../../src/exchange/stream/feeds.ts"
import type { Link } from "../../src/exchange/stream/link.ts"
import { ApiSession } from "../../src/exchange/stream/api-session.ts"
import type { Router } from "../../src/exchange/protocol/router.ts"
import { answerRest, headersOf } from "../../src/exchange/server/rest-door.ts"
import type { Effect, Happening, SocketName } from "../../src/venue/binance/effect.ts"
import type { Instant } from "../../src/value/brand.ts"
import type { Chance } from "../../src/value/chance.ts"
import { FOREVER, later, seconds } from "../../src/value/time.ts"
import type { Detours } from "../line.ts"

/** How often what goes wrong, in parts of one. */
export interface NetworkRates {
  /** A request that never arrives. */
  readonly lost: number
  /** A request that arrives, and whose answer does not come back. */
  readonly unanswered: number
  /** A request that is answered with a 5XX, whether it was done or not. */
  readonly unknown: number
  /** A message on a socket at which the socket breaks. */
  readonly broken: number
  /** A message on a socket from which on the socket is silent, and nobody is told. */
  readonly silent: number
}

export const NO_TROUBLE: NetworkRates = {
  lost: 0,
  unanswered: 0,
  unknown: 0,
  broken: 0,
  silent: 0,
}

/** So long may the exchange think before it says that it does not know (binance-spot.md section 16). */
const SILENCE_MOST = seconds(10)
const ADDRESS = "10.0.0.1"
const BUSY = '{"code":-1007,"msg":"Timeout waiting for response from backend server."}'
const ENCODER = new TextEncoder()

interface Event {
  readonly due: Instant
  /** @returns what the trader's side learns by it */
  readonly happen: (at: Instant) => Happening | undefined
}

/** Both ends of one socket, and where each direction has got to. */
interface Pipe {
  session: ApiSession | undefined
  isSilent: boolean
  isBroken: boolean
  outUntil: Instant
  backUntil: Instant
}

/**
 * The network between the venue and the exchange's own protocol, without either noticing: every effect
 * takes its time to get there, is lost, answered late or not at all, and sockets break or fall silent.
 */
export class Network {
  readonly #router: Router
  readonly #feeds: Feeds
  readonly #chance: Chance
  readonly #delays: Pick<Detours, "entryDelay" | "responseDelay">
  readonly #pipes = new Map<SocketName, Pipe>()
  #rates: NetworkRates
  #events: Event[] = []
  /** Exchange time of what is going on there now. */
  #now: Instant

  constructor(told: {
    readonly router: Router
    readonly feeds: Feeds
    readonly chance: Chance
    readonly delays: Pick<Detours, "entryDelay" | "responseDelay">
    readonly rates: NetworkRates
    readonly start: Instant
  }) {
    this.#router = told.router
    this.#feeds = told.feeds
    this.#chance = told.chance
    this.#delays = told.delays
    this.#rates = told.rates
    this.#now = told.start
  }

  /** When the next thing arrives, at either end. */
  get nextDue(): Instant {
    return this.#events[0]?.due ?? FOREVER
  }

  /** The exchange has got to this moment: what its accounts are told now leaves now. */
  turnTo(now: Instant): void {
    this.#now = now
  }

  /** Takes what the venue wants done. */
  carry(effect: Effect, at: Instant): void {
    switch (effect.kind) {
      case "request":
        return this.#request(effect, at)
      case "open":
        return this.#open(effect.socket, at)
      case "send":
        return this.#send(effect.socket, effect.text, at)
      case "close":
        return this.#close(effect.socket)
      default:
        effect satisfies never
    }
  }

  /** Lets the next thing arrive. */
  take(): Happening | undefined {
    const event = this.#events.shift()
    if (event === undefined) return undefined
    this.#now = event.due
    return event.happen(event.due)
  }

  /** The trader's process is gone: its sockets break, and nobody hears what was on its way to it. */
  cut(): void {
    for (const name of [...this.#pipes.keys()]) this.#close(name)
    this.#generation++
  }
  /** What is under way to a process that is gone reaches nobody. */
  #generation = 0

  /** Nothing goes wrong any more. */
  end(): void {
    this.#rates = NO_TROUBLE
  }

  #request(request: Extract<Effect, { kind: "request" }>, at: Instant): void {
    const { id, timeout } = request
    const arrives = later(at, this.#delays.entryDelay())
    const fails = later(at, timeout)
    if (this.#chance.happens(this.#rates.lost)) {
      return this.#tell({ kind: "failed", id, reason: "no answer in time" }, fails)
    }
    this.#at(arrives, (now) => {
      const isUnknown = this.#chance.happens(this.#rates.unknown)
      const isDone = !isUnknown || this.#chance.happens(0.5)
      const answer = isDone ? this.#answerOf(request, now) : undefined
      if (this.#chance.happens(this.#rates.unanswered)) {
        this.#tell({ kind: "failed", id, reason: "no answer in time" }, fails)
        return undefined
      }
      const takes = isUnknown ? this.#chance.below(SILENCE_MOST) : 0
      const due = later(later(now, this.#delays.responseDelay()), takes)
      const told =
        answer === undefined || isUnknown ? { status: 504, headers: {}, body: BUSY } : answer
      if (due > fails) this.#tell({ kind: "failed", id, reason: "no answer in time" }, fails)
      else this.#tell({ kind: "answered", id, ...told }, due)
      return undefined
    })
  }

  #answerOf(
    request: Extract<Effect, { kind: "request" }>,
    now: Instant,
  ): { status: number; headers: Readonly<Record<string, string>>; body: string } {
    const { method, target, headers } = request
    const lower = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
    )
    const told = { method, target, headers: lower, body: "", ip: ADDRESS }
    const answer = answerRest(this.#router, told, now)
    if (answer === undefined) return { status: 404, headers: {}, body: "<html>404</html>" }
    return { status: answer.status, headers: headersOf(answer), body: JSON.stringify(answer.body) }
  }

  #open(socket: SocketName, at: Instant): void {
    const pipe: Pipe = {
      session: undefined,
      isSilent: false,
      isBroken: false,
      outUntil: at,
      backUntil: at,
    }
    this.#pipes.set(socket, pipe)
    this.#at(later(at, this.#delays.entryDelay()), (now) => {
      if (pipe.isBroken) return undefined
      pipe.session = new ApiSession({
        router: this.#router,
        feeds: this.#feeds,
        link: this.#linkOf(socket, pipe),
        ip: ADDRESS,
        unit: "ms",
        now,
        hasLimits: true,
      })
      this.#back(pipe, { kind: "opened", socket })
      return undefined
    })
  }

  #linkOf(socket: SocketName, pipe: Pipe): Link {
    return {
      send: (text) => {
        if (this.#isTroubled(socket, pipe)) return
        this.#back(pipe, { kind: "message", socket, bytes: ENCODER.encode(text) })
      },
      close: (_code, reason) => this.#break(socket, pipe, reason),
    }
  }

  #send(socket: SocketName, text: string, at: Instant): void {
    const pipe = this.#pipes.get(socket)
    if (pipe === undefined || pipe.isBroken) return
    const due = Math.max(pipe.outUntil, later(at, this.#delays.entryDelay())) as Instant
    pipe.outUntil = due
    this.#at(due, (now) => {
      if (!this.#isTroubled(socket, pipe)) pipe.session?.receive(text, now)
      return undefined
    })
  }

  #isTroubled(socket: SocketName, pipe: Pipe): boolean {
    if (pipe.isBroken || pipe.isSilent) return true
    if (this.#chance.happens(this.#rates.silent)) pipe.isSilent = true
    else if (this.#chance.happens(this.#rates.broken)) this.#break(socket, pipe, "reset by peer")
    return pipe.isBroken || pipe.isSilent
  }

  #break(socket: SocketName, pipe: Pipe, reason: string): void {
    if (pipe.isBroken) return
    pipe.isBroken = true
    pipe.session?.end()
    this.#back(pipe, { kind: "closed", socket, reason })
  }

  /** The trader hangs up. */
  #close(socket: SocketName): void {
    const pipe = this.#pipes.get(socket)
    this.#pipes.delete(socket)
    if (pipe === undefined || pipe.isBroken) return
    pipe.isBroken = true
    pipe.session?.end()
  }

  /** In the order it was said. */
  #back(pipe: Pipe, happening: Happening): void {
    const due = Math.max(pipe.backUntil, later(this.#now, this.#delays.responseDelay())) as Instant
    pipe.backUntil = due
    this.#tell(happening, due)
  }

  #tell(happening: Happening, due: Instant): void {
    const generation = this.#generation
    this.#at(due, () => (generation === this.#generation ? happening : undefined))
  }

  #at(due: Instant, happen: Event["happen"]): void {
    let at = this.#events.length
    while (at > 0 && this.#events[at - 1].due > due) at--
    this.#events.splice(at, 0, { due, happen })
  }
}
