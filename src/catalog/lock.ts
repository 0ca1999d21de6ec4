import path from "node:path"
import { DatabaseSync } from "node:sqlite"
import { Problem } from "../value/problem.ts"

const FILE = "lock"
const BUSY = 5

/**
 * The right to change a catalog, for as long as the process lives. It is a lock of the operating system
 * on a small file, taken through SQLite since Node has none of its own: it is gone with its holder,
 * however that ended, so there are no stale locks. The file's version field names the holder.
 */
export class CatalogLock {
  readonly #file: DatabaseSync

  private constructor(file: DatabaseSync) {
    this.#file = file
  }

  /** @throws Problem `CATALOG_IN_USE` while another process is changing the catalog */
  static take(folder: string): CatalogLock {
    const file = new DatabaseSync(path.join(folder, FILE), { timeout: 0 })
    try {
      file.exec(`begin immediate; pragma user_version = ${process.pid}; commit; begin immediate`)
      return new CatalogLock(file)
    } catch (error) {
      const isBusy = ((error as { errcode?: number }).errcode ?? 0) % 256 === BUSY
      const told = isBusy ? inUse(folder, holderOf(file)) : error
      file.close()
      throw told
    }
  }

  release(): void {
    this.#file.close()
  }
}

function holderOf(file: DatabaseSync): string {
  try {
    return `process ${String(file.prepare("pragma user_version").get()?.["user_version"])}`
  } catch {
    return "another process"
  }
}

function inUse(folder: string, holder: string): Problem {
  return new Problem({
    code: "CATALOG_IN_USE",
    what: `The catalog in ${folder} is being changed by ${holder}.`,
    why: "Two imports at once could each leave out what the other brought.",
    next: "Wait until it is done, then run the same command again.",
  })
}
