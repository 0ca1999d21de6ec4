import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach } from "vitest"

/**
 * A folder of its own for each test around it, gone afterwards.
 * @returns gives the path of a file in the folder of the test that runs
 */
export function scratch(): (name: string) => string {
  let folder = ""
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "genesis-storage-"))
  })
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  return (name) => join(folder, name)
}
