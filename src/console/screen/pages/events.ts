import type { Boards } from "../../../report/boards/boards.ts"
import { type Line, line, type Size } from "../line.ts"
import { eventLines } from "../zones.ts"

/** Everything that was told, latest first (UI-45). */
export function eventsPage({ events }: Boards["events"], { columns }: Size): readonly Line[] {
  if (events.length === 0) return [line("Nothing has happened yet.", "dim")]
  return events.toReversed().flatMap((it) => eventLines(it, columns))
}
