import type { Shadowed } from "../engine/records.ts"
import { slippageBps } from "../execution/shortfall.ts"
import { formatQuantity, type Instrument } from "../market/instrument.ts"

/** What a rehearsal came to, in a line (TIER-15): what the parts would have paid, and what one order would. */
export function shadowText(fact: Shadowed, instrument: Instrument): string {
  const { method, parts, filled, asked, arrival, ask, paid, because, isCompleted } = fact
  const bps = (price: number): string => slippageBps("buy", { price, against: arrival }).toFixed(1)
  const size = `${formatQuantity(instrument, filled)} of ${formatQuantity(instrument, asked)} ${instrument.base.code}`
  const cost = paid === undefined ? "" : `, ${bps(paid)} bp above the mid of its beginning`
  const counts = isCompleted ? "It counts as completed." : "It does not count as completed."
  return `Rehearsed ${method}: ${size} in ${parts} parts${cost}; one order would have begun at ${bps(ask)} bp. It ended: ${because}. ${counts}`
}
