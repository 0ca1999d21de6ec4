import { randomBytes } from "node:crypto"
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs"
import path from "node:path"
import { z } from "zod"
import { Problem } from "../value/problem.ts"

/** What a key is good for: to look, or to look and act (OPS-3). */
export type Access = "read" | "write"

const key = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{8,40}$/),
  secret: z.string().regex(/^[0-9a-f]{64}$/),
})
const keys = z.strictObject({ read: key, write: key })

/** The two keys of an account's control API. */
export type ControlKeys = z.infer<typeof keys>

const OWNER_ONLY = 0o600

/** Where the keys of an account lie: beside its journal. */
export const controlKeysFile = (journal: string): string =>
  path.join(path.dirname(path.resolve(journal)), "control-keys.json")

/** Makes new keys in the place of whatever was there; a running engine knows them from its next start on. */
export function makeControlKeys(journal: string): ControlKeys {
  const make = (access: Access) => ({
    id: `${access}-${randomBytes(6).toString("hex")}`,
    secret: randomBytes(32).toString("hex"),
  })
  const made = { read: make("read"), write: make("write") }
  const file = controlKeysFile(journal)
  const beside = `${file}.new`
  rmSync(beside, { force: true })
  writeFileSync(beside, `${JSON.stringify(made, null, 2)}\n`, { mode: OWNER_ONLY, flag: "wx" })
  renameSync(beside, file)
  return made
}

/**
 * The keys of an account; undefined where none were made.
 * @throws Problem `KEYS_EXPOSED` when others may read them, `KEYS_BROKEN`
 */
export function readControlKeys(journal: string): ControlKeys | undefined {
  const file = controlKeysFile(journal)
  const found = statSync(file, { throwIfNoEntry: false })
  if (found === undefined) return undefined
  if ((found.mode & 0o077) !== 0) throw exposed(file)
  try {
    return keys.parse(JSON.parse(readFileSync(file, "utf8")))
  } catch (cause) {
    throw broken(file, cause)
  }
}

const ANEW = '"genesis api keys --renew" makes new ones.'

function exposed(file: string): Problem {
  return new Problem({
    code: "KEYS_EXPOSED",
    what: `${file} can be read by others on this machine.`,
    why: "Whoever reads it may act on the account within its limits, so it is not used.",
    next: `Run "chmod 600 ${file}", or better: ${ANEW}`,
  })
}

function broken(file: string, cause: unknown): Problem {
  return new Problem({
    code: "KEYS_BROKEN",
    what: `${file} holds no keys that can be read.`,
    why: "It was changed by hand, or written only in part.",
    next: ANEW,
    cause,
  })
}
