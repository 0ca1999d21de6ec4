import { spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { EXIT } from "./exit.ts"

/** A package of its own with the real bin/, and a program that tells how it was started. */
let home = ""
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), "genesis-launcher-"))
  cpSync(path.join(import.meta.dirname, "../../../bin"), path.join(home, "bin"), {
    recursive: true,
  })
  mkdirSync(path.join(home, "src/console/cli"), { recursive: true })
  writeFileSync(path.join(home, "package.json"), '{ "type": "module" }')
  writeFileSync(
    path.join(home, "src/console/cli/main.ts"),
    `export async function main(args: string[]): Promise<void> {
       console.log(args.join(" "), "by", process.versions.node)
       process.exitCode = 3
     }`,
  )
  writeFileSync(
    path.join(home, "old.cjs"),
    'Object.defineProperty(process.versions, "node", { value: "20.20.2" })',
  )
})
afterEach(() => {
  rmSync(home, { recursive: true })
})

function start(...flags: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...flags, path.join(home, "bin/genesis"), "a", "b"],
    { encoding: "utf8", env: { HOME: path.join(home, "owner") } },
  )
  return { status, stdout, stderr }
}

const OLD = (): string => `--require=${path.join(home, "old.cjs")}`

function bringNode(): void {
  mkdirSync(path.join(home, "node_modules/.bin"), { recursive: true })
  writeFileSync(
    path.join(home, "node_modules/.bin/node"),
    `#!/bin/sh\nexec "${process.execPath}" "$@"\n`,
    { mode: 0o755 },
  )
}

describe("the launcher", () => {
  it("runs the program, whatever folder it lies in", () => {
    const { status, stdout, stderr } = start()
    expect([status, stdout, stderr]).toEqual([3, `a b by ${process.versions.node}\n`, ""])
  })

  it("hands over from an old Node to the one that came with the package", () => {
    bringNode()
    const { status, stdout } = start(OLD())
    expect([status, stdout]).toEqual([3, `a b by ${process.versions.node}\n`])
  })

  it("ends the inner program with the outer one, gently or at once", async () => {
    bringNode()
    writeFileSync(
      path.join(home, "src/console/cli/main.ts"),
      `export async function main(): Promise<void> {
         process.on("SIGTERM", () => process.exit(7))
         setInterval(() => {}, 1_000)
         console.log("ready")
       }`,
    )
    for (const [signal, code] of [
      ["SIGTERM", 7],
      ["SIGKILL", null],
    ] as const) {
      const outer = spawn(process.execPath, [OLD(), path.join(home, "bin/genesis")], {
        stdio: ["ignore", "pipe", "inherit"],
      })
      await once(outer.stdout, "data")
      outer.kill(signal)
      // The pipe closes only when the inner program, which holds it too, is gone.
      const [[exitCode]] = await Promise.all([once(outer, "exit"), once(outer.stdout, "close")])
      expect(exitCode).toBe(code)
    }
  })

  it("says calmly what is missing when no newer Node came with the package", () => {
    const { status, stdout, stderr } = start(OLD())
    expect([status, stdout]).toEqual([EXIT.world, ""])
    expect(stderr).toMatch(/needs Node 26\.10[^]*Why {3}.*20\.20\.2[^]*Next {2}.*npm ci/)
  })

  it("says calmly when program files are damaged", () => {
    writeFileSync(path.join(home, "src/console/cli/main.ts"), "export const = 1")
    const { status, stderr } = start()
    expect(status).toBe(EXIT.mistake)
    expect(stderr).toContain('Run "npm ci"')
  })
})
