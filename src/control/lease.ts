import type { Act } from "../tilt/act.ts"

/** A screen that is not heard of for so long has lost the command line. */
export const LEASE_MS = 10_000

/**
 * Who has the command line (UI-24): one screen at a time. It is lent, not given: whoever does not
 * renew it loses it, so that a screen that died never keeps the trader from acting. The tilt guard
 * is told when a person sits down before it, and when nobody does any more.
 */
export class Lease {
  readonly #act: (act: Act) => void
  #holder: string | undefined
  #until = -Infinity

  constructor(act: (act: Act) => void) {
    this.#act = act
  }

  /**
   * Takes or renews it.
   * @param told.isTaking takes it from another screen, as the person before this one wants
   * @param told.jitterMs how much the round trip to the person's terminal varies, where it is known
   * @returns whether this screen has it now
   */
  claim(
    holder: string,
    told: {
      readonly isTaking: boolean
      readonly atMs: number
      readonly jitterMs?: number | undefined
    },
  ): boolean {
    this.settle(told.atMs)
    const isFree = this.#holder === undefined
    if (!isFree && this.#holder !== holder && !told.isTaking) return false
    const { jitterMs } = told
    const known = jitterMs === undefined ? {} : { jitterMs }
    if (isFree) this.#act({ kind: "session", to: "began", ...known })
    this.#holder = holder
    this.#until = told.atMs + LEASE_MS
    return true
  }

  isHeldBy(holder: string, atMs: number): boolean {
    this.settle(atMs)
    return this.#holder === holder
  }

  get isHeld(): boolean {
    return this.#holder !== undefined
  }

  /** The screen has left, or the engine ends. */
  release(holder = this.#holder): void {
    if (holder === undefined || this.#holder !== holder) return
    this.#holder = undefined
    this.#act({ kind: "session", to: "ended" })
  }

  /** Time goes by: what is not renewed lapses. */
  settle(atMs: number): void {
    if (atMs >= this.#until) this.release()
  }
}
