import { Command } from "commander"
import { type EmergencyReport, emergencyReports } from "../../report/emergency-report.ts"
import { SqliteJournal } from "../../storage/sqlite/journal.ts"
import { moneyText } from "../../value/amounts.ts"
import { formatInstant } from "../../value/time.ts"
import { journalFile, type JournalOptions, withJournal } from "./journal-option.ts"
import { plainJson } from "./plain-json.ts"

/** `genesis emergencies`: what began each one, what was done, what it cost, what to change (RISK-47). */
export function emergenciesCommand(): Command {
  return withJournal(new Command("emergencies"))
    .description("Tell every emergency of an account: its trigger, its course, its cost.")
    .option("--json", "print one JSON object")
    .action(run)
}

async function run(options: JournalOptions & { readonly json?: true }): Promise<void> {
  const journal = await SqliteJournal.open(journalFile(options), { mode: "read" })
  try {
    const reports = emergencyReports(journal.records())
    const text = options.json ? plainJson({ emergencies: reports }) : emergenciesText(reports)
    process.stdout.write(`${text}\n`)
  } finally {
    journal.close()
  }
}

function emergenciesText(reports: readonly EmergencyReport[]): string {
  if (reports.length === 0) return "There was no emergency."
  return reports.map(reportText).join("\n\n")
}

function reportText(it: EmergencyReport): string {
  const ended = it.endedAt === undefined ? "it goes on" : `until ${formatInstant(it.endedAt)}`
  const cost = it.beganUnits - it.endUnits
  return [
    `${formatInstant(it.at)}  line ${it.seq}  ${it.code}, ${ended}`,
    `  ${it.trigger}`,
    ...it.timeline.slice(1).map(({ at, what }) => `  ${formatInstant(at)}  ${what}`),
    `  ${it.orders} orders, ${it.fills} fills, ${it.refusals} refusals.`,
    `  Worth ${moneyText(it.beganUnits)} when it began, ${moneyText(it.lowUnits)} at its lowest; cost ${moneyText(cost)}.`,
    ...it.worked.map((what) => `  Worked: ${what}`),
    ...it.toChange.map((what) => `  To change: ${what}`),
  ].join("\n")
}
