import fs from "node:fs"
import { syncBuiltinESMExports } from "node:module"

// Imports files into a catalog as a process of its own: CATALOG FILE... Before step number KILL_AT of
// all that changes the catalog's folder, the process is killed, as by kill -9. Tells its steps at the
// end, or its problem.

const [catalogFolder = "", ...files] = process.argv.slice(2)
const killAt = Number(process.env["KILL_AT"] ?? Infinity)
const steps: string[] = []

type Call = (...args: unknown[]) => unknown

function watch(
  name: "mkdirSync" | "openSync" | "writeSync" | "fsyncSync" | "renameSync" | "rmSync",
): void {
  const real = fs[name] as unknown as Call
  const watched: Call = (...args) => {
    steps.push(name)
    if (steps.length === killAt) process.kill(process.pid, "SIGKILL")
    return real(...args)
  }
  Object.assign(fs, { [name]: watched })
}

const { Catalog } = await import("../../src/catalog/catalog.ts")
for (const name of [
  "mkdirSync",
  "openSync",
  "writeSync",
  "fsyncSync",
  "renameSync",
  "rmSync",
] as const) {
  watch(name)
}
syncBuiltinESMExports()
try {
  const catalog = await Catalog.open(catalogFolder)
  const reports = await catalog.import(files)
  await catalog.close()
  const outcomes = reports.map(({ outcome, problem }) => problem?.code ?? outcome)
  process.stdout.write(`${JSON.stringify({ steps, outcomes })}\n`)
} catch (error) {
  const { code, message } = error as { code?: string; message: string }
  process.stdout.write(`${JSON.stringify({ steps, code, message })}\n`)
}
