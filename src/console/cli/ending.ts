import { isReaderGone, leaveQuietly } from "./pipe.ts"

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const

/**
 * Waits for the end of a session, whatever asks for it: a signal, the reader of our output going
 * away, or `end`, and lets it come gracefully instead of at once.
 */
export class Ending {
  readonly come: Promise<void>
  readonly #resolve: () => void
  readonly #reject: (error: unknown) => void

  constructor() {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.come = promise
    this.#resolve = resolve
    this.#reject = reject
  }

  /** From now on signals and a closed pipe ask for the end; before, they end the process. */
  begin(): void {
    for (const signal of SIGNALS) process.on(signal, this.#resolve)
    process.stdout.off("error", leaveQuietly).on("error", this.#outputGone)
  }

  end(): void {
    this.#resolve()
  }

  /** It ends, and not gracefully. */
  fail(error: unknown): void {
    this.#reject(error)
  }

  /** Signals and a closed pipe mean again what they mean everywhere. */
  release(): void {
    for (const signal of SIGNALS) process.off(signal, this.#resolve)
    process.stdout.off("error", this.#outputGone).on("error", leaveQuietly)
  }

  readonly #outputGone = (error: NodeJS.ErrnoException): void => {
    if (isReaderGone(error)) this.#resolve()
    else this.#reject(error)
  }
}
