import { existsSync, readdirSync, rmSync, statSync } from "node:fs"
import path from "node:path"
import type { Manifest, Part } from "./manifest.ts"
import type { Parquet } from "./parquet.ts"
import { fingerprint, isStaging } from "./staging.ts"

/** What a check of the catalog found. */
export interface CheckReport {
  readonly parts: number
  readonly rows: number
  /** Listed files that are not what the list says. */
  readonly damaged: readonly Damage[]
  /** Files that no list names, left by an import that was killed; removed. */
  readonly removed: readonly string[]
}

export interface Damage {
  readonly path: string
  readonly reason: string
  /** Hash of the imported file that it came from, and its name. */
  readonly source: string
  readonly from: string
}

/** Compares every listed file with what the list says of it: there, bytes, content, rows. */
export async function damageIn(
  folder: string,
  manifest: Manifest,
  parquet: Parquet,
  onProgress: ((rows: number, part: number) => void) | undefined,
): Promise<Damage[]> {
  const damaged: Damage[] = []
  const told = (file: { path: string }, source: string, reason: string | undefined): void => {
    if (reason === undefined) return
    const from = manifest.sources.find(({ sha256 }) => sha256 === source)?.name ?? "an unknown file"
    damaged.push({ path: file.path, reason, source, from })
  }
  let rows = 0
  for (const [i, part] of manifest.parts.entries()) {
    told(part, part.source, await faultOf(folder, part, parquet))
    rows += part.rows
    onProgress?.(rows, (i + 1) / manifest.parts.length)
  }
  for (const info of manifest.exchangeInfos) {
    const isThere = existsSync(path.join(folder, info.path))
    told(info, info.sha256, isThere ? undefined : "it is gone")
  }
  return damaged
}

async function faultOf(folder: string, part: Part, parquet: Parquet): Promise<string | undefined> {
  const file = path.join(folder, part.path)
  if (!existsSync(file)) return "it is gone"
  const { bytes, sha256 } = await fingerprint(file)
  if (bytes !== part.bytes) return `it has ${bytes} bytes instead of ${part.bytes}`
  if (sha256 !== part.sha256) return "its content was changed"
  const rows = await parquet.count(file)
  return rows === part.rows ? undefined : `it has ${rows} rows instead of ${part.rows}`
}

/**
 * Removes what a killed import left: staging folders, drafts of the list, and data files that the list
 * does not name. Only for the holder of the catalog's lock.
 * @returns their paths within the catalog
 */
export function sweep(folder: string, manifest: Manifest): string[] {
  const named = new Set([...manifest.parts, ...manifest.exchangeInfos].map((file) => file.path))
  const removed: string[] = []
  for (const name of readdirSync(folder)) {
    const place = path.join(folder, name)
    if (isStaging(name) || name === "manifest.json.new") removed.push(name)
    else if (statSync(place).isDirectory()) {
      for (const inner of readdirSync(place, { recursive: true }) as string[]) {
        const own = `${name}/${inner.replaceAll(path.sep, "/")}`
        const isOurs = own.endsWith(".parquet") || /^exchange-info\/[^/]+\.json$/.test(own)
        if (isOurs && !named.has(own)) removed.push(own)
      }
    }
  }
  for (const own of removed) rmSync(path.join(folder, own), { recursive: true, force: true })
  return removed
}
