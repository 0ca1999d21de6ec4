import { existsSync, readdirSync, statSync } from "node:fs"
import path from "node:path"
import { type Command, InvalidArgumentError } from "commander"
import { filesOfAccount } from "../../session/account-files.ts"
import { nearest } from "../../value/nearest.ts"
import { Problem } from "../../value/problem.ts"
import { homePath } from "./home.ts"

/** Which journal is meant: a file, or that of an account. */
export interface JournalOptions {
  readonly journal?: string
  readonly name?: string
}

/** The account that is meant where none is named. */
const USUAL_ACCOUNT = "paper"

/** Gives a command the options by which a journal is named. */
export function withJournal(command: Command): Command {
  return command
    .option("--journal <file>", "a journal by its file, like that of a backtest")
    .option("--name <account>", `the journal of an account; default ${USUAL_ACCOUNT}`, accountName)
}

/**
 * The file of the journal that is meant.
 * @throws Problem `NOT_THERE`, which tells what accounts there are
 */
export function journalFile({ journal, name }: JournalOptions): string {
  if (journal !== undefined) {
    if (existsSync(journal)) return journal
    throw new Problem({
      code: "NOT_THERE",
      what: `${journal} is not there.`,
      why: "No run has written a journal here, or its file was moved.",
      next: 'Check the path. "genesis backtest --journal FILE" keeps the journal of a backtest.',
    })
  }
  const wanted = name ?? USUAL_ACCOUNT
  const file = filesOfAccount(homePath(), wanted).journal
  if (existsSync(file)) return file
  throw noAccount(wanted)
}

/**
 * The journal that one word means: a file, a folder that holds one, or an account by its name.
 * @throws Problem `NOT_THERE`
 */
export function journalNamed(word: string): string {
  const there = statSync(word, { throwIfNoEntry: false })
  if (there?.isFile() === true) return word
  const inside = path.join(word, "journal.sqlite")
  if (there?.isDirectory() === true && existsSync(inside)) return inside
  return journalFile(/[\\/]|\.sqlite$/.test(word) ? { journal: word } : { name: word })
}

/** What a run is called: an account by its folder, a journal by its file. */
export function runName(journal: string): string {
  const { name, dir } = path.parse(path.resolve(journal))
  return name === "journal" ? path.basename(dir) : name
}

/** A name that can be a folder. */
export function accountName(value: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/.test(value)) return value
  throw new InvalidArgumentError("It must be letters, digits, dots and dashes, at most 80.")
}

function noAccount(wanted: string): Problem {
  const home = homePath()
  const accounts = accountsIn(home)
  return new Problem({
    code: "NOT_THERE",
    what: `There is no account "${wanted}" in ${home}${nearest(wanted, accounts) || "."}`,
    why:
      accounts.length === 0
        ? "No account was opened there yet."
        : `There are: ${accounts.join(", ")}.`,
    next:
      accounts.length === 0
        ? 'Open one with "genesis paper", or set GENESIS_HOME to the folder that holds it.'
        : "Name one of them with --name, or a file with --journal.",
  })
}

function accountsIn(home: string): readonly string[] {
  if (!existsSync(home)) return []
  return readdirSync(home)
    .filter((name) => existsSync(filesOfAccount(home, name).journal))
    .toSorted()
}
