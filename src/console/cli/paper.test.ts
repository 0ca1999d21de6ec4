import { type ChildProcess, spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { createInterface } from "node:readline"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { EXIT } from "./exit.ts"
import { ENVIRONMENT } from "../../../tests/support/environment.ts"

const ROOT = path.join(import.meta.dirname, "../../..")
const LAUNCHER = path.join(ROOT, "bin/genesis")
const TRADES = path.join(ROOT, "examples/data/BTCUSDT-trades-generated.csv.gz")
const BARS = path.join(ROOT, "examples/data/ETHUSDT-1m-generated.csv")

let home = ""
let running: ChildProcess[] = []
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), "genesis-paper-"))
  running = []
})
afterEach(async () => {
  for (const child of running) {
    if (child.exitCode === null && child.kill("SIGKILL")) await once(child, "exit")
  }
  rmSync(home, { recursive: true })
})

const environment = () => ({ ...ENVIRONMENT, GENESIS_HOME: home })

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [LAUNCHER, ...args], {
    encoding: "utf8",
    env: environment(),
  })
  return { status, stdout, stderr }
}

/** A session without a terminal, once it has said something that fits. */
async function started(says: RegExp, ...args: string[]) {
  const child = spawn(process.execPath, [LAUNCHER, ...args], {
    env: environment(),
    stdio: ["ignore", "pipe", "pipe"],
  })
  running.push(child)
  const lines: string[] = []
  const reader = createInterface(child.stdout)
  for await (const line of reader) {
    lines.push(line)
    if (says.test(line)) break
  }
  return { child, lines }
}

describe("a paper session without a terminal", () => {
  it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "writes calm lines until %s, ends with what the account is worth, and goes on from there",
    async (signal) => {
      const child = spawn(process.execPath, [LAUNCHER], { env: environment() })
      running.push(child)
      let output = ""
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        output += text
        if (/Entries are open/.test(text)) child.kill(signal)
      })
      const [code] = (await once(child, "close")) as [number]
      expect(code).toBe(EXIT.done)
      const lines = output.trimEnd().split("\n")
      for (const line of lines) expect(line).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2}\S/)
      expect(lines[0]).toMatch(/PAPER on the generated market, seed 1: not real prices\./)
      expect(lines.at(-1)).toMatch(/Ended as asked\. Equity \$\d+\.\d\d.*paper\/journal\.sqlite\.$/)
    },
  )

  it("goes on with the same account, and puts it aside only when told to", async () => {
    const first = await started(/Entries are open/, "--strategy", "breakout")
    first.child.kill("SIGKILL")
    await once(first.child, "exit")
    const second = await started(/Entries are open/)
    expect(second.lines.join("\n")).toMatch(/Going on with breakout[^]*goes on so\. For "crossover/)
    second.child.kill("SIGTERM")
    await once(second.child, "exit")
    const third = await started(/Entries are open/, "--fresh")
    expect(third.lines.join("\n")).toMatch(/Beginning with crossover/)
    expect(readdirSync(home).toSorted()).toEqual([
      "paper",
      expect.stringMatching(/^paper\.until-/),
      "seals",
    ])
  })

  it("lets only one process have an account, also one that would put it aside", async () => {
    await started(/Entries are open/)
    for (const args of [[], ["--fresh"]]) {
      const { status, stderr } = run("paper", ...args)
      expect(status).toBe(EXIT.world)
      expect(stderr).toMatch(/in use by process \d+[^]*DATABASE_IN_USE/)
    }
    expect(readdirSync(home)).toEqual(["paper", "seals"])
  })

  it("ends in good order when nobody reads its lines any more", async () => {
    const { child } = await started(/PAPER/, "paper", "--speed", "max", "--param", "minutes=1")
    child.stdout?.destroy()
    const [code] = (await once(child, "exit")) as [number]
    expect(code).toBe(EXIT.done)
    expect((await started(/Entries are open/)).lines.join("\n")).toContain("Going on with")
  })

  it("plays a recording to its end, and sums it up", () => {
    const { status, stdout } = run(
      "paper",
      "--data",
      TRADES,
      "--speed",
      "max",
      "--param",
      "minutes=1",
    )
    expect(status).toBe(EXIT.done)
    expect(stdout).toMatch(/PAPER on the recording of BTCUSDT\.[^]*Equity {12}\$500\.00 from \$500/)
    expect(stdout).toMatch(/The recording is over\./)
  })

  it("trades the market of the recording when none is named", () => {
    const { status, stdout } = run("paper", "--data", BARS, "--speed", "max", "--name", "eth")
    expect(status).toBe(EXIT.done)
    expect(stdout).toMatch(/Beginning with crossover symbol=ETHUSDT, account "eth"/)
  })

  it("never mixes two markets in one account", () => {
    expect(run("paper", "--data", TRADES, "--speed", "max", "--name", "one").status).toBe(EXIT.done)
    for (const args of [[], ["--data", BARS]]) {
      const { status, stderr } = run("paper", "--name", "one", ...args)
      expect(status).toBe(EXIT.world)
      expect(stderr).toContain("ACCOUNT_OF_OTHER_MARKET")
    }
  })

  it.each([
    [["--strategy", "crosover"], EXIT.world, "STRATEGY_UNKNOWN"],
    [["--param", "fast=0"], EXIT.world, "PARAM_OUT_OF_RANGE"],
    [["--param", "fast"], EXIT.usage, "name=value"],
    [["--speed", "-1"], EXIT.usage, "0.01 to 100000"],
    [["--name", "../x"], EXIT.usage, "letters, digits"],
    [["--capital", "many"], EXIT.world, "SETTINGS_REFUSED"],
    [["--data", "nowhere.csv"], EXIT.world, "nowhere.csv"],
  ] as const)("says calmly what is wrong with %j", (args, code, says) => {
    const { status, stdout, stderr } = run("paper", ...args)
    expect([status, stdout]).toEqual([code, ""])
    expect(stderr).toContain(says)
  })
})
