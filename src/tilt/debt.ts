import { DOLLAR } from "../value/amounts.ts"
import type { TiltLevel } from "./tilt-rule.ts"

/** TILT-55: what losses at levels 1, 2 and 3 leave as a debt. */
const SHARE_PERCENT = [0n, 10n, 25n, 50n] as const
/** Smaller debts are not written down. */
const LEAST = DOLLAR

/** The debt and its bonus (TILT-55, TILT-56). Units of the account asset. */
export interface Debt {
  readonly units: bigint
  /** The next win pays 1.25 times: an intervention was accepted without protest. */
  readonly hasBonus: boolean
}

export const NO_DEBT: Debt = Object.freeze({ units: 0n, hasBonus: false })

/** @param told.level the higher of the levels at which the trade was opened and closed */
export function owed(
  debt: Debt,
  told: { readonly pnlUnits: bigint; readonly level: TiltLevel; readonly isManual: boolean },
): Debt {
  const { pnlUnits, level, isManual } = told
  if (pnlUnits < 0n) {
    const units = isManual ? (-pnlUnits * SHARE_PERCENT[level]) / 100n : 0n
    return units < LEAST ? debt : { ...debt, units: debt.units + units }
  }
  // Only a trade made within the rules pays.
  if (pnlUnits === 0n || level > 0) return debt
  const paid = debt.hasBonus ? (pnlUnits * 125n) / 100n : pnlUnits
  return { units: debt.units > paid ? debt.units - paid : 0n, hasBonus: false }
}
