import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs"
import path from "node:path"
import { Problem } from "../value/problem.ts"
import type { Kind } from "./batch.ts"

const FILE = "manifest.json"
const FORMAT = "genesis catalog"
const VERSION = 1

/** One Parquet file: rows of one kind, symbol and month from one imported file. */
export interface Part {
  /** Within the catalog's folder, with forward slashes. */
  readonly path: string
  readonly kind: Kind
  readonly symbol: string
  /** Length of a bar, microseconds; 0 for what is not bars. */
  readonly interval: number
  readonly rows: number
  /** Times of the first and the last row, microseconds. */
  readonly from: number
  readonly to: number
  /** First and last of what tells rows apart: open time or id; absent where the source has no ids. */
  readonly keys?: readonly [first: number, last: number]
  readonly priceScale: number
  readonly quantityScale: number
  /** Whether rows carry their line in a capture. */
  readonly isOrdered: boolean
  readonly bytes: number
  readonly sha256: string
  /** Hash of the imported file. */
  readonly source: string
}

/** A file that was imported. */
export interface Source {
  readonly sha256: string
  readonly name: string
  readonly bytes: number
  readonly rows: number
}

/** An exchangeInfo that was imported: filters of all symbols at one moment. */
export interface InfoEntry {
  readonly path: string
  /** Exchange's clock, microseconds. */
  readonly at: number
  readonly sha256: string
}

/** What the catalog holds. A file that it does not name is no part of the catalog. */
export interface Manifest {
  readonly format: typeof FORMAT
  readonly version: number
  readonly parts: readonly Part[]
  readonly sources: readonly Source[]
  readonly exchangeInfos: readonly InfoEntry[]
}

const EMPTY: Manifest = {
  format: FORMAT,
  version: VERSION,
  parts: [],
  sources: [],
  exchangeInfos: [],
}

/**
 * Reads the manifest; a folder without one is an empty catalog.
 * @throws Problem `CATALOG_NEWER`, `CATALOG_BROKEN`
 */
export function readManifest(folder: string): Manifest {
  const file = path.join(folder, FILE)
  let text: string
  try {
    text = readFileSync(file, "utf8")
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === "ENOENT" || code === "ENOTDIR") return EMPTY
    throw error
  }
  const manifest = parsed(text, file)
  if (manifest.version > VERSION) {
    throw new Problem({
      code: "CATALOG_NEWER",
      what: `The catalog in ${folder} is of version ${manifest.version}; this program knows ${VERSION}.`,
      why: "A newer GENESIS wrote it, and reading it by old rules could misread prices.",
      next: "Update GENESIS, or set GENESIS_HOME to another folder.",
    })
  }
  return manifest
}

function parsed(text: string, file: string): Manifest {
  try {
    const manifest = JSON.parse(text) as Manifest
    const isWhole = [manifest.parts, manifest.sources, manifest.exchangeInfos].every(Array.isArray)
    if (manifest.format === FORMAT && (isWhole || manifest.version > VERSION)) return manifest
  } catch {
    // Told below, as what it is for a person.
  }
  throw new Problem({
    code: "CATALOG_BROKEN",
    what: `${file} is not the list of a catalog.`,
    why: "It was edited or damaged. The data files beside it may be whole, but nothing vouches for them.",
    next: "Restore it from a backup, or move the folder away and import the files again.",
  })
}

/** Puts the manifest in force, at one stroke: before it the old one holds, after it the new. */
export function writeManifest(folder: string, manifest: Manifest): void {
  const file = path.join(folder, FILE)
  const draft = `${file}.new`
  writeDurably(draft, `${JSON.stringify(manifest, undefined, 1)}\n`)
  renameSync(draft, file)
  syncFolder(folder)
}

/** Writes a whole file and waits until it is on the disk. */
export function writeDurably(file: string, text: string): void {
  const descriptor = openSync(file, "w")
  try {
    const bytes = Buffer.from(text)
    for (let done = 0; done < bytes.length;) done += writeSync(descriptor, bytes, done)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** Waits until names made in a folder, or moved into it, are on the disk. */
export function syncFolder(folder: string): void {
  const descriptor = openSync(folder, "r")
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
