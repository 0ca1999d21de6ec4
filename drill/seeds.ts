/** A world that once broke a law, and what it taught. */
export interface KeptSeed {
  readonly seed: number
  readonly taught: string
}

/** Played first in every drill, so that what was learnt stays learnt. */
export const KEPT_SEEDS: readonly KeptSeed[] = []
