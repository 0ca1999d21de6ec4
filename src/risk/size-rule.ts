import { floorToStep } from "../market/instrument.ts"
import type { Intent } from "../order/intent.ts"
import { limitOf } from "../order/terms.ts"
import { refuse, type Verdict } from "../order/verdict.ts"
import { quantityWorth, worthOf } from "../order/worth.ts"
import { moneyText, share } from "../value/amounts.ts"
import { PPM, type Quantity } from "../value/brand.ts"
import { dayAllowance, dayLoss, drawdownOf, isDayCautious } from "./day-loss.ts"
import { DRAWDOWN_CAUTION, type Limits, UNALLOCATED } from "./ceilings.ts"
import type { LimitsScene } from "./limits-scene.ts"
import { liquidityCap, TOO_THIN } from "./liquidity-cap.ts"
import { togetherText } from "./together.ts"

const NO_ROOM =
  "There is no room left under this limit for another position. It opens as positions close or equity grows."
const NO_EDGE =
  "Its last 20 trades show no gain that is surely above zero. It is sized again when newer ones do, or when these are older than 30 days."

/** Caps, then reductions, then what the day can still lose. */
export function sized(intent: Intent, scene: LimitsScene, limits: Limits): Verdict {
  const asked = intent.terms.quantity
  const { kellyUnits, strategyCapUnits, positionUnits } = scene
  // One step more than is viable: a quantity is rounded down, and must still be sold again.
  const { step } = intent.instrument.filters
  const smallest = scene.viableUnits + worthOf(intent, scene, step)
  const caps = [
    { id: "RISK-1", room: share(scene.sizingUnits, limits.position) - scene.positionUnits },
    {
      id: "RISK-13",
      room:
        share(scene.sizingUnits, limits.position) * BigInt(scene.maxPositions) -
        scene.exposureUnits,
    },
    {
      id: "RISK-13",
      room: share(scene.equityUnits, PPM - UNALLOCATED) - scene.exposureUnits,
    },
    ...(strategyCapUnits === undefined
      ? []
      : [{ id: "RISK-20", room: larger(strategyCapUnits, smallest) - positionUnits }]),
    ...(kellyUnits === undefined ? [] : [{ id: "RISK-21", room: kellyUnits - positionUnits }]),
    ...firstDaysCaps(scene, smallest),
  ]
  const tightest = caps.reduce((a, b) => (b.room < a.room ? b : a))
  const byCaps = Math.min(asked, quantityWorth(intent, scene, tightest.room))
  const liquid = liquidityCap(intent, scene.liquidity)
  const value = `${moneyText(worthOf(intent, scene, asked))} asked`
  if (liquid !== undefined && liquid.quantity < Math.min(asked, viableQuantity(intent, scene))) {
    return refuse({ id: "RISK-25", value, limit: liquid.limit, because: TOO_THIN })
  }
  const capped = Math.min(byCaps, liquid?.quantity ?? byCaps)
  const { factor, id } = reduction(scene, limits)
  const reduced = reducedTo(intent, scene, { capped, factor })
  const byDay = withinTheDay(intent, scene, limits, reduced)
  const quantity = Math.min(reduced, byDay.quantity) as Quantity
  if (quantity >= asked) {
    const { together } = scene
    const worth = moneyText(worthOf(intent, scene, asked))
    return {
      answer: "allow",
      value: together === undefined ? worth : `${worth}; ${togetherText(together)}`,
      limit: moneyText(tightest.room),
    }
  }
  const deciding =
    quantity < reduced
      ? { id: "RISK-6", limit: `${moneyText(byDay.leftUnits)} left of today's loss limit` }
      : reduced < capped
        ? { id, limit: `${factor / 10_000} % of normal size` }
        : liquid !== undefined && capped < byCaps
          ? { id: "RISK-25", limit: liquid.limit }
          : {
              id: tightest.id,
              limit: `room for ${moneyText(tightest.room < 0n ? 0n : tightest.room)}`,
            }
  if (quantity > 0) return { answer: "shrink", quantity, value, ...deciding }
  return refuse({
    ...deciding,
    value,
    because: deciding.id === "RISK-21" ? NO_EDGE : NO_ROOM,
  })
}

/**
 * A reduction stops at the smallest viable position, as long as the caps allow that one: at $500 a
 * quarter would be $6, nothing could ever be bought again, and no day could restore a step (RISK-26:
 * recovery can never deadlock).
 */
