import type { Act } from "../tilt/act.ts"
import type { Command } from "../engine/records.ts"
import type { Instant } from "../value/brand.ts"
import type { OpenLive } from "./live-home.ts"

/** Without anything arriving a turn comes at least so often: the engine's own timers want it. */
const REST_MOST_MS = 50

/** The machine's own time since it was started, put on the wall's: it never goes back. */
export function steadyClock(): Instant {
  return Math.floor((performance.timeOrigin + performance.now()) * 1000) as Instant
}

/**
 * Drives a live session: a turn as soon as something has arrived, and often enough where nothing has.
 * What goes wrong in a turn ends it: the journal is the truth then, not the memory.
 */
export class LiveDrive {
  readonly #onTurn: () => void
  readonly #onTrouble: (error: unknown) => void
  #live: OpenLive | undefined
  #timer: NodeJS.Timeout | undefined
  #immediate: NodeJS.Immediate | undefined

  constructor(told: {
    /** After every turn. */
    readonly onTurn: () => void
    /** Once, with what a turn threw. No turn comes after it. */
    readonly onTrouble: (error: unknown) => void
  }) {
    this.#onTurn = told.onTurn
    this.#onTrouble = told.onTrouble
  }

  begin(live: OpenLive): void {
    this.#live = live
    this.wake()
  }

  /** No more turns. */
  end(): void {
    this.#live = undefined
    clearTimeout(this.#timer)
    clearImmediate(this.#immediate)
  }

  /** Something has arrived. */
  wake(): void {
    if (this.#live === undefined || this.#immediate !== undefined) return
    clearTimeout(this.#timer)
    this.#immediate = setImmediate(() => this.#turn())
  }

  /** What the trader typed, now. */
  act(act: Act): void {
    this.#live?.act(act)
  }

  command(command: Command): void {
    this.#live?.command(command)
    this.wake()
  }

  #turn(): void {
    this.#immediate = undefined
    const live = this.#live
    if (live === undefined) return
    try {
      live.turn()
      this.#onTurn()
    } catch (error) {
      this.end()
      this.#onTrouble(error)
      return
    }
    if (live.isBehind) this.wake()
    else this.#timer = setTimeout(() => this.wake(), this.#restMs(live))
  }

  #restMs(live: OpenLive): number {
    const due = (live.nextDue - steadyClock()) / 1000
    return Math.max(1, Math.min(REST_MOST_MS, due))
  }
}
