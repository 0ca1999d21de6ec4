import { WebSocket } from "ws"
import type { Instant } from "../../value/brand.ts"
import { seconds } from "../../value/time.ts"
import type { Effect, Happening, Request, SocketName } from "./effect.ts"
import { troubleOf } from "./trouble.ts"

/** A WebSocket that has not opened by then never will. */
const HANDSHAKE_MS = 10_000
/** No message of the exchange is nearly so long. */
const MESSAGE_BYTES_MOST = 16 * 2 ** 20
/**
 * So many happenings may wait (DATA-4: at least 1,000). Beyond it sockets are not read until half of them
 * are gone: nothing is lost, and if we stay slow the exchange will cut the connection, which we hear.
 */
const INBOX_MOST = 50_000

interface Arrived {
  readonly happening: Happening
  readonly at: Instant
}

/**
 * The only I/O of the venue: moves bytes. It carries out effects, stamps what happens with the time
 * given, and hands it over in the order in which it came, so many a turn. It decides nothing; whatever
 * goes wrong outside becomes `closed` or `failed` with a calm reason.
 */
export class Driver {
  readonly #restUrl: string
  readonly #clock: () => Instant
  readonly #wake: () => void
  readonly #sockets = new Map<SocketName, WebSocket>()
  readonly #requests = new Set<AbortController>()
  #inbox: Arrived[] = []
  /** Those before it have been handed over. */
  #next = 0
  #isPaused = false
  #isClosed = false

  constructor(told: {
    /** `https://api.binance.com`; targets of requests are appended. */
    readonly restUrl: string
    /** Our own time, from a clock that never goes back. */
    readonly clock: () => Instant
    /** Called when something has arrived and nothing was waiting: a turn is due. */
    readonly wake: () => void
  }) {
    this.#restUrl = told.restUrl
    this.#clock = told.clock
    this.#wake = told.wake
  }

  /** How much has arrived and was not handed over yet. */
  get waiting(): number {
    return this.#inbox.length - this.#next
  }

  /** Carries out all effects in their order and empties the list. */
  carryOut(effects: Effect[]): void {
    for (const effect of effects) this.#carryOut(effect)
    effects.length = 0
  }

  /** Hands over what has arrived, at most `most`, each with the time of its arrival. */
  take(most: number, hand: (happening: Happening, at: Instant) => void): void {
    const end = Math.min(this.#next + most, this.#inbox.length)
    while (this.#next < end) {
      const { happening, at } = this.#inbox[this.#next++]
      hand(happening, at)
    }
    if (this.#next === this.#inbox.length || this.#next >= INBOX_MOST / 2) {
      this.#inbox = this.#inbox.slice(this.#next)
      this.#next = 0
    }
    if (this.#isPaused && this.waiting < INBOX_MOST / 2) this.#pause(false)
  }

  /** Ends everything at once; nothing arrives after it. */
  close(): void {
    this.#isClosed = true
    for (const name of this.#sockets.keys()) this.#shut(name)
    for (const request of this.#requests) request.abort()
  }

  #carryOut(effect: Effect): void {
    switch (effect.kind) {
      case "open":
        return this.#open(effect.socket, effect.url)
      case "send":
        return this.#say(effect.socket, (socket) => socket.send(effect.text))
      case "ping":
        return this.#say(effect.socket, (socket) => socket.ping())
      case "close":
        return this.#shut(effect.socket)
      case "request":
        void this.#request(effect)
        return
      default:
        effect satisfies never
    }
  }

  #open(name: SocketName, url: string): void {
    const socket = new WebSocket(url, {
      perMessageDeflate: false,
      handshakeTimeout: HANDSHAKE_MS,
      maxPayload: MESSAGE_BYTES_MOST,
      // The decoder takes any bytes.
      skipUTF8Validation: true,
    })
    this.#sockets.set(name, socket)
    let trouble: string | undefined
    socket.on("open", () => this.#arrive({ kind: "opened", socket: name }))
    socket.on("message", (bytes) =>
      this.#arrive({ kind: "message", socket: name, bytes: bytesOf(bytes) }),
    )
    socket.on("ping", () => this.#arrive({ kind: "pinged", socket: name }))
    socket.on("pong", () => this.#arrive({ kind: "pinged", socket: name }))
    socket.on("error", (error) => {
      trouble = troubleOf(error)
    })
    socket.on("close", (code, words) => {
      if (this.#sockets.get(name) !== socket) return
      const reason = trouble ?? reasonOf(code, words.toString("utf8"))
      this.#arrive({ kind: "closed", socket: name, reason })
      this.#sockets.delete(name)
    })
    if (this.#isPaused) socket.once("open", () => this.#isPaused && socket.pause())
  }

  /** What is said to a socket that is closing is lost; that it is closing is heard on its own. */
  #say(name: SocketName, say: (socket: WebSocket) => void): void {
    const socket = this.#sockets.get(name)
    if (socket?.readyState === WebSocket.OPEN) say(socket)
  }

  #shut(name: SocketName): void {
    const socket = this.#sockets.get(name)
    this.#sockets.delete(name)
    socket?.terminate()
  }

  async #request({ id, method, target, headers, timeout }: Request): Promise<void> {
    const abort = new AbortController()
    const timer = setTimeout(() => abort.abort(), timeout / 1000)
    this.#requests.add(abort)
    try {
      const url = `${this.#restUrl}${target}`
      const { signal } = abort
      const answer = await fetch(url, { method, headers, signal, redirect: "manual" })
      const body = await answer.text()
      const told = Object.fromEntries(answer.headers)
      this.#arrive({ kind: "answered", id, status: answer.status, headers: told, body })
    } catch (error) {
      const reason = abort.signal.aborted
        ? `there was no answer within ${timeout / seconds(1)} s`
        : troubleOf(error)
      this.#arrive({ kind: "failed", id, reason })
    } finally {
      clearTimeout(timer)
      this.#requests.delete(abort)
    }
  }

  #arrive(happening: Happening): void {
    if (this.#isClosed) return
    if ("socket" in happening && !this.#sockets.has(happening.socket)) return
    this.#inbox.push({ happening, at: this.#clock() })
    if (this.waiting === 1) this.#wake()
    if (!this.#isPaused && this.waiting >= INBOX_MOST) this.#pause(true)
  }

  #pause(isPaused: boolean): void {
    this.#isPaused = isPaused
    for (const socket of this.#sockets.values()) {
      if (socket.readyState !== WebSocket.OPEN) continue
      if (isPaused) socket.pause()
      else socket.resume()
    }
  }
}

/** The library's number for a socket that ended without the farewell of the protocol. */
const NO_FAREWELL = 1006

function reasonOf(code: number, words: string): string {
  if (code === NO_FAREWELL) return "the connection was cut"
  return `the other side closed it with code ${code}${words === "" ? "" : `, saying: ${words}`}`
}

/** A message comes as one piece; pieces of a fragmented one are joined by the library. */
function bytesOf(told: Buffer | ArrayBuffer | Buffer[]): Uint8Array {
  if (Array.isArray(told)) return Buffer.concat(told)
  return told instanceof ArrayBuffer ? new Uint8Array(told) : told
}
