import { spawnSync } from "node:child_process"
import path from "node:path"
import { describe, expect, it } from "vitest"
import { CATALOGUE } from "../../strategy/catalogue/catalogue.ts"
import { EXIT } from "./exit.ts"

const LAUNCHER = path.join(import.meta.dirname, "../../../bin/genesis")
const DATA = path.join(import.meta.dirname, "../../../examples/data/BTCUSDT-1m-generated.csv")

function genesis(...args: string[]) {
  const env = { PATH: process.env["PATH"] }
  const { status, stdout, stderr } = spawnSync(process.execPath, [LAUNCHER, ...args], {
    encoding: "utf8",
    env,
  })
  return { status, stdout, stderr }
}

describe("genesis strategies", () => {
  it("lists every built-in strategy with one sentence", () => {
    const { status, stdout } = genesis("strategies")
    expect(status).toBe(EXIT.done)
    for (const { name, says } of CATALOGUE) {
      expect(stdout.split("\n").find((line) => line.startsWith(`  ${name} `))).toContain(says)
    }
  })

  it("shows of one what can be set, its default and its range", () => {
    const { stdout } = genesis("strategies", "breakout")
    expect(stdout).toMatch(/^ {2}volume +1\.5 +number from 0 to 20 +least volume of the bar/m)
    expect(stdout).toMatch(/^ {2}symbol +BTCUSDT +symbol +the market to trade/m)
    expect(stdout).not.toMatch(/break even/)
  })

  it("D3: shows the break-even win rate beside a target and a stop", () => {
    expect(genesis("strategies", "spread-capture").stdout).toMatch(
      /66\.7 % of its trades must win to break even\. It may not leave paper/,
    )
  })

  it("tells a program the same as JSON", () => {
    const all = JSON.parse(genesis("strategies", "--json").stdout) as readonly { name: string }[]
    expect(all.map((it) => it.name)).toEqual(CATALOGUE.map((it) => it.name))
    expect(JSON.parse(genesis("strategies", "spread-capture", "--json").stdout)).toMatchObject({
      name: "spread-capture",
      breakEven: 1 / 1.5,
      params: expect.arrayContaining([
        {
          kind: "number",
          name: "target",
          default: 0.5,
          min: 0.3,
          max: 5,
          says: expect.any(String),
        },
      ]) as unknown,
    })
  })

  it("says the same by its other name", () => {
    expect(genesis("strategy", "list").stdout).toBe(genesis("strategies").stdout)
    const shown = genesis("strategy", "show", "breakout", "--json")
    expect(shown).toEqual(genesis("strategies", "breakout", "--json"))
    expect(genesis("strategy", "show").status).toBe(EXIT.usage)
  })

  it("guesses at a name that was mistyped, of a strategy and of what can be set", () => {
    const wrong = genesis("strategies", "breakuot")
    expect(wrong.status).toBe(EXIT.world)
    expect(wrong.stderr).toMatch(/did you mean "breakout"\?/)
    const backtest = (param: string) =>
      genesis("backtest", "--strategy", "crossover", "--data", DATA, "--param", param).stderr
    expect(backtest("fats=5")).toMatch(/no parameter "fats"; did you mean "fast"\?/)
    expect(backtest("fast=-1")).toMatch(/It is a whole number from 1 to 5000/)
    expect(backtest("symbol=ETHUSDT")).toMatch(/watches ETHUSDT, which is not there/)
  })
})
