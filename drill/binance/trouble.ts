import { type FaultPlan, faultsFrom, NO_FAULTS } from "../../src/exchange/faults/fault-plan.ts"
import { Chance } from "../../src/value/chance.ts"
import type { World } from "../world.ts"

/** Nothing goes wrong between venue and exchange. */
export const CALM: FaultPlan = NO_FAULTS

/** What goes wrong between venue and exchange in a world: each kind of trouble in some worlds, more or less. */
export function troubleOf({ seed, isCalm }: World): FaultPlan {
  if (isCalm) return CALM
  const chance = new Chance(seed, "trouble")
  const share = (most: number): number => (chance.happens(0.5) ? 0 : most * chance.unit())
  return faultsFrom({
    requestLost: share(0.1),
    unanswered: share(0.1),
    unknownOutcome: share(0.2),
    carriedOut: chance.unit(),
    userDoubled: share(0.3),
    userLate: share(0.3),
    userLost: share(0.1),
    lateMs: 5_000,
    perHour: { drop: share(90), halfOpen: share(45), silence: share(45) },
  })
}
