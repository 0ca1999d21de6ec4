import type { Instant } from "../../value/brand.ts"
import type { ApiKey, Customer } from "../account/customer.ts"
import type { Hall, HallLimits } from "../hall.ts"
import { Failure, missing } from "./failure.ts"
import type { TimeUnit } from "./figure.ts"
import { type LimitFigure, orderLimitsOf, weightLimitOf } from "./limit-figures.ts"
import type { Method } from "./method.ts"
import { METHODS } from "./methods.ts"
import { Parameters, type Sent } from "./parameters.ts"
import { isSignedBy } from "./signature.ts"
import { Weights } from "./weights.ts"

/** A request as a channel hands it on. */
export interface Incoming {
  readonly method: Method
  readonly sent: Sent
  readonly ip: string
  readonly unit: TimeUnit
  readonly now: Instant
  /** When it came to the door, where that was earlier: on its way inside it can get too old. */
  readonly arrived?: Instant
  readonly apiKey: string | undefined
  readonly signature: string | undefined
  /** The bytes that were signed. */
  readonly payload: string
  /** Who logged on to the connection, where that stands in for a signature. */
  readonly session?: Holder | undefined
}

/** A key and whose it is. */
export interface Holder {
  readonly customer: Customer
  readonly key: ApiKey
}

/** What comes back, before a channel puts it into its own form. */
export interface Answer {
  readonly status: number
  readonly body: unknown
  readonly now: Instant
  readonly usedWeight: number
  /** Counts of orders, after a placement that succeeded. */
  readonly orderCounts?: { readonly tenSeconds: number; readonly day: number }
  readonly retryAfter?: number
}

/** Timestamps may be ahead by less than this. */
const AHEAD_US = 1_000_000
const WINDOW_MOST_US = 60_000_000

/** Every request goes through here, whichever way it came: limits, keys, signatures, times, method. */
export class Router {
  readonly hall: Hall
  readonly weights: Weights
  readonly #rest = new Map<string, Method>()
  readonly #socket = new Map<string, Method>()
  readonly #holders = new Map<string, Holder>()

  constructor(hall: Hall) {
    this.hall = hall
    this.weights = new Weights(hall.limits.weightPerMinute)
    for (const method of METHODS) {
      if (method.rest !== undefined) this.#rest.set(method.rest, method)
      if (method.socket !== undefined) this.#socket.set(method.socket, method)
    }
    for (const customer of hall.customers.values()) {
      for (const key of customer.keys) this.#holders.set(key.apiKey, { customer, key })
    }
  }

  /** @param line `GET /api/v3/order` */
  restMethod(line: string): Method | undefined {
    return this.#rest.get(line)
  }

  /** @param name `order.place`, with or without the version before it */
  socketMethod(name: string): Method | undefined {
    return this.#socket.get(name.replace(/^v3\//, ""))
  }

  /** Answers a request; the market has been brought up to its moment before. */
  route(incoming: Incoming): Answer {
    const { ip, now, method } = incoming
    let weight = 0
    try {
      const parameters = new Parameters(incoming.sent)
      const { weight: cost } = method
      weight = this.#charge(ip, typeof cost === "number" ? cost : cost(parameters), now)
      const { hall } = this
      const call = { hall, parameters, now, unit: incoming.unit }
      if (method.security === "NONE") return this.#good(incoming, method.answer(call))
      const holder = this.admit(incoming, parameters)
      const { customer, key } = holder
      if (method.security === "TRADE" && !key.mayTrade) throw badKey()
      if (method.security === "TRADE") this.#requireStillTimely(incoming, parameters, customer)
      const desk = hall.deskOf(customer.name)
      const body = method.answer({ ...call, customer, desk, apiKey: key.apiKey })
      if (method.isFreeWhenGood) this.weights.giveBack(ip, weight, now)
      return this.#good(incoming, body, method.isPlacing ? customer : undefined)
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      return this.failed(error, ip, now)
    } finally {
      this.hall.settle()
    }
  }

