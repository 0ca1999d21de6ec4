import { setTimeout as rest } from "node:timers/promises"
import { Command } from "commander"
import { ControlClient } from "../../control/client/client.ts"
import { WriterLock } from "../../storage/sqlite/writer-lock.ts"
import { Problem } from "../../value/problem.ts"
import { journalFile, type JournalOptions, withJournal } from "./journal-option.ts"
import { type JsonOption, printResult, withJson } from "./json-option.ts"
import { notRunning } from "./not-running.ts"

/** Entries are taken back first, which may take the exchange some seconds. */
const PATIENCE_MS = 30_000
const LOOK_EVERY_MS = 50

/** `genesis stop`: ends an engine in good order. */
export function stopCommand(): Command {
  return withJson(withJournal(new Command("stop")))
    .description(
      "End the engine of an account in good order. Entries are taken back, stops rest at the exchange, " +
        "and the next start goes on to the unit.",
    )
    .action(run)
}

async function run(options: JournalOptions & JsonOption): Promise<void> {
  const file = journalFile(options)
  const stopping = await new ControlClient(file).stop()
  if (stopping === undefined) throw notRunning(file, "There is nothing to be stopped.")
  for (let waited = 0; waited < PATIENCE_MS; waited += LOOK_EVERY_MS) {
    if (isLetGo(file)) {
      const says = `The engine has ended in good order. Everything is kept in ${file}; the next start goes on from here.`
      return printResult(options, { stopped: stopping.process, journal: file }, says)
    }
    await rest(LOOK_EVERY_MS)
  }
  throw new Problem({
    code: "NOT_STOPPED",
    what: `The engine in process ${stopping.process} has not ended within ${PATIENCE_MS / 1000} s.`,
    why: "It was asked to, and answered; something keeps it.",
    next: "Its log tells more. Ending the process by force loses nothing that is in the journal.",
  })
}

/** Whoever holds an account holds the lock of its journal, to the very end. */
function isLetGo(file: string): boolean {
  try {
    WriterLock.take(file).release()
    return true
  } catch (error) {
    if (error instanceof Problem && error.code === "DATABASE_IN_USE") return false
    throw error
  }
}
