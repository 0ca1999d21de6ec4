import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from "node:crypto"
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs"
import path from "node:path"
import { z } from "zod"
import { Problem } from "../value/problem.ts"

/** Keys as they are typed. */
export interface KeyText {
  /** The name of the key. */
  readonly id: string
  /** Of HMAC keys the secret, of others the private key as PEM text. */
  readonly secret: string
}

/** About a tenth of a second and 32 MB for each guess at a passphrase. */
const COST = { N: 32_768, r: 8, p: 1 }
const MEMORY_MOST = 256 * 1024 * 1024
const OWNER_ONLY = 0o600

const base64 = z.string().regex(/^[A-Za-z0-9+/]+=*$/)
const schema = z.strictObject({
  version: z.literal(1),
  kdf: z.literal("scrypt"),
  N: z.int().min(16_384).max(1_048_576),
  r: z.int().min(1).max(32),
  p: z.int().min(1).max(16),
  cipher: z.literal("aes-256-gcm"),
  salt: base64,
  iv: base64,
  tag: base64,
  data: base64,
  /** To know them again without opening them. */
  kind: z.enum(["hmac", "ed25519", "rsa"]),
  hint: z.string().max(20),
})

type Sealed = z.infer<typeof schema>

/**
 * Writes keys to a file that only its owner may read, encrypted under a passphrase: scrypt, then
 * AES-256-GCM, with what stands in the open bound to it.
 */
export function sealKeys(
  file: string,
  told: { readonly keys: KeyText; readonly passphrase: string } & Pick<Sealed, "kind" | "hint">,
): void {
  const { keys, passphrase, kind, hint } = told
  const [salt, iv] = [randomBytes(32), randomBytes(12)]
  const open = { version: 1, kdf: "scrypt", ...COST, cipher: "aes-256-gcm", kind, hint } as const
  const cipher = createCipheriv("aes-256-gcm", keyFrom(passphrase, { ...COST, salt }), iv)
  cipher.setAAD(boundTo(open))
  const data = Buffer.concat([cipher.update(JSON.stringify(keys), "utf8"), cipher.final()])
  const [s, i, t, d] = [salt, iv, cipher.getAuthTag(), data].map((it) => it.toString("base64"))
  const text = JSON.stringify({ ...open, salt: s, iv: i, tag: t, data: d }, null, 2)
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  const beside = `${file}.new`
  rmSync(beside, { force: true })
  writeFileSync(beside, `${text}\n`, { mode: OWNER_ONLY, flag: "wx" })
  renameSync(beside, file)
}

/**
 * What stands in the open in a file of keys.
 * @throws Problem `KEYS_EXPOSED` when others may read it, `KEYS_BROKEN`
 */
export function sealedKeysIn(file: string): Sealed {
  const mode = statSync(file).mode & 0o777
  if ((mode & 0o077) !== 0) throw exposed(file, mode)
  try {
    return schema.parse(JSON.parse(readFileSync(file, "utf8")))
  } catch {
    throw broken(file, "It does not hold what this program writes there.")
  }
}

/** @throws Problem those of `sealedKeysIn`, and `KEYS_LOCKED` when the passphrase does not fit */
export function openVault(file: string, passphrase: string): KeyText {
  const { salt, iv, tag, data, ...open } = sealedKeysIn(file)
  const bytes = (text: string): Buffer => Buffer.from(text, "base64")
  const key = keyFrom(passphrase, { ...open, salt: bytes(salt) })
  const cipher = createDecipheriv("aes-256-gcm", key, bytes(iv), { authTagLength: 16 })
  try {
    cipher.setAAD(boundTo(open))
    cipher.setAuthTag(bytes(tag))
    const text = Buffer.concat([cipher.update(bytes(data)), cipher.final()]).toString("utf8")
    return z.strictObject({ id: z.string(), secret: z.string() }).parse(JSON.parse(text))
  } catch {
    throw new Problem({
      code: "KEYS_LOCKED",
      what: `${file} could not be opened.`,
      why: "The passphrase is another one, or the file was changed since it was written.",
      next: 'Try again, or write the keys anew with "genesis keys set".',
    })
  }
}

/** In a fixed order, so that the same text is bound when it is read back. */
function boundTo(open: Omit<Sealed, "salt" | "iv" | "tag" | "data">): Buffer {
  const { version, kdf, N, r, p, cipher, kind, hint } = open
  return Buffer.from(JSON.stringify([version, kdf, N, r, p, cipher, kind, hint]))
}

function keyFrom(
  passphrase: string,
  told: { readonly N: number; readonly r: number; readonly p: number; readonly salt: Buffer },
): Buffer {
  const { N, r, p, salt } = told
  return scryptSync(passphrase.normalize("NFKC"), salt, 32, { N, r, p, maxmem: MEMORY_MOST })
}

function exposed(file: string, mode: number): Problem {
  return new Problem({
    code: "KEYS_EXPOSED",
    what: `${file} may be read by others than its owner (mode ${mode.toString(8)}).`,
    why: "Keys that others could have copied are not used, encrypted or not.",
    next: `Close it with "chmod 600 ${file}"; if others use this machine, make new keys at the exchange.`,
  })
}

function broken(file: string, why: string): Problem {
  return new Problem({
    code: "KEYS_BROKEN",
    what: `${file} cannot be read.`,
    why,
    next: 'Write the keys anew with "genesis keys set".',
  })
}
