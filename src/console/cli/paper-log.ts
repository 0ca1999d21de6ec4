import type { OpenSession } from "../../session/open-session.ts"
import { momentText } from "../screen/words.ts"
import { pulseText } from "./pulse-text.ts"

/** How often a session that has nothing to tell says that it lives. */
const HEARTBEAT_MS = 60_000
/** A reader that stands still must not fill our memory: beyond this many bytes, lines are left out. */
const WAITING_MOST = 1_000_000

/** The log of an engine: calm lines on standard output. */
export interface SessionLog {
  /** The session has gone on. */
  onTurn(): void
  close(): void
}

/** Begins to tell of a session, with what it is. */
export function logOf(told: {
  readonly session: OpenSession
  readonly headline: string
  readonly account: string
}): SessionLog {
  const { session, headline, account } = told
  const lines = new Lines()
  const say = (text: string): void => lines.tell(`${momentText(session.view().now)}  ${text}`)
  for (const text of opening(session, headline, account)) say(text)
  session.onEvent(({ at, text }) => lines.tell(`${momentText(at)}  ${text}`))
  const heartbeat = setInterval(() => say(pulseText(session)), HEARTBEAT_MS)
  return {
    onTurn: () => lines.settle(),
    close: () => clearInterval(heartbeat),
  }
}

function opening(session: OpenSession, headline: string, account: string): readonly string[] {
  const { plan, isResumed, notes } = session
  const params = Object.entries(plan.params).map(([name, value]) => ` ${name}=${value}`)
  return [
    headline,
    `${isResumed ? "Going on with" : "Beginning with"} ${plan.strategy}${params.join("")}, account "${account}".`,
    ...notes,
  ]
}

/** Lines to standard output. What a reader that stands still cannot take is counted, not kept. */
class Lines {
  #missed = 0

  tell(line: string): void {
    if (process.stdout.writableLength > WAITING_MOST) this.#missed++
    else process.stdout.write(`${line}\n`)
  }

  /** Says what was left out, once the reader takes lines again. */
  settle(): void {
    if (this.#missed === 0 || process.stdout.writableLength > 0) return
    process.stdout.write(`(${this.#missed} lines were left out: nobody read them.)\n`)
    this.#missed = 0
  }
}
