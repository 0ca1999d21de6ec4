import { spawnSync } from "node:child_process"
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { EXIT } from "./exit.ts"
import { ENVIRONMENT } from "../../../tests/support/environment.ts"

const HERE = import.meta.dirname
const LAUNCHER = path.join(HERE, "../../../bin/genesis")

let home = ""
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), "genesis-main-"))
})
afterEach(() => {
  rmSync(home, { recursive: true })
})

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    encoding: "utf8",
    env: { ...ENVIRONMENT, GENESIS_HOME: home },
  })
  return { status, stdout, stderr }
}

/** A program with one command, `work`, whose action is the given code. */
function working(action: string) {
  const file = path.join(home, "work.mjs")
  writeFileSync(
    file,
    `import { Command } from "${import.meta.resolve("commander")}"
     import { main } from "${path.join(HERE, "main.ts")}"
     import { Problem } from "${path.join(HERE, "../../value/problem.ts")}"
     const problem = (code) => new Problem({ code, what: "It rained.", why: "Clouds.", next: "Wait." })
     const load = async () => new Command("work")
       .option("--on <day>", "when", (day) => { throw problem("NOT_A_TIME") })
       .action(async () => { ${action} })
     await main(process.argv.slice(2), [{ name: "work", summary: "works", load }])`,
  )
  return (...args: string[]) => run(file, ...args)
}

describe("the exit code", () => {
  it("is 0 when the work is done, and for the help and the version", () => {
    expect(working("")("work").status).toBe(EXIT.done)
    expect(run(LAUNCHER, "--help")).toMatchObject({ status: EXIT.done, stderr: "" })
    expect(run(LAUNCHER, "--version").stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })

  it("is 1 when the world is in the way, told in three parts and without a stack", () => {
    const { status, stderr, stdout } = working('throw problem("DISK_FULL")')("work")
    expect(status).toBe(EXIT.world)
    expect(stdout).toBe("")
    expect(stderr).toBe(
      "\nIt rained.\n\n  Why   Clouds.\n  Next  Wait.\n  Code  GENESIS-6901 DISK_FULL\n\n",
    )
  })

  it("is 2 when the command line is not understood, be it a word, an option or its value", () => {
    const work = working("")
    for (const line of [["wrok"], ["work", "--at"], ["work", "--on", "Sunday"], ["--bogus"]]) {
      expect(work(...line).status).toBe(EXIT.usage)
    }
    expect(work("wrok").stderr).toContain("Did you mean work?")
  })

  it("is 3 when a check says so, and 130 when the work was interrupted", () => {
    expect(working(`process.exitCode = ${EXIT.found}`)("work").status).toBe(EXIT.found)
    expect(working('throw problem("INTERRUPTED")')("work").status).toBe(EXIT.interrupted)
  })

  it.each([
    ["thrown", 'throw new TypeError("x is no function")'],
    ["thrown later", 'setTimeout(() => { throw new TypeError("x is no function") })'],
    ["a promise nobody awaits", 'void Promise.reject(new TypeError("x is no function"))'],
  ])(
    "is 4 for a mistake of ours (%s), which a crash file in the home folder tells of",
    (_, code) => {
      const { status, stderr } = working(code)("work")
      expect(status).toBe(EXIT.mistake)
      const [name] = readdirSync(home).filter((file) => file.startsWith("crash-"))
      const file = path.join(home, name ?? "")
      expect(stderr).toContain("mistake in its own code")
      expect(stderr.replaceAll(/\s/g, "")).toContain(file)
      expect(stderr).not.toContain("    at ")
      expect(readFileSync(file, "utf8")).toMatch(
        /command {2}genesis work[^]*x is no function[^]* at /,
      )
      expect(statSync(file).mode & 0o777).toBe(0o600)
    },
  )

  it("is 0 when the reader of the output goes away", () => {
    const file = path.join(home, "work.mjs")
    working('for (let i = 0; i < 1e5; i++) console.log("line", i)')("work")
    const line = `"${process.execPath}" "${file}" work | head -1; exit \${PIPESTATUS[0]}`
    const { status, stderr } = spawnSync("bash", ["-c", line], { encoding: "utf8" })
    expect([status, stderr]).toEqual([EXIT.done, ""])
  })
})
