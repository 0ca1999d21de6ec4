import { concentrationOf } from "../../src/risk/concentration.ts"
import { kellyOfTrades } from "../../src/risk/kelly.ts"
import { kellyOfBet } from "../../src/risk/kelly-bet.ts"
import { riskOfRuin } from "../../src/risk/ruin.ts"
import { volatilityTarget } from "../../src/risk/sizing.ts"
import { cornishFisherRisk, historicalRisk, normalRisk } from "../../src/risk/value-at-risk.ts"
import {
  correlationDifference,
  correlationInterval,
  correlationOf,
} from "../../src/statistics/correlation.ts"
import type { Oracle } from "./adapter.ts"

/** Fixture functions that live in `src/risk/`, and the correlations they rest on. */
export const riskOracle: Oracle = {
  kellyDiscrete: ({ winProb, winReturn, lossReturn, fraction, cap }: FixtureBet) =>
    kellyOfBet({ winProbability: winProb, winReturn, lossReturn }, { fraction, cap }),

  kellyEmpirical: ({ returns, cap }: { returns: number[]; cap: number }) =>
    kellyOfTrades(returns, { cap }),

  volTarget: (input: { sigmaAnnual: number; targetAnnual: number; cap: number }) =>
    volatilityTarget({
      forecast: input.sigmaAnnual,
      target: input.targetAnnual,
      cap: input.cap,
    }),

  riskOfRuinMC: (input: FixtureRuin) => {
    const probability = riskOfRuin({
      returns: input.returns,
      stake: input.stakeFraction,
      trades: input.trades,
      level: input.ruinLevel,
      from: input.mode,
      paths: input.paths,
      seed: input.seed,
    })
    return probability === undefined ? undefined : { probability }
  },

  valueAtRisk: ({ returns, confidence, method }: FixtureTail) => {
    if (method === "cornishFisher") {
      const tail = cornishFisherRisk(returns, confidence)
      return (
        tail && {
          var: tail.valueAtRisk,
          skew: tail.skew,
          excessKurtosis: tail.excess,
          monotone: tail.isMonotone,
        }
      )
    }
    const tail = (method === "historical" ? historicalRisk : normalRisk)(returns, confidence)
    return tail && { var: tail.valueAtRisk, cvar: tail.shortfall }
  },

  fisherZ: (input: FixtureFisher) => {
    if (input.what === "difference") {
      const difference = correlationDifference(
        { correlation: input.r1, count: input.n1 },
        { correlation: input.r2, count: input.n2 },
      )
      return difference && { statistic: difference.statistic, pvalue: difference.probability }
    }
    const { r, n, confidence } = input
    const interval = correlationInterval(r, { count: n, confidence })
    return (
      interval && {
        z: interval.z,
        se: interval.standardError,
        lo: interval.low,
        hi: interval.high,
      }
    )
  },

  rollingCorrelation: ({ x, y, window }: { x: number[]; y: number[]; window: number }) =>
    x.map((_, i) =>
      i + 1 < window
        ? undefined
        : correlationOf(x.slice(i + 1 - window, i + 1), y.slice(i + 1 - window, i + 1)),
    ),

  portfolioDirection: (input: { positions: number[]; correlation: number[][] }) =>
    concentrationOf(input.positions, input.correlation),
}

interface FixtureBet {
  readonly winProb: number
  readonly winReturn: number
  readonly lossReturn: number
  readonly fraction: number
  readonly cap: number
}

interface FixtureRuin {
  readonly returns: number[]
  readonly stakeFraction: number
  readonly trades: number
  readonly ruinLevel: number
  readonly mode: "start" | "peak"
  readonly paths: number
  readonly seed: number
}

interface FixtureTail {
  readonly returns: number[]
  readonly confidence: number
  readonly method: "historical" | "parametric" | "cornishFisher"
}

type FixtureFisher =
  | { readonly what: "ci"; readonly r: number; readonly n: number; readonly confidence: number }
  | {
      readonly what: "difference"
      readonly r1: number
      readonly n1: number
      readonly r2: number
      readonly n2: number
    }
