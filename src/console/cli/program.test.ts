import { Command } from "commander"
import { describe, expect, it } from "vitest"
import { Problem } from "../../value/problem.ts"
import type { CommandEntry } from "./command-entry.ts"
import { COMMANDS } from "./commands.ts"
import { exampleText } from "./examples.ts"
import { programFor } from "./program.ts"

/** Two commands that note what they were asked, and which of them were loaded. */
function workbench() {
  const loaded: string[] = []
  const asked: unknown[] = []
  const entry = (name: string): CommandEntry => ({
    name,
    summary: `does ${name}`,
    load: async () => {
      loaded.push(name)
      return new Command(name)
        .option("--capital <amount>", "money to begin with")
        .action((options: unknown) => {
          asked.push({ [name]: options })
        })
    },
  })
  const entries = [entry("start"), entry("backtest")]
  const run = async (...line: string[]): Promise<void> => {
    const { command, args } = await programFor(line, entries)
    await command.parseAsync(args, { from: "user" })
  }
  return { loaded, asked, entries, run }
}

async function refusalOf(running: Promise<void>): Promise<Problem> {
  const error = await running.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(Problem)
  return error as Problem
}

describe("the command line", () => {
  it("runs start when no command is named", async () => {
    const { asked, run } = workbench()
    await run()
    expect(asked).toEqual([{ start: {} }])
  })

  it("gives options without a command to start", async () => {
    const { asked, run } = workbench()
    await run("--capital", "800")
    expect(asked).toEqual([{ start: { capital: "800" } }])
  })

  it("loads the named command and no other", async () => {
    const { loaded, run } = workbench()
    await run("backtest")
    expect(loaded).toEqual(["backtest"])
  })

  it("guesses a mistyped command", async () => {
    const { loaded, run } = workbench()
    const problem = await refusalOf(run("backtset"))
    expect(problem.code).toBe("WRONG_USAGE")
    expect(problem.next).toContain("Did you mean backtest?")
    expect(loaded).toEqual([])
  })

  it("refuses an unknown option and guesses the right one", async () => {
    const { asked, run } = workbench()
    const problem = await refusalOf(run("backtest", "--captial", "1"))
    expect(problem.message).toBe("Unknown option '--captial'.")
    expect(problem.next).toContain("Did you mean --capital?")
    expect(problem.next).toContain('"genesis backtest --help"')
    expect(asked).toEqual([])
  })

  it("refuses words that a command has no use for", async () => {
    const problem = await refusalOf(workbench().run("backtest", "twice"))
    expect(problem.code).toBe("WRONG_USAGE")
  })

  it("tells whether a command's work had begun", async () => {
    const { entries } = workbench()
    const program = await programFor(["backtest"], entries)
    expect(program.hasBegun()).toBe(false)
    await program.command.parseAsync(program.args, { from: "user" })
    expect(program.hasBegun()).toBe(true)
  })

  it("lists every command in the help without loading one", async () => {
    const { loaded, entries } = workbench()
    const { command } = await programFor(["--help"], entries)
    expect(command.helpInformation()).toMatch(/start\s.*does start[^]*backtest\s.*does backtest/)
    expect(loaded).toEqual([])
  })
})

describe("the table of commands", () => {
  it.each(COMMANDS)("$name loads the command of that name, which describes itself", async (it) => {
    const command = await it.load()
    expect(command.name()).toBe(it.name)
    expect(command.description()).not.toBe("")
  })
})

describe("the help of a command", () => {
  it("ends in examples, also of each word behind it", async () => {
    const without: string[] = []
    for (const { name, load } of COMMANDS) {
      const words = (await load()).commands.map((it) => it.name())
      if (exampleText(name) === "") without.push(name)
      for (const word of words) {
        if (exampleText(name, word) === "") without.push(`${name} ${word}`)
      }
    }
    expect(without).toEqual([])
  })
})
