import { nearest } from "../../value/nearest.ts"
import { Problem } from "../../value/problem.ts"
import type { Strategy } from "../strategy.ts"
import { Breakout, BREAKOUT_DEFAULTS } from "./breakout.ts"
import { Crossover, CROSSOVER_DEFAULTS } from "./crossover.ts"
import { outOfRange, type Param, readParams, type Values } from "./params.ts"
import { Reversion, REVERSION_DEFAULTS } from "./reversion.ts"
import { breakEvenOf, SpreadCapture, SPREAD_CAPTURE_DEFAULTS } from "./spread-capture.ts"
import { Trend, TREND_DEFAULTS } from "./trend.ts"

/** A built-in strategy as it is offered: what it does, who may trade it, what can be set. */
export interface Listing {
  readonly name: string
  /** One sentence. */
  readonly says: string
  /** The tier that unlocks it (TIER-13); below, it may be studied and not traded. */
  readonly tier: "SNIPER" | "HUNTER"
  readonly params: readonly Param[]
  /** D3: the share of trades that must win, for a rule with a target and a stop. */
  readonly breakEven?: (values: Values) => number
  /** Checks only what the values mean together; `makeStrategy` reads and checks each. */
  readonly make: (values: Values) => Strategy
}

const MINUTES = { min: 1, max: 1440, isWhole: true, says: "length of a bar in minutes" }
const STAKE = { min: 0.1, max: 5, says: "size of a position in % of equity" }
const COST = { min: 0, max: 2, says: "cost of buying and selling together in %" }
const SYMBOL = { says: "the market to trade" }

/** Every built-in strategy, the plainest first. */
export const CATALOGUE: readonly Listing[] = Object.freeze([
  listed({
    name: "crossover",
    says: "Long while a fast average of closes stands above a slow one.",
    tier: "SNIPER",
    defaults: CROSSOVER_DEFAULTS,
    ranges: {
      symbol: SYMBOL,
      fast: { min: 1, max: 5000, isWhole: true, says: "bars of the fast average" },
      slow: { min: 2, max: 10_000, isWhole: true, says: "bars of the slow average" },
      minutes: MINUTES,
      cost: COST,
      stake: STAKE,
    },
    conflict: ({ fast, slow }) =>
      fast < slow ? undefined : `fast (${fast}) must be below slow (${slow}).`,
    make: (given) => new Crossover(given),
  }),
  listed({
    name: "breakout",
    says: "Buys a high that is left behind on volume in a trending market, and trails the gain.",
    tier: "SNIPER",
    defaults: BREAKOUT_DEFAULTS,
    ranges: {
      symbol: SYMBOL,
      minutes: MINUTES,
      period: { min: 2, max: 1000, isWhole: true, says: "bars whose high is to be broken" },
      excess: { min: 0, max: 20, says: "how far beyond the high the close must be in %" },
      volume: { min: 0, max: 20, says: "least volume of the bar as a multiple of the mean" },
      adx: { min: 0, max: 100, says: "least strength of the trend, by ADX" },
      adxPeriod: { min: 2, max: 200, isWhole: true, says: "bars of ADX and of the average range" },
      candles: { min: 1, max: 100, isWhole: true, says: "bars that must close beyond the high" },
      swing: { min: 1, max: 200, isWhole: true, says: "bars whose low the stop stands below" },
      stop: { min: 0.1, max: 2, says: "widest stop below the price in %" },
      arm: { min: 0.1, max: 20, says: "gain from which on the way out is trailed in %" },
      trail: { min: 0.1, max: 20, says: "distance below the highest close in %" },
      cost: COST,
      stake: STAKE,
    },
    conflict: ({ candles, period }) =>
      candles <= period ? undefined : `candles (${candles}) must be at most period (${period}).`,
    make: (given) => new Breakout(given),
  }),
  listed({
    name: "spread-capture",
    says: "Rests one order at the bid while the spread is wide, and leaves soon, either way.",
    tier: "SNIPER",
    defaults: SPREAD_CAPTURE_DEFAULTS,
    ranges: {
      symbol: SYMBOL,
      spread: { min: 1, max: 500, says: "least spread in hundredths of a percent" },
      latency: { min: 1, max: 10_000, says: "oldest quote to enter on in milliseconds" },
      target: { min: 0.3, max: 5, says: "gain after costs to leave at in %" },
      stop: { min: 0.1, max: 2, says: "loss after costs to leave at in %" },
      cost: COST,
      hold: { min: 1, max: 86_400, isWhole: true, says: "longest holding in seconds" },
      cooldown: { min: 1, max: 86_400, isWhole: true, says: "pause between entries in seconds" },
      proof: {
        min: 5,
        max: 1000,
        isWhole: true,
        says: "trades after which the win rate must hold",
      },
      stake: STAKE,
    },
    breakEven: breakEvenOf,
    conflict: ({ stop, cost }) =>
      stop > cost ? undefined : `stop (${stop} %) must be more than cost (${cost} %).`,
    make: (given) => new SpreadCapture(given),
  }),
  listed({
    name: "trend",
    says: "Long while most look-backs from days to months show a rise, judged once a day.",
    tier: "SNIPER",
    defaults: TREND_DEFAULTS,
    ranges: {
      symbol: SYMBOL,
      shortest: { min: 5, max: 180, isWhole: true, says: "days of the shortest look-back" },
      longest: { min: 5, max: 180, isWhole: true, says: "days of the longest look-back" },
      lookbacks: { min: 1, max: 20, isWhole: true, says: "how many look-backs vote" },
      volatility: {
        min: 15,
        max: 25,
        says: "swing a year up to which the whole stake is held in %",
      },
      window: { min: 2, max: 365, isWhole: true, says: "days that the swing is measured over" },
      least: { min: 0.1, max: 5, says: "smallest size of a position in % of equity" },
      stop: { min: 0.1, max: 2, says: "stop below the price in %" },
      cost: COST,
      stake: STAKE,
    },
    conflict: ({ shortest, longest, lookbacks, least, stake }) => {
      if (least > stake) return `least (${least} %) must be at most stake (${stake} %).`
      if (shortest < longest || lookbacks === 1) return undefined
      return `shortest (${shortest}) must be below longest (${longest}).`
    },
    make: (given) => new Trend(given),
  }),
  listed({
    name: "reversion",
    says: "Buys one stablecoin against another far below its mean, and sells at the mean.",
    tier: "HUNTER",
    defaults: REVERSION_DEFAULTS,
    ranges: {
      symbol: SYMBOL,
      minutes: MINUTES,
      window: { min: 2, max: 10_000, isWhole: true, says: "bars that the mean is taken of" },
      enter: { min: -10, max: 0, says: "buys below so many deviations" },
      leave: { min: -5, max: 5, says: "sells above so many deviations" },
      peg: { min: 0.1, max: 5, says: "distance from 1.0 that is off the peg in %" },
      pegMinutes: { min: 1, max: 1440, says: "minutes off the peg after which it stops" },
      cost: COST,
      stake: STAKE,
    },
    conflict: ({ enter, leave }) =>
      enter < leave ? undefined : `enter (${enter}) must be below leave (${leave}).`,
    make: (given) => new Reversion(given),
  }),
])

