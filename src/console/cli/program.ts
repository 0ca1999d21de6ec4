import { Command, type CommanderError } from "commander"
import { Problem } from "../../value/problem.ts"
import type { CommandEntry } from "./command-entry.ts"
import { DEFAULT_COMMAND } from "./commands.ts"
import { exampleText } from "./examples.ts"
import { nearest } from "../../value/nearest.ts"
import { version } from "./version.ts"

const OWN_FLAGS = new Set(["-h", "--help", "-V", "--version"])

/** A program ready to run one command line. */
export interface Program {
  readonly command: Command
  /** The command line, with the default command written out. */
  readonly args: readonly string[]
  /** True once the command line was understood and the command's own work began. */
  readonly hasBegun: () => boolean
}

/**
 * Builds the program for one command line. Only the command it names is loaded; the others are known
 * by name and summary, which is all that the help and a guess at a typing mistake need.
 */
export async function programFor(
  given: readonly string[],
  entries: readonly CommandEntry[],
): Promise<Program> {
  let hasBegun = false
  const program = new Command("genesis")
    .description("A disciplined trading system for one person: Binance spot, from $500 up.")
    .usage("[command] [options]")
    .version(version(), "-V, --version", "show the version")
    .helpOption("-h, --help", "show help")
    .helpCommand("help [command]", "show help for a command")
    .hook("preAction", () => {
      hasBegun = true
    })
  const args = withDefault(given, entries)
  const wanted = args[0] === "help" ? args[1] : args[0]
  for (const entry of entries) {
    const command = entry.name === wanted ? await entry.load() : new Command(entry.name)
    if (entry.name === wanted) {
      command.addHelpText("after", exampleText(entry.name))
      for (const child of command.commands) {
        child.addHelpText("after", exampleText(entry.name, child.name()))
      }
    }
    program.addCommand(command.summary(entry.summary))
  }
  program.addHelpText("after", afterword(entries))
  houseRules(program)
  return { command: program, args, hasBegun: () => hasBegun }
}

/** A line that names no command means the default one, with whatever options it has. */
function withDefault(
  given: readonly string[],
  entries: readonly CommandEntry[],
): readonly string[] {
  const [first] = given
  if (first !== undefined && (!first.startsWith("-") || OWN_FLAGS.has(first))) return given
  const hasDefault = entries.some((entry) => entry.name === DEFAULT_COMMAND)
  return hasDefault ? [DEFAULT_COMMAND, ...given] : given
}

/** Errors are thrown, not printed, at every depth: one place tells them, in one form. */
function houseRules(command: Command): void {
  command.configureOutput({ outputError: () => {} })
  command.exitOverride((error) => {
    throw error.exitCode === 0 || error.code === "commander.help" ? error : misread(command, error)
  })
  for (const child of command.commands) houseRules(child)
}

/** Commander's refusal in the three parts of the house. */
function misread(command: Command, error: CommanderError): Problem {
  const [first = "", ...rest] = error.message.replace(/^error: /, "").split("\n")
  const guess = /\(Did you mean (.*)\?\)/.exec(rest.join(" "))?.[1] ?? choiceGuess(first)
  const name = pathOf(command)
  return new Problem({
    code: "WRONG_USAGE",
    what: sentence(first),
    why: `The command line of "${name}" does not read that way, so nothing was started.`,
    next: `${guess === undefined ? "" : `Did you mean ${guess}? `}"${name} --help" shows what there is.`,
    cause: error,
  })
}

/** One of the choices that was meant, perhaps. */
function choiceGuess(text: string): string | undefined {
  const [, word = "", choices] =
    /(?:value|argument) '(.*?)' is invalid.*Allowed choices are (.*)\./.exec(text) ?? []
  return choices && /"(.*)"/.exec(nearest(word, choices.split(", ")))?.[1]
}

function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/\.$/, "")}.`
}

function afterword(entries: readonly CommandEntry[]): string {
  const names = new Set(entries.map((entry) => entry.name))
  const examples: readonly (readonly [command: string, line: string, meaning: string])[] = [
    ["start", "genesis", "trade on paper, on the built-in generated market"],
    ["data", "genesis data import *.zip", "read market data files into the catalog"],
    [
      "backtest",
      "genesis backtest --strategy crossover --symbols BTCUSDT",
      "what would it have done?",
    ],
    ["why", "genesis why ORDER-ID", "the whole story of an order"],
  ]
  const lines = examples
    .filter(([command]) => names.has(command))
    .map(([, line, meaning]) => `  ${line}\n      ${meaning}`)
  const rest = [
    "GENESIS_HOME names the folder where everything is kept; otherwise it is .genesis, here.",
    ...(names.has("exit-codes")
      ? [
          '"genesis help COMMAND" has examples, "genesis exit-codes" what exit codes say.',
          "What prints a result prints it for scripts with --json.",
        ]
      : []),
  ].join("\n")
  return `${lines.length === 0 ? "" : `\nExamples:\n${lines.join("\n")}\n`}\n${rest}\n`
}
