import { tmpdir } from "node:os"
import path from "node:path"

/** For programs that tests start: seals are kept beside other test files, not with the user's own. */
export const ENVIRONMENT = {
  PATH: process.env["PATH"] ?? "",
  XDG_STATE_HOME: path.join(tmpdir(), "genesis-test-state"),
}
