import type { Duration, Instant } from "../../src/value/brand.ts"
import type { Chance } from "../../src/value/chance.ts"
import { FOREVER, later, milliseconds, seconds } from "../../src/value/time.ts"
import type { Effect, Happening, SocketName } from "../../src/venue/binance/effect.ts"

type Body = Readonly<Record<string, unknown>>
type Params = Readonly<Record<string, string>>

interface Trade {
  readonly id: number
  readonly qty: number
}

/** An order as simply as it can be kept: quantities in steps of 0.00001, every trade at 10,000. */
export interface ScriptedOrder {
  readonly id: string
  readonly number: number
  readonly quantity: number
  status: "NEW" | "PARTIALLY_FILLED" | "FILLED" | "CANCELED" | "EXPIRED"
  readonly trades: Trade[]
}

/** How often in a hundred. */
export interface ScriptedFaults {
  readonly lost: number
  readonly unanswered: number
  readonly failing: number
  readonly eventLost: number
  readonly eventDoubled: number
  readonly eventLate: number
  readonly drop: number
}

const ORDERS = { rateLimitType: "ORDERS", interval: "SECOND", intervalNum: 10, limit: 50 }

const CALM: ScriptedFaults = {
  lost: 0,
  unanswered: 0,
  failing: 0,
  eventLost: 0,
  eventDoubled: 0,
  eventLate: 0,
  drop: 0,
}

const UNKNOWN_ERROR = { code: -1000, msg: "An unknown error occurred." }

const METHODS: Readonly<Record<string, string>> = {
  "POST /api/v3/order": "order.place",
  "DELETE /api/v3/order": "order.cancel",
  "POST /api/v3/order/cancelReplace": "order.cancelReplace",
  "GET /api/v3/order": "order.status",
  "GET /api/v3/myTrades": "myTrades",
  "GET /api/v3/account": "account.status",
  "GET /api/v3/openOrders": "openOrders.status",
  "GET /api/v3/time": "time",
  "GET /api/v3/exchangeInfo": "exchangeInfo",
  "GET /sapi/v1/system/status": "system.status",
}

const isOpen = (order: ScriptedOrder): boolean =>
  order.status === "NEW" || order.status === "PARTIALLY_FILLED"
const executedOf = (order: ScriptedOrder): number =>
  order.trades.reduce((sum, { qty }) => sum + qty, 0)
const text = (steps: number): string => (steps / 100_000).toFixed(8)

/**
 * An exchange written only to test against: it shares nothing with the simulated one. It does what the
 * venue asks, answers late, twice or never, and keeps the truth.
 */
export class ScriptedExchange {
  readonly orders = new Map<string, ScriptedOrder>()
  /** How often an order of this id arrived. */
  readonly arrivals = new Map<string, number>()
  /** Its clock is ahead of the trader's. */
  readonly ahead: Duration
  faults: ScriptedFaults
  refusesSockets = false
  /** A method that it does not serve for a while. */
  disowned: string | undefined
  /** Nothing comes through, either way. */
  isAway = false
  /** Its market is closed for now. */
  isResting = false
  /** What it says of itself. */
  system = { status: 0, msg: "normal" }
  /** It does not list the one market any more. */
  isDelisted = false
  /** Sockets asked for so far. */
  opened = 0
  /** Of the message that came last. */
  lastId = ""
  readonly #chance: Chance
  readonly #deliver: (happening: Happening) => void
  readonly #sockets = new Set<SocketName>()
  #line: { readonly at: Instant; readonly act: () => void }[] = []
  #now = 0 as Instant
  #number = 0

  constructor(told: {
    readonly chance: Chance
    readonly faults: ScriptedFaults
    readonly ahead: Duration
    readonly deliver: (happening: Happening) => void
  }) {
    this.#chance = told.chance
    this.faults = told.faults
    this.ahead = told.ahead
    this.#deliver = told.deliver
  }

  /** One that is open. */
  get socket(): SocketName {
    return [...this.#sockets][0] ?? ""
  }

  get nextDue(): Instant {
    return this.#line[0]?.at ?? FOREVER
  }

  /** Nothing goes wrong any more. */
  heal(): void {
    this.faults = CALM
  }

  onTime(at: Instant): void {
    this.#now = at
    while (this.nextDue <= at) this.#line.shift()?.act()
  }

  take(effect: Effect, at: Instant): void {
    this.#now = at
    if (effect.kind === "open") this.#open(effect.socket)
    else if (effect.kind === "close") this.#sockets.delete(effect.socket)
    else if (effect.kind === "send") this.#hearFrame(effect.socket, effect.text)
    else if (effect.kind === "request") this.#hearRequest(effect)
    else if (!this.isAway)
      this.#later(() => this.#tell(effect.socket, { kind: "pinged", socket: effect.socket }))
  }

  /** A resting order trades a part, or all; or a bad moment cuts all sockets. */
  live(): void {
    for (const order of this.orders.values()) {
      if (isOpen(order) && this.#happens(10)) this.#trade(order, 1 + this.#chance.below(99))
    }
    if (this.#happens(this.faults.drop)) this.#drop()
  }

  /** All of what rests under this id is traded. */
  fill(id: string): void {
    const order = this.orders.get(id)
    if (order !== undefined) this.#trade(order, order.quantity)
  }

  /** The lines that stand are cut, and no new one is taken. */
  cutSockets(): void {
    this.refusesSockets = true
    this.#drop()
  }

  #open(socket: SocketName): void {
    this.opened++
    this.#later(() => {
      if (this.refusesSockets || this.#happens(this.faults.drop)) {
        return this.#deliver({ kind: "closed", socket, reason: "it was refused" })
      }
      this.#sockets.add(socket)
      this.#deliver({ kind: "opened", socket })
    })
  }

