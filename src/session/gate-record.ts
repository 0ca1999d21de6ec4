import { hash } from "node:crypto"
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import path from "node:path"
import { z } from "zod"

const FILE = "system-gate.json"
/** What is typed to sign (TIER-1): a slip of a key signs nothing. */
export const GATE_SENTENCE = "I have read this record and let this build trade real money"

const witness = z.strictObject({
  account: z.string(),
  /** The journal's line up to which it was looked at, its hash, and that of its first line. */
  seq: z.int().positive(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  first: z.string().regex(/^[0-9a-f]{64}$/),
})
const schema = z.strictObject({
  version: z.literal(1),
  /** Microseconds since 1970. */
  signedAt: z.int(),
  sentence: z.literal(GATE_SENTENCE),
  /** Digest of the program that was shown to work. */
  build: z.string(),
  paper: witness,
  orders: witness,
  criteria: z.array(
    z.strictObject({ id: z.string(), what: z.string(), has: z.string(), isMet: z.literal(true) }),
  ),
})

/** The signed record that opens the system gate. */
export type GateRecord = Readonly<z.infer<typeof schema>>
/** A journal as a record names it. */
export type Witness = Readonly<z.infer<typeof witness>>

/** Keeps a record, with a digest over all of it. */
export function writeGateRecord(home: string, record: GateRecord): string {
  const file = path.join(home, FILE)
  const text = JSON.stringify(record, undefined, 2)
  writeFileSync(`${file}.tmp`, `${text}\n${digestOf(text)}\n`, { mode: 0o600 })
  renameSync(`${file}.tmp`, file)
  return file
}

/** The record that lies in the home folder. @returns why it does not count, where it does not */
export function readGateRecord(home: string): GateRecord | string {
  const file = path.join(home, FILE)
  if (!existsSync(file)) return "none"
  const text = readFileSync(file, "utf8").trimEnd()
  const end = text.lastIndexOf("\n")
  const body = text.slice(0, end)
  if (digestOf(body) !== text.slice(end + 1)) return "one that was changed after it was signed"
  const read = schema.safeParse(JSON.parse(body))
  return read.success ? read.data : "one that this version does not read"
}

const digestOf = (text: string): string => hash("sha256", `genesis system gate\n${text}`, "hex")
