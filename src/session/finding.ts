/** One thing that was looked at before a session, or by the doctor. */
export interface Finding {
  /** Stable, for scripts: `clock`, `keys`, `withdrawal`. */
  readonly check: string
  readonly state: "good" | "warning" | "bad"
  readonly what: string
  /** What to do about it; absent where it is good. */
  readonly next?: string
  /** Figures that were measured, by name with their unit last. */
  readonly measured?: Readonly<Record<string, number>>
}

export const good = (check: string, what: string, measured?: Finding["measured"]): Finding => ({
  check,
  state: "good",
  what,
  ...(measured ? { measured } : {}),
})

export const warning = (
  check: string,
  what: string,
  next: string,
  measured?: Finding["measured"],
): Finding => ({ check, state: "warning", what, next, ...(measured ? { measured } : {}) })

export const bad = (
  check: string,
  what: string,
  next: string,
  measured?: Finding["measured"],
): Finding => ({ check, state: "bad", what, next, ...(measured ? { measured } : {}) })
