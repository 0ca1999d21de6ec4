import { createHash, createHmac, timingSafeEqual } from "node:crypto"
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import { homedir } from "node:os"
import path from "node:path"

const FOLDER = "seals"

/** What was known of an account when it was last sealed. */
export interface Sealed {
  /** Grows with every sealing: of several copies the newest wins. */
  readonly serial: number
  /** Hash of the first line of the journal, so that another one is known for another. */
  readonly first: string
  /** How far the journal went, and the hash of that line. */
  readonly seq: number
  readonly hash: string
  /** The state of the tilt guard. */
  readonly guard: string
  /** The tier asked for a recovery that was not complete yet (TIER-30). */
  readonly isRecovering: boolean
}

/** The folder of this user for what outlives a home folder. */
export function stateFolder(): string {
  const base = process.env["XDG_STATE_HOME"] || path.join(homedir(), ".local", "state")
  return path.join(base, "genesis")
}

/**
 * Keeps what is sealed of an account in more than one place, each copy with an integrity code that is
 * bound to the account (TILT-60). A copy that was edited, or put in the place of another account's, is
 * none. Who owns the machine can make a code as the program does; see docs/decisions/0027.
 */
export class SealStore {
  readonly #files: readonly string[]
  readonly #identity: string

  /** @param told.identity of the account, whatever journal or key it is traded with */
  constructor(told: { readonly folders: readonly string[]; readonly identity: string }) {
    const name = createHash("sha256").update(told.identity).digest("hex").slice(0, 24)
    this.#files = told.folders.map((it) => path.join(it, FOLDER, `${name}.json`))
    this.#identity = told.identity
  }

  /** Every whole seal of a folder, whosever account it is of. */
  static allIn(folder: string): readonly Sealed[] {
    try {
      const names = readdirSync(path.join(folder, FOLDER)).filter((it) => it.endsWith(".json"))
      return names.flatMap((it) => sealIn(path.join(folder, FOLDER, it)) ?? [])
    } catch {
      return []
    }
  }

  /** The newest whole copy; undefined when there is none. */
  read(): Sealed | undefined {
    const copies = this.#files.flatMap((file) => sealIn(file, this.#identity) ?? [])
    return copies.toSorted((a, b) => b.serial - a.serial)[0]
  }

  /** @returns the places that could not be written, in words; the first one is the home folder */
  write(sealed: Sealed): readonly string[] {
    const json = JSON.stringify({ ...sealed, identity: this.#identity })
    const text = `${codeOf(json, this.#identity)}\n${json}`
    return this.#files.flatMap((file) => {
      try {
        mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
        // Written beside it and renamed, so that a crash leaves the old one or the new one.
        writeFileSync(`${file}.tmp`, text, { mode: 0o600, flush: true })
        renameSync(`${file}.tmp`, file)
        return []
      } catch (error) {
        return [`${file}: ${(error as Error).message}`]
      }
    })
  }
}

/** A file may be another account's: it is whole only with the code of the account it names. */
function sealIn(file: string, identity?: string): Sealed | undefined {
  try {
    const text = readFileSync(file, "utf8")
    const end = text.indexOf("\n")
    const json = text.slice(end + 1)
    const sealed = JSON.parse(json) as Sealed & { readonly identity: string }
    const [is, must] = [text.slice(0, Math.max(0, end)), codeOf(json, identity ?? sealed.identity)]
    if (is.length !== must.length) return undefined
    return timingSafeEqual(Buffer.from(is), Buffer.from(must)) ? sealed : undefined
  } catch {
    return undefined
  }
}

const codeOf = (json: string, identity: string): string =>
  createHmac("sha256", `genesis seal of ${identity}`).update(json).digest("hex")
