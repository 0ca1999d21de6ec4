import type { Command } from "../engine/records.ts"
import type { Duration, Instant } from "../value/brand.ts"
import { milliseconds, minutes } from "../value/time.ts"
import type { OpenPaper } from "./paper-home.ts"

/** Between two turns of a session that keeps up with its clock. */
const REST_MS = 100
/** No turn plays more of the session's own time at once: keys and signals get a hearing in between. */
const STEP_MOST = minutes(5)
const STEP_LEAST = milliseconds(1)

/** The clock of the machine. Only here does a paper session learn what time it is. */
export function wallClock(): Instant {
  return (Date.now() * 1000) as Instant
}

/** Microseconds since the process began, by a clock that nobody can set. */
export function steadyClock(): number {
  return performance.now() * 1000
}

/**
 * Drives a paper session by the clock on the wall, turn after turn, and lets the event loop breathe
 * between them. What goes wrong in a turn ends it: the journal is the truth then, not the memory.
 */
export class Drive {
  readonly #paper: OpenPaper
  readonly #step: Duration
  readonly #onTurn: () => void
  readonly #onOver: () => void
  readonly #onTrouble: (error: unknown) => void
  #reached: Instant
  #timer: NodeJS.Timeout | undefined
  #immediate: NodeJS.Immediate | undefined

  constructor(told: {
    readonly paper: OpenPaper
    readonly speed: number
    /** The moment on the wall for which the session was opened. */
    readonly from: Instant
    /** After every turn. */
    readonly onTurn: () => void
    /** Once, when a recording has been played to its end. */
    readonly onOver: () => void
    /** Once, with what a turn threw. Nothing is played any more. */
    readonly onTrouble: (error: unknown) => void
  }) {
    this.#paper = told.paper
    this.#reached = told.from
    this.#step = Math.max(STEP_LEAST, STEP_MOST / told.speed) as Duration
    this.#onTurn = told.onTurn
    this.#onOver = told.onOver
    this.#onTrouble = told.onTrouble
  }

  begin(): void {
    this.#immediate = setImmediate(() => this.#turn())
  }

  /** No more turns. What was played stays as it is. */
  end(): void {
    clearTimeout(this.#timer)
    clearImmediate(this.#immediate)
  }

  /** What the trader typed, now. */
  command(command: Command): void {
    const paper = this.#paper
    paper.command(command, wallClock())
    if (paper.isOver) paper.finish()
  }

  #turn(): void {
    const now = wallClock()
    const until = Math.min(now, this.#reached + this.#step) as Instant
    const isBehind = this.#paper.pace.isUnbound || until < now
    try {
      this.#paper.turn(until)
      if (this.#paper.isOver) this.#paper.finish()
    } catch (error) {
      this.#onTrouble(error)
      return
    }
    this.#reached = until
    this.#onTurn()
    if (this.#paper.isOver) this.#onOver()
    else if (isBehind) this.#immediate = setImmediate(() => this.#turn())
    else this.#timer = setTimeout(() => this.#turn(), REST_MS)
  }
}
