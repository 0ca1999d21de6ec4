import { existsSync, readFileSync, writeFileSync } from "node:fs"
import path from "node:path"
import type { Tape } from "../market/tape.ts"
import type { Instant } from "../value/brand.ts"

/** Which market data a run is to have: files and folders, or symbols of a catalog. */
export type MarketData = Span &
  (
    | { readonly paths: readonly string[] }
    | { readonly catalog: string; readonly symbols: readonly string[] }
  )

/** From one instant on, and up to, not including, another; all there is where they are not given. */
interface Span {
  readonly from?: Instant
  readonly to?: Instant
}

/**
 * One tape of all that is wanted.
 * @param onProgress rows so far, and the part of the work that is done, 0 to 1
 * @throws Problem of the readers and the catalog
 */
export async function loadTape(
  wanted: MarketData,
  onProgress?: (rows: number, part: number) => void,
): Promise<Tape> {
  const options = { from: wanted.from, to: wanted.to, onProgress }
  // Loaded only where they are needed: what opens Parquet is heavy.
  if ("paths" in wanted) {
    const { readRaw } = await import("../catalog/raw.ts")
    return readRaw(wanted.paths, options)
  }
  const { Catalog } = await import("../catalog/catalog.ts")
  const catalog = await Catalog.open(wanted.catalog)
  try {
    return await catalog.load({ symbols: wanted.symbols, ...options })
  } finally {
    await catalog.close()
  }
}

/** A small file beside the journal: its name says what it is, and it may be lost. */
const noteFile = (journal: string): string => `${journal}.data.json`

/** Keeps beside a backtest's journal on which data it ran, so that a replay need not be told. */
export function noteData(journal: string, data: MarketData): void {
  const absolute =
    "paths" in data ? { ...data, paths: data.paths.map((it) => path.resolve(it)) } : data
  writeFileSync(noteFile(journal), `${JSON.stringify(absolute, null, 2)}\n`)
}

/** The data that a backtest's journal ran on; undefined when nothing readable says so. */
export function notedData(journal: string): MarketData | undefined {
  const file = noteFile(journal)
  if (!existsSync(file)) return undefined
  try {
    return JSON.parse(readFileSync(file, "utf8")) as MarketData
  } catch {
    return undefined
  }
}
