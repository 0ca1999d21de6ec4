import { existsSync, readFileSync } from "node:fs"
import path from "node:path"
import type { Row } from "./tier-and-risk.ts"

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

/** The table as lines for people: each id, where it is, and what of it is open. */
export const told = (rows: readonly Row[]): string =>
  rows
    .map(
      ({ id, code, test, open }) =>
        `${id.padEnd(8)} ${code}  ${test}${open ? `  open: ${open}` : ""}`,
    )
    .join("\n")
