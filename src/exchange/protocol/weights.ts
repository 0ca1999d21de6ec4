import type { Instant } from "../../value/brand.ts"
import { Failure } from "./failure.ts"
import { milli } from "./figure.ts"

const MINUTE_US = 60_000_000
/** An address that goes on after so many refusals in a window is banned. */
const REFUSALS_BORNE = 20
/** The first ban; each further one is twice as long, up to three days. */
const FIRST_BAN_US = 2 * MINUTE_US
const LONGEST_BAN_US = 3 * 86_400_000_000

interface Usage {
  window: number
  weight: number
  refusals: number
  bans: number
  bannedUntil: number
}

/**
 * The weight that each address used in the running minute, by the clock's own minutes, and the bans
 * of those who would not stop (binance-spot.md section 5).
 */
export class Weights {
  readonly #perMinute: number
  readonly #usages = new Map<string, Usage>()
  /** Told of every address that is banned. */
  onBan: (ip: string) => void = () => {}

  constructor(perMinute: number) {
    this.#perMinute = perMinute
  }

  /** Weight used by an address in the minute that a moment lies in. */
  used(ip: string, now: Instant): number {
    return this.#usageOf(ip, now).weight
  }

  /**
   * Counts a request.
   * @throws Failure 429 above the limit, 418 while the address is banned
   */
  add(ip: string, weight: number, now: Instant): void {
    const usage = this.#usageOf(ip, now)
    if (now < usage.bannedUntil) throw banned(usage.bannedUntil, now)
    usage.weight += weight
    if (usage.weight <= this.#perMinute) return
    usage.refusals++
    if (usage.refusals > REFUSALS_BORNE) this.ban(ip, now)
    throw this.#tooMuch(now)
  }

  /** A request that was good costs nothing after all. */
  giveBack(ip: string, weight: number, now: Instant): void {
    const usage = this.#usageOf(ip, now)
    usage.weight = Math.max(0, usage.weight - weight)
  }

  /** Bans an address, longer each time. */
  ban(ip: string, now: Instant): void {
    const usage = this.#usageOf(ip, now)
    usage.bannedUntil = now + Math.min(FIRST_BAN_US * 2 ** usage.bans, LONGEST_BAN_US)
    usage.bans++
    usage.refusals = 0
    this.onBan(ip)
  }

  isBanned(ip: string, now: Instant): boolean {
    return now < this.#usageOf(ip, now).bannedUntil
  }

  #usageOf(ip: string, now: Instant): Usage {
    const window = Math.floor(now / MINUTE_US)
    const usage = this.#usages.get(ip) ?? {
      window,
      weight: 0,
      refusals: 0,
      bans: 0,
      bannedUntil: 0,
    }
    this.#usages.set(ip, usage)
    if (usage.window !== window) {
      usage.window = window
      usage.weight = 0
      usage.refusals = 0
    }
    return usage
  }

  #tooMuch(now: Instant): Failure {
    const text =
      `Too much request weight used; current limit is ${this.#perMinute} request weight per 1 MINUTE. ` +
      "Please use WebSocket Streams for live updates to avoid polling the API."
    const retryAfter = Math.ceil((MINUTE_US - (now % MINUTE_US)) / 1_000_000)
    return new Failure({ code: -1003, text, status: 429, retryAfter })
  }
}

function banned(until: number, now: Instant): Failure {
  const text =
    `Way too much request weight used; IP banned until ${milli(until as Instant)}. ` +
    "Please use WebSocket Streams for live updates to avoid bans."
  return new Failure({
    code: -1003,
    text,
    status: 418,
    retryAfter: Math.ceil((until - now) / 1_000_000),
  })
}
