/** A world that once broke a law, and what it taught. */
export interface KeptSeed {
  readonly seed: number
  readonly taught: string
}

/** Played first in every drill, so that what was learnt stays learnt. */
export const KEPT_SEEDS: readonly KeptSeed[] = [
  {
    seed: 321,
    taught:
      "What a process is told as it begins, its settings, comes before the timers of that moment: a replay fired a plan's timer first.",
  },
  {
    seed: 745,
    taught: "As 321, with a plan that the day's loss ends.",
  },
  {
    seed: 37,
    taught: "As 321, in the exchange's own protocol.",
  },
  {
    seed: 100_208,
    taught:
      "A lock may end between two lines: a law that looks at the books as they were after the line before sees it stand for too long.",
  },
  {
    seed: 10_041,
    taught:
      "In the exchange's own protocol: what a timer places and is refused at once is answered at the timer's own moment, so a replay fires the timer first.",
  },
  {
    seed: 10_021,
    taught:
      "In the exchange's own protocol: a breaker that was open when its process died stayed open in the books of the next one, and entries with it.",
  },
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
  {
    seed: 300_950,
    taught:
      "In the exchange's own protocol: a stop that was wished on another tick is refused by our own gate for ever, and the position is bare.",
  },
  {
    seed: 300_660,
    taught:
      "In the exchange's own protocol: what is refused because a market is closed is asked again each two seconds, until the rules are read again.",
  },
  {
    seed: 300_851,
    taught:
      "In the exchange's own protocol: a market that rested is known to be open only when the rules are read again, and what is held in it waits for its guard that long.",
  },
  {
    seed: 300_439,
    taught:
      "In the exchange's own protocol: what is dust by the filters that hold now was held against those of the start, by the drill alone.",
  },
  {
    seed: 900_323,
    taught:
      "When the stop of a pair is gone, its target still stands, and a part of a plan left as if it were a guard.",
  },
  {
    seed: 304_996,
    taught:
      "In the exchange's own protocol: a process that came up in an outage awaited the comparison of its books, and left its entries at the exchange.",
  },
  {
    seed: 502_161,
    taught:
      "In the exchange's own protocol: what found no buyer stood bare until it was tried again, and what was bought on top of it meanwhile.",
  },
  {
    seed: 303_692,
    taught:
      "In the exchange's own protocol: an order that the venue would not send was answered before the timers that were due before it, by the drill alone.",
  },
]
