import type { Controlled } from "../../control/server.ts"
import type { Command } from "../../engine/records.ts"
import type { OpenSession } from "../../session/open-session.ts"
import { statusOf } from "../../session/status.ts"

/** A running session as a second terminal may use it. */
export function controlledSession(
  session: OpenSession,
  told: {
    readonly command: (command: Command) => void
    readonly fail: (error: unknown) => void
  },
): Controlled {
  return {
    fail: told.fail,
    status: () => {
      const { engine } = session
      const { now: at } = session.view()
      const { units, unpriced } = engine.equity()
      return statusOf(engine.books, {
        header: session.plan,
        journal: session.journalFile,
        process: process.pid,
        at,
        comparedAt: engine.comparedAt,
        health: session.health(),
        notes: session.notes,
        ...(unpriced.length === 0 ? { equityUnits: units } : {}),
      })
    },
    command: (it) => {
      const last = session.view().events.at(-1)?.seq ?? 0
      told.command(it)
      const { events } = session.view()
      return events.filter(({ seq }) => seq > last).map(({ text }) => text)
    },
  }
}
