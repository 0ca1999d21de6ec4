import { statfsSync, statSync } from "node:fs"
import { dirname } from "node:path"
import { Problem } from "../../value/problem.ts"

/** SQLite's primary result codes that are the world's doing (https://sqlite.org/rescode.html). */
const BUSY = 5
const READONLY = 8
const IOERR = 10
const CORRUPT = 11
const FULL = 13
const CANTOPEN = 14
const NOTADB = 26

/** The last byte of an extended result code is the primary one. */
const PRIMARY = 0xff
/** A file ended in the middle of a page. */
const IOERR_SHORT_READ = 522

/**
 * What to throw for an error of `node:sqlite`: a Problem for what the disk, a person or another
 * program did; the error itself for what can only be a mistake in our statements.
 * @param path of the database
 */
export function toldBySqlite(error: unknown, path: string): unknown {
  const result = resultOf(error)
  if (result === undefined) return error
  const primary = result & PRIMARY
  const isDiskTrouble = primary === IOERR || primary === CANTOPEN
  if (primary === FULL || (isDiskTrouble && isFull(path))) return diskFull(path, error)
  if (primary === NOTADB) return notADatabase(path, error)
  if (primary === CORRUPT || result === IOERR_SHORT_READ) return corrupt(path, error)
  if (primary === READONLY) return readOnly(path, error)
  if (primary === CANTOPEN) return unopened(path, error)
  if (primary === IOERR) return diskFailed(path, error)
  if (primary === BUSY) return busy(path, error)
  return error
}

/** The extended result code of an error of SQLite, such as 5 for `SQLITE_BUSY`. */
function resultOf(error: unknown): number | undefined {
  const isOurs = error instanceof Error && "errcode" in error
  return isOurs && typeof error.errcode === "number" ? error.errcode : undefined
}

export const isBusy = (error: unknown): boolean => ((resultOf(error) ?? 0) & PRIMARY) === BUSY

function isFull(path: string): boolean {
  try {
    const { blocks, bavail } = statfsSync(dirname(path))
    return blocks > 0 && bavail === 0
  } catch {
    return false
  }
}

/** Nothing, when it is not there or may not be seen. */
const stat = (path: string): ReturnType<typeof statSync> => {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}

function diskFull(path: string, cause: unknown): Problem {
  return new Problem({
    code: "DISK_FULL",
    what: `${path} could not be written.`,
    why: "The disk is full. What was durable before is untouched.",
    next: "Free some space, or set GENESIS_HOME to a larger disk, and start again.",
    cause,
  })
}

function notADatabase(
  path: string,
  cause: unknown,
  why = "It does not begin as a SQLite file does; it may be another file, or be damaged.",
): Problem {
  return new Problem({
    code: "NOT_A_DATABASE",
    what: `${path} is not a database.`,
    why,
    next: "Check the path. If it should be one, restore it from a backup; nothing was written to it.",
    cause,
  })
}

function corrupt(path: string, cause: unknown): Problem {
  return new Problem({
    code: "DATABASE_CORRUPT",
    what: `${path} is damaged.`,
    why: "Pages of the file do not fit together. This comes from a failing disk or an outside write.",
    next: "Keep the file, restore the last backup beside it, and check the disk before trading on.",
    cause,
  })
}

function readOnly(path: string, cause: unknown): Problem {
  return new Problem({
    code: "DATABASE_READ_ONLY",
    what: `${path} cannot be written.`,
    why: "The file, its folder or its disk is read-only for this user.",
    next: "Change its permissions, or set GENESIS_HOME to a folder of your own, and start again.",
    cause,
  })
}

function unopened(path: string, cause: unknown): Problem {
  const folder = dirname(path)
  if (!stat(folder)?.isDirectory()) {
    return new Problem({
      code: "NOT_THERE",
      what: `${path} could not be opened.`,
      why: `The folder ${folder} is not there.`,
      next: "Check the path, or make the folder, and run the same command again.",
      cause,
    })
  }
  if (stat(path)?.isDirectory()) return notADatabase(path, cause, "It is a folder.")
  return new Problem({
    code: "NOT_PERMITTED",
    what: `${path} could not be opened.`,
    why: "This user may not read it, or may not write to its folder, which a database needs.",
    next: "Change the permissions, or choose another place, and run the same command again.",
    cause,
  })
}

function diskFailed(path: string, cause: unknown): Problem {
  return new Problem({
    code: "DATABASE_UNREACHABLE",
    what: `${path} could not be read or written.`,
    why: `The disk refused: ${cause instanceof Error ? cause.message : "no reason given"}.`,
    next: "Check the disk and its cable or network, then start again; the journal will be verified.",
    cause,
  })
}

function busy(path: string, cause: unknown): Problem {
  return new Problem({
    code: "DATABASE_BUSY",
    what: `${path} could not be written for two seconds.`,
    why: "Another program holds it open for writing, perhaps a database browser.",
    next: "Close that program, then run the same command again.",
    cause,
  })
}
