import type { Command } from "../src/engine/records.ts"
import { CEILINGS, type Limits } from "../src/risk/limits.ts"
import { DEFAULT_PLAN, type Plan } from "../src/session/plan.ts"
import type { Act } from "../src/tilt/act.ts"
import {
  type Duration,
  type Instant,
  instantOf,
  percent,
  type Ratio,
  ratioOf,
} from "../src/value/brand.ts"
import { Chance } from "../src/value/chance.ts"
import { DAY_US, later, milliseconds, minutes, seconds } from "../src/value/time.ts"
import { beforeHealing, impatientActs, isImpatient, plungesOf } from "./impatient.ts"
import type { LinePlan } from "./line.ts"
import { isStubborn, SIEGE, siegeOf } from "./stubborn.ts"
import { type MarketPlan, type MarketStyle, type Span, spanOf } from "./market.ts"

/** A whole world, drawn from one seed: its market, its trader, and all that goes wrong in it. */
export interface World {
  readonly seed: number
  readonly plan: Plan
  readonly market: MarketPlan
  /** BNB on the account from the start, units; fees are paid in it while there is some. */
  readonly bnbUnits: bigint
  /** How often a restless strategy wishes; undefined for one of the catalogue. */
  readonly eagerness: number | undefined
  readonly line: LinePlan
  /** The tier that the account has earned before the world begins, counted from 0. */
  readonly rank: 0 | 1
  /** How often the exchange turns a request away for no reason, in parts of one. */
  readonly refusals: number
  /** In the order of their moments. */
  readonly happenings: readonly Happening[]
  /** From here on nothing goes wrong any more, and no strategy wishes anything. */
  readonly healAt: Instant
  /** Nothing goes wrong at all. */
  readonly isCalm: boolean
}

/** Something that happens at a moment of true time. */
export type Happening = { readonly at: Instant } & (
  | { readonly kind: "command"; readonly command: Command }
  /** What the trader does at the keyboard, beside commands. */
  | { readonly kind: "act"; readonly act: Act }
  /** The owner edits the settings; the next start reads them. */
  | { readonly kind: "config"; readonly limits: Limits }
  /** The machine's clock is put forward, or back when negative. */
  | { readonly kind: "clock"; readonly by: Duration }
  /** The process dies some steps from now, and is started again after a while. */
  | { readonly kind: "crash"; readonly steps: number; readonly downtime: Duration }
)

/** Healing takes so long: twice the time from survey to survey, and the longest pause between two questions. */
const HEALING = minutes(3)
/** At the end the price stands still for so long. */
const CALM = minutes(1)
/** 2026-01-05, a Monday. */
const DAY = 1_767_571_200_000_000

/** Draws the world of a seed. Each aspect has a stream of its own, so that one does not change another. */
export function drawWorld(seed: number): World {
  const chance = new Chance(seed, "world")
  const isCalm = chance.happens(0.15)
  const first = firstOf(new Chance(seed, "start"))
  const healAt = later(first, minutes(2 + chance.below(6)))
  const last = later(healAt, HEALING)
  const active: Span = { from: later(first, seconds(2)), to: healAt }
  const market = marketOf(new Chance(seed, "market"), { active, first, last, isCalm })
  const accident = new Chance(seed, "accidents")
  const world: World = {
    seed,
    healAt,
    isCalm,
    market,
    ...traderOf(new Chance(seed, "trader"), seed, market),
    line: lineOf(new Chance(seed, "line plan"), active, isCalm),
    rank: 0,
    refusals: isCalm || accident.happens(0.5) ? 0 : 0.1 * accident.unit(),
    happenings: happeningsOf(seed, { active, isCalm, markets: market.markets }),
  }
  if (new Chance(seed, "haste").happens(HASTY)) return hasty(world)
  if (isStubborn(new Chance(seed, "stubbornness"), seed)) return stubborn(world, first)
  const drawn = new Chance(seed, "climb").happens(EARNED) ? earned(world, active) : world
  return isImpatient(new Chance(seed, "impatience"), seed) ? impatient(drawn, active) : drawn
}

