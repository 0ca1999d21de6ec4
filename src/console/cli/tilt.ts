import { readFileSync } from "node:fs"
import { Command } from "commander"
import type { JournalRecord } from "../../engine/ports.ts"
import { decodeFact } from "../../engine/records.ts"
import { exportOf } from "../../report/tilt-export.ts"
import { tiltLines } from "../../report/tilt-page.ts"
import { turningLines } from "../../report/tilt-log.ts"
import { weekLines, weekOf } from "../../report/tilt-week.ts"
import { wallClock } from "../../session/drive.ts"
import { foldJournal } from "../../session/fold.ts"
import { SqliteJournal } from "../../storage/sqlite/journal.ts"
import { QUESTIONS } from "../../tilt/journal-entry.ts"
import { playScript, readScript } from "../../tilt/script.ts"
import { formatInstant } from "../../value/time.ts"
import { journalFile, type JournalOptions, withJournal } from "./journal-option.ts"
import { type JsonOption, printResult, withJson } from "./json-option.ts"

type Options = JournalOptions & JsonOption

/** `genesis tilt`: what the guard sees, what it means, and what would bring it down. */
export function tiltCommand(): Command {
  const command = withJournal(new Command("tilt"))
    .description(
      "Show how calm the trader is by the guard: level, signs, locks, debt, and the way down.",
    )
    .option("--json", "print one JSON object")
    .action((options: Options) => show(options))
  command.addCommand(
    withJournal(new Command("week"))
      .description("Compare the last seven days with what is usual for you.")
      .option("--json", "print one JSON object")
      .action((_: Options, self: Command) => showWeek(self.optsWithGlobals())),
  )
  command.addCommand(
    withJson(withJournal(new Command("diary")))
      .description("Read again what you wrote, or only lines with a word in them.")
      .argument("[word]")
      .action((word: string | undefined, _: Options, self: Command) =>
        showDiary(word, self.optsWithGlobals()),
      ),
  )
  command.addCommand(
    withJson(withJournal(new Command("export")))
      .description(
        "Write everything that the guard has learnt of you as JSON: samples, days, signs.",
      )
      .action((_: Options, self: Command) => exportAll(self.optsWithGlobals())),
  )
  command.addCommand(
    withJson(new Command("replay"))
      .description(
        "Play a session from a JSON file through the guard, and show the level over time.",
      )
      .argument("<file>")
      .action((file: string, _: JsonOption, self: Command) => replay(file, self.optsWithGlobals())),
  )
  return command
}

async function show(options: Options): Promise<void> {
  const { books, at } = await withRecords(options, foldJournal)
  const now = wallClock()
  // A recording lives in a time of its own: there the journal's last line is now.
  const moment = now - at < 0 || now - at > 7 * 86_400e6 ? at : now
  const standing = { ...books.tilt.standing(moment), ...books.tiltAt(moment) }
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ at: formatInstant(moment), ...standing }, bigints)}\n`)
  } else process.stdout.write(`\n${tiltLines(standing).join("\n")}\n\n`)
}

async function showWeek(options: Options): Promise<void> {
  const { books, at } = await withRecords(options, foldJournal)
  const week = weekOf(books.tilt.state, at)
  const text = options.json ? JSON.stringify(week) : `\n${weekLines(week).join("\n")}\n`
  process.stdout.write(`${text}\n`)
}

async function showDiary(word: string | undefined, options: Options): Promise<void> {
  const wanted = word?.toLowerCase() ?? ""
  const entries = await withRecords(options, (records) => diaryOf(records, wanted))
  const nothing = word === undefined ? "Nothing was written yet." : `Nothing holds "${word}".`
  const lines = entries.map(
    ({ at, to, text }) => `${at.slice(0, 16).replace("T", " ")}  ${to}\n    ${text}`,
  )
  printResult(options, { entries }, `\n${lines.length === 0 ? nothing : lines.join("\n")}\n\n`)
}

/** Something that the trader wrote, and to which question. */
interface Written {
  readonly at: string
  readonly to: string
  readonly text: string
}

function diaryOf(records: Iterable<JournalRecord>, wanted: string): readonly Written[] {
  const entries: Written[] = []
  for (const { at, kind, body } of records) {
    if (kind !== "act") continue
    const fact = decodeFact(body)
    if (fact.kind !== "act") continue
    const { act } = fact
    if (act.kind !== "wrote" && act.kind !== "commit") continue
    if (!act.text.toLowerCase().includes(wanted)) continue
    const to = act.kind === "commit" ? "Commitment" : (QUESTIONS[act.part - 1] ?? "")
    entries.push({ at: formatInstant(at), to, text: act.text })
  }
  return entries
}

async function exportAll(options: Options): Promise<void> {
  const { books } = await withRecords(options, foldJournal)
  process.stdout.write(`${JSON.stringify(exportOf(books.tilt.state), undefined, 2)}\n`)
}

function replay(file: string, options: JsonOption): void {
  const script = readScript(readFileSync(file, "utf8"))
  const turnings = playScript(script)
  const text = `\n${script.title}\n\n${turningLines(turnings).join("\n")}\n\n`
  printResult(options, { title: script.title, turnings }, text)
}

async function withRecords<T>(
  options: Options,
  work: (records: Iterable<JournalRecord>) => T,
): Promise<T> {
  const journal = await SqliteJournal.open(journalFile(options), { mode: "read" })
  try {
    return work(journal.records())
  } finally {
    journal.close()
  }
}

const bigints = (_: string, value: unknown): unknown =>
  typeof value === "bigint" ? String(value) : value
