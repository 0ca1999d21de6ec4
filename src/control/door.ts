import { Problem } from "../value/problem.ts"
import type { Access, ControlKeys } from "./keys.ts"
import { isSame, signatureOf } from "./signature.ts"

/** A request, as far as it matters who sent it. */
export interface Knock {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body: string
}

/** A way into the API: who may pass, and for what. */
export interface Door {
  /** The command line of screens is served here. */
  readonly hasCommandLine: boolean
  /** Who asks too much is not heard for a while. */
  readonly blocks: boolean
  /**
   * @returns who it is, as requests are counted and logged by
   * @throws Problem `KEY_MISSING`, `KEY_REFUSED`, `FORBIDDEN_HERE`
   */
  admit(knock: Knock, access: Access): string
}

/** The socket: only its owner may open it, and they may do everything. The file's mode is the key. */
export const SOCKET_DOOR: Door = {
  hasCommandLine: true,
  blocks: false,
  admit: () => "owner",
}

/** A signed request is good for so long around its time stamp. */
const WINDOW_MS = 5_000

/**
 * The way in over loopback: the id of a key in `x-genesis-key`, a time stamp in `x-genesis-time`, and in
 * `x-genesis-signature` the HMAC of the request by the key's secret. None is accepted a second time,
 * and none that a browser sent for a page of somebody else.
 */
export class KeyDoor implements Door {
  readonly hasCommandLine = false
  readonly blocks = true
  readonly #keys: ControlKeys
  readonly #wallMs: () => number
  readonly #hosts: ReadonlySet<string>
  /** Signatures of the last seconds, the oldest first, with when they are forgotten. */
  readonly #seen = new Map<string, number>()

  constructor(told: {
    readonly keys: ControlKeys
    /** Milliseconds since 1970. */
    readonly wallMs: () => number
    /** What may stand in the Host header: the names of where it listens. */
    readonly hosts: readonly string[]
  }) {
    this.#keys = told.keys
    this.#wallMs = told.wallMs
    this.#hosts = new Set(told.hosts)
  }

  admit(knock: Knock, access: Access): string {
    const { method, url, headers, body } = knock
    const header = (name: string): string => {
      const value = headers[name]
      return typeof value === "string" ? value : ""
    }
    if (!this.#hosts.has(header("host")) || header("origin") !== "") throw forbidden()
    const [id, time, given] = [
      header("x-genesis-key"),
      header("x-genesis-time"),
      header("x-genesis-signature"),
    ]
    if (id === "" || time === "" || given === "") throw missing()
    const key = [this.#keys.read, this.#keys.write].find((it) => it.id === id)
    if (key === undefined) throw refused("It names a key that is not of this account.")
    const expected = signatureOf(key.secret, { time, method, url, body })
    if (!isSame(given, expected)) throw refused("Its signature does not fit what was sent.")
    const now = this.#wallMs()
    const lag = now - (/^\d{13}$/.test(time) ? Number(time) : NaN)
    if (!(Math.abs(lag) <= WINDOW_MS)) throw refused("Its time stamp is not of these seconds.")
    if (access === "write" && key !== this.#keys.write) throw refused("Its key may only look.")
    this.#once(given, now)
    return id
  }

  #once(signature: string, now: number): void {
    for (const [seen, until] of this.#seen) {
      if (until > now) break
      this.#seen.delete(seen)
    }
    if (this.#seen.has(signature)) throw refused("The same request was here before.")
    this.#seen.set(signature, now + 2 * WINDOW_MS)
  }
}

const SIGN = "docs/control.md tells how a request is signed, and where the keys lie."

function missing(): Problem {
  return new Problem({
    code: "KEY_MISSING",
    what: "The request carries no key, so nothing was done.",
    why: "Over the network, even that of this machine alone, each request is signed.",
    next: SIGN,
  })
}

function refused(why: string): Problem {
  return new Problem({
    code: "KEY_REFUSED",
    what: "The request was not admitted, so nothing was done.",
    why,
    next: SIGN,
  })
}

function forbidden(): Problem {
  return new Problem({
    code: "FORBIDDEN_HERE",
    what: "The request was not admitted, so nothing was done.",
    why: "It came from a browser's page, or under a name that is not this machine's own.",
    next: "Send it to 127.0.0.1 itself, from a program.",
  })
}
