import type { Problem } from "../value/problem.ts"
import type { Kind } from "./batch.ts"
import type { Findings } from "./findings.ts"

/** What one file held of one symbol and kind. */
export interface Held {
  readonly symbol: string
  readonly kind: Kind
  /** Length of a bar, microseconds; 0 for what is not bars. */
  readonly interval: number
  readonly findings: Findings
}

/** What became of one file of an import. */
export interface FileReport {
  readonly file: string
  /** `known`: imported before, by content; `refused`: see `problem`; nothing was taken from it. */
  readonly outcome: "imported" | "known" | "refused"
  readonly format: string
  readonly held: readonly Held[]
  /** What else is worth knowing, in sentences. */
  readonly notes: readonly string[]
  readonly problem?: Problem
}
