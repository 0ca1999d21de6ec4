import type { Instant } from "../../value/brand.ts"

/** Connection attempts that one address has in a window. */
const ATTEMPTS_MOST = 300
const WINDOW_US = 300_000_000

/** Who may come in: nobody during maintenance, and no address that comes too often. */
export class Gatekeeper {
  #shutUntil = -Infinity
  readonly #attempts = new Map<string, { window: number; count: number }>()

  /** Nobody comes in until then. */
  shut(until: Instant): void {
    this.#shutUntil = until
  }

  isShut(now: Instant): boolean {
    return now < this.#shutUntil
  }

  /** Counts an attempt to open a socket; false when there were too many (binance-spot.md section 19). */
  admits(ip: string, now: Instant): boolean {
    const window = Math.floor(now / WINDOW_US)
    const known = this.#attempts.get(ip)
    const count = known?.window === window ? known.count + 1 : 1
    this.#attempts.set(ip, { window, count })
    return count <= ATTEMPTS_MOST
  }

  /** The addresses that have opened sockets. */
  get addresses(): readonly string[] {
    return [...this.#attempts.keys()]
  }
}
