import { traitsOf } from "./omen.ts"
import type { TiltState } from "./state.ts"

/** What this moment is like, for comparison with those that led to tilt (TILT-57). */
export function traitsNow(
  s: TiltState,
  told: { readonly now: number; readonly hour: number },
): readonly string[] {
  const fall = s.peakUnits > 0n ? Number(s.peakUnits - s.equityUnits) / Number(s.peakUnits) : 0
  return traitsOf({
    hour: told.hour,
    lostInRow: s.memory.lostInRow,
    drawdown: fall,
    awakeUs: told.now - s.awakeSince,
    profile: s.profile,
  })
}