  /**
   * Who signed a request, when it was signed rightly and lately.
   * @throws Failure -2014, -2015, -1102, -1021, -1022
   */
  admit(incoming: Incoming, parameters: Parameters): Holder {
    const { apiKey, session, signature, payload } = incoming
    const now = incoming.arrived ?? incoming.now
    if (session !== undefined && apiKey === undefined) {
      requireTimely(parameters, now)
      return session
    }
    const holder = this.holderOf(apiKey)
    requireTimely(parameters, now)
    if (signature === undefined || signature === "") throw missing("signature")
    if (!isSignedBy(holder.key, payload, signature)) {
      throw new Failure({ code: -1022, text: "Signature for this request is not valid." })
    }
    return holder
  }

  /** @throws Failure -2014, -2015 */
  holderOf(apiKey: string | undefined): Holder {
    if (apiKey === undefined || !/^[\w-]{1,128}$/.test(apiKey)) {
      throw new Failure({ code: -2014, text: "API-key format invalid.", status: 401 })
    }
    const holder = this.#holders.get(apiKey)
    if (holder === undefined) throw badKey()
    return holder
  }

  /** Looked at again before the engine; an order that got too old by then counts as one. */
  #requireStillTimely(incoming: Incoming, parameters: Parameters, customer: Customer): void {
    const { now, arrived, method } = incoming
    if (arrived === undefined || arrived === now) return
    try {
      requireTimely(parameters, now)
    } catch (error) {
      if (method.isPlacing) this.hall.engine.countOrders(customer.name, 1, now)
      throw error
    }
  }

  /** A refusal as an answer. */
  failed(failure: Failure, ip: string, now: Instant): Answer {
    const { status, body, retryAfter } = failure
    const usedWeight = this.weights.used(ip, now)
    return { status, body, now, usedWeight, ...(retryAfter === undefined ? {} : { retryAfter }) }
  }

  /** Counts what a request costs, also one that is no method. @throws Failure 429, 418 */
  #charge(ip: string, weight: number, now: Instant): number {
    this.weights.add(ip, weight, now)
    return weight
  }

  #good(incoming: Incoming, body: unknown, placer?: Customer): Answer {
    const { ip, now } = incoming
    const usedWeight = this.weights.used(ip, now)
    if (placer === undefined) return { status: 200, body, now, usedWeight }
    const orderCounts = this.hall.engine.orderCounts(placer.name, now)
    return { status: 200, body, now, usedWeight, orderCounts }
  }
}

function badKey(): Failure {
  const text = "Invalid API-key, IP, or permissions for action."
  return new Failure({ code: -2015, text, status: 401 })
}

/** Section 4: not from the future, and not older than the window allows. */
function requireTimely(parameters: Parameters, now: Instant): void {
  const timestamp = parameters.moment("timestamp")
  if (timestamp === undefined) throw missing("timestamp")
  const window = readWindow(parameters)
  if (timestamp >= now + AHEAD_US) {
    const text = "Timestamp for this request was 1000ms ahead of the server's time."
    throw new Failure({ code: -1021, text })
  }
  if (now - timestamp > window) {
    const text = "Timestamp for this request is outside of the recvWindow."
    throw new Failure({ code: -1021, text })
  }
}

/** In microseconds; it is sent in milliseconds with up to three decimals. */
function readWindow(parameters: Parameters): number {
  const text = parameters.decimal("recvWindow") ?? "5000"
  const window = Number(text) * 1000
  if (!/^\d+(\.\d{1,3})?$/.test(text) || !(window <= WINDOW_MOST_US)) {
    throw new Failure({ code: -1131, text: "recvWindow must be less than 60000." })
  }
  return Math.round(window)
}

/** The limits and where they stand, as the WebSocket API tells them with each answer. */
export function limitsOf(answer: Answer, limits: HallLimits): readonly LimitCount[] {
  const { usedWeight, orderCounts } = answer
  const weight = { ...weightLimitOf(limits), count: usedWeight }
  if (orderCounts === undefined) return [weight]
  const [short, long] = orderLimitsOf(limits)
  return [{ ...short, count: orderCounts.tenSeconds }, { ...long, count: orderCounts.day }, weight]
}

type LimitCount = LimitFigure & { readonly count: number }
