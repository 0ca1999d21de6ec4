/** A world that once broke a law, and what it taught. */
export interface KeptSeed {
  readonly seed: number
  readonly taught: string
}

/** Played first in every drill, so that what was learnt stays learnt. */
export const KEPT_SEEDS: readonly KeptSeed[] = [
  {
    seed: 578,
    taught:
      "A clock put forward makes a young order look old: how long it is missing is measured by the exchange's clock.",
  },
  {
    seed: 2804,
    taught:
      "What is believed of an order must follow from the journal alone, or a replay decides otherwise.",
  },
  {
    seed: 4689,
    taught:
      "A pair whose target would match at once is refused for ever: the stop goes alone, the target is watched.",
  },
  {
    seed: 5551,
    taught: "A guard that is refused and placed again at once uses up the pace of orders.",
  },
  {
    seed: 15_956,
    taught:
      "Dust that a rising price has made a position wants a guard, and one that the exchange takes (in the exchange's own protocol).",
  },
  {
    seed: 100_258,
    taught:
      "As 100002: a guard that was refused and then waited left a position bare for four seconds.",
  },
  {
    seed: 19_580,
    taught:
      "In the exchange's own protocol a position stood bare for 14 s though nothing went wrong; it came right with the guard's later changes, and which one did it was not found.",
  },
  {
    seed: 610_112,
    taught:
      "On a slow line a stop that goes before its pair stands leaves the position bare for many seconds (EXEC-67).",
  },
  {
    seed: 406_692,
    taught:
      "In a market without buyers, market orders one after the other use up the pace of orders.",
  },
  {
    seed: 100_002,
    taught:
      "A stop that the exchange refuses because the price is there already is not tried again later: what cannot be guarded is sold.",
  },
]
