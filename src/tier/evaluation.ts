import { moneyText } from "../value/amounts.ts"
import type { Instant } from "../value/brand.ts"
import { days } from "../value/time.ts"
import { expectancy, winners } from "./figures.ts"
import type { Asked, Gate } from "./gate.ts"
import { architectGates, hunterGates, strategistGates } from "./gates.ts"
import { countText, shareText } from "./text.ts"
import type { Tier } from "./tier.ts"

/** TIER-11: closed trades, the old win rate that is shown, pair success, by the tier to be entered. */
const FLOORS: Readonly<Record<string, { trades: number; winRate: number; pairs: number }>> = {
  HUNTER: { trades: 100, winRate: 0.45, pairs: 0 },
  STRATEGIST: { trades: 500, winRate: 0.55, pairs: 0.6 },
  ARCHITECT: { trades: 2_000, winRate: 0.65, pairs: 0.7 },
}

/** Every gate between the present tier and the next one (TIER-7 to TIER-11, D11, D13). */
export function gatesTo(next: Tier, asked: Asked): readonly Gate[] {
  const own =
    next.name === "HUNTER"
      ? hunterGates(asked)
      : next.name === "STRATEGIST"
        ? strategistGates(asked)
        : architectGates(asked)
  return [...commonGates(next, asked), ...own, ...floorGates(next, asked)]
}

function commonGates(next: Tier, asked: Asked): readonly Gate[] {
  const { evidence, now, countedFrom, waitUntil } = asked
  const equity = evidence.tierEquityUnits(now)
  const inTier = Math.max(0, Math.floor((now - countedFrom) / days(1)))
  return [
    {
      id: "TIER-5",
      name: "equity",
      value: moneyText(equity),
      required: `at least ${moneyText(next.floorUnits)}`,
      isPassed: equity >= next.floorUnits,
      because: "Deposits of the last 30 days are left out, so that a tier is earned, not bought.",
    },
    {
      id: next.name === "HUNTER" ? "TIER-7" : next.name === "STRATEGIST" ? "TIER-8" : "TIER-10",
      name: "days in the tier",
      value: countText(inTier, "day"),
      required: `at least ${countText(next.daysBefore, "day")}`,
      isPassed: inTier >= next.daysBefore,
      because: "A habit is seen over weeks, not over one good run.",
    },
    {
      id: "TIER-31",
      name: "time since a demotion",
      value: now >= waitUntil ? "long enough" : countText(daysUntil(waitUntil, now), "day left"),
      required: "30 days after an emergency demotion",
      isPassed: now >= waitUntil,
      because: "After a fall the gates begin anew.",
    },
    {
      id: "D11",
      name: "books reconciled",
      value: asked.hasAgreed ? "they agree" : "they differ",
      required: "our books and the exchange agree",
      isPassed: asked.hasAgreed,
      because: "What is not known exactly is no ground for more.",
    },
  ]
}

const daysUntil = (until: Instant, now: Instant): number => Math.ceil((until - now) / days(1))

function floorGates(next: Tier, { evidence, since, now }: Asked): readonly Gate[] {
  const floor = FLOORS[next.name] ?? { trades: 0, winRate: 0, pairs: 0 }
  const { trades, byInstrument: pairs } = evidence.tallySince(since)
  const figures = expectancy(trades)
  const success = pairs.size === 0 ? 0 : winners(pairs) / pairs.size
  const baseline = evidence.measures("baseline", (now - days(30)) as Instant).at(-1)?.days ?? 0
  const gates: Gate[] = [
    {
      id: "TIER-11",
      name: "closed trades",
      value: String(trades.length),
      required: `at least ${floor.trades}`,
      isPassed: trades.length >= floor.trades,
      because: "Few trades prove nothing, whatever they brought.",
    },
    {
      id: "TIER-11",
      name: "expectancy",
      value: figures
        ? `${figures.lower.toFixed(2)} dollars a trade at worst; ${shareText(figures.winRate)} won`
        : "n/a",
      required: `above 0 at 90 % (the win rate, once asked to be ${shareText(floor.winRate)}, is only shown)`,
      isPassed: figures !== undefined && figures.lower > 0,
      because: "A win rate alone says nothing of what a trade is worth (D13).",
    },
    {
      id: "TIER-11",
      name: "behavioural baseline",
      value: countText(baseline, "day"),
      required: "30 days",
      isPassed: baseline >= 30,
      because: "The guard must know what is usual before more is at stake.",
    },
  ]
  if (floor.pairs > 0) {
    gates.push({
      id: "TIER-11",
      name: "pairs that gained",
      value: shareText(success),
      required: `at least ${shareText(floor.pairs)}`,
      isPassed: pairs.size > 0 && success >= floor.pairs,
      because: "One lucky pair must not carry all the others.",
    })
  }
  return gates
}
