import { spawnSync } from "node:child_process"
import { mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import type { Command } from "commander"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { ENVIRONMENT } from "../../../tests/support/environment.ts"
import { COMMANDS } from "./commands.ts"
import { EXIT } from "./exit.ts"

const LAUNCHER = path.join(import.meta.dirname, "../../../bin/genesis")
const CANDLES = path.join(import.meta.dirname, "../../../examples/data/ETHUSDT-1m-generated.csv")
const CALM_DAY = path.join(import.meta.dirname, "../../../tests/tilt/sessions/calm-day.json")

/** What runs until it is ended, or is not for scripts: it prints no result. */
const NO_RESULT: Readonly<Record<string, string>> = {
  start: "a screen, or the log of an engine; status has its figures",
  paper: "the same",
  live: "the same",
  "run paper": "the log of an engine; status has its figures",
  "run live": "the same",
  screen: "a screen",
  exchange: "serves until it is ended",
  "completion bash": "a script in the shell's own words",
  "completion zsh": "the same",
  "completion fish": "the same",
  completion: "the same",
}

/** A line for each command that prints a result; the account and the catalog are those of a backtest. */
const LINES: Readonly<Record<string, string | readonly string[]>> = {
  backtest: ["--data", CANDLES, "--param", "minutes=5"],
  status: "",
  halt: "a long lunch",
  resume: "",
  "close-all": "--yes",
  maintenance: ["2026-12-01T06:00", "2026-12-01T08:00"],
  stop: "",
  override: "",
  reconcile: "",
  why: "last",
  gate: "",
  execution: "",
  report: "",
  compare: ["paper", "paper"],
  export: "trades",
  tax: "2025",
  tier: "",
  limits: "",
  emergencies: "",
  tutorial: "",
  "simulate-journey": "",
  tilt: "",
  "tilt week": "",
  "tilt diary": "",
  "tilt export": "",
  "tilt replay": [CALM_DAY],
  doctor: "--base-url http://127.0.0.1:9",
  "keys set": "",
  "keys show": "",
  "keys remove": "",
  "api keys": "",
  replay: ["--data", CANDLES],
  parity: "paper",
  strategies: "",
  "strategy list": "",
  "strategy show": "breakout",
  "strategy stop": "its market is shut",
  "strategy start": "",
  "data import": [CANDLES],
  "data list": "",
  "data show": "ETHUSDT",
  "data check": "",
  drill: "--worlds 1",
  setup: "--capital 500",
  "exit-codes": "",
}

/** These ask a process that runs, a terminal, or keys: here they have none, and refuse calmly. */
const REFUSES = [
  "maintenance",
  "stop",
  "strategy stop",
  "strategy start",
  "override",
  "reconcile",
  "keys set",
  "parity",
]

let home = ""
const run = (...line: readonly string[]) =>
  spawnSync(process.execPath, [LAUNCHER, ...line], {
    encoding: "utf8",
    input: "",
    env: { ...ENVIRONMENT, GENESIS_HOME: home },
  })

beforeAll(() => {
  home = mkdtempSync(path.join(tmpdir(), "genesis-json-"))
  const journal = path.join(home, "paper", "journal.sqlite")
  mkdirSync(path.dirname(journal))
  run("data", "import", CANDLES)
  const { status, stderr } = run(
    "backtest",
    "--data",
    CANDLES,
    "--journal",
    journal,
    ...["minutes=5", "fast=2", "slow=6", "cost=0"].flatMap((it) => ["--param", it]),
  )
  if (status !== EXIT.done) throw new Error(stderr)
})
afterAll(() => rmSync(home, { recursive: true }))

describe("--json", () => {
  it("is there on every command that prints a result, and each has a line here", async () => {
    const found = (await Promise.all(COMMANDS.map(({ load }) => load()))).flatMap((it) =>
      leaves(it),
    )
    const unnamed = found.filter(({ name }) => !(name in LINES) && !(name in NO_RESULT))
    expect(unnamed.map(({ name }) => name)).toEqual([])
    const without = found.filter(({ name, hasJson }) => name in LINES && !hasJson)
    expect(without.map(({ name }) => name)).toEqual([])
    const names = found.map(({ name }) => name)
    expect(Object.keys(LINES).filter((it) => !names.includes(it))).toEqual([])
  })

  it.each(Object.entries(LINES))("prints one object and nothing else: %s", (name, given) => {
    const words = typeof given === "string" ? given.split(" ").filter((it) => it !== "") : given
    const { stdout, stderr, status } = run(...name.split(" "), ...words, "--json")
    if (REFUSES.includes(name)) {
      expect([status, stdout]).toEqual([EXIT.world, ""])
      expect(stderr).toContain("  Next  ")
      return
    }
    expect([EXIT.done, EXIT.found], stderr).toContain(status)
    expect(JSON.parse(stdout)).toBeTypeOf("object")
    expect(stdout.endsWith("\n")).toBe(true)
  })
})

interface Leaf {
  readonly name: string
  readonly hasJson: boolean
}

/** Every command that does something itself. */
function leaves(command: Command, before = ""): readonly Leaf[] {
  const name = `${before}${command.name()}`
  const hasJson = command.options.some(({ long }) => long === "--json")
  const own = command.commands.length === 0 || hasJson ? [{ name, hasJson }] : []
  return [...own, ...command.commands.flatMap((it) => leaves(it, `${name} `))]
}
