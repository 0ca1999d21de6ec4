import {
  existsSync,
  readdirSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
  openSync,
  fsyncSync,
  closeSync,
  writeSync,
} from "node:fs"
import path from "node:path"
import { SqliteJournal } from "../storage/sqlite/journal.ts"
import { Problem } from "../value/problem.ts"
import { filesOfAccount } from "./account-files.ts"
import { bad, type Finding, good, warning } from "./finding.ts"

const MEGABYTE = 1_000_000
const SPACE_LEAST = 200 * MEGABYTE
const SPACE_GOAL = 2_000 * MEGABYTE
/** AUDIT-5: each intent waits for the disk; AUDIT-10 allows ten milliseconds for a write. */
const SYNC_MOST_US = 10_000
const SYNCS = 9

/** Whether there is room for journals and tapes, and how long the disk takes for a durable write. */
export function checkDisk(home: string): readonly Finding[] {
  const folder = existsSync(home) ? home : path.dirname(home)
  const { bavail, bsize } = statfsSync(folder)
  const free = bavail * bsize
  const room = `${Math.floor(free / MEGABYTE).toLocaleString("en-US")} MB are free where ${home} lies.`
  const measured = { freeBytes: free }
  const next = "Free some space, or set GENESIS_HOME to a larger disk: a full disk stops trading."
  const space =
    free < SPACE_LEAST
      ? bad("space", room, next, measured)
      : free < SPACE_GOAL
        ? warning("space", room, next, measured)
        : good("space", room, measured)
  return [space, checkSync(folder)]
}

function checkSync(folder: string): Finding {
  const file = path.join(folder, `.doctor-${process.pid}`)
  const times: number[] = []
  try {
    writeFileSync(file, "", { mode: 0o600 })
    const descriptor = openSync(file, "a")
    for (let i = 0; i < SYNCS; i++) {
      const began = performance.now()
      writeSync(descriptor, "a line\n")
      fsyncSync(descriptor)
      times.push((performance.now() - began) * 1000)
    }
    closeSync(descriptor)
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException
    return bad(
      "disk",
      `${folder} cannot be written (${code}).`,
      "Set GENESIS_HOME to a folder that can.",
    )
  } finally {
    rmSync(file, { force: true })
  }
  const medianUs = Math.round(times.toSorted((a, b) => a - b)[Math.floor(SYNCS / 2)] ?? 0)
  const what = `A durable write takes ${(medianUs / 1000).toFixed(1)} ms.`
  const measured = { syncUs: medianUs }
  if (medianUs <= SYNC_MOST_US) return good("disk", what, measured)
  return warning(
    "disk",
    what,
    "Use a disk of this machine, not one over a network: orders wait for it.",
    measured,
  )
}

/** Only its owner may look into the home folder: keys and accounts lie there. */
export function checkHome(home: string): Finding {
  const found = statSync(home, { throwIfNoEntry: false })
  if (found === undefined)
    return good("home", `${home} is not there yet; the first session makes it.`)
  if ((found.mode & 0o077) === 0) return good("home", `${home} is open to its owner alone.`)
  return warning(
    "home",
    `${home} may be looked into by others.`,
    `Close it with "chmod 700 ${home}".`,
  )
}

/** Every line of every journal is verified (AUDIT-2). */
export async function checkJournals(home: string): Promise<readonly Finding[]> {
  if (!existsSync(home)) return []
  const findings: Finding[] = []
  for (const name of readdirSync(home).toSorted()) {
    const { journal } = filesOfAccount(home, name)
    if (existsSync(journal)) findings.push(await checkJournal(name, journal))
  }
  return findings
}

async function checkJournal(name: string, file: string): Promise<Finding> {
  try {
    const journal = await SqliteJournal.open(file, { mode: "read" })
    const { seq, notes } = journal
    journal.close()
    const [note] = notes
    const measured = { lines: seq }
    if (note === undefined) {
      return good(
        "journal",
        `The journal of "${name}" holds, all ${seq.toLocaleString("en-US")} lines.`,
        measured,
      )
    }
    return warning(
      "journal",
      `The journal of "${name}": ${note}`,
      "The next start sets it aside by itself.",
      measured,
    )
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return bad("journal", `The journal of "${name}": ${error.message} ${error.why}`, error.next)
  }
}
