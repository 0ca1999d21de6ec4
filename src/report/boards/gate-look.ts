/** One thing that must be shown before more is risked. */
export interface Condition {
  readonly id: string
  readonly what: string
  /** What was shown so far. */
  readonly has: string
  readonly isMet: boolean
}

/** What the accounts of the home have shown, as it was looked at last; that takes a while. */
export interface GateLook {
  /** Microseconds since 1970; null before the first look is done. */
  readonly lookedAt: number | null
  readonly isLooking: boolean
  /** Why it could not be looked at; empty when it could. */
  readonly trouble: string
  readonly conditions: readonly Condition[]
  /** The signed record, or why there is none that counts. */
  readonly record: string
  /** What became met or missing while this engine ran, latest first. */
  readonly history: readonly { readonly at: number; readonly text: string }[]
}
