import { existsSync, readdirSync, readFileSync } from "node:fs"
import path from "node:path"

/** Text of files by their path from the root of the repository, with `/` between folders. */
export type Sources = ReadonlyMap<string, string>

export const ROOT = path.join(import.meta.dirname, "../..")

/** Reads the program: everything in `src/` and `drill/`, and the way in. */
export function readSources(): Sources {
  const files = ["bin/genesis", ...filesIn("src"), ...filesIn("drill")]
  return new Map(
    files
      .filter((file) => existsSync(path.join(ROOT, file)))
      .map((file) => [file, readFileSync(path.join(ROOT, file), "utf8")]),
  )
}

function filesIn(folder: string): string[] {
  if (!existsSync(path.join(ROOT, folder))) return []
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .map((name) => path.posix.join(folder, name.split(path.sep).join("/")))
    .filter((file) => /\.(ts|tsx|js|mjs|cjs)$/.test(file))
    .toSorted()
}

/** Tests, and what only tests use, may import anything. */
export function isTest(file: string): boolean {
  return file.endsWith(".test.ts")
}
