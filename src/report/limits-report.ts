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
import type { Standing } from "../tier/standing.ts"
import { moneyText, ppmText } from "../tier/text.ts"
import type { Instant } from "../value/brand.ts"

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
const OWNER = "the owner, in genesis.yaml, tighter only; it holds from the next start"
const EARNED = "nobody at once: it changes with the tier, which is earned"

/** Every limit that an entry is held against now. */
export function limitsReport(
  books: Books,
  told: { readonly limits: Limits; readonly now: Instant },
): readonly LimitLine[] {
  const standing = books.tiers.standing(told.now)
  return [
    ...accountLimits(books, { ...told, standing }),
    ...tierLimits(standing),
    ...fixed(books, told.now),
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
    line("RISK-30", "caution of a drawdown", `half size from ${ppmText(DRAWDOWN_CAUTION)}`),
  ]
}
