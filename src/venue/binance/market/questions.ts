import type { Duration, Instant } from "../../../value/brand.ts"
import { FOREVER, later, NEVER, seconds } from "../../../value/time.ts"
import type { Effect, Happening } from "../effect.ts"
import type { RequestDesk } from "../request-desk.ts"

/** Something to be read from the exchange over HTTP. */
export interface Question {
  /** What it is about: one question of a key is open at a time. */
  readonly key: string
  readonly target: string
  readonly weight: number
  /** Given the body of a good answer. @returns false when it was none after all, and is asked again */
  readonly onAnswer: (body: string) => boolean
  /** After this many failures `onGiveUp` is called instead of asking again; Infinity for never. */
  readonly triesMost: number
  readonly onGiveUp: () => void
}

interface Open {
  readonly question: Question
  failures: number
  /** When it may be asked. */
  at: Instant
  /** Its number while it is on its way. */
  id: number | undefined
}

const ANSWER_WITHIN: Duration = seconds(5)
/** One question is asked at most so often: an answer that does not help would be asked for in circles. */
const AGAIN_AFTER: Duration = seconds(1)
const AGAIN_MOST: Duration = seconds(30)

/**
 * Asks over HTTP, within the weights the desk allows, one question of a key at a time, again after a
 * growing delay when no good answer came, and not at all while the exchange says to wait (DATA-5;
 * binance-spot.md section 5).
 */
export class Questions {
  readonly #desk: RequestDesk
  readonly #effects: Effect[]
  readonly #open = new Map<string, Open>()
  /** When each key was last asked. */
  readonly #askedAt = new Map<string, Instant>()
  /** Nothing is asked before it: the exchange said so, or the desk has nothing to give. */
  #barredUntil: Instant = NEVER
  #failed = 0

  constructor(told: { readonly desk: RequestDesk; readonly effects: Effect[] }) {
    this.#desk = told.desk
    this.#effects = told.effects
  }

  /** Requests so far that brought no good answer. */
  get failed(): number {
    return this.#failed
  }

  /** Asks as soon as it may; the same question while it is open changes nothing. */
  ask(question: Question, at: Instant): void {
    if (this.#open.has(question.key)) return
    const before = this.#askedAt.get(question.key) ?? NEVER
    const free = later(before, AGAIN_AFTER)
    this.#open.set(question.key, {
      question,
      failures: 0,
      at: free > at ? free : at,
      id: undefined,
    })
  }

  /** The answer is of no use any more. */
  drop(key: string): void {
    this.#open.delete(key)
  }

  happened(happening: Happening, at: Instant): void {
    if (happening.kind !== "answered" && happening.kind !== "failed") return
    const open = [...this.#open.values()].find(({ id }) => id === happening.id)
    if (open === undefined) return
    open.id = undefined
    if (happening.kind === "answered") {
      this.#heed(happening.status, happening.headers, at)
      if (happening.status === 200) {
        this.#open.delete(open.question.key)
        if (open.question.onAnswer(happening.body)) return
        if (!this.#open.has(open.question.key)) this.#open.set(open.question.key, open)
      }
    }
    this.#fail(open, at)
  }

  onTime(at: Instant): void {
    if (at < this.#barredUntil) return
    for (const open of this.#open.values()) {
      if (open.id !== undefined || at < open.at) continue
      const { weight } = open.question
      const id = this.#desk.admit(weight, at)
      if (id === undefined) {
        const free = this.#desk.freeAt(weight, at)
        this.#barredUntil = free > at ? free : later(at, AGAIN_AFTER)
        return
      }
      open.id = id
      this.#askedAt.set(open.question.key, at)
      this.#effects.push({
        kind: "request",
        id,
        method: "GET",
        target: open.question.target,
        headers: {},
        timeout: ANSWER_WITHIN,
      })
    }
  }

  get nextDue(): Instant {
    let due = FOREVER
    for (const { id, at } of this.#open.values()) if (id === undefined && at < due) due = at
    if (due === FOREVER) return due
    return due > this.#barredUntil ? due : this.#barredUntil
  }

  #fail(open: Open, at: Instant): void {
    this.#failed++
    open.failures++
    if (open.failures >= open.question.triesMost) {
      this.#open.delete(open.question.key)
      open.question.onGiveUp()
      return
    }
    const delay = Math.min(AGAIN_AFTER * 2 ** Math.min(open.failures - 1, 10), AGAIN_MOST)
    open.at = later(at, delay as Duration)
  }

  /** 429 and 418 say how long to keep quiet; one that does not say so is taken for a long one. */
  #heed(status: number, headers: Readonly<Record<string, string>>, at: Instant): void {
    if (status !== 429 && status !== 418) return
    const told = Number(headers["retry-after"])
    this.#barredUntil = later(at, seconds(told > 0 ? told : 60))
  }
}
