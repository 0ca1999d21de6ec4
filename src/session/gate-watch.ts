import { Worker } from "node:worker_threads"
import type { GateLook } from "../report/boards/gate-look.ts"
import { lookAfter } from "./gate-history.ts"
import type { GateSeen } from "./gate-thread.ts"

/** While somebody looks, it is looked at anew this often: what is asked for takes days. */
const EVERY_US = 60_000_000

const NOTHING_SEEN: GateLook = {
  lookedAt: null,
  isLooking: false,
  trouble: "",
  conditions: [],
  record: "",
  history: [],
}

/**
 * The system gate as it was looked at last (UI-18). Looking reads whole journals, so a thread of its own
 * does it, and only while somebody wants to know.
 */
export class GateWatch {
  readonly #home: string
  readonly #clock: () => number
  #look = NOTHING_SEEN
  #thread: Worker | undefined
  #begunAt = -Infinity

  /** @param told.clock the wall's, microseconds since 1970 */
  constructor(told: { readonly home: string; readonly clock: () => number }) {
    this.#home = told.home
    this.#clock = told.clock
  }

  /** What is known; when that is old, it is looked at anew beside it. */
  look(): GateLook {
    const now = this.#clock()
    if (this.#thread === undefined && Math.abs(now - this.#begunAt) >= EVERY_US) this.#begin(now)
    return { ...this.#look, isLooking: this.#thread !== undefined }
  }

  async close(): Promise<void> {
    await this.#thread?.terminate()
    this.#thread = undefined
  }

  #begin(now: number): void {
    this.#begunAt = now
    const thread = new Worker(new URL("./gate-thread.ts", import.meta.url), {
      workerData: this.#home,
    })
    this.#thread = thread
    thread.unref()
    thread.once("message", (seen: GateSeen) => {
      this.#look = lookAfter(this.#look, seen, this.#clock())
    })
    // Whatever stops it, the engine goes on: the page says that it could not be looked at.
    thread.once("error", ({ message }) => {
      this.#look = { ...this.#look, trouble: `It could not be looked at: ${message}` }
    })
    thread.once("exit", () => {
      if (this.#thread === thread) this.#thread = undefined
    })
  }
}
