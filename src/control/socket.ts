import { createHash } from "node:crypto"
import { tmpdir } from "node:os"
import path from "node:path"

/** Longer paths no system takes for a socket. */
const PATH_MOST = 100

/** Where the session of an account listens: in the account's own folder, which is its owner's alone. */
export function controlSocket(journal: string): string {
  const folder = path.resolve(path.dirname(journal))
  const here = path.join(folder, "control.sock")
  if (Buffer.byteLength(here) <= PATH_MOST) return here
  const name = createHash("sha256").update(folder).digest("hex").slice(0, 24)
  return path.join(tmpdir(), `genesis-${name}.sock`)
}
