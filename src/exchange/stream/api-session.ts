import type { Instant } from "../../value/brand.ts"
import type { UserEvent } from "../account/user-event.ts"
import type { Fate } from "../faults/mischief.ts"
import { Failure } from "../protocol/failure.ts"
import { stamp, type TimeUnit } from "../protocol/figure.ts"
import type { Method } from "../protocol/method.ts"
import {
  type Answer,
  type Holder,
  type Incoming,
  limitsOf,
  type Router,
} from "../protocol/router.ts"
import { type Frame, frameOf, sentOf } from "./api-frame.ts"
import type { Feeds } from "./feeds.ts"
import type { Link } from "./link.ts"

/** Weight of everything that concerns only the session itself. */
const SESSION_WEIGHT = 2

/**
 * One connection of the WebSocket API: the methods of REST in frames, a log-on, and the events of
 * accounts that are subscribed to (binance-spot.md sections 21 and 22).
 */
export class ApiSession {
  readonly #router: Router
  readonly #feeds: Feeds
  readonly #link: Link
  readonly #ip: string
  readonly #unit: TimeUnit
  readonly #connectedSince: Instant
  readonly #subscriptions = new Map<number, { account: string; listener: (e: UserEvent) => void }>()
  #hasLimits: boolean
  #holder: Holder | undefined
  #authorizedSince: Instant | undefined
  #subscribed = 0

  constructor(told: {
    readonly router: Router
    readonly feeds: Feeds
    readonly link: Link
    readonly ip: string
    readonly unit: TimeUnit
    readonly now: Instant
    readonly hasLimits: boolean
  }) {
    this.#router = told.router
    this.#feeds = told.feeds
    this.#link = told.link
    this.#ip = told.ip
    this.#unit = told.unit
    this.#connectedSince = told.now
    this.#hasLimits = told.hasLimits
  }

  /**
   * A frame of the client; the market has been brought up to its moment before.
   * @param told.fate what becomes of it on the way
   */
  receive(text: string, told: { readonly now: Instant; readonly fate: Fate }): void {
    const { now, fate } = told
    if (fate.kind === "lost" || (fate.kind !== "pass" && !fate.isCarriedOut)) {
      if (fate.kind === "unknown") this.#sendUnknown(text, fate, now)
      return
    }
    const frame = frameOf(text)
    if (frame instanceof Failure) return this.#send(null, this.#router.failed(frame, this.#ip, now))
    const { id, method, params } = frame
    const name = method.replace(/^v3\//, "")
    const known = this.#router.socketMethod(name) ?? this.#own(name, now)
    const wantsLimits =
      params["returnRateLimits"] !== false && params["returnRateLimits"] !== "false"
    if (known === undefined) {
      const failure = new Failure({ code: -1020, text: "This operation is not supported." })
      return this.#send(id, this.#router.failed(failure, this.#ip, now))
    }
    const answer = this.#router.route(this.#incoming(known, params, now))
    if (fate.kind === "pass") this.#send(id, answer, wantsLimits)
    else if (fate.kind === "unknown") this.#sendUnknown(text, fate, now)
  }

  /** The outcome is not told, whatever it is. */
  #sendUnknown(text: string, fate: Fate & { readonly kind: "unknown" }, now: Instant): void {
    const frame = frameOf(text)
    const id = frame instanceof Failure ? null : frame.id
    const { status, body } = fate
    this.#send(id, { status, body, now, usedWeight: this.#router.weights.used(this.#ip, now) })
  }

