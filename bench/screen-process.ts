import { execFileSync, spawnSync } from "node:child_process"
import { randomUUID } from "node:crypto"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { setTimeout as rest } from "node:timers/promises"
import { ControlClient } from "../src/control/client/client.ts"
import { ControlledSession } from "../src/control/controlled.ts"
import type { Picture } from "../src/control/picture.ts"
import { EngineRoom } from "../src/control/engine-room.ts"
import { ControlServer } from "../src/control/server.ts"
import { Drive, wallClock } from "../src/session/drive.ts"
import { openPaper } from "../src/session/paper-home.ts"
import { planFrom } from "../src/session/plan.ts"
import { readSettings } from "../src/session/settings.ts"

// A real screen, in a terminal of 120 columns and 40 rows, on a real engine whose pictures hold fifty
// markets that all tick: what it takes of memory and of a core, how long from its start to its first
// frame, and how long a command takes from the client to its answer. Needs tmux.

const SYMBOLS = 50
const [WARM_MS, WATCHED_MS] = [10_000, 20_000]
const COMMANDS = 60
/** Of the system's clock for processes. */
const TICKS_A_SECOND = 100

const LAUNCHER = path.join(import.meta.dirname, "../bin/genesis")
const home = mkdtempSync(path.join(tmpdir(), "genesis-bench-"))
const tmux = (...args: readonly string[]): string =>
  execFileSync("tmux", ["-L", `genesis-bench-${process.pid}`, ...args], { encoding: "utf8" })

/** The session, with more markets in its picture than it has: each moves with every picture. */
class Widened extends ControlledSession {
  #n = 0

  override picture(): Picture {
    const own = super.picture()
    const { market } = own.boards
    const [like] = market.markets
    const n = this.#n++
    const more = Array.from({ length: SYMBOLS - market.markets.length }, (_, i) => ({
      ...like,
      symbol: `SYM${i}USDT`,
      last: (100 + i + (n % 97) / 100).toFixed(2),
      spread: (1 + (n % 7)) / 10_000,
      change: ((n + i) % 100) / 10_000,
      hour: like.hour.map((it) => it * (1 + ((n + i) % 97) / 10_000)),
    }))
    const markets = [...market.markets, ...more]
    return { ...own, boards: { ...own.boards, market: { ...market, markets } } }
  }
}

function ticksOf(pid: string): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(" ")
  return Number(fields[13]) + Number(fields[14])
}

function rssMegabytes(pid: string): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]
  return Number(kilobytes) / 1024
}

async function shown(what: RegExp): Promise<number> {
  const began = performance.now()
  while (!what.test(tmux("capture-pane", "-p"))) await rest(5)
  return performance.now() - began
}

if (spawnSync("tmux", ["-V"]).status !== 0) throw new Error("This bench needs tmux.")
const wall = wallClock()
const plan = planFrom(readSettings(home, {}), {
  mode: "paper",
  run: "p",
  strategy: "crossover",
  params: { minutes: "1", fast: "5", slow: "20", cost: "0" },
})
const paper = await openPaper({
  home,
  name: "paper",
  plan,
  fresh: false,
  speed: 1,
  wall,
  environment: {},
})
const fail = (error: unknown): void => {
  throw error
}
const drive = new Drive({
  paper,
  speed: 1,
  from: wall,
  onTurn: () => control.onTurn(),
  onOver: () => {},
  onTrouble: fail,
})
const clock = (): number => performance.now()
const room = new EngineRoom({ home, session: paper, version: "bench", clock, wall: wallClock })
const controlled = new Widened({
  session: paper,
  surroundings: room,
  version: "bench",
  account: "paper",
  headline: "PAPER",
  command: (command) => drive.command(command),
  act: (act) => paper.act(act, wallClock()),
  end: () => {},
  fail,
})
const control = await ControlServer.open(controlled, { room })
drive.begin()
await rest(1_000)
try {
  const journal = ["--journal", paper.journalFile]
  const size = ["-x", "120", "-y", "40"]
  const variables = [
    "env",
    "-i",
    `PATH=${process.env["PATH"]}`,
    "TERM=screen-256color",
    "LANG=C.UTF-8",
  ]
  // The first start fills the cache of compiled code, as every first start does.
  for (const run of ["first", "second"]) {
    tmux(
      "-f",
      "/dev/null",
      "new-session",
      "-d",
      "-s",
      run,
      ...size,
      ...variables,
      process.execPath,
      LAUNCHER,
      "screen",
      ...journal,
    )
    if (run === "first") {
      await shown(/^PAPER {2}/m)
      tmux("kill-session", "-t", run)
    }
  }
  const firstFrameMs = await shown(/^PAPER {2}/m)
  const pid = tmux("list-panes", "-F", "#{pane_pid}").trim()
  await rest(WARM_MS)
  const from = { ticks: ticksOf(pid), atMs: performance.now() }
  await rest(WATCHED_MS)
  const spent = (ticksOf(pid) - from.ticks) / TICKS_A_SECOND
  const corePercent = (spent / ((performance.now() - from.atMs) / 1000)) * 100
  const rssMb = rssMegabytes(pid)
  tmux("kill-server")

  const client = new ControlClient(paper.journalFile)
  const holder = randomUUID()
  const commandsMs: number[] = []
  for (let i = 0; i < COMMANDS; i++) {
    // As a screen does: the command line is lent for ten seconds.
    if (i % 10 === 0) await client.claim(holder, { isTaking: true })
    const began = performance.now()
    if (i % 2 === 0) await client.command(holder, { kind: "halt", reason: "for the bench" })
    else await client.story("last")
    commandsMs.push(performance.now() - began)
    await rest(200)
  }
  commandsMs.sort((a, b) => a - b)
  const at = (share: number): number => commandsMs[Math.floor(COMMANDS * share)]
  const figures = { firstFrameMs, rssMb, corePercent, median: at(0.5), p95: at(0.95) }
  process.stdout.write(`${JSON.stringify(figures)}\n`)
} finally {
  drive.end()
  await control.close()
  paper.close()
  rmSync(home, { recursive: true })
}
