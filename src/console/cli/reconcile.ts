import { setTimeout as rest } from "node:timers/promises"
import { Command, Option } from "commander"
import { ControlClient } from "../../control/client/client.ts"
import type { Status } from "../../session/status.ts"
import { Problem } from "../../value/problem.ts"
import { EXIT } from "./exit.ts"
import { journalFile, type JournalOptions, withJournal } from "./journal-option.ts"
import { notRunning } from "./not-running.ts"
import { findingLines } from "./status-text.ts"

interface Options extends JournalOptions {
  readonly adopt?: string
  readonly cancel?: string
  readonly acceptBalance?: string
  readonly json?: true
}

/** A difference is believed after three surveys two seconds apart; an answer may take its time. */
const PATIENCE_MS = 20_000
const LOOK_EVERY_MS = 250
/** A comparison may have been under way when something was decided, and so know nothing of it. */
const DECIDED_LOOKS = 3

/** `genesis reconcile`: compares the books with the exchange now, or settles what was found. */
export function reconcileCommand(): Command {
  const of = (name: string, what: string): Option =>
    new Option(name, what).conflicts(
      ["adopt", "cancel", "acceptBalance"].filter((it) => !name.includes(it)),
    )
  return withJournal(new Command("reconcile"))
    .description(
      "Compare the books of a running session with the exchange, or decide on what was found: an " +
        "order that this system did not place, a balance that it did not cause.",
    )
    .addOption(
      of("--adopt <order>", "take the order into the books; its fills are booked from now on"),
    )
    .addOption(of("--cancel <order>", "take the order away from the exchange, through the gate"))
    .addOption(
      of("--accept-balance <asset>", "book the difference as money that came or went from outside"),
    )
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      "\nExits with 0 when the books agree, with 3 when something still differs, with 1 when it could\nnot be told.\n",
    )
    .action(run)
}

async function run(options: Options): Promise<void> {
  const file = journalFile(options)
  const client = new ControlClient(file)
  const before = await client.status()
  if (before === undefined) throw notRunning(file, ONLY_RUNNING)
  const wish = wishOf(options)
  await client.reconcile(wish)
  const looks = Object.keys(wish).length > 0 ? DECIDED_LOOKS : 1
  const status = await settled({ client, before, file, looks })
  process.stdout.write(options.json ? `${JSON.stringify(plain(status))}\n` : text(status))
  if (status.findings.length > 0) process.exitCode = EXIT.found
}

function wishOf({ adopt, cancel, acceptBalance }: Options): Parameters<Reconcile>[0] {
  if (adopt !== undefined) return { adopt }
  if (cancel !== undefined) return { cancel }
  return acceptBalance === undefined ? {} : { acceptBalance: acceptBalance.toUpperCase() }
}

type Reconcile = ControlClient["reconcile"]

/** Until the exchange's word was held against the books once more, and believed. */
async function settled(told: {
  readonly client: ControlClient
  readonly before: Status
  readonly file: string
  /** What differs is believed after so many comparisons; that all agree, at once. */
  readonly looks: number
}): Promise<Status> {
  const { client, before, file } = told
  let { comparedAt } = before
  let looks = 0
  for (let waited = 0; waited < PATIENCE_MS; waited += LOOK_EVERY_MS) {
    await rest(LOOK_EVERY_MS)
    const now = await client.status()
    if (now === undefined) throw notRunning(file, ONLY_RUNNING)
    if (now.comparedAt === comparedAt) continue
    comparedAt = now.comparedAt
    if (++looks >= told.looks || now.findings.length === 0) return now
  }
  throw new Problem({
    code: "NOT_COMPARED",
    what: "The books could not be compared with the exchange.",
    why: `No answer that can be believed came within ${PATIENCE_MS / 1000} s; reports may still be on their way.`,
    next: 'Try again in a moment. Stops rest at the exchange meanwhile; "genesis status" tells what stands.',
  })
}

const plain = (status: Status): Record<string, unknown> => ({
  agrees: status.findings.length === 0,
  comparedAt: status.comparedAt,
  entries: status.entries,
  findings: status.findings,
})

function text({ findings, entries, comparedAt }: Status): string {
  const head =
    findings.length === 0
      ? "  Our books and the exchange agree."
      : "  Our books and the exchange differ. Entries stay closed until it is settled."
  const open = entries.open ? "open" : `closed: ${entries.because}`
  const lines = [head, ...findings.flatMap(findingLines), `  Entries   ${open}`]
  return `\n${lines.join("\n")}\n  Compared  ${comparedAt ?? "never"}\n\n`
}

const ONLY_RUNNING = "Only a running session can ask the exchange what it holds."