/** @throws Problem `STRATEGY_UNKNOWN`, with the nearest name */
export function strategyNamed(name: string): Listing {
  const listing = CATALOGUE.find((it) => it.name === name)
  if (listing) return listing
  const names = CATALOGUE.map((it) => it.name)
  throw new Problem({
    code: "STRATEGY_UNKNOWN",
    what: `There is no strategy "${name.slice(0, 40)}"${nearest(name, names) || "."}`,
    why: `The built-in strategies are ${names.join(", ")}.`,
    next: "Choose one of them.",
  })
}

/**
 * Makes a strategy from parameters given as text, as a person typed them.
 * @throws Problem `STRATEGY_UNKNOWN`, `PARAM_UNKNOWN`, `PARAM_OUT_OF_RANGE`
 */
export function makeStrategy(name: string, texts: Readonly<Record<string, string>>): Strategy {
  const listing = strategyNamed(name)
  return listing.make(readParams(name, listing.params, texts))
}

interface Range {
  readonly min: number
  readonly max: number
  readonly isWhole?: boolean
  readonly says: string
}

type Ranges<P> = {
  readonly [K in keyof P]: P[K] extends number ? Range : { readonly says: string }
}

/** Joins a strategy's defaults with what may be given in their place: every one, by its type. */
function listed<P extends Record<keyof P, number | string>>(
  told: Omit<Listing, "params" | "make" | "breakEven"> & {
    readonly defaults: P
    readonly ranges: Ranges<P>
    readonly breakEven?: (given: P) => number
    /** What is wrong with the values taken together. */
    readonly conflict: (given: P) => string | undefined
    readonly make: (given: P) => Strategy
  },
): Listing {
  const { name, says, tier, defaults, ranges, conflict } = told
  const params = Object.entries<Range | { readonly says: string }>(ranges).map(([key, range]) =>
    paramOf(key, defaults[key as keyof P], range),
  )
  const make = (values: Values): Strategy => {
    const given = { ...defaults, ...values }
    const clash = conflict(given)
    if (clash !== undefined) throw outOfRange(`${name} cannot be set like this.`, `Its ${clash}`)
    return told.make(given)
  }
  const { breakEven } = told
  const common = { name, says, tier, params, make }
  if (!breakEven) return Object.freeze(common)
  return Object.freeze({ ...common, breakEven: (v: Values) => breakEven({ ...defaults, ...v }) })
}

function paramOf(
  name: string,
  initial: number | string,
  range: Range | { readonly says: string },
): Param {
  const { says } = range
  if (!("min" in range)) return { kind: "symbol", name, default: String(initial), says }
  const { min, max, isWhole } = range
  return { kind: isWhole ? "whole" : "number", name, default: Number(initial), min, max, says }
}