/** Long enough to wait for what is closed; the rest of the world is as it was drawn. */
function stubborn(world: World, first: Instant): World {
  const { seed, market, isCalm, plan } = world
  const healAt = later(first, SIEGE)
  const last = later(healAt, HEALING)
  const active: Span = { from: later(first, seconds(2)), to: healAt }
  const { happenings, plunges } = siegeOf(new Chance(seed, "siege"), active, market.markets)
  const all = [...world.happenings.filter(isBearable), ...happenings]
  return {
    ...world,
    healAt,
    eagerness: 0.05,
    plan: { ...plan, strategy: "restless", params: {}, limits: { ...CEILINGS } },
    market: { ...market, last, calmAt: (last - CALM) as Instant, plunges },
    happenings: (isCalm ? all.filter(isGentle) : all).toSorted((a, b) => a.at - b.at),
  }
}

/** Levels by hand would stand in the way of the guard's own. */
const isBearable = (it: Happening): boolean =>
  it.kind !== "command" || (it.command.kind !== "tilt" && it.command.kind !== "halt")

function impatient(world: World, active: Span): World {
  const { seed, market, isCalm } = world
  const chance = new Chance(seed, "impatient")
  const acts = impatientActs(chance, active, market.markets)
  const happenings = [...world.happenings, ...(isCalm ? acts.filter(isGentle) : acts)]
  const plunges = isCalm ? [] : plungesOf(chance, beforeHealing(active), market.markets)
  return {
    ...world,
    market: { ...market, plunges },
    happenings: happenings.toSorted((a, b) => a.at - b.at),
  }
}

const isGentle = ({ kind }: Happening): boolean => kind !== "crash" && kind !== "clock"

/** So many worlds have an account that has earned its tier, and sends its entries in parts. */
const EARNED = 0.12

/** Large wishes in three markets, and a trader who orders its plans about. */
function earned(world: World, active: Span): World {
  const { seed } = world
  const chance = new Chance(seed, "plan orders")
  const acts = ["pause", "resume", "stop", "roll-back"] as const
  const orders = Array.from({ length: chance.below(8) }, (): Happening => {
    const at = within(chance, active)
    const instrument = chance.below(3)
    const act = acts[chance.below(acts.length)] ?? "pause"
    const isConfirmed = chance.happens(0.5)
    return { kind: "command", at, command: { kind: "plan", instrument, act, isConfirmed } }
  })
  const style = chance.happens(0.6) ? "quotes" : chance.happens(0.5) ? "trades" : "bars"
  return {
    ...world,
    rank: 1,
    bnbUnits: 0n,
    eagerness: 0.02 * 10 ** chance.unit(),
    market: { ...world.market, style, markets: 3 },
    happenings: [...world.happenings, ...orders].toSorted((a, b) => a.at - b.at),
    plan: {
      ...world.plan,
      strategy: "restless",
      params: {},
      capitalUnits: 8_000n * 100_000_000n,
      fees: { ...world.plan.fees, isBnbPaid: false },
      limits: { ...world.plan.limits, position: percent(5) },
    },
  }
}

/** So many worlds have a trader who never rests, near to the exchange: it runs into the pace of orders. */
const HASTY = 0.01

function hasty(world: World): World {
  const near = milliseconds(4)
  return {
    ...world,
    eagerness: 1,
    market: { ...world.market, style: "quotes", gap: milliseconds(80), leaps: 0 },
    plan: {
      ...world.plan,
      strategy: "restless",
      params: {},
      latency: { feed: near, entry: near, response: near },
    },
  }
}

/** Half of all worlds begin shortly before midnight, so that a day ends in them. */
function firstOf(chance: Chance): Instant {
  const inDay = chance.happens(0.5)
    ? DAY_US - chance.below(minutes(5))
    : chance.below(DAY_US - minutes(20))
  return instantOf(DAY + inDay)
}

function marketOf(
  chance: Chance,
  told: {
    readonly active: Span
    readonly first: Instant
    readonly last: Instant
    readonly isCalm: boolean
  },
): MarketPlan {
  const { active, first, last, isCalm } = told
  const style = weighed<MarketStyle>(chance, [
    ["quotes", 50],
    ["trades", 20],
    ["bars", 12],
    ["generated", 18],
  ])
  return {
    style,
    markets: 1 + chance.below(3),
    gap: milliseconds(chance.happens(0.08) ? 100 : 300 + chance.below(1_500)),
    swing: 0.0001 * 30 ** chance.unit(),
    leaps: chance.happens(0.5) ? 0 : 0.02 * chance.unit(),
    first,
    calmAt: (last - CALM) as Instant,
    last,
    stalls: isCalm ? [] : spansOf(chance, active, { most: 2, longest: seconds(20) }),
  }
}

