import type { Line } from "../../src/console/screen/line.ts"

/** What the lines say without any tone, as a test or a person reads them. */
export function plainText(lines: readonly Line[]): string {
  return lines
    .map((one) =>
      one
        .map(({ text }) => text)
        .join("")
        .trimEnd(),
    )
    .join("\n")
}
