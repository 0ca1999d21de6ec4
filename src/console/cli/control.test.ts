import { type ChildProcess, spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs"
import { type AddressInfo, createConnection, createServer } from "node:net"
import { tmpdir } from "node:os"
import path from "node:path"
import { createInterface } from "node:readline"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { controlSocket } from "../../control/socket.ts"
import type { Status } from "../../session/status.ts"
import { EXIT } from "./exit.ts"
import { ENVIRONMENT } from "../../../tests/support/environment.ts"

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

const environment = () => ({ ...ENVIRONMENT, GENESIS_HOME: home })
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

/** What the session says to whatever is written to its socket. */
async function said(text: string): Promise<string> {
  const socket = createConnection(controlSocket(journal())).on("error", () => {})
  let answer = ""
  socket.setEncoding("utf8").on("data", (part: string) => (answer += part))
  socket.end(text)
  await once(socket, "close")
  return answer
}

const post = (path: string, body: string): string =>
  `POST ${path} HTTP/1.1\r\nHost: genesis\r\nConnection: close\r\nContent-Type: application/json\r\n` +
  `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`

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
    expect(halt.stdout).toContain("Exits only. Halted by hand: a walk, at a second terminal.")
    const halted = run("status")
    expect(halted.stdout).toContain(
      "Entries   closed: Halted by hand: a walk, at a second terminal.",
    )
    expect([halt.status, halted.status]).toEqual([EXIT.done, EXIT.found])
    expect(run("resume").stdout).toContain("Entries are open")
    const compared = run("reconcile", "--json")
    expect(JSON.parse(compared.stdout)).toMatchObject({ agrees: true, findings: [] })
    expect(compared.status).toBe(EXIT.done)
    expect(run("reconcile", "--adopt", "web_1").stdout).toContain("agree")
  })

  it("stops the strategy and lets it enter again, and says so where no session runs", async () => {
    const child = await started()
    const stopped = run("strategy", "stop", "its", "market", "is", "shut")
    expect(stopped.stdout).toContain("The trader typed strategy stop: its market is shut.")
    expect(stopped.stdout).toContain("The strategy enters nothing from now on")
    const { events } = JSON.parse(run("strategy", "start", "--json").stdout) as {
      readonly events: readonly { readonly text: string }[]
    }
    expect(events.map(({ text }) => text)).toEqual([
      "The trader typed strategy start: by hand.",
      "The strategy may enter again.",
    ])
    await killed(child)
    const { status: code, stderr } = run("strategy", "stop")
    expect(code).toBe(EXIT.world)
    expect(stderr).toMatch(/No process runs this account\.[^]*NOT_RUNNING/)
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
    ["nonsense", "nonsense\n", / 400 /],
    ["an unknown question", post("/secrets", "{}"), / 404 [^]*NOT_SERVED/],
    [
      "a purchase of who has not the command line",
      post(
        "/commands",
        '{"holder":"somebody","command":{"kind":"buy","instrument":0,"stakePpm":50000}}',
      ),
      / 409 [^]*COMMAND_LINE_TAKEN/,
    ],
    ["a word that is not the phrase", post("/emergency/close-all", '{"phrase":"y"}'), / 400 /],
    ["too much", post("/emergency/halt", `"${"x".repeat(70_000)}"`), / 413 [^]*REQUEST_UNCLEAR/],
    ["half a request", "POST /emergency/halt HTTP/1.1\r\n", /^$| 400 /],
  ])("refuses %s and goes on", async (_, text, answer) => {
    await started()
    expect(await said(text)).toMatch(answer)
    expect(status()).toMatchObject({
      entries: { open: true },
      counts: { placed: expect.anything() },
    })
  })

  it("ends in good order when another terminal asks for it", async () => {
    const child = await started()
    const { stdout, status: code } = run("stop")
    expect([code, child.exitCode ?? (await once(child, "exit"))[0]]).toEqual([EXIT.done, EXIT.done])
    expect(stdout).toContain("has ended in good order")
    expect(run("stop").stderr).toContain("NOT_RUNNING")
  })
})

describe("a session that cannot be served", () => {
  /** What becomes of an engine that is to listen where it cannot; it ends by itself. */
  function refused(port: number) {
    const { status: code, stderr } = spawnSync(
      process.execPath,
      [LAUNCHER, "run", "paper", "--listen", String(port)],
      { encoding: "utf8", env: environment(), timeout: 120_000, killSignal: "SIGKILL" },
    )
    return { code, stderr }
  }

  it("ends with what is wrong, and leaves its account free and its journal whole", async () => {
    const taker = createServer().listen(0, "127.0.0.1")
    await once(taker, "listening")
    const { port } = taker.address() as AddressInfo
    expect(refused(port)).toEqual({
      code: EXIT.world,
      stderr: expect.stringContaining("NO_CONTROL_KEYS"),
    })
    run("api", "keys")
    expect(refused(port)).toEqual({
      code: EXIT.world,
      stderr: expect.stringContaining("PORT_TAKEN"),
    })
    taker.close()
    await killed(await started())
    expect(run("replay").stdout).toContain("came out the same, line by line")
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
