/** What kind of market it is. One at a time, for all symbols. */
export type RegimeName = "calm" | "rising" | "falling" | "ranging" | "volatile" | "panic" | "dead"

export interface Regime {
  readonly name: RegimeName
  /** Multiple of the calm volatility of the common factor. */
  readonly volatility: number
  /** Least and most drift of the common factor per hour, as a fraction. */
  readonly drift: readonly [number, number]
  /** Multiple of the calm rate of orders. */
  readonly activity: number
  /** Multiple of the calm spread. */
  readonly widening: number
  /** Multiple of the calm rate of jumps. */
  readonly jumps: number
  /** Seconds after which half of a move away from the level is taken back; 0 is never. */
  readonly recall: number
  readonly meanMinutes: number
  /** What comes next, with its weight. */
  readonly next: readonly (readonly [RegimeName, number])[]
}

/** The seven kinds of market: how each behaves, how long it lasts, what follows it. */
export const REGIMES: Readonly<Record<RegimeName, Regime>> = {
  calm: {
    name: "calm",
    volatility: 1,
    drift: [-0.001, 0.001],
    activity: 1,
    widening: 1,
    jumps: 1,
    recall: 0,
    meanMinutes: 25,
    next: [
      ["rising", 3],
      ["falling", 3],
      ["ranging", 4],
      ["volatile", 1.5],
      ["dead", 1.2],
      ["panic", 0.1],
    ],
  },
  rising: {
    name: "rising",
    volatility: 0.95,
    drift: [0.005, 0.016],
    activity: 1.3,
    widening: 1,
    jumps: 1,
    recall: 0,
    meanMinutes: 50,
    next: [
      ["calm", 3],
      ["ranging", 3],
      ["volatile", 1.5],
      ["falling", 1],
      ["panic", 0.15],
    ],
  },
  falling: {
    name: "falling",
    volatility: 1.15,
    drift: [-0.016, -0.005],
    activity: 1.4,
    widening: 1.2,
    jumps: 1.5,
    recall: 0,
    meanMinutes: 45,
    next: [
      ["calm", 3],
      ["ranging", 3],
      ["volatile", 2],
      ["rising", 1.2],
      ["panic", 0.4],
    ],
  },
  ranging: {
    name: "ranging",
    volatility: 0.95,
    drift: [0, 0],
    activity: 0.8,
    widening: 1,
    jumps: 0.5,
    recall: 300,
    meanMinutes: 50,
    next: [
      ["calm", 2],
      ["rising", 3],
      ["falling", 3],
      ["volatile", 1],
      ["dead", 1],
    ],
  },
  volatile: {
    name: "volatile",
    volatility: 2.5,
    drift: [-0.01, 0.01],
    activity: 2.8,
    widening: 4,
    jumps: 8,
    recall: 0,
    meanMinutes: 12,
    next: [
      ["calm", 3],
      ["ranging", 2],
      ["rising", 1.5],
      ["falling", 1.5],
      ["panic", 0.4],
    ],
  },
  panic: {
    name: "panic",
    volatility: 5,
    drift: [-0.4, -0.1],
    activity: 8,
    widening: 12,
    jumps: 60,
    recall: 0,
    meanMinutes: 4,
    next: [
      ["volatile", 4],
      ["rising", 2],
      ["falling", 1],
    ],
  },
  dead: {
    name: "dead",
    volatility: 0.3,
    drift: [0, 0],
    activity: 0.15,
    widening: 1.6,
    jumps: 0.2,
    recall: 600,
    meanMinutes: 18,
    next: [
      ["calm", 3],
      ["rising", 0.8],
      ["falling", 0.8],
      ["ranging", 2],
    ],
  },
}
