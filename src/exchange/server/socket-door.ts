import type { IncomingMessage } from "node:http"
import type { Duplex } from "node:stream"
import { WebSocketServer } from "ws"
import type { Instant } from "../../value/brand.ts"
import type { Mischief } from "../faults/mischief.ts"
import type { Hall } from "../hall.ts"
import { Failure } from "../protocol/failure.ts"
import { readUnit } from "../protocol/rest-request.ts"
import type { Router } from "../protocol/router.ts"
import { ApiSession } from "../stream/api-session.ts"
import type { Feeds } from "../stream/feeds.ts"
import { StreamSession } from "../stream/stream-session.ts"
import { Connection } from "./connection.ts"
import type { Gatekeeper } from "./gatekeeper.ts"

/** Opening a connection of the WebSocket API costs this much. */
const API_WEIGHT = 2

/** What the door needs of the house. */
interface House {
  readonly hall: Hall
  readonly feeds: Feeds
  readonly router: Router
  readonly mischief: Mischief
  readonly gate: Gatekeeper
  /** Takes what is to be sent, and does it when the time has come. */
  readonly line: (send: () => void) => void
  /** Brings the house up to now. @returns now */
  readonly turn: () => Instant
  /** Lets go what waits to be sent. */
  readonly release: () => void
}

interface Session {
  sayGoodbye(now: Instant): void
  end(): void
}

/** A request to open a socket, read. */
interface Wish {
  readonly place: "api" | "raw" | "combined"
  readonly path: string
  readonly query: URLSearchParams
  readonly ip: string
}

/** Where sockets are opened: raw and combined streams, and the WebSocket API. */
export class SocketDoor {
  readonly #house: House
  readonly #sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    autoPong: false,
  })
  readonly #sessions = new Map<Connection, Session>()
  /** Where each connection of the WebSocket API comes from. */
  readonly #callers = new Map<Connection, string>()

  constructor(house: House) {
    this.#house = house
  }

  /** @param now by the machine's clock */
  open(message: IncomingMessage, socket: Duplex, head: Buffer, now: Instant): void {
    socket.on("error", () => socket.destroy())
    const wish = wishOf(message)
    const refusal = wish === undefined ? "404 Not Found" : this.#refusalOf(wish, now)
    if (wish === undefined || refusal !== undefined) {
      socket.end(`HTTP/1.1 ${refusal}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`)
      return
    }
    this.#sockets.handleUpgrade(message, socket, head, (client) => {
      const { line, mischief } = this.#house
      const link = new Connection({ socket: client, line, mischief })
      const session = wish.place === "api" ? this.#api(link, wish) : this.#streams(link, wish)
      this.#sessions.set(link, session)
      if (wish.place === "api") this.#callers.set(link, wish.ip)
      client.on("close", () => {
        this.#sessions.delete(link)
        this.#callers.delete(link)
        session.end()
      })
      this.#house.release()
    })
  }

  /** Tells everybody that this server is about to go. */
  sayGoodbye(now: Instant): void {
    for (const session of this.#sessions.values()) session.sayGoodbye(now)
  }

  /** A banned address is disconnected from the WebSocket API (binance-spot.md section 5). */
  disconnect(ip: string): void {
    for (const [link, caller] of this.#callers) if (caller === ip) link.close(1008, "IP banned")
  }

  /** Ends every connection without a word. */
  drop(): void {
    for (const link of this.#sessions.keys()) link.drop()
  }

  /** Why a socket is not opened, as an HTTP status. */
  #refusalOf({ place, ip, query }: Wish, now: Instant): string | undefined {
    const { gate, router, turn } = this.#house
    if (gate.isShut(now)) return "503 Service Unavailable"
    if (!gate.admits(ip, now)) return "429 Too Many Requests"
    try {
      readUnit(query.get("timeUnit") ?? undefined)
      if (place === "api") router.weights.add(ip, API_WEIGHT, turn())
      return undefined
    } catch (error) {
      if (error instanceof Failure) return `${error.status} Refused`
      throw error
    }
  }

  #api(link: Connection, { ip, query }: Wish): Session {
    const { router, feeds, mischief, turn, release } = this.#house
    const session = new ApiSession({
      router,
      feeds,
      link,
      ip,
      unit: readUnit(query.get("timeUnit") ?? undefined),
      now: turn(),
      hasLimits: query.get("returnRateLimits") !== "false",
    })
    link.onMessage((text) => {
      session.receive(text, { now: turn(), fate: mischief.ofRequest() })
      release()
    })
    return session
  }

  #streams(link: Connection, { place, path, query }: Wish): Session {
    const { hall, feeds, turn, release } = this.#house
    const unit = readUnit(query.get("timeUnit") ?? undefined)
    const isCombined = place === "combined"
    const session = new StreamSession({ hall, feeds, link, unit, isCombined })
    const named = isCombined ? (query.get("streams") ?? "") : decodeURIComponent(path.slice(3))
    turn()
    session.subscribe(named.split("/").filter((name) => name !== ""))
    link.onMessage((text) => {
      session.receive(text, turn())
      release()
    })
    return session
  }
}

/** Undefined where there is nothing at the address. */
function wishOf(message: IncomingMessage): Wish | undefined {
  const ip = message.socket.remoteAddress ?? "unknown"
  const target = message.url ?? "/"
  if (!URL.canParse(target, "http://exchange")) return undefined
  const { pathname: path, searchParams: query } = new URL(target, "http://exchange")
  if (!isDecodable(path)) return undefined
  if (path === "/ws-api/v3") return { place: "api", path, query, ip }
  if (path === "/ws" || path.startsWith("/ws/")) return { place: "raw", path, query, ip }
  return path === "/stream" ? { place: "combined", path, query, ip } : undefined
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}
