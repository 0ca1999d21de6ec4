import { DOLLAR, moneyText, ppmText } from "../value/amounts.ts"
import { type Instant, PPM } from "../value/brand.ts"
import { hours } from "../value/time.ts"
import type { Day, Evidence, Trade } from "./evidence.ts"
import type { Measure } from "./measure.ts"
import type { Tier } from "./tier.ts"

/** Why a tier is lost at once: the letter of TIER-28, or TIER-25, and what was measured. */
export interface Trigger {
  readonly id: string
  readonly value: string
  readonly limit: string
}

/** What was forgotten is not known, so nothing above the first tier is believed (TIER-3). */
export const SET_BACK: Trigger = Object.freeze<Trigger>({
  id: "TIER-3",
  value: "a journal that ends earlier than it was known to",
  limit: "every line that was ever written",
})

/** TIER-25. */
export const LOST_SINCE_PROMOTION: Trigger = Object.freeze<Trigger>({
  id: "TIER-25",
  value: "15 % lost since the promotion",
  limit: "less than 15 % in the adjustment period",
})

const DAY_LOSS_PPM = 150_000
const BAD_DAY_PPM = 50_000
const WINDOW = hours(24)
const OVERRIDES = 5
const STOPS = 3
const VIOLATIONS = 3
const TILT = 80
const TILT_IN_ADJUSTMENT = 70
const WHOLE = BigInt(PPM)
const OUTAGE_UNITS = 500n * DOLLAR

/** State that a snapshot keeps. */
export interface DemotionWatchState {
  readonly stops: readonly Instant[]
  readonly violations: readonly Instant[]
  readonly overrides: readonly Instant[]
  readonly firedDay: number
}

/**
 * Watches for what costs a tier at once (TIER-28). Counts are kept over 24 hours and begin anew once
 * they have fired, so that one series is answered once.
 */
export class DemotionWatch {
  #stops: Instant[] = []
  #violations: Instant[] = []
  #overrides: Instant[] = []
  /** The last day whose loss was answered. */
  #firedDay = -1

