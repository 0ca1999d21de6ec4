import { DatabaseSync } from "node:sqlite"
import { Problem } from "../../value/problem.ts"
import { isBusy, toldBySqlite } from "./refusal.ts"

/**
 * The right to be the only writer of a database, held for as long as the process lives. It is a lock of
 * the operating system on a small file beside the database, so that it is gone with its holder,
 * however that ended: there are no stale locks. The file stays; without a holder it means nothing.
 *
 * The file is a database without tables, because SQLite knows how to lock on every system and Node has
 * no lock of its own. Its version field holds the number of the process, so that the refusal of a
 * second writer can name the first.
 */
export class WriterLock {
  readonly #file: DatabaseSync

  private constructor(file: DatabaseSync) {
    this.#file = file
  }

  /**
   * @param path of the database to be written
   * @throws Problem `DATABASE_IN_USE` when another writer lives, and those of the disk
   */
  static take(path: string): WriterLock {
    const lockPath = `${path}.lock`
    let file: DatabaseSync | undefined
    try {
      file = new DatabaseSync(lockPath, { timeout: 0 })
      // Between naming ourselves and locking, another process may do the same: the one that holds the
      // lock under its own name has it.
      do {
        file.exec(`begin immediate; pragma user_version = ${process.pid}; commit; begin immediate`)
      } while (holderOf(file) !== process.pid && leave(file))
      return new WriterLock(file)
    } catch (error) {
      const told = isBusy(error)
        ? inUse(path, file && holderOf(file))
        : toldBySqlite(error, lockPath)
      file?.close()
      throw told
    }
  }

  release(): void {
    this.#file.close()
  }
}

function leave(file: DatabaseSync): true {
  file.exec("rollback")
  return true
}

function holderOf(file: DatabaseSync): number {
  try {
    return Number(file.prepare("pragma user_version").get()?.["user_version"])
  } catch (error) {
    // At this very moment it is being written.
    if (isBusy(error)) return 0
    throw error
  }
}

function inUse(path: string, holder: number | undefined): Problem {
  const who = holder ? `process ${holder}` : "another process"
  const stop = holder ? `Stop it ("kill ${holder}", or Ctrl+C in its window)` : "Stop that session"
  return new Problem({
    code: "DATABASE_IN_USE",
    what: `${path} is in use by ${who}.`,
    why: "Only one session may write a journal: two would each believe the account is theirs.",
    next: `${stop}, or give this one a folder of its own with GENESIS_HOME.`,
  })
}
