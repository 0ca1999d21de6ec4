import { existsSync, readFileSync } from "node:fs"
import path from "node:path"

const ROOT = path.join(import.meta.dirname, "../..")

/** Ids of a section, from spans of their numbers. */
export function numbered(
  name: string,
  ...spans: readonly (readonly [from: number, to: number])[]
): string[] {
  return spans.flatMap(([from, to]) =>
    Array.from({ length: to - from + 1 }, (_, i) => `${name}-${from + i}`),
  )
}

/** Whether a file is there and names the requirement. */
export function names(file: string, id: string): boolean {
  const full = path.join(ROOT, file)
  return existsSync(full) && new RegExp(`${id}(?![0-9])`).test(readFileSync(full, "utf8"))
}
