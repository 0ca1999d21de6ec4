import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import type { Duplex } from "node:stream"
import { type RawData, type WebSocket, WebSocketServer } from "ws"
import type { Instant } from "../../value/brand.ts"
import { Problem } from "../../value/problem.ts"
import type { Hall } from "../hall.ts"
import { readUnit } from "../protocol/rest-request.ts"
import { Router } from "../protocol/router.ts"
import { ApiSession } from "../stream/api-session.ts"
import type { Feeds } from "../stream/feeds.ts"
import { StreamSession } from "../stream/stream-session.ts"
import { Connection } from "./connection.ts"
import { answerRest, readRequest, writeAnswer } from "./rest-door.ts"

/** Between two turns while nobody says anything. */
const TURN_MS = 20
const LOOPBACK = "127.0.0.1"

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
  readonly #clock: () => Instant
  readonly #keep: () => void
  readonly #http: Server
  readonly #sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false })
  readonly #links = new Set<Connection>()
  /** What waits to be sent until it is kept. */
  #line: (() => void)[] = []
  #timer: NodeJS.Timeout | undefined

  constructor(told: {
    readonly hall: Hall
    readonly feeds: Feeds
    readonly clock: () => Instant
    /** Makes what has happened durable; called before anybody is told of it. */
    readonly keep?: () => void
    readonly onTrouble: (error: unknown) => void
  }) {
    this.#hall = told.hall
    this.#feeds = told.feeds
    this.#clock = told.clock
    this.#keep = told.keep ?? ((): void => {})
    this.#router = new Router(told.hall)
    this.#http = createServer((message, response) => {
      this.#serve(message, response).catch(told.onTrouble)
    })
    this.#http.on("upgrade", (message, socket, head) => {
      try {
        this.#upgrade(message, socket, head)
      } catch (error) {
        told.onTrouble(error)
      }
    })
    this.#timer = setInterval(() => {
      try {
        this.#turn()
        this.#release()
      } catch (error) {
        told.onTrouble(error)
      }
    }, TURN_MS)
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
    const now = Math.floor(this.#clock() / 1000)
    for (const link of this.#links) link.send(JSON.stringify({ e: "serverShutdown", E: now }))
    this.#release()
    for (const socket of this.#sockets.clients) socket.terminate()
    this.#http.closeAllConnections()
    await new Promise<void>((resolve) => this.#http.close(() => resolve()))
  }

  /** Everything up to now happens. @returns now */
  #turn(): Instant {
    const now = Math.max(this.#clock(), this.#hall.now) as Instant
    this.#hall.advance(now)
    this.#feeds.tick(now)
    return now
  }

  /** What happened is kept; then those are told who are to be told. */
  #release(): void {
    this.#keep()
    const line = this.#line
    this.#line = []
    for (const send of line) send()
  }

  async #serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readRequest(message)
    if (request === undefined) {
      response.writeHead(413).end()
      return
    }
    const answer = answerRest(this.#router, request, this.#turn())
    this.#line.push(() => writeAnswer(response, answer))
    this.#release()
  }

  #upgrade(message: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on("error", () => socket.destroy())
    const { pathname, searchParams } = new URL(message.url ?? "/", "http://exchange")
    const accept = accepts(pathname)
    if (accept === undefined) {
      socket.end("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
      return
    }
    this.#sockets.handleUpgrade(message, socket, head, (client) => {
      const ip = message.socket.remoteAddress ?? "unknown"
      const link = new Connection(client, (send) => this.#line.push(send))
      this.#links.add(link)
      client.on("close", () => this.#links.delete(link))
      if (accept === "api") this.#openApi(client, link, ip, searchParams)
      else this.#openStreams(client, link, { accept, pathname, searchParams })
      this.#release()
    })
  }

  #openApi(client: WebSocket, link: Connection, ip: string, query: URLSearchParams): void {
    const session = new ApiSession({
      router: this.#router,
      feeds: this.#feeds,
      link,
      ip,
      unit: readUnit(query.get("timeUnit") ?? undefined),
      now: this.#turn(),
      hasLimits: query.get("returnRateLimits") !== "false",
    })
    client.on("message", (bytes) => {
      session.receive(textOf(bytes), this.#turn())
      this.#release()
    })
    client.on("close", () => session.end())
  }

  #openStreams(
    client: WebSocket,
    link: Connection,
    told: {
      readonly accept: string
      readonly pathname: string
      readonly searchParams: URLSearchParams
    },
  ): void {
    const { accept, pathname, searchParams } = told
    const session = new StreamSession({
      hall: this.#hall,
      feeds: this.#feeds,
      link,
      unit: readUnit(searchParams.get("timeUnit") ?? undefined),
      isCombined: accept === "combined",
    })
    const named =
      accept === "raw" ? pathname.slice("/ws".length) : (searchParams.get("streams") ?? "")
    this.#turn()
    session.subscribe(named.split("/").filter((name) => name !== ""))
    client.on("message", (bytes) => {
      session.receive(textOf(bytes), this.#turn())
      this.#release()
    })
    client.on("close", () => session.end())
  }
}

function accepts(path: string): "api" | "raw" | "combined" | undefined {
  if (path === "/ws-api/v3") return "api"
  if (path === "/ws" || path.startsWith("/ws/")) return "raw"
  return path === "/stream" ? "combined" : undefined
}

function textOf(bytes: RawData): string {
  if (Array.isArray(bytes)) return Buffer.concat(bytes).toString("utf8")
  return Buffer.from(bytes as Uint8Array).toString("utf8")
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
