import { encodeFact, type Left } from "../engine/records.ts"
import type { Instant } from "../value/brand.ts"
import { recall } from "./recall.ts"
import { SessionWatch } from "./watch.ts"

/**
 * Leaves an order of the trader in the journal of a session that is not running: the next start
 * obeys it before anything else. It takes the writer's lock, so no process can start in between.
 * @throws Problem of the journal; `DATABASE_IN_USE` while a process has it after all
 */
export async function leaveWord(
  file: string,
  told: { readonly command: Left["command"]; readonly at: Instant },
): Promise<void> {
  const watch = new SessionWatch()
  const { journal, folded } = await recall(file, {
    watch,
    hear: (fact, about) => watch.hear(fact, about),
  })
  try {
    const { rows = 0, at = told.at } = folded ?? {}
    const body = encodeFact({ kind: "left", command: told.command })
    // A clock that was put back must not put the journal's time back.
    journal.append({ at: Math.max(at, told.at) as Instant, kind: "left", rows, body })
    journal.commit()
  } finally {
    journal.close()
  }
}
