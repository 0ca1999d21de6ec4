import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import type { Duplex } from "node:stream"
import { setTimeout as sleep } from "node:timers/promises"
import { type WebSocket, WebSocketServer } from "ws"
import type { Instant } from "../../value/brand.ts"
import { Problem } from "../../value/problem.ts"
import { Course } from "../faults/course.ts"
import type { Mischief } from "../faults/mischief.ts"
import type { Hall } from "../hall.ts"
import { Failure } from "../protocol/failure.ts"
import { readUnit } from "../protocol/rest-request.ts"
import { Router } from "../protocol/router.ts"
import { ApiSession } from "../stream/api-session.ts"
import type { Feeds } from "../stream/feeds.ts"
import { StreamSession } from "../stream/stream-session.ts"
import { Connection } from "./connection.ts"
import { Gatekeeper } from "./gatekeeper.ts"
import { answerRest, readRequest, type RestRequest, writeAnswer, writeShut } from "./rest-door.ts"

/** Between two turns while nobody says anything. */
const TURN_MS = 20
const LOOPBACK = "127.0.0.1"
/** Opening a connection of the WebSocket API costs this much. */
const API_WEIGHT = 2
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
  readonly #sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    autoPong: false,
  })
  readonly #links = new Set<Connection>()
  /** What waits to be sent until it is kept. */
  #line: (() => void)[] = []
  #timer: NodeJS.Timeout | undefined
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
    this.#clock = told.clock
    this.#keep = told.keep
    this.#mischief = told.mischief
    this.#skew = told.mischief.plan.clockSkewMs * 1000
    this.#router = new Router(told.hall)
    const { events } = told.mischief.plan
    this.#course = new Course({
      hall: told.hall,
      doors: this.#doors(),
      start: told.clock(),
      events,
    })
    const guarded = (act: () => void): void => {
      try {
        act()
      } catch (error) {
        told.onTrouble(error)
      }
    }
    this.#http = createServer((message, response) => {
      this.#serve(message, response).catch(told.onTrouble)
    })
    this.#http.on("upgrade", (message, socket, head) => {
      guarded(() => this.#upgrade(message, socket, head))
    })
    this.#timer = setInterval(() => guarded(() => this.#idle()), TURN_MS)
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
    this.#sayGoodbye()
    this.#release()
    for (const link of this.#links) link.drop()
    this.#http.closeAllConnections()
    await new Promise<void>((resolve) => this.#http.close(() => resolve()))
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

  /** What happened is kept; then those are told who are to be told. */
  #release(): void {
    this.#keep()
    const line = this.#line
    this.#line = []
    for (const send of line) send()
  }

  #sayGoodbye(): void {
    const E = Math.floor(this.#now() / 1000)
    for (const link of this.#links) {
      link.send(JSON.stringify({ e: "serverShutdown", E }), "answer")
    }
  }

  #doors(): ConstructorParameters<typeof Course>[0]["doors"] {
    return {
      shut: (until) => {
        this.#gate.shut(until)
        this.#sayGoodbye()
        this.#release()
        for (const link of this.#links) link.drop()
      },
      ban: (now) => {
        for (const ip of this.#gate.addresses) this.#router.weights.ban(ip, now)
      },
      drop: () => {
        for (const link of this.#links) link.drop()
      },
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

  #upgrade(message: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on("error", () => socket.destroy())
    const { pathname, searchParams } = new URL(message.url ?? "/", "http://exchange")
    const place = placeOf(pathname)
    const ip = message.socket.remoteAddress ?? "unknown"
    const refusal = this.#refusalOf(place, ip, searchParams)
    if (place === undefined || refusal !== undefined) {
      socket.end(`HTTP/1.1 ${refusal ?? ""}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`)
      return
    }
    this.#sockets.handleUpgrade(message, socket, head, (client) => {
      const line = (send: () => void): void => void this.#line.push(send)
      const link = new Connection({ socket: client, line, mischief: this.#mischief })
      this.#links.add(link)
      client.on("close", () => this.#links.delete(link))
      if (place === "api") this.#openApi(client, link, { ip, query: searchParams })
      else this.#openStreams(client, link, { place, pathname, query: searchParams })
      this.#release()
    })
  }

  /** Why a socket is not opened, as an HTTP status. */
  #refusalOf(
    place: ReturnType<typeof placeOf>,
    ip: string,
    query: URLSearchParams,
  ): string | undefined {
    const now = this.#clock()
    if (this.#gate.isShut(now)) return "503 Service Unavailable"
    if (place === undefined) return "404 Not Found"
    if (!this.#gate.admits(ip, now)) return "429 Too Many Requests"
    try {
      readUnit(query.get("timeUnit") ?? undefined)
      if (place === "api") this.#router.weights.add(ip, API_WEIGHT, this.#now())
      return undefined
    } catch (error) {
      if (error instanceof Failure) return `${error.status} Refused`
      throw error
    }
  }

  #openApi(
    client: WebSocket,
    link: Connection,
    told: { readonly ip: string; readonly query: URLSearchParams },
  ): void {
    const session = new ApiSession({
      router: this.#router,
      feeds: this.#feeds,
      link,
      ip: told.ip,
      unit: readUnit(told.query.get("timeUnit") ?? undefined),
      now: this.#turn(),
      hasLimits: told.query.get("returnRateLimits") !== "false",
    })
    link.onMessage((text) => {
      session.receive(text, { now: this.#turn(), fate: this.#mischief.ofRequest() })
      this.#release()
    })
    client.on("close", () => session.end())
  }

  #openStreams(
    client: WebSocket,
    link: Connection,
    told: { readonly place: string; readonly pathname: string; readonly query: URLSearchParams },
  ): void {
    const { place, pathname, query } = told
    const session = new StreamSession({
      hall: this.#hall,
      feeds: this.#feeds,
      link,
      unit: readUnit(query.get("timeUnit") ?? undefined),
      isCombined: place === "combined",
    })
    const named = place === "raw" ? pathname.slice("/ws".length) : (query.get("streams") ?? "")
    this.#turn()
    session.subscribe(
      decodeURIComponent(named)
        .split("/")
        .filter((name) => name !== ""),
    )
    link.onMessage((text) => {
      session.receive(text, this.#turn())
      this.#release()
    })
    client.on("close", () => session.end())
  }
}

function placeOf(path: string): "api" | "raw" | "combined" | undefined {
  if (path === "/ws-api/v3") return "api"
  if (path === "/ws" || path.startsWith("/ws/")) return "raw"
  return path === "/stream" ? "combined" : undefined
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
