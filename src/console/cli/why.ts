import { Command } from "commander"
import { type Told, tell } from "../../report/ask.ts"
import { storyText } from "../../report/story.ts"
import { SqliteJournal } from "../../storage/sqlite/journal.ts"
import { Problem } from "../../value/problem.ts"
import { formatInstant } from "../../value/time.ts"
import { journalFile, type JournalOptions, withJournal } from "./journal-option.ts"

/** `genesis why`: the whole story of an order, or of a refusal, from the journal. */
export function whyCommand(): Command {
  return withJournal(new Command("why"))
    .description(
      "Tell the whole story of an order, from the price that caused it to the last cent.",
    )
    .argument(
      "<what>",
      "ORDER-ID, the number of a journal line, last, refused (the last refusal), tilt or tier",
    )
    .option("--json", "print one JSON object")
    .action(run)
}

async function run(
  what: string,
  options: JournalOptions & { readonly json?: true },
): Promise<void> {
  const file = journalFile(options)
  const journal = await SqliteJournal.open(file, { mode: "read" })
  try {
    const told = tell(() => journal.records(), what)
    if ("nothing" in told) throw notInJournal(told, file)
    const { title, chapters } = told
    if (options.json) {
      const plain = chapters.map(({ at, seq, lines }) => ({
        at: formatInstant(at),
        line: seq,
        lines,
      }))
      process.stdout.write(`${JSON.stringify({ title, chapters: plain, notes: journal.notes })}\n`)
      return
    }
    const notes = journal.notes.map((it) => `Note: ${it}\n\n`).join("")
    process.stdout.write(`\n${title}\n\n${storyText(chapters)}\n\n${notes}`)
  } finally {
    journal.close()
  }
}

function notInJournal(
  { nothing, near }: Extract<Told, { nothing: string }>,
  file: string,
): Problem {
  return new Problem({
    code: "NOT_IN_JOURNAL",
    what: nothing,
    why: `All of ${file} was read.`,
    next:
      near.length === 0
        ? 'Name another journal with --journal or --name; "genesis status" tells what an account did.'
        : `The nearest are ${near.join(", ")}; "last" is the latest order, "refused" the latest refusal.`,
  })
}
