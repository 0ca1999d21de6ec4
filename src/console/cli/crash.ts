import { mkdirSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { inspect } from "node:util"
import { redaction } from "../../session/redaction.ts"
import { Problem } from "../../value/problem.ts"
import { homePath } from "./home.ts"

/**
 * Writes what is known of a mistake of ours to a file, and returns the problem that names the file.
 * The file goes to the home folder, or to the system's temporary folder when that cannot be written.
 */
export function keepCrash(error: unknown, args: readonly string[]): Problem {
  const at = new Date().toISOString()
  const name = `crash-${at.replaceAll(/[:.]/g, "-")}-${process.pid}.txt`
  const story = [
    `time     ${at}`,
    `command  genesis ${args.join(" ")}`,
    `node     ${process.version} ${process.platform} ${process.arch}`,
    "",
    inspect(error, { depth: 6 }),
    "",
  ].join("\n")
  const clean = redaction.clean(story)
  const file = written(name, clean)
  return new Problem({
    code: "MISTAKE",
    what: "GENESIS stopped because of a mistake in its own code.",
    why: `${firstLine(error)} What is in the journal is safe; what was in memory was given up.`,
    next:
      file === undefined
        ? `No crash file could be written. Please keep this:\n${clean}`
        : `Keep ${file}: it tells where. The same command can be run again; a session goes on from its journal.`,
    cause: error,
  })
}

function written(name: string, story: string): string | undefined {
  for (const folder of [homePath(), tmpdir()]) {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      const file = path.join(folder, name)
      writeFileSync(file, story, { mode: 0o600, flag: "wx" })
      return file
    } catch {
      // The next place may be better; a crash must not crash again.
    }
  }
  return undefined
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return sentence(text.split("\n")[0] ?? "")
}

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`)
