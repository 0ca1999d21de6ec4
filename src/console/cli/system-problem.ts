import { Problem } from "../../value/problem.ts"

/**
 * The problem behind an error, or undefined when it is a mistake of ours. What the operating system
 * refuses is the world's doing even where nobody foresaw it: a full disk can meet any write.
 */
export function problemOf(error: unknown): Problem | undefined {
  if (error instanceof Problem) return error
  if (!(error instanceof Error) || !("code" in error)) return undefined
  const { code, path } = error as NodeJS.ErrnoException
  const told = REFUSALS[code ?? ""]
  if (told === undefined) return undefined
  return new Problem({ ...told, what: `${path ?? "A file"} ${told.what}`, cause: error })
}

interface Refusal {
  readonly code: string
  /** Goes on from the path. */
  readonly what: string
  readonly why: string
  readonly next: string
}

const FULL: Refusal = {
  code: "DISK_FULL",
  what: "could not be written.",
  why: "The disk is full.",
  next: "Free some space, or set GENESIS_HOME to a larger disk, and run the same command again.",
}
const FORBIDDEN: Refusal = {
  code: "NOT_PERMITTED",
  what: "could not be opened.",
  why: "This user has no permission for it.",
  next: "Change its permissions, or choose another place, and run the same command again.",
}
const CROWDED: Refusal = {
  code: "TOO_MANY_FILES",
  what: "could not be opened.",
  why: "Too many files are open at once on this machine.",
  next: 'Raise the limit ("ulimit -n 4096") and run the same command again.',
}

const REFUSALS: Readonly<Record<string, Refusal>> = {
  ENOSPC: FULL,
  EDQUOT: FULL,
  EACCES: FORBIDDEN,
  EPERM: FORBIDDEN,
  EROFS: { ...FORBIDDEN, why: "The disk it lies on is read-only." },
  EMFILE: CROWDED,
  ENFILE: CROWDED,
  ENOENT: {
    code: "NOT_THERE",
    what: "is not there.",
    why: "It was moved or never made, or its name is written differently.",
    next: "Check the path and run the same command again.",
  },
}
