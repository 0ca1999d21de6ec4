import { createInterface } from "node:readline/promises"
import { Command } from "commander"
import { sendCommand } from "../../control/client.ts"
import type { Left } from "../../engine/records.ts"
import { leaveWord } from "../../session/absent.ts"
import { wallClock } from "../../session/drive.ts"
import { liveHeader } from "../../session/status.ts"
import { Problem } from "../../value/problem.ts"
import { journalFile, type JournalOptions, withJournal } from "./journal-option.ts"

const AFTER = `
When no process runs the account, the word is left in its journal, and the next start obeys it
before anything else; close-all of a live account goes to the exchange at once. Exits with 0 when it was obeyed or left, with 1 when it could not be.
`

/** `genesis halt`: no more entries, from a second terminal. */
export function haltCommand(): Command {
  return withJournal(new Command("halt"))
    .description("Close entries of a session. Stops stay at the exchange, exits go on.")
    .argument("[reason...]", "why, for the journal")
    .addHelpText("after", AFTER)
    .action((reason: readonly string[], options: JournalOptions) =>
      order({ kind: "halt", reason: reason.join(" ").slice(0, 200) || "no reason given" }, options),
    )
}

/** `genesis resume`: entries are open again, once the books agree with the exchange. */
export function resumeCommand(): Command {
  return withJournal(new Command("resume"))
    .description("Open entries of a session again, once its books agree with the exchange.")
    .addHelpText("after", AFTER)
    .action((options: JournalOptions) => order({ kind: "resume", reason: "by hand" }, options))
}

/** `genesis close-all`: every position is sold, from a second terminal. */
export function closeAllCommand(): Command {
  return withJournal(new Command("close-all"))
    .description("Take every entry back and sell every position. Asks first.")
    .option("--yes", "do not ask")
    .addHelpText("after", AFTER)
    .action(async (options: JournalOptions & { readonly yes?: true }) => {
      const file = journalFile(options)
      if (options.yes !== true) await confirm(file)
      await order({ kind: "close-all", reason: "closed from a second terminal" }, options)
    })
}

async function order(command: Left["command"], options: JournalOptions): Promise<void> {
  const file = journalFile(options)
  const events = await sendCommand(file, command)
  if (events !== undefined) {
    for (const text of events) process.stdout.write(`${text}\n`)
    return
  }
  const header = command.kind === "close-all" ? await liveHeader(file) : undefined
  if (header !== undefined) {
    // What is held at a real exchange is sold now, not when somebody starts a session again.
    const { closeLive } = await import("./close-live.ts")
    await closeLive(file, header, command.reason)
    process.stdout.write('Everything is sold. Entries stay closed until "genesis resume".\n')
    return
  }
  await leaveWord(file, { command, at: wallClock() })
  process.stdout.write(
    `No process runs this account. "${command.kind}" stands in its journal now: the next start obeys it first.\n`,
  )
}

/** What sells everything asks for the word itself: a slip of a key is not enough. */
async function confirm(file: string): Promise<void> {
  const notConfirmed = (why: string): Problem =>
    new Problem({
      code: "NOT_CONFIRMED",
      what: "Nothing was sold.",
      why,
      next: 'Run it again and type "close-all", or give --yes.',
    })
  if (!process.stdin.isTTY) throw notConfirmed("There is no terminal to ask on.")
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await lines.question(
    `This takes every entry back and sells every position of ${file}.\nType close-all to do it: `,
  )
  lines.close()
  if (answer.trim() !== "close-all") throw notConfirmed("The word was not typed.")
}
