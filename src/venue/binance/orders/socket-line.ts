import { z } from "zod"
import type { Instant } from "../../../value/brand.ts"
import type { Chance } from "../../../value/chance.ts"
import type { Allowance } from "../allowance.ts"
import type { RateLimit } from "../budget.ts"
import type { ExchangeClock } from "../clock.ts"
import { Connection, type ConnectionOwner, type ConnectionState } from "../connection.ts"
import type { Effect, Happening, SocketName } from "../effect.ts"
import type { AccountKey } from "../signature.ts"
import type { Call } from "./call.ts"
import { outcomeOf, type Outcome, readJson } from "./outcome.ts"
import { LIMITS } from "./figures.ts"
import { frameFor, timed } from "./signing.ts"

/** What the WebSocket API said to one of our messages. */
export interface SocketAnswer {
  readonly id: string
  readonly status: number
  readonly outcome: Outcome
  readonly limits: readonly RateLimit[]
  /** Exchange's clock, when it wants to be left alone until then. */
  readonly retryAfter: Instant | undefined
}

/** Who listens to the line. */
export interface SocketListener {
  onAnswer(answer: SocketAnswer, at: Instant): void
  onEvent(event: unknown, socket: SocketName, at: Instant): void
  /** Events of the account come from now on. */
  onUp(at: Instant): void
  /** What was asked on this socket may never be answered. */
  onGone(socket: SocketName, at: Instant): void
  /** A message that is no answer and no event. */
  onUnreadable(at: Instant): void
}

const MESSAGE = z.object({
  id: z.union([z.string(), z.number(), z.null()]).optional(),
  status: z.number().optional(),
  result: z.unknown().optional(),
  error: z.unknown().optional(),
  event: z.unknown().optional(),
  rateLimits: LIMITS.optional().catch(undefined),
})
const PATIENCE_TOLD = z.object({ data: z.object({ retryAfter: z.number() }) })

const UTF8 = new TextDecoder()

/**
 * The connection of the WebSocket API: it logs on where the key can, subscribes to the account's
 * events as its greeting, carries messages and gives back what comes (binance-spot.md 21 and 22).
 */
export class SocketLine implements ConnectionOwner {
  readonly connection: Connection
  readonly #key: AccountKey
  readonly #clock: ExchangeClock
  readonly #listener: SocketListener
  /** For each socket that is greeting: the answers that it still waits for. */
  readonly #greetings = new Map<SocketName, Set<string>>()
  #hellos = 0

  constructor(told: {
    readonly url: string
    readonly key: AccountKey
    readonly clock: ExchangeClock
    readonly attempts: Allowance
    readonly chance: Chance
    readonly effects: Effect[]
    readonly listener: SocketListener
  }) {
    const { url, key, clock, attempts, chance, effects, listener } = told
    this.#key = key
    this.#clock = clock
    this.#listener = listener
    this.connection = new Connection({
      name: "orders",
      url,
      owner: this,
      attempts,
      chance,
      effects,
    })
  }

  get state(): ConnectionState {
    return this.connection.state
  }

  /** Whether a call would go over the socket now. */
  carries({ socketMethod }: Call): boolean {
    return socketMethod !== undefined && this.connection.socket !== undefined
  }

  /** Sends a call on the socket that is up. @returns its name; undefined when there is none */
  send(call: Call, id: string, at: Instant): SocketName | undefined {
    const { socket } = this.connection
    const { socketMethod, isSigned, parameters } = call
    if (socket === undefined || socketMethod === undefined) return undefined
    const key = isSigned && !this.#mayLogOn ? this.#key : undefined
    const given = isSigned ? timed(parameters, this.#clock.toExchange(at)) : parameters
    this.connection.send(frameFor(socketMethod, given, { id, key }), at)
    return socket
  }

  /** It is open, and does not answer. */
  giveUp(socket: SocketName, at: Instant): void {
    this.connection.drop(socket, "it did not answer in time", at)
  }

  /** @returns whether it was about one of our sockets */
  happened(happening: Happening, at: Instant): boolean {
    if (happening.kind === "answered" || happening.kind === "failed") return false
    const { socket } = happening
    if (!this.connection.owns(socket)) return false
    this.connection.happened(happening, at)
    if (happening.kind === "message") this.#read(socket, happening.bytes, at)
    return true
  }

  greet(socket: SocketName, at: Instant): readonly string[] {
    const key = this.#key
    const given = timed([], this.#clock.toExchange(at))
    const words = this.#mayLogOn ? ["session.logon", SUBSCRIBE] : [SUBSCRIBE]
    const named = words.map((method) => ({ method, id: `hello-${++this.#hellos}` }))
    this.#greetings.set(socket, new Set(named.map(({ id }) => id)))
    return named.map(({ method, id }) => frameFor(method, given, { id, key }))
  }

  onUp(_: SocketName, at: Instant): void {
    this.#listener.onUp(at)
  }

  onGone(socket: SocketName, _: string, at: Instant): void {
    this.#greetings.delete(socket)
    this.#listener.onGone(socket, at)
  }

  get #mayLogOn(): boolean {
    return this.#key.kind === "ed25519"
  }

  #read(socket: SocketName, bytes: Uint8Array, at: Instant): void {
    const message = MESSAGE.safeParse(readJson(UTF8.decode(bytes)))
    if (!message.success) return this.#listener.onUnreadable(at)
    const { id, status, result, error, event, rateLimits } = message.data
    if (event !== undefined) return this.#listener.onEvent(event, socket, at)
    if (status === undefined) return this.#listener.onUnreadable(at)
    const patience = PATIENCE_TOLD.safeParse(error)
    const answer: SocketAnswer = {
      id: String(id ?? ""),
      status,
      outcome: outcomeOf({ status, value: status === 200 ? result : error, text: "" }),
      limits: rateLimits ?? [],
      retryAfter: patience.success ? toInstant(patience.data.data.retryAfter) : undefined,
    }
    this.#hearGreeting(socket, answer, at)
    this.#listener.onAnswer(answer, at)
    // Said once when the key has lost its rights: whoever is logged on is not any more.
    if (answer.id === "" && status === LOGGED_OFF) {
      this.connection.drop(socket, "it was logged off", at)
    }
  }

  #hearGreeting(socket: SocketName, { id, outcome }: SocketAnswer, at: Instant): void {
    const awaited = this.#greetings.get(socket)
    if (awaited?.delete(id) !== true) return
    if (outcome.kind !== "done") {
      const reason = outcome.kind === "refused" ? outcome.text : outcome.reason
      return this.connection.drop(socket, `its greeting was refused: ${reason}`, at)
    }
    if (awaited.size > 0) return
    this.#greetings.delete(socket)
    this.connection.greeted(socket, at)
  }
}

/** Works for keys of every kind, with or without a session. */
const SUBSCRIBE = "userDataStream.subscribe.signature"
const LOGGED_OFF = 401
const toInstant = (ms: number): Instant => (ms * 1_000) as Instant
