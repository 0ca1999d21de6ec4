import { readFileSync } from "node:fs"
import path from "node:path"
import { expect, it } from "vitest"
import { ROOT } from "./sources.ts"

interface Package {
  readonly dependencies: Record<string, string>
  readonly devDependencies: Record<string, string>
  readonly optionalDependencies: Record<string, string>
}

const text = (file: string): string => readFileSync(path.join(ROOT, file), "utf8")

it("docs/tech-stack.md names every package with the version that is pinned", () => {
  const about = JSON.parse(text("package.json")) as Package
  const { dependencies, devDependencies, optionalDependencies } = about
  const pinned = { ...dependencies, ...devDependencies, ...optionalDependencies }
  const told = new Map(
    [...text("docs/tech-stack.md").matchAll(/`([^`\s]+)` (\d[^\s,|]*)/g)].map((match) => [
      match[1],
      match[2],
    ]),
  )
  expect(Object.fromEntries(told)).toEqual(pinned)
})
