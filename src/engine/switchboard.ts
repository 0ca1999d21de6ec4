import type { Instant } from "../value/brand.ts"
import { NEVER } from "../value/time.ts"
import type { Switch } from "./change.ts"
import type { Left, Switched } from "./records.ts"

/** The code of entries that an override has opened (RISK-50). */
export const OVERRIDE = "OVERRIDE"

/** The code of entries that a person has halted. */
export const HALT = "HALT"

/** State that a snapshot keeps. */
export interface SwitchboardState {
  readonly switch: Switch
  /** Why everything is being sold; absent while it is not. */
  readonly closing?: string
  /** What an override has opened for a while; absent while none has. */
  readonly overridden?: Switch
  /** Why the strategy enters nothing; absent while it may. */
  readonly resting?: string
}

/** Whether entries are open, and what was ordered to be sold, as a fold over what opens and closes. */
export class Switchboard {
  #switch: Switch = {
    isRunning: false,
    code: "START",
    reason: "The session has not started yet.",
    at: NEVER,
  }
  #closing: string | undefined
  #overridden: Switch | undefined
  #resting: string | undefined

  get state(): SwitchboardState {
    return {
      switch: this.#switch,
      ...(this.#closing === undefined ? {} : { closing: this.#closing }),
      ...(this.#overridden === undefined ? {} : { overridden: this.#overridden }),
      ...(this.#resting === undefined ? {} : { resting: this.#resting }),
    }
  }

  restore(state: SwitchboardState): void {
    this.#switch = state.switch
    this.#closing = state.closing
    this.#overridden = state.overridden
    this.#resting = state.resting
  }

  get switch(): Switch {
    return this.#switch
  }
  /** Why every position is to be sold, while that was ordered and nothing was entered since. */
  get closing(): string | undefined {
    return this.#closing
  }
  /** The halt that an override has lifted, and that returns. */
  get overridden(): Switch | undefined {
    return this.#overridden
  }

  /** Why the strategy was stopped, until it is started again. */
  get resting(): string | undefined {
    return this.#resting
  }

  onStrategy(act: "start" | "stop", reason: string): void {
    this.#resting = act === "stop" ? reason : undefined
  }

  onSwitched({ to, code, reason }: Switched, at: Instant): void {
    // An override is over when an emergency closes again. Nothing else ends it: neither a stop, nor a
    // comparison of books, nor a halt by hand and a resumption may make it last.
    if (code === OVERRIDE) this.#overridden ??= this.#switch
    else if (code.startsWith("RISK-")) this.#overridden = undefined
    this.#switch = { isRunning: to === "running", code, reason, at }
  }

  onClosing(reason: string): void {
    this.#closing = reason
  }

  onEntry(): void {
    this.#closing = undefined
  }

  /** What was ordered while no process ran. */
  onLeft({ command }: Left, at: Instant): void {
    const { kind, reason } = command
    if (kind === "close-all") this.#closing = reason
    else if (kind === "halt") {
      this.#switch = { isRunning: false, code: HALT, reason: `Halted by hand: ${reason}.`, at }
    } else if (!this.#switch.isRunning) {
      const because = "Resumed by hand; the books are compared with the exchange first."
      this.#switch = { isRunning: false, code: "START", reason: because, at }
    }
  }
}
