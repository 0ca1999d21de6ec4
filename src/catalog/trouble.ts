import { Problem } from "../value/problem.ts"

/** Where in which file something is wrong. */
export interface Place {
  readonly file: string
  /** Counted from 1; undefined where a file has no lines, or it is about the whole. */
  readonly line?: number | undefined
}

const where = (place: Place): string =>
  place.line === undefined ? place.file : `${place.file}, line ${place.line}`

/** A row that is not what the file's other rows promise. */
export function brokenRow(place: Place, found: string, expected: string): Problem {
  return new Problem({
    code: "ROW_BROKEN",
    what: `${where(place)}: ${found}.`,
    why: `Expected ${expected}. Nothing was taken from this file.`,
    next: "Get the file again from where it came, or correct the line, and run the same command again.",
  })
}

/** The file ends before its end. */
export function truncated(file: string, why: string, cause?: unknown): Problem {
  return new Problem({
    code: "FILE_TRUNCATED",
    what: `${file} is damaged or cut short.`,
    why: `${why} Nothing was taken from it.`,
    next: "Download it again and compare its checksum, then run the same command again.",
    cause,
  })
}

/** Nobody here knows how to read it. */
export function unknownFormat(file: string, seen: string): Problem {
  return new Problem({
    code: "FORMAT_UNKNOWN",
    what: `${file} is in no form that is known here.`,
    why: `It begins with ${seen}. Known are Binance's klines, trades, aggTrades and bookTicker, OHLCV csv, hourly closes, recorded streams, ccxt's trades, and exchangeInfo.`,
    next: 'Leave it out, or see "genesis data import --help" for what each form looks like.',
  })
}

/** Name and content contradict each other. */
export function notWhatItClaims(place: Place, claims: string, holds: string): Problem {
  return new Problem({
    code: "NOT_WHAT_IT_CLAIMS",
    what: `${where(place)}: the name says ${claims}, but it holds ${holds}.`,
    why: "One of the two is wrong, and data under a wrong name would spoil every result. Nothing was taken from it.",
    next: "Rename it to what it is, or get the right file, and run the same command again.",
  })
}

export function emptyFile(file: string): Problem {
  return new Problem({
    code: "FILE_EMPTY",
    what: `${file} has no rows.`,
    why: "A download may have failed, or nothing was traded.",
    next: "Download it again, or leave it out.",
  })
}

export function symbolUnknown(file: string): Problem {
  return new Problem({
    code: "SYMBOL_UNKNOWN",
    what: `${file} does not say which symbol it is about.`,
    why: "Neither its name nor its content has a symbol like BTCUSDT.",
    next: "Say it with --symbol, or put it first in the file's name: BTCUSDT-1m-2023-01.csv.",
  })
}

export function intervalUnknown(file: string): Problem {
  return new Problem({
    code: "INTERVAL_UNKNOWN",
    what: `${file} does not say how long its bars are.`,
    why: "Its name has no interval like 1m, and one bar alone shows none.",
    next: "Put the interval into its name: BTCUSDT-1m-2023-01.csv.",
  })
}

/** Short text of the beginning of something, safe to print. */
export function excerpt(text: string): string {
  const flat = text.replaceAll(/[^\x20-\x7e]+/g, "·").slice(0, 60)
  return flat === "" ? "nothing" : `"${flat}"`
}

/** What the system says about a file that cannot be opened, as a Problem where it is a person's to mend. */
export function notReadable(file: string, error: NodeJS.ErrnoException): unknown {
  if (error.code === "ENOENT") {
    return new Problem({
      code: "NOT_THERE",
      what: `${file} is not there.`,
      why: "It was moved or never made, or its name is written differently.",
      next: "Check the path and run the same command again.",
      cause: error,
    })
  }
  if (error.code === "EISDIR") return notUnpacked(file, "It is a folder.")
  return error
}

export function notUnpacked(file: string, why: string): Problem {
  return new Problem({
    code: "FILE_NOT_READABLE",
    what: `${file} cannot be read.`,
    why,
    next: "Give the files themselves, plain or packed by gzip or zip.",
  })
}

/**
 * What the disk refuses, as a Problem; anything else as it is. DuckDB and SQLite tell the system's
 * refusals only in words.
 */
export function diskProblem(error: unknown, folder: string): unknown {
  if (error instanceof Problem || !(error instanceof Error)) return error
  const text = `${(error as NodeJS.ErrnoException).code ?? ""} ${error.message}`
  if (/ENOSPC|EDQUOT|No space left|disk is full|database or disk is full/i.test(text)) {
    return new Problem({
      code: "DISK_FULL",
      what: `The catalog in ${folder} could not be written.`,
      why: "The disk is full. The catalog is as it was.",
      next: "Free some space, or set GENESIS_HOME to a folder on a larger disk, and run the same command again.",
      cause: error,
    })
  }
  if (/EEXIST|ENOTDIR/.test(text)) {
    return new Problem({
      code: "CATALOG_BROKEN",
      what: `The catalog cannot be in ${folder}.`,
      why: "A file of that name is in the way.",
      next: "Move that file away, or set GENESIS_HOME to another folder, and run the same command again.",
      cause: error,
    })
  }
  if (/EACCES|EPERM|EROFS|Permission denied|[Rr]ead-only|readonly|unable to open/.test(text)) {
    return new Problem({
      code: "NOT_PERMITTED",
      what: `The catalog in ${folder} cannot be written.`,
      why: "The folder is read-only, or this user has no permission for it.",
      next: "Change its permissions, or set GENESIS_HOME to another folder, and run the same command again.",
      cause: error,
    })
  }
  return error
}
