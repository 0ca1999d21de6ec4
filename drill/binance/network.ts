import { STATUS_CODES } from "node:http"
import type { Mischief } from "../../src/exchange/faults/mischief.ts"
import type { Router } from "../../src/exchange/protocol/router.ts"
import { answerRest, headersOf, shutAnswer } from "../../src/exchange/server/rest-door.ts"
import { ApiSession } from "../../src/exchange/stream/api-session.ts"
import type { Feeds } from "../../src/exchange/stream/feeds.ts"
import type { Link } from "../../src/exchange/stream/link.ts"
import type { Effect, Happening, Request, SocketName } from "../../src/venue/binance/effect.ts"
import type { Duration, Instant } from "../../src/value/brand.ts"
import { FOREVER, later, milliseconds, seconds } from "../../src/value/time.ts"
import type { Pipe } from "./pipe.ts"
import { isWithin, type Span } from "../market.ts"
import type { Latency } from "../../src/simulation/latency.ts"

const ADDRESS = "10.0.0.1"
/** The exchange asks for a sign of life so often; at the same time it is decided how a socket goes on. */
const PING_EVERY = seconds(20)
const ENCODER = new TextEncoder()

interface Event {
  readonly due: Instant
  /** @returns what the trader's side learns by it */
  readonly happen: (at: Instant) => Happening | undefined
}

/**
 * The network between the venue and the exchange's protocol, without either noticing: every effect
 * takes its time to get there, is lost, answered late or not at all, and sockets break or fall silent.
 * It lives in true time.
 */
export class Network {
  readonly #router: Router
  readonly #feeds: Feeds
  readonly #delays: Latency
  readonly #pipes = new Map<SocketName, Pipe>()
  #mischief: Mischief
  readonly #outages: readonly Span[]
  /** The exchange is in maintenance until then. */
  #shutUntil = -Infinity
  #events: Event[] = []
  #now: Instant
  /** What is under way to a process that is gone reaches nobody. */
  #process = 0

  constructor(told: {
    readonly router: Router
    readonly feeds: Feeds
    readonly delays: Latency
    readonly mischief: Mischief
    /** Nothing comes through in these, either way. */
    readonly outages: readonly Span[]
    readonly start: Instant
  }) {
    this.#router = told.router
    this.#feeds = told.feeds
    this.#delays = told.delays
    this.#mischief = told.mischief
    this.#outages = told.outages
    this.#now = told.start
  }

  /** When the next thing arrives, at either end. */
  get nextDue(): Instant {
    return this.#events[0]?.due ?? FOREVER
  }

  /** The exchange has got to this moment: what it tells now leaves now. */
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
      case "ping":
        return this.#ping(effect.socket, at)
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

  /** The trader's process is gone. */
  cut(): void {
    for (const name of this.#pipes.keys()) this.#close(name)
    this.#process++
  }

  /** Maintenance: everybody is put out, and nobody is let in until then. */
  shut(until: Instant): void {
    this.drop()
    this.#shutUntil = until
  }

  /** Every socket ends. */
  drop(): void {
    for (const pipe of this.#pipes.values()) this.#break(pipe, "going away")
  }

  /** Nothing goes wrong from now on; what is silent already stays so until somebody notices. */
  end(calm: Mischief): void {
    this.#mischief = calm
  }

  #request(request: Request, at: Instant): void {
    const { id, timeout } = request
    const fate = this.#mischief.ofRequest()
    const failsAt = later(at, timeout)
    const failed: Happening = { kind: "failed", id, reason: "no answer in time" }
    if (fate.kind === "lost") return this.#tell(failed, failsAt)
    this.#at(later(at, this.#delays.entryDelay()), (now) => {
      if (this.#isOut(now)) {
        this.#tell(failed, failsAt)
        return undefined
      }
      if (now < this.#shutUntil) {
        const due = later(now, this.#delays.responseDelay())
        this.#tell({ kind: "answered", id, ...shutAnswer(request.target) }, due)
        return undefined
      }
      const isDone = fate.kind === "pass" || fate.isCarriedOut
      const answer = isDone ? this.#answerOf(request, now) : { status: 0, headers: {}, body: "" }
      const due = later(now, this.#delays.responseDelay())
      if (fate.kind === "unanswered" || due > failsAt) this.#tell(failed, failsAt)
      else if (fate.kind === "pass") this.#tell({ kind: "answered", id, ...answer }, due)
      else {
        const { status, body } = fate
        this.#tell({ kind: "answered", id, status, headers: {}, body: JSON.stringify(body) }, due)
      }
      return undefined
    })
  }

  #answerOf(request: Request, now: Instant): Pick<AnsweredBy, "status" | "headers" | "body"> {
    const { method, target, headers } = request
    const lower = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
    )
    const told = { method, target, headers: lower, body: "", ip: ADDRESS }
    const answer = answerRest(this.#router, told, { now, arrived: now })
    if (answer === undefined) return { status: 404, headers: {}, body: STATUS_CODES[404] ?? "" }
    return { status: answer.status, headers: headersOf(answer), body: JSON.stringify(answer.body) }
  }

