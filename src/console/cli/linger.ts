const LOOK_EVERY_MS = 1_000
/** A screen that was started along with the engine has come by then. */
const FIRST_MOST_LOOKS = 30

/** Waits, once a recording is over, until nobody looks at what it came to any more. */
export class Linger {
  readonly #onlookers: () => number
  readonly #onOver: () => void
  #timer: NodeJS.Timeout | undefined
  #looks = 0
  #hasCome = false

  constructor(told: { readonly onlookers: () => number; readonly onOver: () => void }) {
    this.#onlookers = told.onlookers
    this.#onOver = told.onOver
  }

  begin(): void {
    this.#timer ??= setInterval(() => this.#look(), LOOK_EVERY_MS)
  }

  end(): void {
    clearInterval(this.#timer)
  }

  #look(): void {
    this.#looks++
    if (this.#onlookers() > 0) this.#hasCome = true
    else if (this.#hasCome || this.#looks > FIRST_MOST_LOOKS) this.#onOver()
  }
}
