import type { MarketSource } from "../simulation/source.ts"
import type { Instant } from "../value/brand.ts"
import { Chance } from "../value/chance.ts"
import type { Customer } from "./account/customer.ts"
import { type FaultPlan, NO_FAULTS } from "./faults/fault-plan.ts"
import { Mischief } from "./faults/mischief.ts"
import { Hall, type HallLimits, type HallState } from "./hall.ts"
import { DeepSource } from "./market/deep-source.ts"
import { type Winding, WoundSource } from "./market/wound-source.ts"
import { ExchangeServer } from "./server/server.ts"
import { Feeds } from "./stream/feeds.ts"

/** An exchange that was kept: what it remembers, and where its market stood. */
export interface KeptHall {
  readonly hall: HallState
  readonly winding: Winding
  readonly market: string
}

/** Keeps the exchange somewhere that outlives the process. */
export interface HallKeeper {
  save(kept: KeptHall, revision: number): void
}

/** Without a change of orders the exchange is kept this often all the same. */
const KEEP_EVERY_US = 5_000_000

/** An exchange in one process, ready to be served. */
export interface OpenExchange {
  readonly hall: Hall
  readonly server: ExchangeServer
}

/**
 * Puts the market on the wall's clock, gives it a whole book, and opens the hall and its doors.
 * @param told.source the market as it was made or recorded
 * @param told.keeper absent where nothing is to outlive the process
 */
export function openExchange(told: {
  readonly source: MarketSource
  readonly winding: Winding
  readonly seed: number
  readonly customers: readonly Customer[]
  readonly clock: () => Instant
  readonly start: Instant
  readonly keeper?: HallKeeper
  readonly saved?: HallState | undefined
  /** What may be used of the exchange; what Binance publishes where it is left out. */
  readonly limits?: Partial<HallLimits>
  /** What is to go wrong; nothing where it is left out. */
  readonly faults?: FaultPlan
  readonly onTrouble: (error: unknown) => void
}): OpenExchange {
  const { winding, seed, customers, clock, start, keeper, saved } = told
  const feeds = new Feeds()
  const plan = told.faults ?? NO_FAULTS
  const mischief = new Mischief(plan, new Chance(seed, "exchange faults"))
  const { bookSize } = plan
  const source = new DeepSource(new WoundSource(told.source, winding), { seed, bookSize })
  const hall = new Hall({
    source,
    customers,
    listener: feeds,
    start,
    seed,
    saved,
    limits: told.limits,
  })
  const keep = keeping(hall, keeper, () => ({ winding, market: source.save() }))
  const { onTrouble } = told
  const server = new ExchangeServer({ hall, feeds, clock, mischief, keep, onTrouble })
  return { hall, server }
}

/** Keeps the hall whenever an order changed, and now and then all the same. */
function keeping(
  hall: Hall,
  keeper: HallKeeper | undefined,
  market: () => Omit<KeptHall, "hall">,
): () => void {
  if (keeper === undefined) return () => {}
  const kept = { revision: -1, at: -Infinity }
  return () => {
    const { revision } = hall.engine
    if (revision === kept.revision && hall.now - kept.at < KEEP_EVERY_US) return
    kept.revision = revision
    kept.at = hall.now
    keeper.save({ hall: hall.save(), ...market() }, revision)
  }
}