function reducedTo(
  intent: Intent,
  scene: LimitsScene,
  told: { readonly capped: number; readonly factor: number },
): Quantity {
  const { capped, factor } = told
  const reduced = floorToStep(intent.instrument, Math.floor((capped * factor) / PPM))
  if (factor === PPM) return reduced
  return Math.max(reduced, Math.min(capped, viableQuantity(intent, scene))) as Quantity
}

/** One step more than is viable: a quantity is rounded down, and must still be sold again. */
const viableQuantity = (intent: Intent, scene: LimitsScene): number =>
  quantityWorth(intent, scene, scene.viableUnits) + intent.instrument.filters.step

/** RISK-49: the first day of real money is for the smallest positions, and few of them. */
function firstDaysCaps(
  scene: LimitsScene,
  smallest: bigint,
): readonly { readonly id: string; readonly room: bigint }[] {
  const { firstDays, positionUnits, exposureUnits } = scene
  if (firstDays === undefined) return []
  const caps = []
  if (firstDays.isMinimumOnly) caps.push({ id: "RISK-49", room: smallest - positionUnits })
  if (firstDays.exposureUnits !== undefined) {
    caps.push({ id: "RISK-49", room: firstDays.exposureUnits - exposureUnits })
  }
  return caps
}

/** Something that makes an entry smaller than normal, or does not at the moment. */
export interface SizeFactor {
  readonly id: "RISK-7" | "RISK-10" | "RISK-23" | "RISK-30" | "RISK-43" | "RISK-49"
  /** Its part of 1,000,000. */
  readonly ppm: number
}

/** What the factors look at. */
type FactorsScene = Pick<
  LimitsScene,
  | "dayStartUnits"
  | "equityUnits"
  | "tierDayLossUnits"
  | "peakUnits"
  | "losingDays"
  | "isRecovering"
  | "volatilityPpm"
  | "thin"
  | "firstDays"
>

/** Everything that reduces sizes. Of several the last one is named as what decided. */
export function sizeFactors(scene: FactorsScene, limits: Limits): readonly SizeFactor[] {
  const { losingDays, volatilityPpm, firstDays } = scene
  const isFallen = scene.isRecovering || drawdownOf(scene) >= DRAWDOWN_CAUTION
  return [
    { id: "RISK-23", ppm: volatilityPpm },
    { id: "RISK-7", ppm: isDayCautious(scene, limits) ? PPM / 2 : PPM },
    { id: "RISK-10", ppm: losingDays >= 3 ? PPM / 4 : losingDays === 2 ? PPM / 2 : PPM },
    { id: "RISK-30", ppm: isFallen ? PPM / 2 : PPM },
    { id: "RISK-43", ppm: scene.thin?.stage === "smaller" ? PPM / 2 : PPM },
    { id: "RISK-49", ppm: firstDays?.sizePpm ?? PPM },
  ]
}

/** Factors multiply, and only ever downwards. */
function reduction(
  scene: LimitsScene,
  limits: Limits,
): { readonly factor: number; readonly id: string } {
  let factor = PPM
  let id = "RISK-19"
  for (const it of sizeFactors(scene, limits)) {
    if (it.ppm >= PPM) continue
    factor = Math.floor((factor * it.ppm) / PPM)
    id = it.id
  }
  return { factor, id }
}

/** RISK-6: what is lost so far, and would be lost at every stop, stays within the day's limit. */
function withinTheDay(
  intent: Intent,
  scene: LimitsScene,
  limits: Limits,
  wanted: number,
): { readonly quantity: Quantity; readonly leftUnits: bigint } {
  const leftUnits = dayAllowance(scene, limits) - larger(dayLoss(scene), 0n) - scene.lossToStopUnits
  const entry = limitOf(intent.terms) ?? scene.lastPrice
  const stop = intent.leave?.stop
  if (entry === undefined || stop === undefined) return { quantity: 0 as Quantity, leftUnits }
  // The loss of one count, doubled in scale so that the fee of both ways is counted without floats.
  const lossPpm = Math.ceil(((entry - stop) / entry) * PPM) + 2 * scene.takerFee
  const worthAllowed = (larger(leftUnits, 0n) * BigInt(PPM)) / BigInt(Math.max(1, lossPpm))
  const quantity = quantityWorth(intent, scene, worthAllowed)
  return { quantity: Math.min(quantity, wanted) as Quantity, leftUnits: larger(leftUnits, 0n) }
}

const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b)
