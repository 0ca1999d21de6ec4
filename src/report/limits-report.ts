import type { Books } from "../engine/books.ts"
import {
  CEILINGS,
  DAY_CAUTION,
  dayAllowance,
  DRAWDOWN_CAUTION,
  drawdownOf,
  ENTRIES_A_DAY,
  type Limits,
  STOP_WIDEST,
  UNALLOCATED,
} from "../risk/limits.ts"
import type { FirstDays } from "../risk/commissioning.ts"
import type { Standing } from "../tier/standing.ts"
import { moneyText, ppmText } from "../value/amounts.ts"
import type { Instant } from "../value/brand.ts"
import { minuteText } from "../value/time.ts"

/** One limit in force: what it is now, where it comes from, and who could change it when. */
export interface LimitLine {
  readonly id: string
  readonly name: string
  readonly limit: string
  /** What it is held against at this moment. */
  readonly now: string
  readonly source: string
  readonly change: string
}

const BUILT_IN = "compiled in"
const NOBODY = "nobody: it is part of the program"
const OWNER =
  "the owner, in genesis.yaml, below the built-in one: tighter at once, looser after an hour, if calm"
const EARNED = "nobody at once: it changes with the tier, which is earned"

/** Every limit that an entry is held against now. */
export function limitsReport(books: Books, now: Instant): readonly LimitLine[] {
  const standing = books.tiers.standing(now)
  const { limits } = books.rules.at(now)
  return [
    ...accountLimits(books, { limits, now, standing }),
    ...pendingLimits(books, now),
    ...tierLimits(standing),
    ...fixed(books, now),
  ]
}

function accountLimits(
  books: Books,
  told: { readonly limits: Limits; readonly now: Instant; readonly standing: Standing },
): readonly LimitLine[] {
  const { limits, now, standing } = told
  const { equityUnits } = books.days.state
  const { dayStartUnits, peakUnits } = books.days.at(now)
  const tierDayLossUnits = standing.working.dayLossUnits
  const allowance = dayAllowance({ dayStartUnits, tierDayLossUnits }, limits)
  const lost = dayStartUnits - equityUnits
  const { ceilingUnits } = standing.held
  const sizing =
    ceilingUnits !== undefined && equityUnits > ceilingUnits ? ceilingUnits : equityUnits
  return [
    {
      id: "RISK-1",
      name: "position",
      limit: `${ppmText(limits.position)} of ${moneyText(sizing)}`,
      now: `${moneyText((sizing * BigInt(limits.position)) / 1_000_000n)} each`,
      ...from("position", limits),
    },
    {
      id: "RISK-5",
      name: "loss of a day",
      limit: moneyText(allowance),
      now: `${moneyText(lost > 0n ? lost : 0n)} lost today`,
      ...(allowance === tierDayLossUnits
        ? { source: `tier ${standing.working.name}`, change: EARNED }
        : from("dayLoss", limits)),
    },
    {
      id: "RISK-8",
      name: "drawdown",
      limit: ppmText(limits.drawdownHalt),
      now: `${ppmText(drawdownOf({ equityUnits, peakUnits }))} below the peak`,
      ...from("drawdownHalt", limits),
    },
  ]
}

/** TILT-62: what becomes looser before long, and what strategies do behind a lock (TILT-45). */
function pendingLimits({ rules }: Books, now: Instant): readonly LimitLine[] {
  const source = "genesis.yaml"
  const { strategiesGoOn } = rules.at(now)
  const lock: LimitLine = {
    id: "TILT-45",
    name: "strategies behind a lock",
    limit: strategiesGoOn ? "a quarter of their size after 30 minutes" : "no entries",
    now: "",
    source: strategiesGoOn ? source : BUILT_IN,
    change: OWNER,
  }
  const pending = rules.pending(now)
  if (pending === undefined) return [lock]
  const { position, dayLoss, drawdownHalt } = pending.rules.limits
  return [
    lock,
    {
      id: "TILT-62",
      name: "looser limits wait",
      limit: `position ${ppmText(position)}, day ${ppmText(dayLoss)}, drawdown ${ppmText(drawdownHalt)}`,
      now: `from ${minuteText(pending.from)} UTC`,
      source,
      change: "the owner: set back until then, nothing changes",
    },
  ]
}

function from(name: keyof Limits, limits: Limits): Pick<LimitLine, "source" | "change"> {
  const isOwn = limits[name] < CEILINGS[name]
  return { source: isOwn ? "genesis.yaml, below the built-in one" : BUILT_IN, change: OWNER }
}

