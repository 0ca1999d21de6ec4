import { Command } from "commander"
import { ControlClient } from "../../control/client/client.ts"
import { Problem } from "../../value/problem.ts"
import { parseInstant } from "../../value/time.ts"
import { journalFile, type JournalOptions, withJournal } from "./journal-option.ts"
import { type JsonOption, printCaused, withJson } from "./json-option.ts"
import { notRunning } from "./not-running.ts"

/** `genesis maintenance`: tells a session when the exchange has announced that it will not work (EXEC-72). */
export function maintenanceCommand(): Command {
  return withJson(withJournal(new Command("maintenance")))
    .description(
      "Tell a running session when the exchange will not work: entries close half an hour before, " +
        "and what no stop guards is sold. They open by themselves when it is over and the books agree.",
    )
    .argument("<from>", "UTC, as the exchange announces it: 2026-12-01T06:00")
    .argument("<to>", "UTC: 2026-12-01T08:00")
    .action(run)
}

async function run(from: string, to: string, options: JournalOptions & JsonOption): Promise<void> {
  const window = { from: parseInstant(from), to: parseInstant(to) }
  if (window.to <= window.from) {
    throw new Problem({
      code: "WRONG_USAGE",
      what: "This is no time of maintenance.",
      why: "It ends before it begins.",
      next: "Name its beginning first, both in UTC.",
    })
  }
  const file = journalFile(options)
  const caused = await new ControlClient(file).maintenance(window)
  if (caused === undefined) throw notRunning(file, "No entry can leave, either.")
  printCaused(options, caused)
}
