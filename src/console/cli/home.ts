import { mkdirSync, statSync } from "node:fs"
import path from "node:path"
import { Problem } from "../../value/problem.ts"

/** Only its owner may look into the home folder: it tells what they own and do. */
const OWNER_ONLY = 0o700

/** Where the home folder is, whether or not it exists: GENESIS_HOME, or `.genesis` here. */
export function homePath(): string {
  return path.resolve(process.env["GENESIS_HOME"] || ".genesis")
}

/**
 * The folder in which the program keeps everything, made when it is not there yet.
 * @throws Problem `HOME_UNUSABLE` when it cannot be made, or is no folder
 */
export function homeFolder(): string {
  const folder = homePath()
  try {
    mkdirSync(folder, { recursive: true, mode: OWNER_ONLY })
    if (statSync(folder).isDirectory()) return folder
  } catch (error) {
    throw unusable(folder, reason(error as NodeJS.ErrnoException), error)
  }
  throw unusable(folder, "It is not a folder.", undefined)
}

function reason({ code, message }: NodeJS.ErrnoException): string {
  if (code === "EEXIST" || code === "ENOTDIR") return "A file of that name is in the way."
  if (code === "EACCES" || code === "EPERM") return "This user may not create it."
  if (code === "EROFS") return "The disk it lies on is read-only."
  if (code === "ENOSPC") return "The disk is full."
  return `The system said: ${message}.`
}

function unusable(folder: string, why: string, cause: unknown): Problem {
  return new Problem({
    code: "HOME_UNUSABLE",
    what: `The home folder ${folder} cannot be used.`,
    why,
    next: "Set GENESIS_HOME to a folder that can be written, and try again.",
    cause,
  })
}
