import { spawn, spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import type { Status } from "../../src/session/status.ts"
import { HAS_TMUX, Terminal } from "./terminal.ts"

const LAUNCHER = path.join(import.meta.dirname, "../../bin/genesis")
/** What the terminal is set to: echo, line by line, and so on. A prompt may stand before it. */
const SETTINGS = /set \d+$/m
const SCREEN = /^PAPER {2}generated market[^]*^paper>/m
const LOOKING = /^PAPER {2}generated market[^]*^paper, looking>/m
/** How tmux tells of a colour. */
// oxlint-disable-next-line no-control-regex
const COLOUR = /\u001b\[[\d;]*38;/

let home = ""
let terminal: Terminal

function genesis(...args: string[]) {
  const env = { PATH: process.env["PATH"], GENESIS_HOME: home }
  return spawnSync(process.execPath, [LAUNCHER, ...args], { encoding: "utf8", env })
}

/** The engine's process; undefined when none runs. */
function engine(): number | undefined {
  const { stdout } = genesis("status", "--json")
  return stdout === "" ? undefined : ((JSON.parse(stdout) as Status).process ?? undefined)
}

describe.skipIf(!HAS_TMUX)("the screen, in a real terminal (needs tmux)", () => {
  beforeEach(() => {
    home = mkdtempSync(path.join(tmpdir(), "genesis-screen-"))
    terminal = new Terminal({ GENESIS_HOME: home })
  })
  afterEach(() => {
    terminal.close()
    genesis("stop")
    rmSync(home, { recursive: true, maxRetries: 10 })
  })

  /** Runs a command line that shows the screen, between two looks at the settings of the terminal. */
  async function start(line: string): Promise<string> {
    const look = 'echo "set $(stty -g | cksum | cut -d" " -f1)"'
    terminal.type(`${look}; ${line}; echo "code $?"; ${look}; echo done`, "Enter")
    return terminal.shows(SCREEN)
  }

  /** Asks to leave, and says yes (UI-23). */
  async function leave(from: Terminal): Promise<void> {
    from.type("C-u", "C-q")
    await from.shows(/^y or n>/m)
    from.type("y")
  }

  async function end(): Promise<string> {
    const text = await terminal.shows(/^code \d+$[^]*^done$/m)
    expect(text).not.toMatch(SCREEN)
    const [before, after] = text.match(new RegExp(SETTINGS, "gm")) ?? []
    expect(after).toBe(before ?? "")
    return text
  }

  it("starts, takes nonsense calmly, halts, and quits with the terminal as it was", async () => {
    const first = await start("genesis")
    expect(first.split("\n")[0]).toMatch(/^today [+-]?\$\d+\.\d\d /)
    terminal.type("-l", `n\u00f6nsense \u{1f680} \u0001\u0002\u0007 ${"x".repeat(3_000)}`)
    terminal.type("Enter")
    await terminal.shows(/"nönsense" is no command/)
    terminal.type("C-u")
    terminal.type("help", "Enter")
    await terminal.shows(/halt \[reason\]/)
    terminal.type("halt tea", "Enter")
    await terminal.shows(/^── exits only: Halted by hand: tea\. ─/m)
    terminal.type("F2")
    await terminal.shows(/^── Risk ─/m)
    terminal.type("C-c")
    await terminal.shows(/No entry waits at the exchange; stops stay\./)
    terminal.type("quit", "Enter")
    await terminal.shows(/^y or n>/m)
    terminal.type("y")
    expect(await end()).toMatch(/The engine goes on without this screen[^]*^code 0$/m)
  })

  it("leaves the engine alone when it is left, and finds it again (UI-24)", async () => {
    await start("genesis")
    const process = engine()
    terminal.type("halt tea", "Enter")
    await terminal.shows(/exits only: Halted by hand: tea\./)
    await leave(terminal)
    expect((await end()).replaceAll(/\s/g, "")).toContain(`inprocess${process}.`)
    terminal.type("clear; genesis", "Enter")
    await terminal.shows(/exits only: Halted by hand: tea\./)
    expect(engine()).toBe(process)
    await leave(terminal)
    // What is typed before the prompt is there may still reach the program that leaves.
    await terminal.shows(/goes on without this screen[^]*^\$/m)
    terminal.type("clear; genesis stop; echo code $?", "Enter")
    expect(await terminal.shows(/^code \d/m)).toMatch(/has ended in good order[^]*^code 0$/m)
    expect(engine()).toBeUndefined()
  })

  it("looks at an engine that runs without asking what it takes to start one", async () => {
    await start("genesis")
    const process = engine()
    await leave(terminal)
    await end()
    // With real money: neither the gate nor any keys are looked for.
    terminal.type("clear; genesis live --name paper", "Enter")
    await terminal.shows(SCREEN)
    expect(engine()).toBe(process)
  })

  it("goes on without a screen that is killed, and takes the next one", async () => {
    await start("genesis")
    const before = engine()
    process.kill(Number(readFileSync(path.join(home, "pid"), "utf8")), "SIGKILL")
    await terminal.shows(/^code 137$/m)
    expect(engine()).toBe(before)
    // It left the terminal raw, where Enter is not a new line yet.
    terminal.type("stty sane; clear; genesis screen", "C-j")
    // The dead screen's lease lapses by itself; until then the new one looks.
    await terminal.shows(SCREEN)
    terminal.type("halt tea", "Enter")
    await terminal.shows(/exits only: Halted by hand: tea\./)
  })

  it("says that the engine is gone, keeps its last figures with their age, and comes back", async () => {
    await start("genesis")
    process.kill(engine() ?? NaN, "SIGKILL")
    const lost = await terminal.shows(
      /^No line to the engine for \d+ s; these are its last figures/m,
    )
    expect(lost.split("\n")[0]).toMatch(/^today [+-]?\$\d+\.\d\d /)
    terminal.type("halt tea", "Enter")
    await terminal.shows(/No engine runs this account now, so nothing was done/)
    terminal.type("C-u")
    const again = spawn(process.execPath, [LAUNCHER, "run"], {
      env: { PATH: process.env["PATH"], GENESIS_HOME: home },
      stdio: "ignore",
    })
    await terminal.shows(/entries are open[^]*^paper>/m)
    terminal.type("halt tea", "Enter")
    await terminal.shows(/exits only: Halted by hand: tea\./)
    expect(engine()).toBe(again.pid)
  })

  it("lets many look and one act; who types take has the command line (UI-24)", async () => {
    await start("genesis")
    const other = new Terminal({ GENESIS_HOME: home })
    try {
      other.type("genesis", "Enter")
      await other.shows(LOOKING)
      other.type("halt tea", "Enter")
      await other.shows(/Another screen has the command line/)
      other.type("C-u")
      other.type("take", "Enter")
      await other.shows(SCREEN)
      await terminal.shows(LOOKING)
      other.type("halt tea", "Enter")
      await terminal.shows(/exits only: Halted by hand: tea\./)
      await leave(other)
      await terminal.shows(SCREEN)
    } finally {
      other.close()
    }
  })

  it("runs nothing of what is pasted (UI-25)", async () => {
    await start("genesis")
    terminal.paste("halt\nclose-all\ny\nquit\n")
    expect(await terminal.shows(/paper> halt close-all y quit/)).toContain("entries are open")
    await leave(terminal)
    expect(await end()).toMatch(/^code 0$/m)
  })

  it("follows the size of the window", async () => {
    await start("genesis")
    terminal.resize(50, 12)
    await terminal.shows(/window has 50 and 12/)
    terminal.resize(100, 30)
    const text = await terminal.shows(/^─{100}$/m)
    expect(text.split("\n")[29]).toMatch(/^paper>/)
    terminal.resize(80, 24)
    await terminal.shows(/^─{80}$/m)
    await leave(terminal)
    await end()
  })

  it("leaves gracefully when the system asks it to", async () => {
    await start("genesis")
    process.kill(Number(readFileSync(path.join(home, "pid"), "utf8")), "SIGTERM")
    expect(await end()).toMatch(/^code 0$/m)
    expect(engine()).toBeGreaterThan(0)
  })

  it("tells on a restored terminal what is wrong", async () => {
    await start("genesis")
    const other = new Terminal({ GENESIS_HOME: home })
    try {
      other.type("genesis --fresh; echo code $?", "Enter")
      expect(await other.shows(/^code \d/m)).toMatch(/is in use by process \d+[^]*^code 1$/m)
      other.type("clear; genesis --strategy crosover; echo code $?", "Enter")
      expect(await other.shows(/^code \d/m)).toMatch(/STRATEGY_UNKNOWN[^]*^code 1$/m)
    } finally {
      other.close()
    }
  })

  it("goes without colours when told so", async () => {
    await start("genesis")
    expect(terminal.styledText).toMatch(COLOUR)
    await leave(terminal)
    await end()
    terminal.type("clear; NO_COLOR=1 genesis", "Enter")
    await terminal.shows(SCREEN)
    expect(terminal.styledText).not.toMatch(COLOUR)
    await leave(terminal)
    await terminal.shows(/goes on without this screen/)
  })
})
