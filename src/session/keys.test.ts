import { createHmac, generateKeyPairSync } from "node:crypto"
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { inspect } from "node:util"
import * as fc from "fast-check"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { openVault, sealKeys } from "./key-vault.ts"
import { keysFile } from "./key-names.ts"
import { findKeys, keysOf, loadKeys } from "./keys.ts"
import { redaction } from "./redaction.ts"

const ID = "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A"
const SECRET = "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j"
const PASSPHRASE = "four quiet words here"

let home = ""
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), "genesis-keys-"))
})
afterEach(() => rmSync(home, { recursive: true }))

const pemOf = (kind: "ed25519" | "rsa"): string => {
  const { privateKey } =
    kind === "rsa"
      ? generateKeyPairSync("rsa", { modulusLength: 2048 })
      : generateKeyPairSync("ed25519")
  return privateKey.export({ type: "pkcs8", format: "pem" }).trim()
}

function sealed(secret = SECRET): string {
  const file = keysFile(home, "production")
  const keys = { id: ID, secret }
  sealKeys(file, { keys, passphrase: PASSPHRASE, kind: "hmac", hint: "vmPU…Eh8A" })
  return file
}

const load = (environment: Record<string, string> = {}, passphrase = PASSPHRASE) =>
  loadKeys({ home, environment, network: "production", passphrase: async () => passphrase })

describe("keys in an encrypted file", () => {
  it("come back as they were, whatever they hold", () => {
    fc.assert(
      fc.property(
        fc.record({ id: fc.string(), secret: fc.string({ unit: "binary" }) }),
        fc.string({ minLength: 1 }),
        (keys, passphrase) => {
          const file = path.join(home, "any.keys")
          sealKeys(file, { keys, passphrase, kind: "hmac", hint: "…" })
          expect(openVault(file, passphrase)).toEqual({
            id: keys.id.toWellFormed(),
            secret: keys.secret.toWellFormed(),
          })
        },
      ),
      { numRuns: 8 },
    )
  })

  it("are for their owner alone, and not to be read in the file", async () => {
    const file = sealed()
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const text = readFileSync(file, "utf8")
    expect(text).not.toContain(SECRET.slice(0, 12))
    expect(text).not.toContain(ID.slice(0, 12))
    expect(await load()).toMatchObject({ name: ID, kind: "hmac" })
  })

  it.each([0o640, 0o604, 0o666, 0o777])(
    "are refused when others may read them (%o)",
    async (mode) => {
      const file = sealed()
      chmodSync(file, mode)
      await expect(load()).rejects.toMatchObject({ code: "KEYS_EXPOSED" })
      expect(() => findKeys(home, {}, "production")).toThrow(/may be read by others/)
    },
  )

  it("stay shut to another passphrase", async () => {
    sealed()
    await expect(load({}, "four quiet words her")).rejects.toMatchObject({ code: "KEYS_LOCKED" })
  })

  it.each(["salt", "iv", "tag", "data", "hint", "kind", "N"])(
    "stay shut when %s was changed",
    async (name) => {
      const file = sealed()
      const plain = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>
      const was = plain[name]
      const other: Record<string, unknown> = { hint: "vmPX…Eh8A", kind: "rsa", N: 65_536 }
      const turned = typeof was === "string" && was[0] === "A" ? "B" : "A"
      plain[name] = other[name] ?? `${turned}${String(was).slice(1)}`
      writeFileSync(file, JSON.stringify(plain))
      await expect(load()).rejects.toMatchObject({ code: "KEYS_LOCKED" })
    },
  )

  it.each(["", "{}", "nonsense", '{"version":2}'])("are not read from %j", async (text) => {
    writeFileSync(sealed(), text)
    await expect(load()).rejects.toMatchObject({ code: "KEYS_BROKEN" })
  })

  it("leave the old file whole until the new one is", () => {
    const file = sealed()
    sealed(`${SECRET}2`)
    expect(openVault(file, PASSPHRASE).secret).toBe(`${SECRET}2`)
    expect(existsSync(`${file}.new`)).toBe(false)
  })
})

describe("keys in the environment", () => {
  it("win over the file", async () => {
    sealed("another secret")
    const keys = await load({ GENESIS_BINANCE_KEY: ID, GENESIS_BINANCE_SECRET: SECRET })
    const payload = "symbol=LTCBTC"
    const digest = createHmac("sha256", SECRET).update(payload).digest("hex")
    expect(keys.sign(payload)).toBe(digest)
  })

  it.each(["ed25519", "rsa"] as const)("may name a PEM file of kind %s", async (kind) => {
    const file = path.join(home, "key.pem")
    writeFileSync(file, pemOf(kind))
    const keys = await load({ GENESIS_BINANCE_KEY: ID, GENESIS_BINANCE_SECRET_FILE: file })
    expect(keys.kind).toBe(kind)
  })

  it("are never taken for those of the other network", async () => {
    const environment = { GENESIS_BINANCE_TESTNET_KEY: ID, GENESIS_BINANCE_TESTNET_SECRET: SECRET }
    await expect(load(environment)).rejects.toMatchObject({ code: "NO_KEYS" })
    expect(findKeys(home, environment, "testnet")).toEqual({
      from: "environment",
      hint: "vmPU…Eh8A",
    })
  })

  it("need a secret", async () => {
    await expect(load({ GENESIS_BINANCE_KEY: ID })).rejects.toMatchObject({
      code: "KEYS_INCOMPLETE",
    })
  })
})

describe("what are no keys", () => {
  it.each([
    ["", SECRET],
    ["two words", SECRET],
    [ID, "short"],
    [ID, "a secret with spaces"],
    [ID, "-----BEGIN PRIVATE KEY-----\nnonsense\n-----END PRIVATE KEY-----"],
  ])("is refused: %j", (id, secret) => {
    expect(() => keysOf({ id, secret })).toThrow(expect.objectContaining({ code: "NOT_A_KEY" }))
  })

  it("is a key of a kind that the exchange does not take", () => {
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" })
    const secret = privateKey.export({ type: "pkcs8", format: "pem" })
    expect(() => keysOf({ id: ID, secret })).toThrow(expect.objectContaining({ code: "NOT_A_KEY" }))
  })
})

describe("keeping secrets", () => {
  it("prints keys nowhere, however they are printed", () => {
    const keys = keysOf({ id: ID, secret: SECRET })
    for (const text of [inspect(keys, { depth: 9 }), JSON.stringify(keys)]) {
      expect(text).not.toContain(ID)
      expect(text).not.toContain(SECRET)
    }
  })

  it("hides what it was told of, also when it is percent-encoded, and every signature", () => {
    redaction.remember("abc+def/gh=")
    const text = "key abc+def/gh= or abc%2Bdef%2Fgh%3D, signature=0123456789abcdef0123 and more"
    expect(redaction.clean(text)).toBe("key [hidden] or [hidden], signature=[hidden] and more")
  })
})
