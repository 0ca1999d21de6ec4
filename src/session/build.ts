import { createHash } from "node:crypto"
import { readdirSync, readFileSync, statSync } from "node:fs"
import path from "node:path"
import type { TiltGuard } from "../tilt/guard.ts"
import type { Instant } from "../value/brand.ts"
import { Problem } from "../value/problem.ts"

const ROOT = path.join(import.meta.dirname, "..", "..")
/** What a build is made of: the program's own text and the exact versions of its parts. */
const FILES = ["package.json", "package-lock.json"] as const

/** The program as it lies on this machine. */
export interface Build {
  readonly digest: string
  /** When the newest of it came here. */
  readonly deployedAt: Instant
}

/** The build that is running: its sources and the versions of what they rest on. */
export function thisBuild(root = ROOT): Build {
  const newest = Math.max(...filesOf(root).map((it) => statSync(path.join(root, it)).mtimeMs))
  return { digest: fingerprint(root), deployedAt: Math.floor(newest * 1_000) as Instant }
}

/** The fingerprint of the program that runs: another one for every change of a line (TILT-63). */
export function fingerprint(root = ROOT): string {
  const hash = createHash("sha256")
  for (const file of filesOf(root)) {
    const body = readFileSync(path.join(root, file))
    hash.update(`${file}\n${body.length}\n`).update(body)
  }
  return hash.digest("hex").slice(0, 16)
}

function filesOf(root: string): readonly string[] {
  const sources = readdirSync(path.join(root, "src"), { recursive: true, encoding: "utf8" })
  const isSource = (it: string): boolean => it.endsWith(".ts") && !it.endsWith(".test.ts")
  const own = sources.filter(isSource).toSorted()
  return [...FILES, ...own.map((it) => path.join("src", it))]
}

/**
 * TILT-63: a program that was changed in a bad hour does not trade in it. What is held keeps its stops,
 * and a session that only sells is not asked.
 * @throws Problem `BUILD_REFUSED`
 */
export function requireBuild(guard: TiltGuard, build: string | undefined, at: Instant): void {
  if (build === undefined) return
  const why = guard.refusesBuild(build, at)
  if (why === undefined) return
  const { build: last } = guard.state
  throw new Problem({
    code: "BUILD_REFUSED",
    what: `The session was not started: this build (${build}) is not the one that traded last (${last}).`,
    why: `Stops rest at the exchange. A changed program is not taken up now, since ${why} (TILT-63).`,
    next: `Put the program back as it was and start again; a pause goes on with it. "genesis close-all" sells what is held with any build.`,
  })
}