  #hearFrame(socket: SocketName, frame: string): void {
    const { id, method, params } = JSON.parse(frame) as {
      readonly id: string
      readonly method: string
      readonly params: Params
    }
    this.lastId = id
    const reply = (status: number, body: unknown): void => {
      const part = status === 200 ? { result: body } : { error: body }
      const bytes = Buffer.from(JSON.stringify({ id, status, ...part }))
      this.#tell(socket, { kind: "message", socket, bytes })
    }
    this.#later(() => this.#serve(method, params, reply))
  }

  #hearRequest(request: Extract<Effect, { kind: "request" }>): void {
    const { id, method, target, timeout } = request
    const [path, query] = target.split("?")
    const params = Object.fromEntries(new URLSearchParams(query ?? ""))
    const answered = { is: false }
    const reply = (status: number, body: unknown): void => {
      answered.is = true
      this.#deliver({ kind: "answered", id, status, headers: {}, body: JSON.stringify(body) })
    }
    this.#later(() => this.#serve(METHODS[`${method} ${path}`] ?? "", params, reply))
    this.#at(later(this.#now, timeout), () => {
      if (!answered.is) this.#deliver({ kind: "failed", id, reason: "no answer" })
    })
  }

  #serve(method: string, params: Params, reply: (status: number, body: unknown) => void): void {
    const { lost, failing, unanswered, drop } = this.faults
    if (this.isAway) return
    if (method === this.disowned) return this.#later(() => reply(400, UNKNOWN_ERROR))
    if (this.#happens(lost)) return
    if (this.#happens(failing)) {
      if (this.#happens(50)) this.#do(method, params)
      return this.#later(() => reply(503, { code: -1007, msg: "Timeout waiting for response." }))
    }
    const [status, body] = this.#do(method, params)
    if (this.#happens(unanswered)) return
    if (this.#happens(drop)) return this.#drop()
    this.#later(() => reply(status, body))
  }

  get #symbols(): readonly object[] {
    return this.isResting ? [{ symbol: "BTCUSDT", status: "BREAK" }] : []
  }

  #do(method: string, params: Params): readonly [status: number, body: unknown] {
    const order = this.orders.get(params["origClientOrderId"])
    switch (method) {
      case "userDataStream.subscribe.signature":
        return [200, { subscriptionId: 0 }]
      case "time":
        return [200, { serverTime: this.#time }]
      case "exchangeInfo":
        return this.isDelisted
          ? [400, { code: -1121, msg: "Invalid symbol." }]
          : [200, { serverTime: this.#time, rateLimits: [ORDERS], symbols: this.#symbols }]
      case "system.status":
        return [200, this.system]
      case "order.place":
        if (this.isResting) return [400, { code: -2010, msg: "Market is closed." }]
        return this.#place(params)
      case "order.cancel":
        return this.#cancel(order)
      case "order.cancelReplace":
        return this.#replace(params)
      case "order.status":
        return order === undefined
          ? [400, { code: -2013, msg: "Order does not exist." }]
          : [200, this.#told(order)]
      case "myTrades":
        return [200, this.#tradesOf(Number(params["orderId"]))]
      case "openOrders.status":
        return [200, [...this.orders.values()].filter(isOpen).map((it) => this.#told(it))]
      case "account.status":
        return [200, { canTrade: true, canWithdraw: false, balances: [] }]
      default:
        return [400, { code: -1100, msg: `There is no ${method}.` }]
    }
  }

  #place(params: Params): readonly [number, unknown] {
    const id = params["newClientOrderId"]
    this.arrivals.set(id, (this.arrivals.get(id) ?? 0) + 1)
    if (this.#happens(10)) return [400, { code: -2010, msg: "Account has insufficient balance." }]
    const quantity = Math.round(Number(params["quantity"]) * 100_000)
    const order: ScriptedOrder = {
      id,
      number: ++this.#number,
      quantity,
      status: "NEW",
      trades: [],
    }
    this.orders.set(id, order)
    this.#report(order, { x: "NEW" })
    if (params["timeInForce"] === "IOC") {
      for (let i = this.#chance.below(4); i > 0; i--) this.#trade(order, 60)
      if (isOpen(order)) this.#end(order, "EXPIRED")
    }
    return [200, this.#told(order)]
  }

  #cancel(order: ScriptedOrder | undefined): readonly [number, unknown] {
    if (order === undefined || !isOpen(order)) {
      return [400, { code: -2011, msg: "Unknown order sent." }]
    }
    this.#end(order, "CANCELED")
    return [200, { ...this.#told(order), clientOrderId: "x", origClientOrderId: order.id }]
  }

  #replace(params: Params): readonly [number, unknown] {
    const [status, cancelResponse] = this.#cancel(
      this.orders.get(params["cancelOrigClientOrderId"]),
    )
    const data = { cancelResult: status === 200 ? "SUCCESS" : "FAILURE", cancelResponse }
    const failed = { code: -2022, msg: "Order cancel-replace failed." }
    if (status !== 200) {
      const none = { newOrderResult: "NOT_ATTEMPTED", newOrderResponse: null }
      return [400, { ...failed, data: { ...data, ...none } }]
    }
    const [placed, newOrderResponse] = this.#place(params)
    const whole = {
      ...data,
      newOrderResult: placed === 200 ? "SUCCESS" : "FAILURE",
      newOrderResponse,
    }
    return placed === 200 ? [200, whole] : [409, { ...failed, code: -2021, data: whole }]
  }

  #trade(order: ScriptedOrder, percent: number): void {
    const rest = order.quantity - executedOf(order)
    const qty = Math.min(rest, Math.ceil((order.quantity * percent) / 100))
    if (qty <= 0) return
    const trade = { id: ++this.#number, qty }
    order.trades.push(trade)
    order.status = qty === rest ? "FILLED" : "PARTIALLY_FILLED"
    this.#report(order, { x: "TRADE", l: text(qty), t: trade.id })
  }

  #end(order: ScriptedOrder, status: "CANCELED" | "EXPIRED"): void {
    order.status = status
    this.#report(order, status === "CANCELED" ? { x: status, c: "x", C: order.id } : { x: status })
  }

  /** Tells every socket what happened to an order: or not, or twice, or late. */
  #report(order: ScriptedOrder, told: Body): void {
    const quantity = Number(told["l"] ?? 0)
    const event = {
      e: "executionReport",
      s: "BTCUSDT",
      c: order.id,
      C: "",
      o: "LIMIT",
      X: order.status,
      i: order.number,
      l: text(0),
      z: text(executedOf(order)),
      L: "10000.00",
      Y: (quantity * 10_000).toFixed(8),
      n: "0",
      N: "USDT",
      T: this.#time,
      t: -1,
      ...told,
    }
    const bytes = Buffer.from(JSON.stringify({ subscriptionId: 0, event }))
    const { eventLost, eventDoubled, eventLate } = this.faults
    for (const socket of this.#sockets) {
      const say = (): void => this.#tell(socket, { kind: "message", socket, bytes })
      if (this.#happens(eventLost)) continue
      if (this.#happens(eventDoubled)) this.#at(later(this.#now, seconds(2)), say)
      if (this.#happens(eventLate)) this.#at(later(this.#now, seconds(3)), say)
      else this.#later(say)
    }
  }

  #told(order: ScriptedOrder): Body {
    return {
      symbol: "BTCUSDT",
      orderId: order.number,
      clientOrderId: order.id,
      side: "BUY",
      origQty: text(order.quantity),
      executedQty: text(executedOf(order)),
      status: order.status,
      transactTime: this.#time,
      updateTime: this.#time,
      fills: order.trades.map((trade) => ({
        price: "10000.00",
        qty: text(trade.qty),
        commission: "0",
        commissionAsset: "USDT",
        tradeId: trade.id,
      })),
    }
  }

  #tradesOf(number: number): readonly Body[] {
    const order = [...this.orders.values()].find((it) => it.number === number)
    return (order?.trades ?? []).map((trade) => ({
      id: trade.id,
      orderId: number,
      price: "10000.00",
      qty: text(trade.qty),
      quoteQty: (trade.qty / 10).toFixed(8),
      commission: "0",
      commissionAsset: "USDT",
      isMaker: false,
      time: this.#time,
    }))
  }

  get #time(): number {
    return Math.floor((this.#now + this.ahead) / 1_000)
  }

  #drop(): void {
    for (const socket of this.#sockets) {
      this.#deliver({ kind: "closed", socket, reason: "it was cut" })
    }
    this.#sockets.clear()
  }

  /** To a socket that is there still. */
  #tell(socket: SocketName, happening: Happening): void {
    if (this.#sockets.has(socket)) this.#deliver(happening)
  }

  /** After what the line takes: what was sent later may come sooner. */
  #later(act: () => void): void {
    this.#at(later(this.#now, milliseconds(1 + this.#chance.below(80))), act)
  }

  #at(at: Instant, act: () => void): void {
    this.#line.push({ at, act })
    this.#line.sort((a, b) => a.at - b.at)
  }

  #happens(percent: number): boolean {
    return this.#chance.below(100) < percent
  }
}