function traderOf(
  chance: Chance,
  seed: number,
  market: MarketPlan,
): Pick<World, "plan" | "bnbUnits" | "eagerness"> {
  const isRestless = chance.happens(0.75)
  const catalogue = weighed(chance, CATALOGUE)
  const named = isRestless ? { strategy: "restless", params: {} } : catalogue
  const isBnbPaid = chance.happens(0.3)
  const slowest = chance.happens(0.1) ? 3_000 : 300
  const [feed, entry, response] = [0, 0, 0].map(() => milliseconds(1 + chance.below(slowest)))
  const fee = (): Ratio => ratioOf(chance.below(3) * 500)
  return {
    eagerness: isRestless ? 0.01 * 100 ** chance.unit() : undefined,
    bnbUnits: isBnbPaid && market.markets === 3 ? BigInt(chance.below(3)) * 40_000n : 0n,
    plan: {
      ...DEFAULT_PLAN,
      ...named,
      mode: "drill",
      run: `d${seed}`,
      seed,
      capitalUnits: [300n, 500n, 900n, 5_000n][chance.below(4)] * 100_000_000n,
      fees: { maker: fee(), taker: fee(), isBnbPaid },
      latency: { feed, entry, response },
      queue: chance.happens(0.5) ? "risk-averse" : "probability",
      limits: limitsOf(chance),
      surveyEvery: seconds(10 + chance.below(50)),
    },
  }
}

/** Mostly as they are; now and then so low that everything runs into them. */
function limitsOf(chance: Chance): Limits {
  const isLow = chance.happens(0.5)
  const [position, day, drawdown] = [chance.unit(), chance.unit(), chance.unit()]
  if (!isLow) return { position: percent(5), dayLoss: percent(5), drawdownHalt: percent(15) }
  return {
    position: percent(2 + 3 * position),
    dayLoss: percent(5 * 0.004 ** day),
    drawdownHalt: percent(15 * 0.002 ** drawdown),
  }
}

type Named = Pick<Plan, "strategy" | "params">
const CATALOGUE: readonly (readonly [Named, number])[] = [
  [{ strategy: "crossover", params: { fast: "1", slow: "3", minutes: "1", cost: "0" } }, 4],
  [
    { strategy: "spread-capture", params: { spread: "1", cost: "0", cooldown: "1", hold: "20" } },
    4,
  ],
  [{ strategy: "breakout", params: { minutes: "1", period: "2", candles: "1", adx: "0" } }, 1],
]

function lineOf(chance: Chance, active: Span, isCalm: boolean): LinePlan {
  const rate = (most: number): Ratio => {
    const isSound = chance.happens(0.4)
    const drawn = ratioOf(Math.round(most * 1e6 * chance.unit()))
    return isCalm || isSound ? ratioOf(0) : drawn
  }
  const rates = {
    requestLost: rate(0.15),
    requestUnanswered: rate(0.2),
    askLost: rate(0.3),
    answerLost: rate(0.25),
    answerDoubled: rate(0.3),
    answerLate: rate(0.3),
  }
  const slow = rate(0.2) / 1e6
  if (isCalm) return { rates, slow, outages: [], bans: [] }
  return {
    rates,
    slow,
    outages: spansOf(chance, active, { most: 2, longest: seconds(40) }),
    bans: spansOf(chance, active, { most: 1, longest: seconds(30) }),
  }
}

function happeningsOf(
  seed: number,
  told: { readonly active: Span; readonly isCalm: boolean; readonly markets: number },
): readonly Happening[] {
  const { active, isCalm, markets } = told
  const all = commandsOf(new Chance(seed, "commands"), active, markets)
  all.push(...actsOf(new Chance(seed, "acts"), active))
  if (!isCalm) {
    all.push(...crashesOf(new Chance(seed, "crashes"), active))
    all.push(...stepsOf(new Chance(seed, "clock"), active))
  }
  return all.sort((a, b) => a.at - b.at)
}

