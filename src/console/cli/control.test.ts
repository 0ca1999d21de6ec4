import { type ChildProcess, spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs"
import { createConnection } from "node:net"
import { tmpdir } from "node:os"
import path from "node:path"
import { createInterface } from "node:readline"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { controlSocket } from "../../control/protocol.ts"
import type { Status } from "../../session/status.ts"
import { EXIT } from "./exit.ts"

const LAUNCHER = path.join(import.meta.dirname, "../../../bin/genesis")

let home = ""
let running: ChildProcess[] = []
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), "genesis-control-"))
  running = []
})
afterEach(async () => {
  for (const child of running) {
    if (child.exitCode === null && child.kill("SIGKILL")) await once(child, "exit")
  }
  rmSync(home, { recursive: true })
})

const environment = () => ({ PATH: process.env["PATH"], GENESIS_HOME: home })
const journal = () => path.join(home, "paper/journal.sqlite")

function run(...args: string[]) {
  return spawnSync(process.execPath, [LAUNCHER, ...args], { encoding: "utf8", env: environment() })
}

function status(): Status {
  return JSON.parse(run("status", "--json").stdout) as Status
}

/** A session of whose lines one fits; the others go by unread. */
async function started(says = /Entries are open/): Promise<ChildProcess> {
  const child = spawn(process.execPath, [LAUNCHER], {
    env: environment(),
    stdio: ["ignore", "pipe", "ignore"],
  })
  running.push(child)
  const { promise, resolve } = Promise.withResolvers<void>()
  createInterface({ input: child.stdout }).on("line", (line) => {
    if (says.test(line)) resolve()
  })
  await promise
  return child
}

async function killed(child: ChildProcess): Promise<void> {
  child.kill("SIGKILL")
  await once(child, "exit")
}

/** What the session says to a raw line. */
async function said(line: string): Promise<string> {
  const socket = createConnection(controlSocket(journal()))
  let text = ""
  socket.setEncoding("utf8").on("data", (part: string) => (text += part))
  socket.write(line)
  await once(socket, "close")
  return text
}

describe("a running session and a second terminal", () => {
  it("tells its status, in words and as JSON", async () => {
    const child = await started()
    expect(status()).toMatchObject({
      mode: "paper",
      process: child.pid,
      entries: { open: true, code: "AGREED" },
      findings: [],
    })
    const { status: code, stdout } = run("status")
    expect(code).toBe(EXIT.done)
    expect(stdout).toMatch(/Session {3}paper of crossover, process \d+, running\n/)
    expect(stdout).toMatch(/Worth {5}\$\d+\.\d\d, today/)
  })

  it("halts, resumes and compares its books", async () => {
    await started()
    const halt = run("halt", "a", "walk")
    expect(halt.stdout).toContain("Exits only. Halted by hand: a walk.")
    const halted = run("status")
    expect(halted.stdout).toContain("Entries   closed: Halted by hand: a walk.")
    expect([halt.status, halted.status]).toEqual([EXIT.done, EXIT.found])
    expect(run("resume").stdout).toContain("Entries are open")
    const compared = run("reconcile", "--json")
    expect(JSON.parse(compared.stdout)).toMatchObject({ agrees: true, findings: [] })
    expect(compared.status).toBe(EXIT.done)
    expect(run("reconcile", "--adopt", "web_1").stdout).toContain("agree")
  })

  it("sells everything only when the word was typed", async () => {
    await started()
    const { status: code, stderr } = run("close-all")
    expect(code).toBe(EXIT.world)
    expect(stderr).toMatch(/Nothing was sold\.[^]*NOT_CONFIRMED/)
    expect(run("close-all", "--yes").stdout).toContain("The trader typed close-all.")
    expect(status().positions).toEqual([])
  })

  it("listens for its owner alone, and not beyond its end", async () => {
    const child = await started()
    const { mode } = statSync(controlSocket(journal()))
    expect(mode & 0o777).toBe(0o600)
    child.kill("SIGTERM")
    await once(child, "exit")
    expect(existsSync(controlSocket(journal()))).toBe(false)
  })

  it.each([
    ["nonsense", "nonsense\n"],
    ["an unknown question", '{"ask":"secrets"}\n'],
    ["a purchase", '{"command":{"kind":"buy","instrument":0,"stakePpm":50000}}\n'],
    ["too much", "x".repeat(70_000)],
    ["a half line", '{"ask":'],
  ])("refuses %s and goes on", async (_, line) => {
    await started()
    // Who says half a line and stays is left alone after a while; who leaves, at once.
    if (line.endsWith("\n") || line.length > 65_536)
      expect(await said(line)).toContain('{"refused":')
    else
      createConnection(controlSocket(journal()))
        .on("error", () => {})
        .end(line)
    expect(status()).toMatchObject({
      entries: { open: true },
      counts: { placed: expect.anything() },
    })
  })
})

describe("a session that does not run", () => {
  it("is told from its journal, also after it was killed", async () => {
    await killed(await started())
    const { status: code, stdout } = run("status")
    expect(code).toBe(EXIT.found)
    expect(stdout).toContain("not running; this is what its journal says")
    expect(run("reconcile").stderr).toContain("NOT_RUNNING")
  })

  it("obeys what was ordered meanwhile before anything else, and can still be replayed", async () => {
    await killed(await started())
    expect(run("halt", "storm").stdout).toContain("the next start obeys it first")
    expect(status().entries).toMatchObject({ open: false, code: "HALT" })
    await killed(await started(/PAPER/))
    expect(status().entries).toMatchObject({ open: false, code: "HALT" })
    run("close-all", "--yes")
    run("resume")
    await killed(await started(/Entries are open/))
    expect(run("replay").stdout).toContain("came out the same, line by line")
    expect(run("parity").stdout).toContain("line by line")
  })

  it("is not there at all", () => {
    for (const word of ["status", "halt", "resume", "reconcile"]) {
      const { status: code, stderr } = run(word, "--name", "nobody")
      expect([code, stderr]).toEqual([EXIT.world, expect.stringContaining("NOT_THERE")])
    }
  })
})
