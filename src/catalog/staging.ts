import { createHash } from "node:crypto"
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from "node:fs"
import { open } from "node:fs/promises"
import path from "node:path"
import { syncFolder } from "./manifest.ts"

const PREFIX = ".import-"

/** Whether a name in the catalog's folder is that of a staging folder, living or dead. */
export const isStaging = (name: string): boolean => name.startsWith(PREFIX)

/**
 * A folder inside the catalog where new files wait until all of them are whole. Nothing in it counts;
 * `publish` moves its files to their places, which only the manifest makes part of the catalog.
 */
export class Staging {
  readonly #catalog: string
  readonly #folder: string
  /** Path within the catalog by name in the staging folder. */
  readonly #waiting = new Map<string, string>()

  constructor(catalog: string) {
    this.#catalog = catalog
    this.#folder = path.join(catalog, `${PREFIX}${process.pid}`)
    rmSync(this.#folder, { recursive: true, force: true })
    mkdirSync(this.#folder)
  }

  /** Where to write a file now that will be at `place` within the catalog. */
  reserve(place: string): string {
    const name = `${this.#waiting.size}-${path.basename(place)}`
    this.#waiting.set(name, place)
    return path.join(this.#folder, name)
  }

  /** Where a reserved file is now. */
  where(place: string): string | undefined {
    for (const [name, target] of this.#waiting) {
      if (target === place) return path.join(this.#folder, name)
    }
    return undefined
  }

  /** Gives files up again. */
  discard(places: ReadonlySet<string>): void {
    for (const [name, place] of this.#waiting) {
      if (!places.has(place)) continue
      rmSync(path.join(this.#folder, name), { force: true })
      this.#waiting.delete(name)
    }
  }

  /** Makes every file durable and moves it to its place. */
  publish(): void {
    const folders = new Set<string>()
    for (const [name, place] of this.#waiting) {
      const from = path.join(this.#folder, name)
      const to = path.join(this.#catalog, place)
      const descriptor = openSync(from, "r")
      fsyncSync(descriptor)
      closeSync(descriptor)
      mkdirSync(path.dirname(to), { recursive: true })
      renameSync(from, to)
      for (let up = path.dirname(to); up !== this.#catalog; up = path.dirname(up)) folders.add(up)
    }
    for (const folder of folders) syncFolder(folder)
    syncFolder(this.#catalog)
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

/** SHA-256 of a file, in hex, and its size. */
export interface Fingerprint {
  readonly sha256: string
  readonly bytes: number
}

/** Reads a whole file for its fingerprint. */
export async function fingerprint(file: string): Promise<Fingerprint> {
  const hash = createHash("sha256")
  const handle = await open(file)
  try {
    const buffer = Buffer.allocUnsafe(1 << 20)
    let bytes = 0
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length)
      if (bytesRead === 0) return { sha256: hash.digest("hex"), bytes }
      hash.update(buffer.subarray(0, bytesRead))
      bytes += bytesRead
    }
  } finally {
    await handle.close()
  }
}
