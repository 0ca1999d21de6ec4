import { setTimeout as rest } from "node:timers/promises"
import { type Mail, type MailRoute, sendMail } from "../telemetry/mail.ts"
import type { Instant } from "../value/brand.ts"
import { Problem } from "../value/problem.ts"
import { minuteText } from "../value/time.ts"
import { redaction } from "./redaction.ts"
import type { Settings } from "./settings.ts"

/** After a mail that did not go out, it is tried again so much later; then it is given up. */
const AGAIN_MS = [20_000, 120_000] as const
/** One notice an hour: a bad hour is told once. */
const EVERY_MS = 3_600_000

/** The way of a notice, when its owner wants any: the address from the settings, secrets from the environment. */
export function routeOf(
  { notice }: Settings,
  environment: Readonly<Record<string, string | undefined>>,
): MailRoute | undefined {
  const { to, from, host, port, tls } = notice
  if (to === "") return undefined
  const user = environment["GENESIS_SMTP_USER"] ?? ""
  const password = environment["GENESIS_SMTP_PASSWORD"] ?? ""
  redaction.remember(password)
  return { to, from, host, port, tls, ...(user === "" ? {} : { login: { user, password } }) }
}

/** TILT-59: it says that there is a pause, and nothing of money or of what led to it. */
function noticeAt(at: Instant): Mail {
  const time = minuteText(at)
  return {
    subject: "GENESIS: a pause began",
    text: [
      "Hello,",
      "",
      "somebody who trades with GENESIS asked that you are told when it makes a pause. One began at",
      `${time} UTC. The program works as it should, what is held is guarded, and nothing is asked of`,
      "you. A friendly word may be welcome.",
      "",
    ].join("\n"),
  }
}

/**
 * Sends the neutral notice that leaves the machine (TILT-59, TILT-46). It waits for nobody and nobody
 * waits for it: what goes wrong is told as an event and trading goes on.
 */
export class Notices {
  readonly #route: MailRoute
  readonly #onTrouble: (text: string) => void
  readonly #ending = new AbortController()
  #sentAt = -Infinity
  #sending: Promise<void> = Promise.resolve()

  constructor(told: { readonly route: MailRoute; readonly onTrouble: (text: string) => void }) {
    this.#route = told.route
    this.#onTrouble = told.onTrouble
  }

  /** @param nowMs by a clock that only goes forward */
  send(at: Instant, nowMs: number): void {
    if (nowMs - this.#sentAt < EVERY_MS) return
    this.#sentAt = nowMs
    this.#sending = this.#sending.then(() => this.#try(noticeAt(at)))
  }

  /** What is being sent is waited for; what would be tried later is given up. */
  async close(): Promise<void> {
    this.#ending.abort()
    await this.#sending
  }

  async #try(mail: Mail): Promise<void> {
    for (const again of [...AGAIN_MS, undefined]) {
      try {
        await sendMail(this.#route, mail)
        return
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        if (again === undefined || this.#ending.signal.aborted) {
          this.#onTrouble(redaction.clean(`${error.message} ${error.why} ${error.next}`))
          return
        }
        await rest(again, undefined, { signal: this.#ending.signal }).catch(() => undefined)
      }
    }
  }
}