  #open(name: SocketName, at: Instant): void {
    const pipe: Pipe = {
      name,
      session: undefined,
      isSilent: false,
      isBroken: false,
      outUntil: at,
      backUntil: at,
    }
    this.#pipes.set(name, pipe)
    this.#at(later(at, this.#delays.entryDelay()), (now) => {
      if (pipe.isBroken || this.#isOut(now)) return undefined
      if (now < this.#shutUntil) {
        this.#break(pipe, "503 Service Unavailable")
        return undefined
      }
      pipe.session = new ApiSession({
        router: this.#router,
        feeds: this.#feeds,
        link: this.#linkOf(pipe),
        ip: ADDRESS,
        unit: "ms",
        now,
        hasLimits: true,
      })
      this.#back(pipe, { kind: "opened", socket: name })
      this.#live(pipe, now)
      return undefined
    })
  }

  #linkOf(pipe: Pipe): Link {
    return {
      send: (text, about) => {
        if (pipe.isBroken || pipe.isSilent) return
        const bytes = ENCODER.encode(text)
        for (const { after, mayOvertake } of this.#mischief.ofMessage(about)) {
          const message = { kind: "message", socket: pipe.name, bytes } as const
          const extra = milliseconds(Math.round(after))
          if (mayOvertake) this.#tell(message, later(this.#backDue(pipe), extra))
          else this.#back(pipe, message, extra)
        }
      },
      close: (_code, reason) => this.#break(pipe, reason),
    }
  }

  /** The socket lives on, with a sign of life now and then, or does not. */
  #live(pipe: Pipe, at: Instant): void {
    this.#at(later(at, PING_EVERY), (now) => {
      if (pipe.isBroken || pipe.isSilent) return undefined
      const turn = this.#mischief.ofConnection(PING_EVERY / 1e6)
      if (turn === "drops") this.#break(pipe, "reset by peer")
      else if (turn === "goes on") this.#back(pipe, { kind: "pinged", socket: pipe.name })
      else this.#silence(pipe)
      this.#live(pipe, now)
      return undefined
    })
  }

  #silence(pipe: Pipe): void {
    pipe.isSilent = true
    pipe.session?.end()
  }

  #send(name: SocketName, text: string, at: Instant): void {
    const pipe = this.#pipes.get(name)
    if (pipe === undefined) return
    pipe.outUntil = Math.max(pipe.outUntil, later(at, this.#delays.entryDelay())) as Instant
    this.#at(pipe.outUntil, (now) => {
      const fate = this.#mischief.ofRequest()
      if (this.#isOut(now)) this.#silence(pipe)
      if (!pipe.isBroken && !pipe.isSilent) pipe.session?.receive(text, { now, fate })
      return undefined
    })
  }

  #ping(name: SocketName, at: Instant): void {
    const pipe = this.#pipes.get(name)
    if (pipe === undefined) return
    this.#at(later(at, this.#delays.entryDelay()), (now) => {
      if (this.#isOut(now)) this.#silence(pipe)
      if (!pipe.isBroken && !pipe.isSilent) this.#back(pipe, { kind: "pinged", socket: name })
      return undefined
    })
  }

  #break(pipe: Pipe, reason: string): void {
    if (pipe.isBroken) return
    pipe.isBroken = true
    pipe.session?.end()
    this.#back(pipe, { kind: "closed", socket: pipe.name, reason })
  }

  /** The trader hangs up, or its process is gone. */
  #close(name: SocketName): void {
    const pipe = this.#pipes.get(name)
    this.#pipes.delete(name)
    if (pipe === undefined || pipe.isBroken) return
    pipe.isBroken = true
    pipe.session?.end()
    this.#tell({ kind: "closed", socket: name, reason: "closed by us" }, this.#backDue(pipe))
  }

  /** In the order it was said. */
  #back(pipe: Pipe, happening: Happening, extra = 0 as Duration): void {
    pipe.backUntil = later(this.#backDue(pipe), extra)
    this.#tell(happening, pipe.backUntil)
  }

  #backDue(pipe: Pipe): Instant {
    return Math.max(pipe.backUntil, later(this.#now, this.#delays.responseDelay())) as Instant
  }

  #tell(happening: Happening, due: Instant): void {
    const process = this.#process
    this.#at(due, (now) => {
      if (process !== this.#process) return undefined
      return this.#isOut(now) ? this.#lost(happening) : happening
    })
  }

  /** What is on its way when the way is gone: a socket never speaks again, an answer is no answer. */
  #lost(happening: Happening): Happening | undefined {
    if (happening.kind === "answered") {
      return { kind: "failed", id: happening.id, reason: "no answer in time" }
    }
    // That nothing came, and that we hung up, is known here.
    if (happening.kind === "failed" || !this.#pipes.has(happening.socket)) return happening
    const pipe = this.#pipes.get(happening.socket)
    if (pipe !== undefined) this.#silence(pipe)
    return undefined
  }

  #isOut(now: Instant): boolean {
    return isWithin(now, this.#outages)
  }

  #at(due: Instant, happen: Event["happen"]): void {
    let at = this.#events.length
    while (at > 0 && this.#events[at - 1].due > due) at--
    this.#events.splice(at, 0, { due, happen })
  }
}

type AnsweredBy = Extract<Happening, { kind: "answered" }>
