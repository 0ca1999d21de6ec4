import { createHash } from "node:crypto"
import { tmpdir } from "node:os"
import path from "node:path"
import { z } from "zod"
import type { Command } from "../engine/records.ts"
import { orderIdOf } from "../order/request.ts"
import type { Status } from "../session/status.ts"

/** One line each way: a request as JSON, and its answer. More than this no line has. */
export const LINE_MOST = 65_536

/** Longer paths no system takes for a socket. */
const PATH_MOST = 100

const reason = z.string().min(1).max(200)
const order = z
  .string()
  .regex(/^[\x21-\x7e]{1,36}$/)
  .transform(orderIdOf)

/** What may be ordered from a second terminal: nothing that opens a position. */
const command = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("halt"), reason }),
  z.strictObject({ kind: z.literal("resume"), reason }),
  z.strictObject({ kind: z.literal("close-all"), reason }),
  z.strictObject({ kind: z.literal("reconcile") }),
  z.strictObject({ kind: z.literal("adopt"), order }),
  z.strictObject({ kind: z.literal("cancel-foreign"), order }),
  z.strictObject({
    kind: z.literal("accept-balance"),
    asset: z.string().regex(/^[A-Z0-9]{1,20}$/),
  }),
])

const request = z.union([z.strictObject({ ask: z.literal("status") }), z.strictObject({ command })])

/** What a second terminal may ask of a running session. */
export type ControlRequest = z.infer<typeof request>
export type ControlCommand = Extract<Command, z.infer<typeof command>>

/** Reads a request; undefined for what is none. */
export function readRequest(line: string): ControlRequest | undefined {
  try {
    return request.safeParse(JSON.parse(line)).data
  } catch {
    return undefined
  }
}

/** What a running session answers. */
export type ControlAnswer =
  | { readonly status: Status }
  /** What the command caused at once, as events in words. */
  | { readonly events: readonly string[] }
  | { readonly refused: string }

/** Where the session of an account listens: in the account's own folder, which is its owner's alone. */
export function controlSocket(journal: string): string {
  const folder = path.resolve(path.dirname(journal))
  const here = path.join(folder, "control.sock")
  if (Buffer.byteLength(here) <= PATH_MOST) return here
  const name = createHash("sha256").update(folder).digest("hex").slice(0, 24)
  return path.join(tmpdir(), `genesis-${name}.sock`)
}
