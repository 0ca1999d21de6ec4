import type { Instant } from "../../value/brand.ts"
import type { Hall } from "../hall.ts"
import { stamp, type TimeUnit } from "../protocol/figure.ts"
import type { Feeds, Subscriber } from "./feeds.ts"
import type { Link } from "./link.ts"

/** Streams on one connection, and messages a second from a client. */
const STREAMS_MOST = 1024
const MESSAGES_PER_SECOND = 5
const METHODS = ["SUBSCRIBE", "UNSUBSCRIBE", "LIST_SUBSCRIPTIONS", "SET_PROPERTY", "GET_PROPERTY"]

/** One connection for market streams: what it is subscribed to, and what its client may say. */
export class StreamSession implements Subscriber {
  readonly unit: TimeUnit
  readonly #hall: Hall
  readonly #feeds: Feeds
  readonly #link: Link
  readonly #streams = new Set<string>()
  #isCombined: boolean
  #second = -1
  #messages = 0

  constructor(told: {
    readonly hall: Hall
    readonly feeds: Feeds
    readonly link: Link
    readonly unit: TimeUnit
    /** Events come wrapped with the name of their stream. */
    readonly isCombined: boolean
  }) {
    this.#hall = told.hall
    this.#feeds = told.feeds
    this.#link = told.link
    this.unit = told.unit
    this.#isCombined = told.isCombined
  }

  deliver(stream: string, data: string): void {
    const text = this.#isCombined ? `{"stream":"${stream}","data":${data}}` : data
    this.#link.send(text, /@depth(@|$)/.test(stream) ? "depth" : "market")
  }

  /** Subscribes to streams, as the address or the client names them. */
  subscribe(names: readonly string[]): void {
    for (const name of names) {
      if (this.#streams.has(name)) continue
      this.#streams.add(name)
      this.#feeds.subscribe(name, this, this.#hall)
    }
    if (this.#streams.size > STREAMS_MOST) this.#link.close(1008, "Too many streams")
  }

  /** A message of the client. */
  receive(text: string, now: Instant): void {
    if (this.isHasty(now)) {
      this.#link.close(1008, "Too many requests")
      return
    }
    const request = parsed(text)
    if (request === undefined) {
      this.#refuse(3, "Invalid JSON: expected value at line 1 column 1", undefined)
      return
    }
    this.#obey(request)
  }

  /** Counts a message or a ping of the client; true when it sends too many. */
  isHasty(now: Instant): boolean {
    const second = Math.floor(now / 1_000_000)
    if (second !== this.#second) this.#messages = 0
    this.#second = second
    this.#messages++
    return this.#messages > MESSAGES_PER_SECOND
  }

  /** This server is about to go. */
  sayGoodbye(now: Instant): void {
    const E = stamp(now, this.unit)
    this.deliver("!serverShutdown", JSON.stringify({ e: "serverShutdown", E }))
  }

  /** The connection is gone. */
  end(): void {
    for (const name of this.#streams) this.#feeds.unsubscribe(name, this)
    this.#streams.clear()
  }

  #obey(request: Readonly<Record<string, unknown>>): void {
    const { method, params, id } = request
    if (!isId(id)) {
      return this.#refuse(2, "Invalid request: request ID must be an unsigned integer", undefined)
    }
    const names = isStrings(params) ? params : undefined
    switch (method) {
      case "SUBSCRIBE":
        if (names === undefined) return this.#refuseParams(id)
        this.subscribe(names)
        return this.#answer(null, id)
      case "UNSUBSCRIBE":
        if (names === undefined) return this.#refuseParams(id)
        for (const name of names) {
          if (this.#streams.delete(name)) this.#feeds.unsubscribe(name, this)
        }
        return this.#answer(null, id)
      case "LIST_SUBSCRIPTIONS":
        return this.#answer([...this.#streams], id)
      case "SET_PROPERTY":
      case "GET_PROPERTY":
        return this.#property(method === "SET_PROPERTY", params, id)
      default: {
        const known = METHODS.map((name) => `\`${name}\``).join(", ")
        const text = `Invalid request: unknown variant \`${String(method)}\`, expected one of ${known}`
        return this.#refuse(2, text, id)
      }
    }
  }

  #property(isSetting: boolean, params: unknown, id: unknown): void {
    const [name, value] = Array.isArray(params) ? (params as readonly unknown[]) : []
    if (name !== "combined") return this.#refuse(0, "Unknown property", id)
    if (!isSetting) return this.#answer(this.#isCombined, id)
    if (typeof value !== "boolean") {
      return this.#refuse(1, "Invalid value type: expected Boolean", id)
    }
    this.#isCombined = value
    this.#answer(null, id)
  }

  #refuseParams(id: unknown): void {
    this.#refuse(2, "Invalid request: params must be an array of strings", id)
  }

  #answer(result: unknown, id: unknown): void {
    this.#link.send(JSON.stringify({ result, id: id ?? null }), "answer")
  }

  #refuse(code: number, msg: string, id: unknown): void {
    const text = JSON.stringify({ code, msg, ...(id === undefined ? {} : { id }) })
    this.#link.send(text, "answer")
  }
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined
  } catch {
    return undefined
  }
}

/** A whole number, a short word, or nothing. */
function isId(id: unknown): boolean {
  if (id === undefined || id === null) return true
  if (typeof id === "number") return Number.isInteger(id)
  return typeof id === "string" && /^[A-Za-z0-9_-]{0,36}$/.test(id)
}

const isStrings = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((it) => typeof it === "string")
