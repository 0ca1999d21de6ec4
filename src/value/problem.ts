/**
 * Something a person or the world did that we cannot go on with: a broken file, a wrong setting, a
 * full disk. It always says three things, calmly: what happened, why, and what to do next.
 *
 * A mistake in our own code is an assertion instead; an expected outcome is a value.
 */
export class Problem extends Error {
  /** Stable, in capitals: `FILE_TRUNCATED`. Scripts and tests match on this, never on the text. */
  readonly code: string
  readonly why: string
  readonly next: string

  constructor(told: {
    readonly code: string
    readonly what: string
    readonly why: string
    readonly next: string
    readonly cause?: unknown
  }) {
    super(told.what, told.cause === undefined ? undefined : { cause: told.cause })
    this.name = "Problem"
    this.code = told.code
    this.why = told.why
    this.next = told.next
  }

  /** The whole story in one paragraph, ready to be shown. */
  get told(): string {
    return `${this.message} ${this.why} ${this.next}`
  }
}
