import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { parseInstant } from "../value/time.ts"
import { filesOfAccount } from "./account-files.ts"
import { type Environment, keysFile, type Network } from "./key-names.ts"
import { requireNoLiveKeys } from "./paper-apart.ts"
import { openPaper } from "./paper-home.ts"
import { planFrom } from "./plan.ts"
import { readSettings } from "./settings.ts"

let home = ""
beforeEach(() => void (home = mkdtempSync(path.join(tmpdir(), "genesis-apart-"))))
afterEach(() => rmSync(home, { recursive: true, force: true }))

const sealed = (network: Network): void => writeFileSync(keysFile(home, network), "sealed")
const asked = (environment: Environment) => () => requireNoLiveKeys(home, environment)
const because = (why: string) =>
  expect.objectContaining({ code: "LIVE_KEYS_PRESENT", why: expect.stringContaining(why) })

describe("EXEC-75: paper is refused where keys to real money are", () => {
  it.each(["KEY", "SECRET", "SECRET_FILE"])("as GENESIS_BINANCE_%s", (it) => {
    const name = `GENESIS_BINANCE_${it}`
    expect(asked({ [name]: "x" })).toThrow(because(`${name} is set here.`))
    expect(asked({ [name]: "" })).not.toThrow()
  })

  it("says how to start it without them", () => {
    const environment = { GENESIS_BINANCE_KEY: "k", GENESIS_BINANCE_SECRET: "s" }
    expect(asked(environment)).toThrow(
      expect.objectContaining({
        code: "LIVE_KEYS_PRESENT",
        next: expect.stringContaining(
          "env -u GENESIS_BINANCE_KEY -u GENESIS_BINANCE_SECRET genesis paper",
        ),
      }),
    )
  })

  it("as an encrypted file, only where what opens it is there, too", () => {
    const passphrase = { GENESIS_KEYS_PASSPHRASE: "four quiet words here" }
    expect(asked(passphrase)).not.toThrow()
    sealed("production")
    expect(asked({})).not.toThrow()
    expect(asked(passphrase)).toThrow(because(keysFile(home, "production")))
  })

  it("not for keys of the test network, which open no money", () => {
    sealed("testnet")
    expect(asked({ GENESIS_BINANCE_TESTNET_KEY: "k", GENESIS_KEYS_PASSPHRASE: "x" })).not.toThrow()
  })

  it("before anything of the account is touched, though it is to begin anew", async () => {
    const wall = parseInstant("2026-03-02 14:00")
    const environment = { GENESIS_BINANCE_KEY: "k", GENESIS_BINANCE_SECRET: "s" }
    const told = { mode: "paper", run: "p", strategy: "crossover", params: {} } as const
    const plan = planFrom(readSettings(home, {}), told)
    const wish = { home, name: "paper", plan, fresh: true, speed: 1, wall, environment }
    await expect(openPaper(wish)).rejects.toThrow("beside keys to real money")
    expect(existsSync(filesOfAccount(home, "paper").journal)).toBe(false)
  })
})
