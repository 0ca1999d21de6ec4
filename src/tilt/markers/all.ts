import type { Happening } from "../act.ts"
import type { Marker } from "../marker.ts"
import { ATTENTION } from "./attention.ts"
import { DECISIONS } from "./decisions.ts"
import { LOSSES_AFTER } from "./losses.ts"
import { ORDERS } from "./orders.ts"
import { PACE } from "./pace.ts"
import { PRETENCE } from "./pretence.ts"
import { RULES } from "./rules.ts"
import { SIZES } from "./sizes.ts"
import { TYPING } from "./typing.ts"

/** Every marker of section 7.2, in the order of their ids. */
export const MARKERS: readonly Marker[] = [
  ...DECISIONS,
  ...SIZES,
  ...ORDERS,
  ...PACE,
  ...ATTENTION,
  ...LOSSES_AFTER,
  ...TYPING,
  ...RULES,
  ...PRETENCE,
].toSorted((a, b) => a.id.localeCompare(b.id))

const HEARING = new Map<Happening["kind"], Marker[]>()
for (const marker of MARKERS) {
  for (const kind of marker.hears) HEARING.set(kind, [...(HEARING.get(kind) ?? []), marker])
}

/** The markers that look when this kind of thing happens. */
export function markersFor(kind: Happening["kind"]): readonly Marker[] {
  return HEARING.get(kind) ?? []
}