function tierLimits({ working, sizePpm, closed, isMinimumOnly }: Standing): readonly LimitLine[] {
  const source = `tier ${working.name}`
  const lines = [
    {
      id: "TIER-2",
      name: "position of the tier",
      limit: moneyText(working.positionCapUnits),
      now: isMinimumOnly ? "the viable minimum only" : `sizes at ${ppmText(sizePpm)}`,
      source,
      change: EARNED,
    },
    {
      id: "TIER-2",
      name: "positions at a time",
      limit: String(working.maxPositions),
      now: "",
      source,
      change: EARNED,
    },
  ]
  if (closed === undefined) return lines
  const { id, value, limit } = closed
  const change = "the trader, by the recovery or the time it names"
  return [...lines, { id, name: "entries rest", limit, now: value, source, change }]
}

function fixed(books: Books, now: Instant): readonly LimitLine[] {
  const line = (id: string, name: string, limit: string, value = ""): LimitLine => ({
    id,
    name,
    limit,
    now: value,
    source: BUILT_IN,
    change: NOBODY,
  })
  const { entriesToday, losingDays } = books.days.at(now)
  return [
    line("RISK-3", "smallest position", "$10.00 or 1.2 minimum orders, and sellable"),
    line("RISK-7", "caution of a day", `half size from ${ppmText(DAY_CAUTION)} of the day's loss`),
    line(
      "RISK-10",
      "losing days",
      "half size after 2, a quarter after 3",
      `${losingDays} in a row`,
    ),
    line("RISK-11", "entries of a day", String(ENTRIES_A_DAY), `${entriesToday} today`),
    line("RISK-12", "stop", `at most ${ppmText(STOP_WIDEST)} below the entry`),
    line("RISK-13", "unallocated", `${ppmText(UNALLOCATED)} of equity`),
    ...marketLimits(line),
    ...accountState(books, now, line),
  ]
}

type Line = (id: string, name: string, limit: string, value?: string) => LimitLine

/** What markets, strategies and emergencies are held against. */
const marketLimits = (line: Line): readonly LimitLine[] => [
  line("RISK-14", "positions that move as one", "no entry beyond a correlation surely above 0.60"),
  line("RISK-20", "strategies of the first tier", "2 % of equity, or the smallest position"),
  line("RISK-21", "a strategy's edge", "from Hunter, by the lower bound of its last 20 trades"),
  line("RISK-22", "conviction", "half, whole, or half as much again from Strategist; never a cap"),
  line("RISK-23", "volatility of a market", "half size in the wildest third of its own month"),
  line("RISK-25", "depth of a market", "a fifth near the price; a tenth of 30 minutes if worked"),
  line("RISK-40", "loss of a day, beyond", "a quarter sold at 10 %, half at 12 %, all at 15 %"),
  line("RISK-42", "fall within a minute", "entries rest from 10 %, half is sold from 15 %"),
  line("RISK-43", "a book that empties", "half size below 40 % of its depth, none below 30 %"),
  line("RISK-44", "a cluster of positions", "a quarter sold above 0.80 and 0.90, half above 0.95"),
]

/** What depends on where the account stands. */
function accountState(books: Books, now: Instant, line: Line): readonly LimitLine[] {
  const { recoveries, overrides, alerts } = books.risk
  const { present } = recoveries
  const way = present ? `${present.milestones.at(-1) ?? 0} % of the way back` : "none now"
  const first = books.commissioning.at(now)
  const open = overrides.isOpen(now) ? "open now" : "none is open"
  return [
    line(
      "RISK-30",
      "recovery",
      `half size from ${ppmText(DRAWDOWN_CAUTION)} until it is regained`,
      way,
    ),
    line("RISK-52", "overrides", "1 in 24 h, 3 in 30 days, 5 minutes each", open),
    line("RISK-9", "alerts", "one of a kind in 15 minutes, 50 a day", `${alerts.today(now)} today`),
    ...(books.commissioning.isUntried
      ? [
          line(
            "RISK-49",
            "kill switch",
            "tried once on the first day",
            "not yet: halt, then resume",
          ),
        ]
      : []),
    ...(first === undefined
      ? []
      : [
          {
            ...line("RISK-49", first.says, firstText(first)),
            change: "nobody: it passes by itself",
          },
        ]),
  ]
}

const firstText = ({ exposureUnits, isMinimumOnly, sizePpm }: FirstDays): string =>
  [
    exposureUnits === undefined ? "" : `${moneyText(exposureUnits)} in all`,
    isMinimumOnly ? "the smallest positions" : `${ppmText(sizePpm)} of the allowance`,
  ]
    .filter(Boolean)
    .join(", ")
