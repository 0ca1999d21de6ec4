import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { setTimeout as sleep } from "node:timers/promises"
import type { Instant } from "../../value/brand.ts"
import { Problem } from "../../value/problem.ts"
import { Course } from "../faults/course.ts"
import type { Mischief } from "../faults/mischief.ts"
import type { Hall } from "../hall.ts"
import { Router } from "../protocol/router.ts"
import type { Feeds } from "../stream/feeds.ts"
import { Gatekeeper } from "./gatekeeper.ts"
import { SocketDoor } from "./socket-door.ts"
import { answerRest, readRequest, type RestRequest, writeAnswer, writeShut } from "./rest-door.ts"

/** Between two turns while nobody says anything. */
const TURN_MS = 20
const LOOPBACK = "127.0.0.1"
/** A client that hears nothing for so long is let go. */
const UNANSWERED_MS = 30_000

/** Where the exchange can be reached. */
export interface Addresses {
  readonly rest: string
  readonly streams: string
  readonly api: string
}

/**
 * The exchange on one loopback port: REST, market streams and the WebSocket API. It only moves bytes
 * and reads the clock; what is answered is decided in the protocol.
 */
export class ExchangeServer {
  readonly #hall: Hall
  readonly #feeds: Feeds
  readonly #router: Router
  readonly #mischief: Mischief
  readonly #course: Course
  readonly #gate = new Gatekeeper()
  readonly #clock: () => Instant
  readonly #keep: () => void
  readonly #http: Server
  readonly #sockets: SocketDoor
  /** Addresses that were banned since the last that was sent. */
  #banned: string[] = []
  /** What waits to be sent until it is kept. */
  #line: (() => void)[] = []
  #timer: NodeJS.Timeout | undefined
  #immediate: NodeJS.Immediate | undefined
  readonly #onTrouble: (error: unknown) => void
  /** How far the exchange's clock is from the machine's, microseconds. */
  #skew: number