const ACTS: readonly Act[] = [
  { kind: "session", to: "began" },
  { kind: "session", to: "ended" },
  { kind: "edit", of: "the last order", isAtCap: true },
  { kind: "config", change: "looser" },
  { kind: "override", outcome: "abandoned" },
  { kind: "idle-keys", keys: 30, spread: 0 },
  { kind: "profile", profile: "stressed" },
  { kind: "profile", profile: "usual" },
  { kind: "answer", to: "accept" },
  { kind: "release", phrase: "I ACCEPT THE RISKS" },
  { kind: "reset", reason: "forget what I did" },
  { kind: "pulse", ranUs: 1e15 },
]

/** In one world of three, a trader who is not himself: bursts of acts, and claims of time served. */
function actsOf(chance: Chance, active: Span): Happening[] {
  const bursts = chance.happens(0.67) ? 0 : 1 + chance.below(4)
  return Array.from({ length: bursts }, () => {
    const from = within(chance, active)
    const act = ACTS[chance.below(ACTS.length)] ?? ACTS[0]
    return Array.from({ length: 1 + chance.below(9) }, (_, i): Happening => {
      const at = Math.min(from + i * 700_000, active.to) as Instant
      return { kind: "act", at, act }
    })
  }).flat()
}

/** Long enough for the tilt guard, which asks for a reason: what it refuses for want of one is no test. */
const REASON = [
  "the price came back to the level that I wrote down this morning,",
  "volume grows while spreads stay narrow, and my stop stands below last week",
].join(" ")

function commandsOf(chance: Chance, active: Span, markets: number): Happening[] {
  const many = chance.happens(0.3) ? 0 : chance.below(8)
  return Array.from({ length: many }, () => {
    const at = within(chance, active)
    const instrument = chance.below(markets)
    const stakePpm = [0, 1, 20_000, 40_000, 1_000_000, 1e9][chance.below(6)]
    const level = chance.below(4) as 0 | 1 | 2 | 3
    const command = weighed<Command>(chance, [
      [{ kind: "buy", instrument, stakePpm, because: REASON }, 6],
      [{ kind: "close", instrument }, 3],
      [{ kind: "close-all", reason: "enough" }, 2],
      [{ kind: "halt", reason: "lunch" }, 2],
      [{ kind: "resume", reason: "back" }, 4],
      [{ kind: "tilt", level }, 3],
    ])
    return { kind: "command", at, command }
  })
}

function crashesOf(chance: Chance, active: Span): Happening[] {
  const many = chance.happens(0.4) ? 0 : 1 + chance.below(4)
  return Array.from({ length: many }, () => ({
    kind: "crash",
    at: within(chance, active),
    steps: chance.below(40),
    downtime: milliseconds(10 + chance.below(40_000)),
  }))
}

/** From a millisecond to an hour, either way. */
function stepsOf(chance: Chance, active: Span): Happening[] {
  const many = chance.happens(0.6) ? 0 : 1 + chance.below(3)
  return Array.from({ length: many }, () => {
    const size = Math.round(1_000 * 3_600_000 ** chance.unit())
    const by = (chance.happens(0.5) ? size : -size) as Duration
    return { kind: "clock", at: within(chance, active), by }
  })
}

function spansOf(
  chance: Chance,
  active: Span,
  told: { readonly most: number; readonly longest: Duration },
): readonly Span[] {
  const many = chance.happens(0.5) ? 0 : chance.below(told.most + 1)
  return Array.from({ length: many }, () => {
    const span = spanOf(within(chance, active), (1 + chance.below(told.longest)) as Duration)
    return { from: span.from, to: Math.min(span.to, active.to) as Instant }
  })
}

const within = (chance: Chance, { from, to }: Span): Instant =>
  instantOf(from + chance.below(to - from))

function weighed<T>(chance: Chance, choices: readonly (readonly [T, number])[]): T {
  let left = chance.below(choices.reduce((sum, [, weight]) => sum + weight, 0))
  for (const [choice, weight] of choices) {
    if (left < weight) return choice
    left -= weight
  }
  throw new Error("the weights sum up")
}

/** What an account holds, by asset. */
export type Funds = readonly { readonly asset: string; readonly units: bigint }[]

/** What the account holds on its first day. */
export function fundsOf({ plan, bnbUnits }: World): Funds {
  const capital = { asset: plan.accountAsset, units: plan.capitalUnits }
  return bnbUnits === 0n ? [capital] : [capital, { asset: "BNB", units: bnbUnits }]
}
