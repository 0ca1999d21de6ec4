import type { Books } from "../engine/books.ts"
import { alarmMessage, levelMessage } from "../report/tilt-page.ts"
import type { TiltLevel } from "../tilt/tilt-rule.ts"
import type { Instant } from "../value/brand.ts"

/** What is worth telling of the guard at a moment. */
interface Heard {
  readonly level: TiltLevel
  readonly texts: readonly string[]
  /** A lock begins, or the score asks for a notice at once. */
  readonly isPause: boolean
}

const NOTHING: Heard = { level: 0, texts: [], isPause: false }

/** Tells each change of the guard's level, and each alarm of its score, once (TILT-46, TILT-47). */
export class TiltAlarms {
  #level: TiltLevel = 0
  #alarms: readonly string[] = []

  /** After each fact; while all is calm this costs one comparison. */
  look(books: Books, at: Instant): Heard {
    const { level } = books.tiltAt(at)
    if (level === 0 && this.#level === 0) return NOTHING
    const standing = { ...books.tilt.standing(at), level }
    const fresh = standing.alarms.filter((it) => !this.#alarms.includes(it))
    const isRising = level > this.#level
    const texts = [
      ...(level === this.#level ? [] : [levelMessage(standing)]),
      ...fresh.flatMap((it) => alarmMessage(it, standing.score) ?? []),
    ]
    this.#level = level
    this.#alarms = standing.alarms
    return { level, texts, isPause: (isRising && level === 3) || fresh.includes("notify") }
  }
}