  constructor(told: {
    readonly hall: Hall
    readonly feeds: Feeds
    readonly clock: () => Instant
    readonly mischief: Mischief
    /** Makes what has happened durable; called before anybody is told of it. */
    readonly keep: () => void
    readonly onTrouble: (error: unknown) => void
  }) {
    this.#hall = told.hall
    this.#feeds = told.feeds
    this.#onTrouble = told.onTrouble
    this.#clock = told.clock
    this.#keep = told.keep
    this.#mischief = told.mischief
    this.#skew = told.mischief.plan.clockSkewMs * 1000
    this.#router = new Router(told.hall)
    this.#router.weights.onBan = (ip) => {
      this.#banned.push(ip)
      this.#release()
    }
    const { events } = told.mischief.plan
    this.#course = new Course({
      hall: told.hall,
      doors: this.#doors(),
      start: told.clock(),
      events,
    })
    this.#http = createServer((message, response) => {
      this.#serve(message, response).catch(told.onTrouble)
    })
    this.#sockets = new SocketDoor({
      hall: told.hall,
      feeds: told.feeds,
      router: this.#router,
      mischief: told.mischief,
      gate: this.#gate,
      line: (send) => void this.#line.push(send),
      turn: () => this.#turn(),
      release: () => this.#release(),
    })
    this.#http.on("upgrade", (message, socket, head) => {
      this.#guarded(() => this.#sockets.open(message, socket, head, this.#clock()))
    })
    this.#timer = setInterval(() => this.#guarded(() => this.#idle()), TURN_MS)
  }

  /**
   * Begins to listen.
   * @param port 0 takes one that is free
   * @throws Problem `PORT_TAKEN`
   */
  async open(port: number): Promise<Addresses> {
    await new Promise<void>((resolve, reject) => {
      this.#http.once("error", (error: NodeJS.ErrnoException) => reject(portProblem(port, error)))
      this.#http.listen(port, LOOPBACK, resolve)
    })
    const { port: given } = this.#http.address() as AddressInfo
    return {
      rest: `http://${LOOPBACK}:${given}`,
      streams: `ws://${LOOPBACK}:${given}`,
      api: `ws://${LOOPBACK}:${given}/ws-api/v3`,
    }
  }

  /** Says good-bye to every client, keeps what there is and stops listening. */
  async close(): Promise<void> {
    clearInterval(this.#timer)
    this.#timer = undefined
    this.#sockets.sayGoodbye(this.#now())
    this.#flush()
    this.#sockets.drop()
    this.#http.closeAllConnections()
    await new Promise<void>((resolve) => this.#http.close(() => resolve()))
  }

  /** What goes wrong in here is told to whoever opened the server. */
  #guarded(act: () => void): void {
    try {
      act()
    } catch (error) {
      this.#onTrouble(error)
    }
  }

  #idle(): void {
    this.#course.advance(this.#clock())
    this.#turn()
    this.#release()
  }

  /** Everything up to now happens. @returns now, by the exchange's clock */
  #turn(): Instant {
    const now = Math.max(this.#now(), this.#hall.now) as Instant
    this.#hall.advance(now)
    this.#feeds.tick(now)
    return this.#now()
  }

  #now(): Instant {
    return (this.#clock() + this.#skew) as Instant
  }

  /** Soon what happened is kept, at once for all who spoke in the same moment. */
  #release(): void {
    this.#immediate ??= setImmediate(() => this.#guarded(() => this.#flush()))
  }

  /** What happened is kept; then those are told who are to be told. */
  #flush(): void {
    clearImmediate(this.#immediate)
    this.#immediate = undefined
    this.#keep()
    const line = this.#line
    this.#line = []
    for (const send of line) send()
    // Whoever is put out hears why before.
    const banned = this.#banned
    this.#banned = []
    for (const ip of banned) this.#sockets.disconnect(ip)
    if (this.#line.length > 0) this.#release()
  }

  #doors(): ConstructorParameters<typeof Course>[0]["doors"] {
    return {
      shut: (until) => {
        this.#gate.shut(until)
        this.#sockets.sayGoodbye(this.#now())
        this.#flush()
        this.#sockets.drop()
      },
      ban: (now) => {
        for (const ip of this.#gate.addresses) this.#router.weights.ban(ip, now)
      },
      drop: () => this.#sockets.drop(),
      jump: (milliseconds) => {
        this.#skew += milliseconds * 1000
      },
    }
  }

  async #serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readRequest(message)
    if (request === undefined) {
      response.writeHead(413).end()
      return
    }
    if (this.#gate.isShut(this.#clock())) {
      writeShut(response, request)
      return
    }
    const fate = this.#mischief.ofRequest()
    if (fate.kind === "lost") {
      message.socket.destroy()
      return
    }
    const arrived = this.#now()
    const delay = this.#mischief.latency()
    if (delay > 0) await sleep(delay)
    if (fate.kind === "pass") this.#answer(request, response, arrived)
    else if (fate.isCarriedOut) this.#answer(request, undefined, arrived)
    if (fate.kind === "unknown") {
      const { status, body } = fate
      writeAnswer(response, { status, body, now: arrived, usedWeight: 0 })
    } else if (fate.kind === "unanswered") {
      setTimeout(() => message.socket.destroy(), UNANSWERED_MS).unref()
    }
  }

  /** @param response undefined where the client is to hear nothing of it */
  #answer(request: RestRequest, response: ServerResponse | undefined, arrived: Instant): void {
    const answer = answerRest(this.#router, request, { now: this.#turn(), arrived })
    if (response !== undefined) this.#line.push(() => writeAnswer(response, answer))
    this.#release()
  }
}

function portProblem(port: number, error: NodeJS.ErrnoException): unknown {
  if (error.code !== "EADDRINUSE" && error.code !== "EACCES") return error
  return new Problem({
    code: "PORT_TAKEN",
    what: `The exchange cannot listen on port ${port}.`,
    why: error.code === "EACCES" ? "This user may not use it." : "Another program listens there.",
    next: "Choose another port with --port, or 0 for one that is free.",
    cause: error,
  })
}
