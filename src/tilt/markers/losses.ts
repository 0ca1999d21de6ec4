import { minutes, seconds } from "../../value/time.ts"
import { above, atLeast, type Finding, type Look, type Marker } from "../marker.ts"
import { countSince } from "../memory.ts"

const REVENGE = seconds(60)
const RAPID_SPAN = minutes(5)
const RAPID = 3
const LOSSES_SPAN = minutes(30)
const LOSSES = 3
const SIZE_JUMP = 1.5
const REACTION = seconds(2)
const LOST_IN_ROW = 3

/** What follows a loss (TILT-17, TILT-18, TILT-24, TILT-32). */
export const LOSSES_AFTER: readonly Marker[] = [
  {
    id: "TILT-17",
    name: "back into the same market right after its stop",
    unit: "s",
    kind: "absolute",
    hears: ["entered"],
    rule: "within 60 s",
    judge: ({ it, now, memory }) => {
      if (it.kind !== "entered" || !it.isManual) return undefined
      const waited = now - (memory.stops[it.market] ?? NaN)
      if (!(waited > 0 && waited <= REVENGE)) return undefined
      const severity = Math.round(200 * (1 - waited / REVENGE)) / 100
      return { value: waited / 1e6, limit: REVENGE / 1e6, severity }
    },
  },
  {
    id: "TILT-18",
    name: "one trade after another after a loss",
    unit: "trades",
    kind: "absolute",
    hears: ["entered"],
    rule: "3 within 5 minutes of a loss, or 1.5 times the size after 3 losses",
    judge: (look) => {
      if (look.it.kind !== "entered" || !look.it.isManual) return undefined
      return rapid(look) ?? sizeJump(look)
    },
  },
  {
    id: "TILT-24",
    name: "an order within a blink of a loss",
    unit: "s",
    kind: "absolute",
    hears: ["entered", "edit", "config", "override"],
    rule: "within 2 s",
    judge: ({ it, now, memory }) => {
      if (it.kind === "entered" && !it.isManual) return undefined
      const waited = now - (memory.losses.at(-1)?.at ?? NaN)
      if (!(waited >= 0 && waited < REACTION)) return undefined
      return { value: waited / 1e6, limit: REACTION / 1e6, severity: 1 }
    },
  },
  {
    id: "TILT-32",
    name: "several trades by hand lost in a row",
    unit: "losses",
    kind: "absolute",
    hears: ["closed"],
    rule: "3 in a row",
    judge: ({ it, memory }) =>
      it.kind === "closed" && it.isManual ? atLeast(memory.lostInRow, LOST_IN_ROW) : undefined,
  },
]

function rapid({ memory, now }: Look): Finding | undefined {
  const loss = memory.losses.find((one) => now - one.at <= RAPID_SPAN)
  if (!loss) return undefined
  const after = memory.entries.filter((one) => one.at > loss.at).length
  return atLeast(after, RAPID)
}

/** After three losses within half an hour, a size well above the one before. */
function sizeJump({ memory, now }: Look): Finding | undefined {
  if (countSince(memory.losses, now, LOSSES_SPAN) < LOSSES) return undefined
  const [before, last] = memory.entries.slice(-2)
  if (before === undefined || last === undefined || !(before.size > 0)) return undefined
  return above(last.size / before.size, SIZE_JUMP)
}

/** TILT-48: the newest size is well above the one before. */
export function hasSizeJump(entries: readonly { readonly size: number }[]): boolean {
  const [before, last] = entries.slice(-2)
  return before !== undefined && last !== undefined && last.size > SIZE_JUMP * before.size
}
