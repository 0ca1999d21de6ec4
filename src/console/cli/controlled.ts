import type { Controlled } from "../../control/server.ts"
import type { Command } from "../../engine/records.ts"
import type { OpenPaper } from "../../session/paper-home.ts"
import { statusOf } from "../../session/status.ts"

/** A running session as a second terminal may use it. */
export function controlledSession(
  paper: OpenPaper,
  told: {
    readonly command: (command: Command) => void
    readonly fail: (error: unknown) => void
  },
): Controlled {
  return {
    fail: told.fail,
    status: () => {
      const { engine } = paper.session
      const { now: at } = paper.view()
      const { units, unpriced } = engine.equity()
      return statusOf(engine.books, {
        header: paper.plan,
        journal: paper.journalFile,
        process: process.pid,
        at,
        comparedAt: engine.comparedAt,
        notes: paper.notes,
        ...(unpriced.length === 0 ? { equityUnits: units } : {}),
      })
    },
    command: (it) => {
      const last = paper.view().events.at(-1)?.seq ?? 0
      told.command(it)
      const { events } = paper.view()
      return events.filter(({ seq }) => seq > last).map(({ text }) => text)
    },
  }
}
