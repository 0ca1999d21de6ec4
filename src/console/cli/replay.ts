import { Command } from "commander"
import type { JournalRecord } from "../../engine/ports.ts"
import { type ReplayedFile, replayFile } from "../../session/replay-file.ts"
import { formatInstant } from "../../value/time.ts"
import { EXIT } from "./exit.ts"
import { journalFile, type JournalOptions, withJournal } from "./journal-option.ts"
import { collect } from "./option.ts"
import { count, ProgressLine } from "./progress-line.ts"

interface Options extends JournalOptions {
  readonly data: readonly string[]
  readonly json?: true
}

/** `genesis replay`: makes every decision of a journal again and says whether the digest agrees. */
export function replayCommand(): Command {
  return withJournal(new Command("replay"))
    .description(
      "Play the inputs of a journal and its market data through a fresh engine, and compare every line.",
    )
    .option(
      "--data <path>",
      "of a backtest: the data it ran on, where the note beside the journal does not say; may be given again",
      collect,
      [],
    )
    .option("--json", "print one JSON object")
    .action(run)
}

async function run(options: Options): Promise<void> {
  const file = journalFile(options)
  const line = new ProgressLine(options.json === true)
  const started = performance.now()
  let isReading = false
  const onProgress = (rows: number, part: number): void => {
    if (!isReading) line.begin("reading")
    isReading = true
    line.show(rows, part)
  }
  const done = await replayFile({ journal: file, paths: options.data, onProgress })
  line.end()
  const seconds = (performance.now() - started) / 1000
  process.stdout.write(
    options.json ? `${JSON.stringify(plain(done, seconds))}\n` : text(done, file),
  )
  if (done.differs) process.exitCode = EXIT.found
}

function plain(done: ReplayedFile, seconds: number): Record<string, unknown> {
  const { header, differs, digest, written, lines, rows, notes } = done
  return {
    agrees: differs === undefined,
    mode: header.mode,
    strategy: header.strategy,
    lines,
    rows,
    digest,
    written,
    seconds,
    ...(differs ? { differs: { was: differs.was ?? null, is: differs.is ?? null } } : {}),
    notes,
  }
}

function text(done: ReplayedFile, file: string): string {
  const { header, differs, digest, written, lines, rows, notes } = done
  const what = `${header.mode} of ${header.strategy}, ${count(lines)} lines, ${count(rows)} rows`
  const head = [
    `  Journal  ${file}`,
    `  Run      ${what}`,
    ...notes.map((it) => `  Note     ${it}`),
  ]
  const end = differs
    ? [`  Written  ${written}`, "", ...differenceLines(differs)]
    : [
        `  Digest   ${digest}`,
        "",
        "  Every decision was made again and came out the same, line by line.",
      ]
  return `\n${[...head, ...end].join("\n")}\n\n`
}

function differenceLines({ was, is }: NonNullable<ReplayedFile["differs"]>): readonly string[] {
  const seq = (was ?? is)?.seq ?? 0
  const head = `  The replay differs from line ${seq} on. What came before it agrees.`
  if (was === undefined || is === undefined) {
    const [record, told] = was
      ? [was, "was written then and is not made now"]
      : [is, "is made now and was not written then"]
    return [head, `  A line of kind "${record?.kind}" ${told}.`]
  }
  const at = firstDifference(lineText(was), lineText(is))
  return [head, `  Then  ${excerpt(lineText(was), at)}`, `  Now   ${excerpt(lineText(is), at)}`]
}

const lineText = ({ at, kind, rows, body }: JournalRecord): string =>
  `${formatInstant(at)}  ${kind}  row ${rows}  ${body}`

function firstDifference(a: string, b: string): number {
  let i = 0
  while (i < a.length && a[i] === b[i]) i++
  return i
}

/** Before and after the place that differs. */
const BEFORE = 60
const AFTER = 100

function excerpt(line: string, at: number): string {
  const from = at <= BEFORE ? 0 : at - BEFORE
  const to = at + AFTER
  return `${from > 0 ? "…" : ""}${line.slice(from, to)}${to < line.length ? "…" : ""}`
}
