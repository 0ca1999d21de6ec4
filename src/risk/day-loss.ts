import { share } from "../value/amounts.ts"
import { PPM } from "../value/brand.ts"
import { DAY_CAUTION, type Limits } from "./ceilings.ts"
import type { LimitsScene } from "./limits-scene.ts"

/** How much is lost today so far; negative when the day is up. */
export function dayLoss(scene: Pick<LimitsScene, "dayStartUnits" | "equityUnits">): bigint {
  return scene.dayStartUnits - scene.equityUnits
}

/** RISK-5: the smaller of the tier's dollars and the share of the day's first equity. */
export function dayAllowance(
  scene: Pick<LimitsScene, "dayStartUnits" | "tierDayLossUnits">,
  limits: Limits,
): bigint {
  const byShare = share(scene.dayStartUnits, limits.dayLoss)
  return byShare < scene.tierDayLossUnits ? byShare : scene.tierDayLossUnits
}

/** True when the day's limit is reached: resting entries are taken back (RISK-7). */
export function isDaySpent(
  scene: Pick<LimitsScene, "dayStartUnits" | "equityUnits" | "tierDayLossUnits">,
  limits: Limits,
): boolean {
  return dayLoss(scene) >= dayAllowance(scene, limits)
}

/** True when so much of the day's limit is lost that sizes are halved (RISK-7). */
export function isDayCautious(
  scene: Pick<LimitsScene, "dayStartUnits" | "equityUnits" | "tierDayLossUnits">,
  limits: Limits,
): boolean {
  return dayLoss(scene) * BigInt(PPM) >= dayAllowance(scene, limits) * BigInt(DAY_CAUTION)
}

/** Parts per million below the peak. */
export function drawdownOf(scene: {
  readonly equityUnits: bigint
  readonly peakUnits: bigint
}): number {
  if (scene.peakUnits <= 0n || scene.equityUnits >= scene.peakUnits) return 0
  return Number(((scene.peakUnits - scene.equityUnits) * BigInt(PPM)) / scene.peakUnits)
}
