import type { Tape } from "../src/market/tape.ts"
import type { Absent, Report, Survey, Told } from "../src/order/report.ts"
import type { OrderId, Request } from "../src/order/request.ts"
import type { Exchange } from "../src/simulation/exchange.ts"
import type { Instant } from "../src/value/brand.ts"
import type { Chance } from "../src/value/chance.ts"
import { isWithin, type Span } from "./market.ts"

/** The exchange's door: it turns requests away although nothing is wrong with them. */
export class Door {
  readonly #exchange: Exchange
  readonly #chance: Chance
  readonly #refusals: number
  readonly #bans: readonly Span[]
  readonly #arrived: (request: Request, at: Instant) => void
  readonly #answer: (report: Report) => void
  #isOver = false

  /** @param told.refusals how often a request is turned away, in parts of one */
  constructor(told: {
    readonly exchange: Exchange
    readonly chance: Chance
    readonly refusals: number
    readonly bans: readonly Span[]
    readonly arrived: (request: Request, at: Instant) => void
    readonly answer: (report: Report) => void
  }) {
    this.#exchange = told.exchange
    this.#chance = told.chance
    this.#refusals = told.refusals
    this.#bans = told.bans
    this.#arrived = told.arrived
    this.#answer = told.answer
  }

  /** From now on nobody is turned away. */
  end(): void {
    this.#isOver = true
  }

  get isIdle(): boolean {
    return this.#exchange.isIdle
  }

  get revision(): number {
    return this.#exchange.revision
  }

  quietUntil(tape: Tape, from: number): number {
    return this.#exchange.quietUntil(tape, from)
  }

  advance(tape: Tape, from: number, until: Instant): number {
    return this.#exchange.advance(tape, from, until)
  }

  request(account: string, request: Request, at: Instant): void {
    this.#arrived(request, at)
    const drawn = this.#chance.unit()
    const which = this.#chance.below(EXCUSES.length)
    if (isWithin(at, this.#bans)) this.#refuse(request, BANNED, at)
    else if (drawn < this.#refusals && !this.#isOver) this.#refuse(request, EXCUSES[which], at)
    else this.#exchange.request(account, request, at)
  }

  ask(account: string, id: OrderId, at: Instant): Told | Absent {
    return this.#exchange.ask(account, id, at)
  }

  survey(account: string, at: Instant): Survey {
    return this.#exchange.survey(account, at)
  }

  #refuse(request: Request, excuse: Excuse, at: Instant): void {
    const { kind } = request
    if (kind === "cancel") this.#answer({ kind: "cancel-rejected", id: request.id, at, ...excuse })
    if (kind === "replace") {
      this.#answer({ kind: "cancel-rejected", id: request.cancel, at, ...excuse })
      this.#answer({ kind: "rejected", id: request.place.id, at, ...excuse })
    }
    if (kind === "place") this.#answer({ kind: "rejected", id: request.id, at, ...excuse })
    if (kind === "place-pair") {
      for (const { id } of request.legs) this.#answer({ kind: "rejected", id, at, ...excuse })
    }
  }
}

interface Excuse {
  readonly code: number
  readonly text: string
}

const BANNED: Excuse = { code: -1003, text: "Too much request weight used; IP banned." }
const EXCUSES: readonly Excuse[] = [
  { code: -1008, text: "Server is currently overloaded with other requests." },
  { code: -1015, text: "Too many new orders." },
  { code: -1013, text: "Market is closed." },
  { code: -2010, text: "This action is disabled on this account." },
  { code: -1021, text: "Timestamp for this request is outside of the recvWindow." },
]
