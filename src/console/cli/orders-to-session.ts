import { createInterface } from "node:readline/promises"
import { Command } from "commander"
import { type Caused, ControlClient } from "../../control/client/client.ts"
import type { Left } from "../../engine/records.ts"
import { leaveWord } from "../../session/absent.ts"
import { wallClock } from "../../session/drive.ts"
import { liveHeader } from "../../session/status.ts"
import { Problem } from "../../value/problem.ts"
import type { WatchedEvent } from "../../session/watch.ts"
import { journalFile, type JournalOptions, withJournal } from "./journal-option.ts"
import { type JsonOption, printCaused, printResult, withJson } from "./json-option.ts"

type Options = JournalOptions & JsonOption

const AFTER = `
When no process runs the account, the word is left in its journal, and the next start obeys it
before anything else; close-all of a live account goes to the exchange at once. Exits with 0 when it was obeyed or left, with 1 when it could not be.
`

/** `genesis halt`: no more entries, from a second terminal. */
export function haltCommand(): Command {
  return withJson(withJournal(new Command("halt")))
    .description("Close entries of a session. Stops stay at the exchange, exits go on.")
    .argument("[reason...]", "why, for the journal")
    .addHelpText("after", AFTER)
    .action((reason: readonly string[], options: Options) =>
      order({ kind: "halt", reason: reason.join(" ").slice(0, 200) || "no reason given" }, options),
    )
}

/** `genesis resume`: entries are open again, once the books agree with the exchange. */
export function resumeCommand(): Command {
  return withJson(withJournal(new Command("resume")))
    .description("Open entries of a session again, once its books agree with the exchange.")
    .addHelpText("after", AFTER)
    .action((options: Options) => order({ kind: "resume", reason: "by hand" }, options))
}

/** `genesis close-all`: every position is sold, from a second terminal. */
export function closeAllCommand(): Command {
  return withJson(withJournal(new Command("close-all")))
    .description("Take every entry back and sell every position. Asks first.")
    .option("--yes", "do not ask")
    .addHelpText("after", AFTER)
    .action(async (options: Options & { readonly yes?: true }) => {
      const file = journalFile(options)
      if (options.yes !== true) await confirm(file)
      await order({ kind: "close-all", reason: "closed from a second terminal" }, options)
    })
}

async function order(command: Left["command"], options: Options): Promise<void> {
  const file = journalFile(options)
  const caused = await sent(new ControlClient(file), command)
  if (caused !== undefined) return printCaused(options, caused)
  const header = command.kind === "close-all" ? await liveHeader(file) : undefined
  if (header !== undefined) {
    // What is held at a real exchange is sold now, not when somebody starts a session again.
    const { closeLive } = await import("./close-live.ts")
    const events: WatchedEvent[] = []
    await closeLive(file, header, command.reason, (event) => {
      events.push(event)
      if (!options.json) process.stdout.write(`${event.text}\n`)
    })
    const says = 'Everything is sold. Entries stay closed until "genesis resume".'
    return printResult(options, { sold: true, events }, says)
  }
  await leaveWord(file, { command, at: wallClock() })
  const says = `No process runs this account. "${command.kind}" stands in its journal now: the next start obeys it first.`
  printResult(options, { left: command.kind, journal: file }, says)
}

/** To type the command is to say the phrase: this is the terminal, not a stranger. */
async function sent(
  client: ControlClient,
  { kind, reason }: Left["command"],
): Promise<Caused | undefined> {
  if (kind === "halt") {
    const long = reason.length < 10 ? `${reason}, at a second terminal` : reason
    return await client.halt({ reason: long, phrase: "HALT TRADING NOW" })
  }
  if (kind === "close-all") return await client.closeAll({ reason, phrase: "CLOSE ALL POSITIONS" })
  return await client.resume(reason)
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
