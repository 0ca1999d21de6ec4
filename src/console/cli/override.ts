import { createInterface } from "node:readline/promises"
import { Command } from "commander"
import { ControlClient } from "../../control/client/client.ts"
import { OVERRIDE_PHRASES } from "../../risk/override.ts"
import { Problem } from "../../value/problem.ts"
import { journalFile, type JournalOptions, withJournal } from "./journal-option.ts"
import { type JsonOption, printCaused, withJson } from "./json-option.ts"

const WHAT = `Open entries for five minutes after a market emergency has closed them (RISK-50).
It lifts nothing else: not the 5 %, not the tier, not the stop, not the day's loss, not a drawdown, not a lock of the guard.
Once in 24 hours, three times in 30 days. Every attempt is written down and counts, also one that is refused or given up;
five in a day cost a tier.`

/** `genesis override`: break the glass, with both sentences and a reason (RISK-50 to RISK-52). */
export function overrideCommand(): Command {
  return withJson(withJournal(new Command("override")))
    .description("Open entries for five minutes after a market emergency. Asks for two sentences.")
    .addHelpText("after", `\n${WHAT}\n`)
    .action(run)
}

async function run(options: JournalOptions & JsonOption): Promise<void> {
  const file = journalFile(options)
  if (!process.stdin.isTTY) throw notAsked()
  process.stderr.write(`${WHAT}\n`)
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  const reason = (await lines.question("Why, for the journal: ")).trim()
  const phrases: string[] = []
  for (const phrase of OVERRIDE_PHRASES) {
    phrases.push((await lines.question(`Type ${phrase}: `)).trim())
    if (phrases.at(-1) !== phrase) break
  }
  lines.close()
  const said = { reason: reason.slice(0, 200) || "none", phrases }
  const caused = await new ControlClient(file).override(said)
  if (caused === undefined) throw notRunning(file)
  printCaused(options, caused)
}

function notAsked(): Problem {
  return new Problem({
    code: "NOT_CONFIRMED",
    what: "Nothing was overridden.",
    why: "There is no terminal to ask on, and nobody else may type these sentences.",
    next: "Run it by hand in a terminal.",
  })
}

function notRunning(file: string): Problem {
  return new Problem({
    code: "NOT_CONFIRMED",
    what: "Nothing was overridden.",
    why: `No process runs the account of ${file}, so there is no halt to lift.`,
    next: 'Start the session; "genesis status" tells what keeps entries closed.',
  })
}
