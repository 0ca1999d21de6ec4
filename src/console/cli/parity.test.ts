import { type ChildProcess, spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { createInterface } from "node:readline"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { EXIT } from "./exit.ts"
import { ENVIRONMENT } from "../../../tests/support/environment.ts"

const ROOT = path.join(import.meta.dirname, "../../..")
const LAUNCHER = path.join(ROOT, "bin/genesis")

let home = ""
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), "genesis-parity-"))
})
afterEach(() => rmSync(home, { recursive: true }))

const environment = () => ({ ...ENVIRONMENT, GENESIS_HOME: home })

function run(...args: string[]) {
  return spawnSync(process.execPath, [LAUNCHER, ...args], { encoding: "utf8", env: environment() })
}

/** A session that is killed as soon as it has said so many lines. */
async function sessionOf(lines: number): Promise<void> {
  const args = ["paper", "--speed", "3000", "--param", "minutes=1", "--param", "fast=2"]
  const child: ChildProcess = spawn(
    process.execPath,
    [LAUNCHER, ...args, "--param", "slow=5", "--param", "cost=0"],
    {
      env: environment(),
      stdio: ["ignore", "pipe", "ignore"],
    },
  )
  const { stdout } = child
  const ended = once(child, "exit")
  let said = 0
  if (stdout) for await (const _ of createInterface({ input: stdout })) if (++said === lines) break
  expect(said).toBe(lines)
  child.kill("SIGKILL")
  await ended
}

describe("genesis parity", () => {
  it("lists nothing for a session that was killed and taken up again", async () => {
    for (const lines of [30, 8, 15]) await sessionOf(lines)
    const { status, stdout } = run("parity", "--json")
    const told = JSON.parse(stdout) as { agrees: boolean; lines: { session: number } }
    expect(told).toMatchObject({ agrees: true, differences: [] })
    expect(told.lines.session).toBeGreaterThan(100)
    expect(status).toBe(EXIT.done)
    expect(run("parity", path.join(home, "paper")).stdout).toContain("line by line")
  })

  it("has nothing to hold a backtest against", () => {
    const file = path.join(home, "journal.sqlite")
    const data = path.join(ROOT, "examples/data/ETHUSDT-1m-generated.csv")
    run("backtest", "--data", data, "--param", "symbol=ETHUSDT", "--journal", file)
    const { status, stderr } = run("parity", home)
    expect(status).toBe(EXIT.world)
    expect(stderr).toContain("NOT_A_SESSION")
  })
})
