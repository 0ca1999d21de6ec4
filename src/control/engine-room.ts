import path from "node:path"
import type { GateLook } from "../report/boards/gate-look.ts"
import type { MachineFigures } from "../report/boards/machine.ts"
import type { Surroundings } from "../report/boards/source.ts"
import { GateWatch } from "../session/gate-watch.ts"
import type { OpenSession } from "../session/open-session.ts"
import { healthOf } from "./health.ts"
import { Machine } from "./machine.ts"

/** The process round a session: how the machine is, and what the other accounts of the home have shown. */
export class EngineRoom implements Surroundings {
  readonly #session: OpenSession
  readonly #machine: Machine
  readonly #gate: GateWatch
  readonly #clock: () => number
  #turnedAtMs: number

  constructor(told: {
    readonly home: string
    readonly session: OpenSession
    readonly version: string
    /** Milliseconds by a clock that nobody can set. */
    readonly clock: () => number
    /** The wall's, microseconds since 1970. */
    readonly wall: () => number
  }) {
    const { home, session, version, clock, wall } = told
    this.#session = session
    this.#clock = clock
    this.#turnedAtMs = clock()
    this.#machine = new Machine({ folder: path.dirname(session.journalFile), version, clock })
    this.#gate = new GateWatch({ home, clock: wall })
  }

  readonly machine = (): MachineFigures => {
    const figures = this.#machine.figures()
    const sinceTurnMs = this.#clock() - this.#turnedAtMs
    const { uptimeSeconds } = figures
    const { parts } = healthOf(this.#session, { sinceTurnMs, uptimeSeconds })
    return { ...figures, health: parts }
  }

  readonly gate = (): GateLook => this.#gate.look()

  /** An answer over the control API took so many milliseconds. */
  answered(ms: number): void {
    this.#machine.answered(ms)
  }

  /** The session has taken a turn. */
  turned(): void {
    this.#turnedAtMs = this.#clock()
  }

  async close(): Promise<void> {
    this.#machine.close()
    await this.#gate.close()
  }
}
