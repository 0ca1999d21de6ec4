import type { FaultEvent } from "../../src/exchange/faults/fault-plan.ts"
import type { Instrument } from "../../src/market/instrument.ts"
import type { Duration, Instant } from "../../src/value/brand.ts"
import { Chance } from "../../src/value/chance.ts"
import { formatUnits } from "../../src/value/decimal.ts"
import { seconds } from "../../src/value/time.ts"
import { type Span, spanOf } from "../market.ts"
import type { World } from "../world.ts"

/** What happens to the exchange of a world, and to the way there, beside single messages. */
export interface CoursePlan {
  /** Nothing comes through, either way, for longer than a minute (EXEC-71). */
  readonly outages: readonly Span[]
  /** Maintenance, rules that get stricter, markets that rest or are gone; in seconds from the world's first moment. */
  readonly events: readonly FaultEvent[]
}

const OUTAGES = 0.15
const MAINTENANCE = 0.15
const CHANGES = 0.25
/** How much stricter a filter gets. */
const TIMES = [2, 5, 10]

/** Draws it; whatever is not for good is over when the world heals. */
export function courseOf(world: World, instruments: readonly Instrument[]): CoursePlan {
  const { seed, isCalm, market, healAt } = world
  if (isCalm) return { outages: [], events: [] }
  const chance = new Chance(seed, "course")
  const active = healAt - market.first
  const within = (longest: Duration): Span => {
    const length = Math.min(longest, active) as Duration
    const from = (market.first + chance.below(active - length + 1)) as Instant
    return spanOf(from, length)
  }
  const long = (): Duration => seconds(65 + chance.below(90))
  const outages = chance.happens(OUTAGES) ? [within(long())] : []
  const events: FaultEvent[] = []
  const into = (at: Instant): number => (at - market.first) / 1e6
  if (chance.happens(MAINTENANCE)) {
    const { from, to } = within(long())
    events.push({ what: "maintenance", at: into(from), seconds: (to - from) / 1e6 })
  }
  for (const instrument of instruments) {
    if (!chance.happens(CHANGES)) continue
    const { from, to } = within(seconds(10 + chance.below(90)))
    events.push(...changesOf(chance, instrument, { from: into(from), to: into(to) }))
  }
  return { outages, events }
}

/** A market that is gone for good, one that rests for a while, or one that takes less than before. */
function changesOf(
  chance: Chance,
  { symbol, filters, priceScale, quantityScale, quote }: Instrument,
  { from, to }: { readonly from: number; readonly to: number },
): readonly FaultEvent[] {
  const drawn = chance.below(3)
  if (drawn === 0) return [{ what: "delist", at: from, symbol }]
  if (drawn === 1) {
    const status = chance.happens(0.5) ? "HALT" : "BREAK"
    return [
      { what: "status", at: from, symbol, status },
      { what: "status", at: to, symbol, status: "TRADING" },
    ]
  }
  const times = (): number => TIMES[chance.below(TIMES.length)] ?? 2
  const minNotional = formatUnits(filters.minNotional * BigInt(1 + chance.below(2)), quote.scale)
  return [
    {
      what: "rules",
      at: from,
      symbol,
      tickSize: formatUnits(filters.tick * times(), priceScale),
      stepSize: formatUnits(filters.step * times(), quantityScale),
      minNotional,
    },
  ]
}
