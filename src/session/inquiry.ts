import type { Instant } from "../value/brand.ts"
import { Problem } from "../value/problem.ts"
import {
  type AccountKey,
  queryOf,
  type Parameter,
  signedQuery,
} from "../venue/binance/signature.ts"

/** EXEC-63: no single question to the exchange is waited for longer. */
const PATIENCE_MS = 10_000
const RECEIVE_WINDOW = "5000"

/** An answer of the exchange, and how long it took from the asking to the last byte. */
export interface Answered {
  readonly body: unknown
  readonly text: string
  readonly tookUs: number
}

/**
 * Questions to the exchange that change nothing, asked one at a time before a session begins and by
 * the doctor. Orders never go this way: they are the venue's.
 */
export class Inquiry {
  readonly #rest: string
  readonly #key: AccountKey | undefined
  readonly #clock: () => Instant
  /** What the exchange's clock shows more than ours; signed questions are stamped with its time. */
  #offset = 0

  constructor(told: {
    readonly rest: string
    readonly key?: AccountKey
    readonly clock: () => Instant
  }) {
    this.#rest = told.rest
    this.#key = told.key
    this.#clock = told.clock
  }

  /** A question that needs no key. @throws Problem `EXCHANGE_UNREACHABLE`, `EXCHANGE_REFUSED` */
  async ask(path: string, parameters: readonly Parameter[] = []): Promise<Answered> {
    const query = parameters.length === 0 ? "" : `?${queryOf(parameters)}`
    return await this.#fetch(`${path}${query}`, {})
  }

  /** A question that only the account's owner may ask. */
  async askSigned(path: string, parameters: readonly Parameter[] = []): Promise<Answered> {
    const key = this.#key
    if (key === undefined) throw new Error("a signed question needs a key")
    const stamped: readonly Parameter[] = [
      ...parameters,
      ["recvWindow", RECEIVE_WINDOW],
      ["timestamp", String(Math.floor((this.#clock() + this.#offset) / 1000))],
    ]
    const target = `${path}?${signedQuery(stamped, key)}`
    return await this.#fetch(target, { "X-MBX-APIKEY": key.name })
  }

  /**
   * Compares the clocks: the best of some questions, since the way there and back is not known.
   * @returns what the exchange's clock shows more than ours, microseconds, and how sure that is
   */
  async compareClocks(
    times = 3,
  ): Promise<{ readonly offsetUs: number; readonly withinUs: number }> {
    let best = { offsetUs: 0, withinUs: Infinity }
    for (let i = 0; i < times; i++) {
      const before = this.#clock()
      const { body, tookUs } = await this.ask("/api/v3/time")
      const theirs = Number((body as { serverTime?: unknown }).serverTime) * 1000
      if (!(theirs > 0)) throw refused("/api/v3/time", "It told no time.")
      // Their clock shows whole milliseconds; on average half of one more had gone by.
      const offsetUs = Math.round(theirs + 500 - (before + tookUs / 2))
      if (tookUs / 2 < best.withinUs) best = { offsetUs, withinUs: Math.round(tookUs / 2) }
    }
    this.#offset = best.offsetUs
    return best
  }

  async #fetch(target: string, headers: Readonly<Record<string, string>>): Promise<Answered> {
    const path = target.split("?")[0] ?? target
    const began = performance.now()
    const { status, text } = await this.#text(target, path, headers)
    const tookUs = Math.round((performance.now() - began) * 1000)
    const body = jsonOf(text)
    if (body === undefined) throw refused(path, `The answer (status ${status}) is not JSON.`)
    const { code = "", msg = "" } = body as { code?: number | string; msg?: string }
    if (status !== 200) {
      throw refused(path, `It answered ${status}: ${code} ${msg}`.trim())
    }
    return { body, text, tookUs }
  }

  async #text(
    target: string,
    path: string,
    headers: Readonly<Record<string, string>>,
  ): Promise<{ readonly status: number; readonly text: string }> {
    try {
      const signal = AbortSignal.timeout(PATIENCE_MS)
      const answer = await fetch(`${this.#rest}${target}`, { headers, signal, redirect: "error" })
      return { status: answer.status, text: await answer.text() }
    } catch (error) {
      throw unreachable(this.#rest, path, error)
    }
  }
}

function jsonOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === "object" && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

function unreachable(rest: string, path: string, error: unknown): Problem {
  const cause = error instanceof Error ? (error.cause ?? error) : error
  const { code = "", message = "" } = cause as { code?: string; message?: string }
  return new Problem({
    code: "EXCHANGE_UNREACHABLE",
    what: `${rest} did not answer ${path}.`,
    why: REASONS[code] ?? `The network said: ${code || message || "nothing"}.`,
    next: "Check the network of this machine; positions keep their stops at the exchange meanwhile.",
  })
}

const REASONS: Readonly<Record<string, string>> = {
  ENOTFOUND: "Its name is not known here: there is no network, or no name service.",
  EAI_AGAIN: "The name service does not answer.",
  ECONNREFUSED: "Nobody listens there.",
  ECONNRESET: "The connection was cut.",
  CERT_HAS_EXPIRED: "Its certificate has expired: it may not be the exchange at all.",
  DEPTH_ZERO_SELF_SIGNED_CERT: "Its certificate is its own: it may not be the exchange at all.",
  SELF_SIGNED_CERT_IN_CHAIN: "Its certificate is its own: it may not be the exchange at all.",
  ERR_TLS_CERT_ALTNAME_INVALID: "Its certificate is for another name: it is not the exchange.",
}

function refused(path: string, why: string): Problem {
  return new Problem({
    code: "EXCHANGE_REFUSED",
    what: `The exchange did not answer ${path} as it should.`,
    why: /[.!?]$/.test(why) ? why : `${why}.`,
    next: '"genesis doctor" tells what works and what does not.',
  })
}