  get state(): DemotionWatchState {
    return {
      stops: [...this.#stops],
      violations: [...this.#violations],
      overrides: [...this.#overrides],
      firedDay: this.#firedDay,
    }
  }

  restore(state: DemotionWatchState): void {
    this.#stops = [...state.stops]
    this.#violations = [...state.violations]
    this.#overrides = [...state.overrides]
    this.#firedDay = state.firedDay
  }

  /** (a) and (b): the loss of a day, and three bad days in a row. */
  onSample(days: readonly Day[], tier: Tier): Trigger | undefined {
    const today = days.at(-1)
    if (today === undefined || today.day === this.#firedDay) return undefined
    const lost = lossPpm(today, today.lowUnits)
    if (lost > DAY_LOSS_PPM) {
      this.#firedDay = today.day
      return {
        id: "TIER-28 a",
        value: `${ppmText(lost)} lost today`,
        limit: `${ppmText(DAY_LOSS_PPM)} of the day's start`,
      }
    }
    // Most days are good ones: the two before are looked at only behind a bad one.
    if (!isBad(today, tier)) return undefined
    const last = days.slice(-3)
    const inRow = last.length === 3 && today.day - (last[0]?.day ?? 0) === 2
    if (!inRow || !last.every((it) => isBad(it, tier))) return undefined
    this.#firedDay = today.day
    return {
      id: "TIER-28 b",
      value: "3 days in a row at the loss limit",
      limit: "5 % or the day's dollar limit, on 3 days in a row",
    }
  }

  /** (g): stops of trades by hand. */
  onTrade({ at, isManual, isStopped }: Trade): Trigger | undefined {
    if (!isManual) return undefined
    if (!isStopped) {
      this.#stops = []
      return undefined
    }
    this.#stops = inWindow([...this.#stops, at], at)
    if (this.#stops.length < STOPS) return undefined
    this.#stops = []
    return {
      id: "TIER-28 g",
      value: `${STOPS} stops in a row on trades by hand`,
      limit: `fewer than ${STOPS} within 24 h`,
    }
  }

  /** (i): what the rules refused the trader. */
  onViolation(at: Instant): Trigger | undefined {
    this.#violations = inWindow([...this.#violations, at], at)
    if (this.#violations.length < VIOLATIONS) return undefined
    this.#violations = []
    return {
      id: "TIER-28 i",
      value: `${VIOLATIONS} refused orders of the trader`,
      limit: `fewer than ${VIOLATIONS} within 24 h`,
    }
  }

  /** (d): an order that this journal did not place. */
  onForeignOrder(): Trigger {
    return {
      id: "TIER-28 d",
      value: "an order that the system did not place",
      limit: "none while entries are closed",
    }
  }

  /** (c), (e), (f), (h), and TIER-25. */
  onMeasure(
    at: Instant,
    measure: Measure,
    told: {
      readonly evidence: Evidence
      readonly tier: Tier
      readonly isHolding: boolean
      readonly isAdjusting: boolean
    },
  ): Trigger | undefined {
    if (measure.kind === "override-attempt") return this.#onOverride(at)
    if (measure.kind === "cluster-unbroken") return cluster(measure.positions)
    if (measure.kind === "outage-cost") return outage(measure.costUnits, told.evidence.equityUnits)
    if (measure.kind === "tilt-score") return tilted(measure.score, told)
    return measure.kind === "exposure" ? exposed(measure.units, told) : undefined
  }

  #onOverride(at: Instant): Trigger | undefined {
    this.#overrides = inWindow([...this.#overrides, at], at)
    if (this.#overrides.length < OVERRIDES) return undefined
    this.#overrides = []
    return {
      id: "TIER-28 c",
      value: `${OVERRIDES} attempts to override`,
      limit: `fewer than ${OVERRIDES} within 24 h`,
    }
  }
}

function cluster(positions: number): Trigger | undefined {
  if (positions < 3) return undefined
  return {
    id: "TIER-28 e",
    value: `${positions} positions still move as one`,
    limit: "correlation at most 0.80 after the automatic reduction",
  }
}

function outage(costUnits: bigint, equityUnits: bigint): Trigger | undefined {
  const share = equityUnits / 20n
  const most = share < OUTAGE_UNITS ? share : OUTAGE_UNITS
  if (costUnits <= most) return undefined
  return {
    id: "TIER-28 f",
    value: `${moneyText(costUnits)} lost to a failure`,
    limit: `at most ${moneyText(most)}`,
  }
}

function tilted(
  score: number,
  { isHolding, isAdjusting }: { readonly isHolding: boolean; readonly isAdjusting: boolean },
): Trigger | undefined {
  if (isAdjusting && score >= TILT_IN_ADJUSTMENT) {
    return {
      id: "TIER-25",
      value: `tilt score ${score}`,
      limit: `below ${TILT_IN_ADJUSTMENT} in the adjustment period`,
    }
  }
  if (!isHolding || score < TILT) return undefined
  return {
    id: "TIER-28 h",
    value: `tilt score ${score} with a position open`,
    limit: `below ${TILT}`,
  }
}

function exposed(
  units: bigint,
  { tier, isAdjusting }: { readonly tier: Tier; readonly isAdjusting: boolean },
): Trigger | undefined {
  const allowance = tier.positionCapUnits * BigInt(tier.maxPositions)
  if (!isAdjusting || units < 2n * allowance) return undefined
  return {
    id: "TIER-25",
    value: `${moneyText(units)} in positions`,
    limit: `below ${moneyText(2n * allowance)}, twice the tier's allowance`,
  }
}

function isBad(day: Day, tier: Tier): boolean {
  if (lossPpm(day, day.endUnits) >= BAD_DAY_PPM) return true
  return day.startUnits - day.lowUnits >= tier.dayLossUnits
}

function lossPpm(day: Day, units: bigint): number {
  if (day.startUnits <= 0n || units >= day.startUnits) return 0
  return Number(((day.startUnits - units) * WHOLE) / day.startUnits)
}

const inWindow = (moments: readonly Instant[], now: Instant): Instant[] =>
  moments.filter((it) => it > now - WINDOW)
