import type { Boards } from "../../report/boards/boards.ts"
import { type Line, line, type Size, span, wrapped } from "./line.ts"
import { spanText } from "./words.ts"
import { rule, sized } from "./zones.ts"

/**
 * The notice of a demotion, for a minute in the place of the market: why, what follows, what is safe,
 * and what to do (TIER-30, UI-13).
 */
export function noticeZone({ tier }: Boards["account"], size: Size): readonly Line[] {
  const { columns } = size
  const texts = [
    tier.notice,
    "Entries that waited are taken back. What is held keeps its stop at the exchange.",
    "Positions are of the smallest viable size until the recovery is written: type tier.",
    "All of it is kept in the tier's history.",
  ]
  const body = texts.flatMap((text) => wrapped(text, columns - 2).map((it) => line(`  ${it}`)))
  const title: Line = [
    span(`The tier is ${tier.working} now`, "protection"),
    span(`   this notice stays for ${spanText(tier.noticeLeft)}`, "dim"),
  ]
  return [rule(title, columns), ...sized([line(""), ...body], { columns, rows: size.rows - 1 })]
}
