import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { CEILINGS } from "../risk/limits.ts"
import { percent } from "../value/brand.ts"
import { Problem } from "../value/problem.ts"
import { planFrom } from "./plan.ts"
import { readSettings, type Settings } from "./settings.ts"
import { USUAL_SHORTCUTS } from "./shortcuts.ts"

let home = ""
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), "genesis-settings-"))
})
afterEach(() => {
  rmSync(home, { recursive: true })
})

function read(yaml: string, environment: Record<string, string> = {}): Settings {
  writeFileSync(path.join(home, "genesis.yaml"), yaml)
  return readSettings(home, environment)
}

function refusal(yaml: string, environment: Record<string, string> = {}): Problem {
  try {
    read(yaml, environment)
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
  throw new Error("the settings were accepted")
}

describe("the settings", () => {
  it("are built in when there is no file", () => {
    const settings = readSettings(home, {})
    expect(settings).toEqual({
      capital: "500",
      strategy: "crossover",
      params: {},
      symbols: [],
      seed: 1,
      fees: { makerPpm: 1_000, takerPpm: 1_000, payInBnb: false },
      latencyMs: { feed: 50, entry: 50, response: 50 },
      queue: "risk-averse",
      costs: { serverMonthly: "0" },
      tax: { method: "fifo", years: {} },
      limits: CEILINGS,
      tilt: { strategiesInLock: "rest" },
      notice: { to: "", from: "", host: "", port: 465, tls: "at-once" },
      shortcuts: USUAL_SHORTCUTS,
    })
    expect(read("# nothing but a remark\n")).toEqual(settings)
  })

  it("become a plan in the units of the program", () => {
    const told = { mode: "backtest", run: "b", strategy: "crossover", params: {} } as const
    const settings = read('capital: "512.50"\nlatencyMs: { entry: 20 }')
    expect(planFrom(settings, told)).toMatchObject({
      ...told,
      capitalUnits: 51_250_000_000n,
      fees: { maker: 1_000, taker: 1_000, isBnbPaid: false },
      latency: { feed: 50_000, entry: 20_000, response: 50_000 },
      limits: CEILINGS,
    })
  })

  it("let the command line win over all, and are refused by its words", () => {
    writeFileSync(path.join(home, "genesis.yaml"), "seed: 3")
    const environment = { GENESIS_SEED: "4" }
    expect(readSettings(home, environment, { seed: 5 }).seed).toBe(5)
    expect(() => readSettings(home, environment, { capital: "lots" })).toThrow(
      expect.objectContaining({ why: expect.stringMatching(/^--capital: capital must be/) }),
    )
  })

  it("keep what the file does not name", () => {
    const settings = read('capital: "812.5"\nfees: { payInBnb: true }\nparams: { fast: 10 }\n')
    expect(settings.capital).toBe("812.5")
    expect(settings.fees).toEqual({ makerPpm: 1_000, takerPpm: 1_000, payInBnb: true })
    expect(settings.params).toEqual({ fast: 10 })
  })

  it("refuse money that is not in quotes, with its line", () => {
    const problem = refusal("seed: 3\ncapital: 500.10\n")
    expect(problem.code).toBe("SETTINGS_REFUSED")
    expect(problem.why).toMatch(/genesis\.yaml, line 2: capital must be an amount .*in quotes/)
  })

  it.each(['"0"', '"0.00"', '"-5"', '"1e3"', '"0.123456789"', '"five"'])(
    "refuse a capital of %s",
    (text) => {
      expect(refusal(`capital: ${text}`).why).toContain("capital must be an amount above zero")
    },
  )

  it("refuse unknown keys at any depth, and guess the right one", () => {
    const problem = refusal("captial: '1'\nfees:\n  makrPpm: 3\n  zebra: 1\n")
    expect(problem.message).toBe("3 settings cannot be used.")
    const lines = problem.why.split("\n").toSorted()
    expect(lines[0]).toMatch(/line 1: there is no setting captial; did you mean "capital"\?$/)
    expect(lines[1]).toMatch(/line 3: there is no setting fees.makrPpm; did you mean "makerPpm"\?$/)
    expect(lines[2]).toMatch(/line 4: there is no setting fees.zebra\.$/)
  })

  it("GEN-7: let a limit be tightened", () => {
    const { limits } = read("limits: { positionPercent: 2.5, drawdownHaltPercent: 15 }")
    expect(limits).toEqual({ ...CEILINGS, position: percent(2.5) })
  })

  it.each([
    ["positionPercent", 5.01, 5],
    ["dailyLossPercent", 6, 5],
    ["drawdownHaltPercent", 15.5, 15],
    ["positionPercent", 0, 5],
  ])("GEN-7: refuse %s of %d, with the reason", (key, value, most) => {
    expect(refusal(`limits: { ${key}: ${value} }`).why).toContain(
      `limits.${key} must be a number above 0 and at most ${most}: limits can be tightened here, never loosened`,
    )
  })

  it.each([
    "seed: 1.5",
    "seed: -1",
    "queue: lucky",
    "symbols: BTCUSDT",
    "fees: 3",
    "latencyMs: []",
  ])("refuse %s", (yaml) => {
    expect(refusal(yaml).why).toContain(`${yaml.split(":")[0]} must be`)
  })

  it("refuse a file that is not a map, or not YAML, or says a thing twice", () => {
    expect(refusal("- a\n- b\n").why).toContain("the file must be a map of settings")
    expect(refusal("seed: [1\n").code).toBe("SETTINGS_UNREADABLE")
    expect(refusal("seed: 1\nseed: 2\n").why).toMatch(/^Line 2: /)
  })

  it("let the environment win over the file", () => {
    const settings = read("seed: 3\nfees: { makerPpm: 750 }\n", {
      GENESIS_SEED: "9",
      GENESIS_FEES_TAKER_PPM: "900",
      GENESIS_FEES_PAY_IN_BNB: "true",
      GENESIS_SYMBOLS: "BTCUSDT, ETHUSDT",
      GENESIS_LIMITS_POSITION_PERCENT: "1.5",
      GENESIS_CAPITAL: "600",
      GENESIS_HOME: home,
      OTHER: "x",
    })
    expect(settings.seed).toBe(9)
    expect(settings.fees).toEqual({ makerPpm: 750, takerPpm: 900, payInBnb: true })
    expect(settings.symbols).toEqual(["BTCUSDT", "ETHUSDT"])
    expect(settings.limits.position).toBe(percent(1.5))
    expect(settings.capital).toBe("600")
  })

  it("refuse an unknown or absurd variable by its name", () => {
    expect(refusal("", { GENESIS_SEDE: "1" }).why).toBe(
      'GENESIS_SEDE: there is no such setting; did you mean "GENESIS_SEED"?',
    )
    expect(refusal("", { GENESIS_SEED: "many" }).why).toMatch(/^GENESIS_SEED: seed must be a whole/)
  })

  it("UI-23: bind keys of the screen, and free the usual key of what has another", () => {
    const { shortcuts } = read("shortcuts: { risk: f3, performance: f2, quit: ctrl+x, tilt: none }")
    expect(shortcuts).toMatchObject({ risk: "f3", performance: "f2", quit: "ctrl+x", help: "f1" })
    expect(shortcuts).not.toHaveProperty("tilt")
    const taken = read("shortcuts: { risk: ctrl+w }").shortcuts
    expect(taken.risk).toBe("ctrl+w")
    expect(taken).not.toHaveProperty("cut-word")
    expect(read("", { GENESIS_SHORTCUTS_CUT_WORD: "ctrl+y" }).shortcuts["cut-word"]).toBe("ctrl+y")
  })

  it.each([
    ["{ risk: ctrl+c }", "shortcuts.risk must be a key that nothing else here has"],
    ["{ risk: f12 }", "shortcuts.risk must be a key that nothing else here has"],
    ["{ risk: enter }", "f1 to f11, or ctrl+ and a letter other than c, h, i, j and m"],
    ["{ risk: f4, tilt: f4 }", "shortcuts.tilt must be a key that nothing else here has"],
    ["{ rsik: f4 }", 'there is no setting shortcuts.rsik; did you mean "risk"?'],
    ["{ interrupt: f4 }", "there is no setting shortcuts.interrupt"],
    ["f4", "shortcuts must be a map of names with a key each"],
  ])(
    "UI-23: refuse shortcuts: %s, since emergency keys stay and no key does two things",
    (yaml, why) => {
      expect(refusal(`shortcuts: ${yaml}`).why).toContain(why)
    },
  )
})
