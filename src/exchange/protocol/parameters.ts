import { Failure, illegal, missing } from "./failure.ts"

const NUMBER = "^([0-9]{1,20})(\\.[0-9]{1,20})?$"
const ID = "^[a-zA-Z0-9-_]{1,36}$"
const SYMBOL = /^[^\s&=%"'<>\\]{1,20}$/u
/** Moments before 2017 are not times of this exchange. */
const FIRST_MS = 1_483_228_800_000
const LAST_WHOLE = 9_223_372_036_854_775_807n

/** Parameters that every signed request may carry. */
const COMMON: ReadonlySet<string> = new Set([
  "timestamp",
  "recvWindow",
  "signature",
  "apiKey",
  "returnRateLimits",
])

/** Name and value as they were sent, in the order they were sent. */
export type Sent = readonly (readonly [name: string, value: string])[]

/**
 * The parameters of one request. It keeps account of which were read: the exchange refuses a request
 * that carries one it does not know.
 */
export class Parameters {
  readonly #values = new Map<string, string>()
  readonly #read = new Set<string>()

  /** @throws Failure -1101 for a name that was sent twice */
  constructor(sent: Sent) {
    for (const [name, value] of sent) {
      if (this.#values.has(name)) {
        throw new Failure({ code: -1101, text: "Duplicate values for a parameter detected." })
      }
      this.#values.set(name, value)
    }
  }

  has(name: string): boolean {
    this.#read.add(name)
    return this.#values.has(name)
  }

  /** @throws Failure -1105 when it was sent empty */
  optional(name: string): string | undefined {
    this.#read.add(name)
    const value = this.#values.get(name)
    if (value === "") throw new Failure({ code: -1105, text: `Parameter '${name}' was empty.` })
    return value
  }

  text(name: string): string {
    this.#read.add(name)
    const value = this.#values.get(name)
    if (value === undefined || value === "") throw missing(name)
    return value
  }

  symbol(name = "symbol"): string {
    const value = this.text(name)
    if (!SYMBOL.test(value)) throw illegal(name, "^[A-Z0-9-_.]{1,20}$")
    return value
  }

  /** A decimal figure above or at zero, as text. */
  decimal(name: string): string | undefined {
    const value = this.optional(name)
    if (value === undefined) return undefined
    if (!/^\d{1,20}(\.\d{1,20})?$/.test(value)) throw illegal(name, NUMBER)
    return value
  }

  clientId(name: string): string | undefined {
    const value = this.optional(name)
    if (value === undefined) return undefined
    if (!/^[a-zA-Z0-9-_]{1,36}$/.test(value)) throw illegal(name, ID)
    return value
  }

  whole(name: string): number | undefined {
    const value = this.optional(name)
    if (value === undefined) return undefined
    if (!/^-?\d{1,20}$/.test(value)) throw illegal(name, "^[0-9]{1,20}$")
    const whole = BigInt(value)
    if (whole < 0n || whole > LAST_WHOLE) throw illegal(name, "^[0-9]{1,20}$")
    return Number(whole)
  }

  /** A number of rows, between 1 and what the method allows at most; too many is cut to that. */
  limit(standard: number, most: number): number {
    const value = this.whole("limit") ?? standard
    if (value < 1) {
      throw new Failure({ code: -1130, text: "Data sent for parameter 'limit' is not valid." })
    }
    return Math.min(value, most)
  }

  flag(name: string): boolean | undefined {
    const value = this.optional(name)
    if (value === undefined) return undefined
    if (value === "true" || value === "TRUE") return true
    if (value === "false" || value === "FALSE") return false
    throw illegal(name, "^(true|false)$")
  }

  oneOf<const T extends string>(
    name: string,
    words: readonly T[],
    code: number,
    text: string,
  ): T | undefined {
    const value = this.optional(name)
    if (value === undefined) return undefined
    const word = words.find((it) => it === value)
    if (word === undefined) throw new Failure({ code, text })
    return word
  }

  /** A list of symbols, written as a JSON array. */
  list(name: string): readonly string[] | undefined {
    const value = this.optional(name)
    if (value === undefined) return undefined
    const parsed = parsedJson(value)
    const isList = Array.isArray(parsed) && parsed.every((it) => typeof it === "string")
    if (!isList) throw illegal(name, '^\\[("[A-Z0-9-_.]{1,20}"(,"[A-Z0-9-_.]{1,20}"){0,}){0,1}\\]$')
    return parsed
  }

  /** A moment in microseconds; it may be sent in milliseconds or microseconds. */
  moment(name: string): number | undefined {
    const value = this.whole(name)
    if (value === undefined) return undefined
    const isMicro = value >= FIRST_MS * 100
    return isMicro ? value : value * 1000
  }

  /** @throws Failure -1104 when something was sent that nobody read */
  finish(): void {
    const unread = [...this.#values.keys()].filter(
      (name) => !this.#read.has(name) && !COMMON.has(name),
    )
    if (unread.length === 0) return
    const sent = this.#values.size
    throw new Failure({
      code: -1104,
      text: `Not all sent parameters were read; read '${sent - unread.length}' parameter(s) but was sent '${sent}'.`,
    })
  }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
