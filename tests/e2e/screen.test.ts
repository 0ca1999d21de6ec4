import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { HAS_TMUX, Terminal } from "./terminal.ts"

/** What the terminal is set to: echo, line by line, and so on. */
const SETTINGS = /^set \d+$/m
const SCREEN = /^PAPER {2}generated market[^]*^paper>/m
/** How tmux tells of a colour. */
// oxlint-disable-next-line no-control-regex
const COLOUR = /\u001b\[[\d;]*38;/

let home = ""
let terminal: Terminal

describe.skipIf(!HAS_TMUX)("the screen, in a real terminal (needs tmux)", () => {
  beforeEach(() => {
    home = mkdtempSync(path.join(tmpdir(), "genesis-screen-"))
    terminal = new Terminal({ GENESIS_HOME: home })
  })
  afterEach(() => {
    terminal.close()
    rmSync(home, { recursive: true, maxRetries: 10 })
  })

  /** Runs a command line that shows the screen, between two looks at the settings of the terminal. */
  async function start(line: string): Promise<string> {
    const look = 'echo "set $(stty -g | cksum | cut -d" " -f1)"'
    terminal.type(`${look}; ${line}; echo "code $?"; ${look}; echo done`, "Enter")
    return terminal.shows(SCREEN)
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
    expect(first.split("\n")[0]).toMatch(/^\$\d+\.\d\d {3}today /)
    terminal.type("-l", `n\u00f6nsense \u{1f680} \u0001\u0002\u0007 ${"x".repeat(3_000)}`)
    terminal.type("Enter")
    await terminal.shows(/"nönsense" is no command/)
    terminal.type("C-u")
    terminal.type("help", "Enter")
    await terminal.shows(/halt \[reason\]/)
    terminal.type("halt tea", "Enter")
    await terminal.shows(/SNIPER {2}exits only: Halted by hand: tea\./)
    terminal.type("quit", "Enter")
    expect(await end()).toMatch(/Ended as asked\. Equity [^]*^code 0$/m)
  })

  it("runs nothing of what is pasted (UI-25)", async () => {
    await start("genesis")
    terminal.paste("halt\nclose-all\ny\nquit\n")
    expect(await terminal.shows(/paper> halt close-all y quit/)).toContain("entries are open")
    terminal.type("C-c")
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
    terminal.type("quit", "Enter")
    await end()
  })

  it("ends gracefully when the system asks it to", async () => {
    await start("genesis")
    process.kill(Number(readFileSync(path.join(home, "pid"), "utf8")), "SIGTERM")
    expect(await end()).toMatch(/^code 0$/m)
  })

  it("tells on a restored terminal what is wrong", async () => {
    await start("genesis")
    const other = new Terminal({ GENESIS_HOME: home })
    try {
      other.type("genesis; echo code $?", "Enter")
      expect(await other.shows(/^code \d/m)).toMatch(/is in use by process \d+[^]*^code 1$/m)
    } finally {
      other.close()
    }
  })

  it("goes without colours when told so", async () => {
    await start("genesis")
    expect(terminal.styledText).toMatch(COLOUR)
    terminal.type("C-c")
    await end()
    terminal.type("clear; NO_COLOR=1 genesis", "Enter")
    await terminal.shows(SCREEN)
    expect(terminal.styledText).not.toMatch(COLOUR)
    terminal.type("C-c")
    await terminal.shows(/Everything is kept/)
  })
})
