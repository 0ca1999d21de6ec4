import type { Command } from "../../engine/records.ts"
import type { Act } from "../../tilt/act.ts"
import { routeOf, Notices } from "../../session/notices.ts"
import type { OpenSession } from "../../session/open-session.ts"
import { rulesIn } from "../../session/plan.ts"
import type { Settings } from "../../session/settings.ts"
import { SettingsWatch } from "../../session/settings-watch.ts"

/** The settings of a session: how they are now, and how they are read again. */
export interface SettingsHere {
  readonly home: string
  readonly now: Settings
  readonly read: () => Settings
}

/** What a session has of its settings while it runs. */
export interface Attended {
  close(): Promise<void>
}

/**
 * Keeps a running session to its settings: what is stricter holds at once, what is looser waits, by the
 * guard's word (TILT-62); and sends the notice that its owner asked for (TILT-59).
 */
export async function attendSettings(
  controlled: {
    readonly session: OpenSession
    command(command: Command): unknown
    act(act: Act): unknown
  },
  told: SettingsHere,
): Promise<Attended> {
  const { session } = controlled
  const notices = noticesFor(session, told.now)
  const watch = await SettingsWatch.begin({
    ...told,
    onTrouble: ({ message, why }) => {
      session.note(
        `The settings were changed and cannot be used, so the ones before hold. ${message} ${why}`,
      )
    },
    onChange: (settings) => {
      const rules = rulesIn(settings)
      if (!session.engine.books.rules.isAsked(rules))
        controlled.command({ kind: "settings", rules })
      else {
        controlled.act({ kind: "config", change: "other" })
        session.note(
          "The settings were changed; what changed holds from the next start or account.",
        )
      }
    },
  })
  return {
    close: async () => {
      await watch.close()
      await notices?.close()
    },
  }
}

function noticesFor(session: OpenSession, settings: Settings): Notices | undefined {
  const route = routeOf(settings, process.env)
  if (route === undefined) return undefined
  const notices = new Notices({ route, onTrouble: (text) => session.note(text) })
  session.onPause((at) => notices.send(at, performance.now()))
  return notices
}
