import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { Catalog } from "../src/catalog/catalog.ts"
import { writeKlines, writeTrades } from "./catalog-files.ts"

// One measurement a process: the files are made first, outside of the time that is taken.

/** Imports a folder into a new catalog, from opening to closing it, as the user's command does. */
async function imported(files: string, folder: string): Promise<{ seconds: number; rows: number }> {
  const started = performance.now()
  const catalog = await Catalog.open(folder)
  const reports = await catalog.import([files])
  await catalog.close()
  const seconds = (performance.now() - started) / 1000
  const refused = reports.find(({ problem }) => problem !== undefined)
  if (refused !== undefined) throw refused.problem as Error
  const findings = reports.flatMap(({ held }) => held.map((each) => each.findings))
  return { seconds, rows: findings.reduce((sum, { kept }) => sum + kept, 0) }
}

/** Opens everything the catalog has of BTCUSDT as a tape. */
async function opened(folder: string): Promise<{ seconds: number; rows: number }> {
  const started = performance.now()
  const catalog = await Catalog.open(folder)
  const tape = await catalog.load({ symbols: ["BTCUSDT"] })
  await catalog.close()
  return { seconds: (performance.now() - started) / 1000, rows: tape.length }
}

const middle = <T extends { readonly seconds: number }>(runs: readonly T[]): T =>
  runs.toSorted((x, y) => x.seconds - y.seconds)[Math.floor(runs.length / 2)]

async function importing(scratch: string, rows: number): Promise<Record<string, number>> {
  const files = path.join(scratch, "files")
  writeKlines(files, rows)
  const runs = []
  for (const name of ["a", "b", "c"]) {
    const folder = path.join(scratch, name)
    runs.push(await imported(files, folder))
    rmSync(folder, { recursive: true })
  }
  return { ...middle(runs), first: runs[0].seconds, peak: process.resourceUsage().maxRSS / 1024 }
}

async function opening(scratch: string, rows: number): Promise<Record<string, number>> {
  const file = path.join(scratch, "BTCUSDT-trades-2024-01.csv")
  writeTrades(file, rows)
  const folder = path.join(scratch, "catalog")
  const brought = await imported(file, folder)
  const runs = [await opened(folder), await opened(folder), await opened(folder)]
  const peak = process.resourceUsage().maxRSS / 1024
  return { ...middle(runs), first: runs[0].seconds, imported: brought.seconds, peak }
}

const [task = "import", rowsText = "4000000"] = process.argv.slice(2)
const scratch = mkdtempSync(path.join(tmpdir(), "genesis-bench-"))
try {
  const work = task === "import" ? importing : opening
  process.stdout.write(`${JSON.stringify(await work(scratch, Number(rowsText)))}\n`)
} finally {
  rmSync(scratch, { recursive: true })
}
