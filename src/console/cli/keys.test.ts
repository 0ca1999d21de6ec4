import { spawnSync } from "node:child_process"
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { EXIT } from "./exit.ts"

const LAUNCHER = path.join(import.meta.dirname, "../../../bin/genesis")
const ID = "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A"
const SECRET = "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j"
const PASSPHRASE = "four quiet words here"

let home = ""
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), "genesis-keys-"))
})
afterEach(() => rmSync(home, { recursive: true }))

function run(input: string, environment: Record<string, string>, ...args: string[]) {
  const env = { PATH: process.env["PATH"], GENESIS_HOME: home, ...environment }
  return spawnSync(process.execPath, [LAUNCHER, ...args], { encoding: "utf8", env, input })
}

describe("genesis keys", () => {
  it("keeps, shows and removes keys without ever printing them", () => {
    const told = [
      run(`${ID}\n${SECRET}\n`, { GENESIS_KEYS_PASSPHRASE: PASSPHRASE }, "keys", "set"),
      run("", {}, "keys", "show"),
      run("", {}, "keys", "remove"),
      run("", {}, "keys", "show"),
    ]
    const [set, show, remove, gone] = told.map(({ stdout }) => stdout)
    expect(set).toContain("The hmac key vmPU…Eh8A is kept in")
    expect(show).toContain("vmPU…Eh8A")
    expect(remove).toContain("is deleted. The key still works at the exchange")
    expect(gone).toBe("There are no keys.\n")
    expect(told.map(({ status }) => status)).toEqual([0, 0, 0, EXIT.found])
    const all = told.map(({ stdout, stderr }) => stdout + stderr).join("\n")
    for (const secret of [ID, SECRET, PASSPHRASE]) expect(all).not.toContain(secret)
  })

  it.each([
    [`${ID}\n${SECRET}\n`, "short", "PASSPHRASE_WEAK"],
    [`${ID}\n\n`, PASSPHRASE, "NOT_A_KEY"],
    ["", PASSPHRASE, "NOT_A_KEY"],
  ])("keeps nothing when something is wrong: %#", (input, passphrase, code) => {
    const { status, stderr } = run(input, { GENESIS_KEYS_PASSPHRASE: passphrase }, "keys", "set")
    expect([status, stderr]).toEqual([EXIT.world, expect.stringContaining(code)])
    expect(stderr).not.toContain(SECRET)
    expect(existsSync(path.join(home, "binance.keys"))).toBe(false)
  })

  it("asks for no passphrase where nobody can be asked", () => {
    const { status, stderr } = run(`${ID}\n${SECRET}\n`, {}, "keys", "set")
    expect([status, stderr]).toEqual([EXIT.world, expect.stringContaining("NO_TERMINAL")])
  })

  it("are in no crash file and no message, also when the program itself makes a mistake", () => {
    // A program that loads keys and then fails with all it knows in the error.
    const script = `
      import { main } from "${path.join(import.meta.dirname, "main.ts")}"
      import { keysOf } from "${path.join(import.meta.dirname, "../../session/keys.ts")}"
      import { Command } from "commander"
      const load = async () => new Command("work").action(() => {
        const keys = keysOf({ id: "${ID}", secret: "${SECRET}" })
        const headers = { "X-MBX-APIKEY": keys.name }
        throw Object.assign(new Error("it failed with ${SECRET}"), { headers, keys })
      })
      await main(["work"], [{ name: "work", summary: "works", load }])`
    const args = ["--input-type=module", "-e", script]
    const env = { PATH: process.env["PATH"], GENESIS_HOME: home }
    const done = spawnSync(process.execPath, args, {
      encoding: "utf8",
      env,
      cwd: import.meta.dirname,
    })
    expect(done.status).toBe(EXIT.mistake)
    const [crash = ""] = readdirSync(home)
    const story = readFileSync(path.join(home, crash), "utf8")
    expect(story).toContain("it failed with [hidden]")
    expect(done.stderr).toContain("it failed with [hidden]")
    for (const text of [story, done.stderr, done.stdout]) {
      expect(text).not.toContain(ID)
      expect(text).not.toContain(SECRET)
    }
  })
})