  /** This server is about to go. */
  sayGoodbye(now: Instant): void {
    const event = { e: "serverShutdown", E: stamp(now, this.#unit) }
    this.#link.send(JSON.stringify({ event }), "answer")
  }

  /** The connection is gone. */
  end(): void {
    for (const { account, listener } of this.#subscriptions.values()) {
      this.#feeds.leave(account, listener)
    }
    this.#subscriptions.clear()
  }

  #incoming(method: Method, params: Frame["params"], now: Instant): Incoming {
    const sent = sentOf(params)
    const valueOf = (name: string): string | undefined =>
      sent.find(([known]) => known === name)?.[1]
    const payload = sent
      .filter(([name]) => name !== "signature")
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, value]) => `${name}=${value}`)
      .join("&")
    return {
      method,
      sent,
      ip: this.#ip,
      unit: this.#unit,
      now,
      apiKey: valueOf("apiKey"),
      signature: valueOf("signature"),
      payload,
      session: this.#holder,
    }
  }

  /** The methods that exist only here; each is routed like any other. */
  #own(name: string, now: Instant): Method | undefined {
    const base = { rest: undefined, socket: name, weight: SESSION_WEIGHT } as const
    switch (name) {
      case "session.logon":
        return {
          ...base,
          security: "USER_DATA",
          answer: ({ customer, apiKey }) =>
            this.#logOn(
              customer.keys.find((key) => key.apiKey === apiKey),
              customer,
              now,
            ),
        }
      case "session.status":
        return { ...base, security: "NONE", answer: () => this.#status(now) }
      case "session.logout":
        return { ...base, security: "NONE", answer: () => this.#logOut(now) }
      case "session.subscriptions":
        return {
          ...base,
          security: "NONE",
          answer: () =>
            [...this.#subscriptions.keys()].map((subscriptionId) => ({ subscriptionId })),
        }
      default:
        return this.#ofUserData(name)
    }
  }

  #ofUserData(name: string): Method | undefined {
    const base = { rest: undefined, socket: name, weight: SESSION_WEIGHT } as const
    switch (name) {
      case "userDataStream.subscribe":
        return {
          ...base,
          security: "NONE",
          answer: () => this.#subscribe(this.#holder?.customer.name),
        }
      case "userDataStream.subscribe.signature":
        return {
          ...base,
          security: "USER_DATA",
          answer: ({ customer }) => this.#subscribe(customer.name),
        }
      case "userDataStream.unsubscribe":
        return {
          ...base,
          security: "NONE",
          answer: ({ parameters }) => this.#unsubscribe(parameters.whole("subscriptionId")),
        }
      default:
        return undefined
    }
  }

  #logOn(key: Holder["key"] | undefined, customer: Holder["customer"], now: Instant): unknown {
    if (key === undefined || key.check.kind !== "Ed25519") {
      const text = `${key?.check.kind === "RSA" ? "RSA" : "HMAC_SHA256"} API key is not supported.`
      throw new Failure({ code: -4056, text, status: 400 })
    }
    this.#holder = { key, customer }
    this.#authorizedSince = now
    return this.#status(now)
  }

  #logOut(now: Instant): unknown {
    this.#holder = undefined
    this.#authorizedSince = undefined
    return this.#status(now)
  }

  #status(now: Instant): unknown {
    const since = this.#authorizedSince
    return {
      apiKey: this.#holder?.key.apiKey ?? null,
      authorizedSince: since === undefined ? null : stamp(since, this.#unit),
      connectedSince: stamp(this.#connectedSince, this.#unit),
      returnRateLimits: this.#hasLimits,
      serverTime: stamp(now, this.#unit),
      userDataStream: this.#subscriptions.size > 0,
    }
  }

  #subscribe(account: string | undefined): unknown {
    if (account === undefined) {
      const text = "Invalid API-key, IP, or permissions for action."
      throw new Failure({ code: -2015, text, status: 401 })
    }
    const isThere = [...this.#subscriptions.values()].some((it) => it.account === account)
    if (isThere) {
      const text = "User Data Stream subscription already active."
      throw new Failure({ code: -2035, text })
    }
    const subscriptionId = this.#subscribed++
    const listener = (event: UserEvent): void => {
      const text = JSON.stringify({ subscriptionId, event: event.said(this.#unit) })
      this.#link.send(text, "user")
    }
    this.#subscriptions.set(subscriptionId, { account, listener })
    this.#feeds.listen(account, listener)
    return { subscriptionId }
  }

  #unsubscribe(wanted: number | undefined): unknown {
    const gone = [...this.#subscriptions].filter(([id]) => wanted === undefined || id === wanted)
    if (gone.length === 0) {
      const text = "User Data Stream subscription not active."
      throw new Failure({ code: -2036, text })
    }
    for (const [id, { account, listener }] of gone) {
      this.#feeds.leave(account, listener)
      this.#subscriptions.delete(id)
    }
    return {}
  }

  #send(id: unknown, answer: Answer, wantsLimits = true): void {
    const { status, body } = answer
    const rateLimits =
      wantsLimits && this.#hasLimits
        ? { rateLimits: limitsOf(answer, this.#router.hall.limits) }
        : {}
    const said = status === 200 ? { result: body } : { error: errorOf(answer) }
    this.#link.send(JSON.stringify({ id: id ?? null, status, ...said, ...rateLimits }), "answer")
    if (status === 418) this.#link.close(1008, "IP banned")
  }
}

/** On this channel the time to wait is told as a moment in milliseconds. */
function errorOf({ body, retryAfter, now }: Answer): unknown {
  if (retryAfter === undefined) return body
  const serverTime = Math.floor(now / 1000)
  const data = { serverTime, retryAfter: serverTime + retryAfter * 1000 }
  return { ...(body as Readonly<Record<string, unknown>>), data }
}
