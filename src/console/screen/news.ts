import type { Boards } from "../../report/boards/boards.ts"
import type { Instant } from "../../value/brand.ts"
import { later, NEVER, seconds } from "../../value/time.ts"
import type { Message } from "./message.ts"

type Event = Boards["events"]["events"][number]

/** How long each level is shown (UI-41, TILT-47); the last one stays until it is acknowledged. */
const STAYS = { 1: seconds(3), 2: seconds(10), 3: seconds(60) } as const
const SHOWN_MOST = 2
const LOOKED_BACK = 50
/** What was told shortly before somebody sat down is still news to them. */
const STILL_NEWS = seconds(600)

interface Shown extends Message {
  readonly since: Instant
}

/**
 * What is told to somebody who sits before the screen, and for how long (UI-41 to UI-45). It only ever
 * reads what happened: everything is in the log as well.
 */
export class News {
  #shown: readonly Shown[] = []
  /** The latest that was heard; undefined before anything was. */
  #last: Event | undefined
  readonly #said = new Set<string>()

  /** What happened up to now, at a moment on the wall; `now` is the session's own time. */
  hear(events: readonly Event[], told: { readonly at: Instant; readonly now: number }): void {
    const late = events.slice(-LOOKED_BACK)
    const last = this.#last
    const fresh =
      last === undefined ? late.filter((it) => isStillNews(it, told.now)) : following(late, last)
    for (const { seq, level, text } of fresh) {
      if (this.#said.delete(`${seq} ${text}`) || level === 0) continue
      // What has moved on is told once, as it is now.
      const others = this.#shown.filter((it) => beginningOf(it.text) !== beginningOf(text))
      this.#shown = [...others, { level, text, since: told.at }]
    }
    this.#last = events.at(-1) ?? last ?? NOTHING
    this.#shown = this.#shown.filter((it) => !isPast(it, told.at))
  }

  /** What was said as the answer to something typed need not be told again, unless it is loud. */
  skip(events: readonly Event[]): void {
    for (const { seq, level, text } of events) {
      if (level < 3) this.#said.add(`${seq} ${text}`)
    }
  }

  /** The loudest first, of equals the latest. */
  messages(): readonly Message[] {
    return this.#shown
      .toReversed()
      .toSorted((a, b) => b.level - a.level)
      .slice(0, SHOWN_MOST)
  }

  /** Somebody has read what stays (UI-44). @returns whether there was anything */
  acknowledge(): boolean {
    const before = this.#shown.length
    this.#shown = this.#shown.filter((it) => it.level < 3)
    return this.#shown.length < before
  }
}

const NOTHING: Event = { at: NEVER, seq: -1, kind: "note", level: 0, text: "" }

/**
 * What came after an event. Its number alone does not tell: a note that is no fact carries the number
 * of the fact before it. A restart forgets notes, and then the number is what there is.
 */
function following(events: readonly Event[], last: Event): readonly Event[] {
  const at = events.findLastIndex((it) => it.seq === last.seq && it.text === last.text)
  return at < 0 ? events.filter(({ seq }) => seq > last.seq) : events.slice(at + 1)
}

const beginningOf = (text: string): string => text.split(" ").slice(0, 3).join(" ")

const isStillNews = ({ level, at }: Event, now: number): boolean =>
  level >= 3 && at > now - STILL_NEWS

function isPast({ level, since }: Shown, at: Instant): boolean {
  return level !== 4 && at > later(since, STAYS[level])
}
