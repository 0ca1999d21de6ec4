import { mkdirSync } from "node:fs"
import path from "node:path"
import type { Tape } from "../market/tape.ts"
import { Problem } from "../value/problem.ts"
import { Batch } from "./batch.ts"
import { type CheckReport, damageIn, sweep } from "./checking.ts"
import { type Holding, holdingsOf } from "./holdings.ts"
import { type FileReport } from "./import-report.ts"
import { Importer, type ImportOptions } from "./importer.ts"
import { loadTape, type LoadOptions } from "./loading.ts"
import { CatalogLock } from "./lock.ts"
import { type Manifest, type Part, readManifest, writeManifest } from "./manifest.ts"
import { Parquet } from "./parquet.ts"
import { ParquetWriter } from "./parquet-writer.ts"
import { filesIn } from "./paths.ts"
import { Staging } from "./staging.ts"
import { diskProblem } from "./trouble.ts"

/**
 * Market data at rest: Parquet files by kind, symbol and month, which any tool can read, and a list of
 * them, which says what counts. Files are only ever added; the list is replaced at one stroke, so that
 * an import killed at any moment leaves the catalog as it was or complete.
 */
export class Catalog {
  readonly folder: string
  #parquet: Parquet | undefined

  private constructor(folder: string) {
    this.folder = folder
  }

  /**
   * Opens the catalog in a folder; one that is not there yet is an empty catalog.
   * @throws Problem `CATALOG_NEWER`, `CATALOG_BROKEN`
   */
  static open(folder: string): Promise<Catalog> {
    return Promise.try(() => {
      readManifest(folder)
      return new Catalog(folder)
    })
  }

  async close(): Promise<void> {
    const parquet = this.#parquet
    this.#parquet = undefined
    await Promise.try(() => parquet?.close())
  }

  /**
   * Brings files into the catalog, all at one stroke at the end. A file that is refused is reported and
   * leaves nothing; the others are imported. What was imported before changes nothing.
   * @param paths files, and folders of files
   * @throws Problem `CATALOG_IN_USE`, `DISK_FULL`, `NOT_PERMITTED`; nothing is imported then
   */
  async import(paths: readonly string[], options: ImportOptions = {}): Promise<FileReport[]> {
    const files = await filesIn(paths)
    return this.#changing(async (manifest) => {
      sweep(this.folder, manifest)
      const staging = new Staging(this.folder)
      const writer = new ParquetWriter()
      try {
        const read = async (part: Part): Promise<Batch> => {
          const file = staging.where(part.path) ?? path.join(this.folder, part.path)
          return readPart(await this.#opened(), part, file)
        }
        const importer = new Importer({ manifest, staging, writer, read })
        const reports = await takeAll(importer, files, options)
        await importer.finish()
        if (importer.sources.length > 0) {
          staging.publish()
          writeManifest(this.folder, joined(manifest, importer))
        }
        return reports
      } finally {
        await writer.close()
        staging.remove()
      }
    })
  }

  /** What there is, by symbol and kind. */
  list(): Holding[] {
    return holdingsOf(readManifest(this.folder))
  }

  /**
   * What there is of one symbol.
   * @throws Problem `NOT_IN_CATALOG`
   */
  show(symbol: string): Holding[] {
    const all = this.list()
    const own = all.filter((holding) => holding.symbol === symbol.toUpperCase())
    if (own.length > 0) return own
    const symbols = [...new Set(all.map((holding) => holding.symbol))]
    throw new Problem({
      code: "NOT_IN_CATALOG",
      what: `The catalog has nothing of ${symbol}.`,
      why: symbols.length === 0 ? "It is empty." : `It has ${symbols.slice(0, 20).join(", ")}.`,
      next: 'Run "genesis data import FILE..." with its files.',
    })
  }

  /**
   * Checks every file against the list. What is damaged is taken off the list, so that nothing reads it
   * and importing its source again brings it back; what a killed import left is removed.
   */
  async check(
    options: { onProgress?: (rows: number, part: number) => void } = {},
  ): Promise<CheckReport> {
    return this.#changing(async (manifest) => {
      const removed = sweep(this.folder, manifest)
      const parquet = await this.#opened()
      const damaged = await damageIn(this.folder, manifest, parquet, options.onProgress)
      if (damaged.length > 0) writeManifest(this.folder, without(manifest, damaged))
      const rows = manifest.parts.reduce((sum, part) => sum + part.rows, 0)
      return { parts: manifest.parts.length, rows, damaged, removed }
    })
  }

  /**
   * Loads symbols into one tape, in the order of exchange time.
   * @throws Problem `NOT_IN_CATALOG`
   */
  async load(options: LoadOptions): Promise<Tape> {
    const manifest = readManifest(this.folder)
    return loadTape({ folder: this.folder, manifest, parquet: await this.#opened() }, options)
  }

  async #opened(): Promise<Parquet> {
    // Several parts are read at a time: more threads would only hand each other their rows.
    this.#parquet ??= await Parquet.open({ threads: 1 })
    return this.#parquet
  }

  /** Runs work that may change the catalog, as the only one that does. */
  async #changing<T>(work: (manifest: Manifest) => Promise<T>): Promise<T> {
    let lock: CatalogLock | undefined
    try {
      mkdirSync(this.folder, { recursive: true, mode: 0o700 })
      lock = CatalogLock.take(this.folder)
      return await work(readManifest(this.folder))
    } catch (error) {
      throw diskProblem(error, this.folder)
    } finally {
      lock?.release()
    }
  }
}

/** One file after the other, while the fingerprint of the next is being taken. */
async function takeAll(
  importer: Importer,
  files: readonly string[],
  options: ImportOptions,
): Promise<FileReport[]> {
  const reports: FileReport[] = []
  let before = 0
  let next = importer.fingerprint(files[0])
  for (const [i, file] of files.entries()) {
    const print = next
    if (i + 1 < files.length) next = importer.fingerprint(files[i + 1])
    const onProgress: ImportOptions["onProgress"] = (rows, part) =>
      options.onProgress?.(before + rows, (i + part) / files.length, file)
    const report = await importer.take(file, print, { ...options, onProgress })
    before += report.held.reduce((sum, { findings }) => sum + findings.rows, 0)
    reports.push(report)
  }
  options.onProgress?.(before, 1, "")
  return reports
}

function readPart(parquet: Parquet, part: Part, file: string): Promise<Batch> {
  const batch = new Batch({ ...part, capacity: part.rows })
  batch.interval = part.interval
  return parquet.read(file, { batch, from: -Infinity, to: Infinity })
}

function joined(manifest: Manifest, more: Importer): Manifest {
  return {
    ...manifest,
    parts: [...manifest.parts, ...more.parts],
    sources: [...manifest.sources, ...more.sources],
    exchangeInfos: [...manifest.exchangeInfos, ...more.infos],
  }
}

function without(
  manifest: Manifest,
  damaged: readonly { readonly path: string; readonly source: string }[],
): Manifest {
  const paths = new Set(damaged.map((each) => each.path))
  const sources = new Set(damaged.map((each) => each.source))
  return {
    ...manifest,
    parts: manifest.parts.filter((part) => !paths.has(part.path)),
    sources: manifest.sources.filter((source) => !sources.has(source.sha256)),
    exchangeInfos: manifest.exchangeInfos.filter((info) => !paths.has(info.path)),
  }
}
