import { DAY_US, formatInstant } from "../value/time.ts"
import type { Instant } from "../value/brand.ts"
import { Problem } from "../value/problem.ts"
import type { Batch } from "./batch.ts"
import type { ExchangeInfo } from "./exchange-info.ts"
import type { FileReport, Held } from "./import-report.ts"
import { dropKnown } from "./known.ts"
import { type InfoEntry, type Manifest, type Part, type Source, writeDurably } from "./manifest.ts"
import { intervalName } from "./names.ts"
import type { ParquetWriter } from "./parquet-writer.ts"
import { type Content, readFile } from "./reading.ts"
import { keysOf, Sift } from "./sift.ts"
import type { Fingerprint, Staging } from "./staging.ts"
import { notReadable } from "./trouble.ts"

/** How an import is to go. */
export interface ImportOptions {
  /** For files that do not say which symbol they are about. */
  readonly symbol?: string | undefined
  /** Called now and then with the rows so far, the part of all files done, 0 to 1, and the file. */
  readonly onProgress?: ((rows: number, part: number, file: string) => void) | undefined
}

/**
 * Reads files into staged Parquet parts. A file that turns out broken leaves nothing behind; the others
 * go on.
 */
export class Importer {
  readonly #before: Manifest
  readonly #staging: Staging
  readonly #writer: ParquetWriter
  readonly #read: (part: Part) => Promise<Batch>
  parts: readonly Part[] = []
  readonly sources: Source[] = []
  infos: readonly InfoEntry[] = []
  #written = 0
  /** The write that runs while the next rows are read. */
  #writing: Promise<void> = Promise.resolve()

  constructor(told: {
    readonly manifest: Manifest
    readonly staging: Staging
    readonly writer: ParquetWriter
    /** Reads a part back, staged or not. */
    readonly read: (part: Part) => Promise<Batch>
  }) {
    this.#before = told.manifest
    this.#staging = told.staging
    this.#writer = told.writer
    this.#read = told.read
  }

  /** Begins to read a file for its fingerprint, which {@link take} wants. */
  fingerprint(file: string): Promise<Fingerprint> {
    const print = this.#writer.fingerprint(file)
    // A failure is told by whoever awaits it; until then it must not count as unhandled.
    print.catch(() => {})
    return print
  }

  /**
   * Stages what a file holds and reports on it. Throws only what stops the whole import.
   * @param print of the file, see {@link fingerprint}
   */
  async take(
    file: string,
    print: Promise<Fingerprint>,
    options: ImportOptions,
  ): Promise<FileReport> {
    let source = ""
    const sifts = new Map<string, { sift: Sift; held: Held }>()
    const told = (outcome: FileReport["outcome"], contents: readonly Content[]): FileReport => ({
      file,
      outcome,
      format: [...new Set(contents.map(({ format }) => format))].join(", "),
      held: [...sifts.values()].map(({ held }) => held),
      notes: [...new Set(contents.flatMap(({ notes }) => notes))],
    })
    try {
      const { sha256, bytes } = await print.catch((error: unknown) => {
        throw notReadable(file, error as NodeJS.ErrnoException)
      })
      source = sha256
      const isKnown = [...this.#before.sources, ...this.sources].some((s) => s.sha256 === sha256)
      if (isKnown) return { ...told("known", []), notes: this.#whereabouts(sha256) }
      let rows = 0
      const contents = await readFile(file, {
        symbol: options.symbol,
        take: async (batch) => {
          rows += batch.length
          await this.#stage(batch, siftFor(sifts, batch), sha256)
        },
        takeInfo: (info) => this.#keepInfo(info, sha256),
        onProgress: (part) => options.onProgress?.(rows, part, file),
      })
      this.sources.push({ sha256, name: file, bytes, rows: keptRows(sifts) })
      return told("imported", contents)
    } catch (error) {
      await this.#writing.catch(() => {})
      this.#giveUp(source)
      if (!(error instanceof Problem)) throw error
      return { ...told("refused", []), held: [], problem: error }
    }
  }

  /** Waits until everything taken is written. */
  async finish(): Promise<void> {
    await this.#writing
  }

  /** Under which symbols a known file was taken: the same content may now go by another name. */
  #whereabouts(source: string): string[] {
    const parts = [...this.#before.parts, ...this.parts].filter((part) => part.source === source)
    const symbols = [...new Set(parts.map(({ symbol }) => symbol))]
    return symbols.length === 0 ? [] : [`It is in the catalog as ${symbols.join(", ")}.`]
  }

  async #stage(batch: Batch, sift: Sift, source: string): Promise<void> {
    sift.pass(batch)
    await this.#writing
    for (const part of this.#overlapping(batch)) {
      dropKnown(batch, await this.#read(part), sift.findings)
    }
    this.#writing = this.#write(batch, source)
    // A failure is told by the next await; until then it must not count as unhandled.
    this.#writing.catch(() => {})
  }

  /** Parts that may hold some of the same rows. */
  #overlapping(batch: Batch): Part[] {
    const keys = keysOf(batch)
    if (keys === undefined || batch.length === 0) return []
    const [first, last] = [keys[0], keys[batch.length - 1]]
    return [...this.#before.parts, ...this.parts].filter(
      (part) =>
        part.kind === batch.kind &&
        part.symbol === batch.symbol &&
        part.interval === batch.interval &&
        part.keys !== undefined &&
        part.keys[0] <= last &&
        part.keys[1] >= first,
    )
  }

  async #write(batch: Batch, source: string): Promise<void> {
    for (const rows of byMonth(batch)) {
      const place = placeOf(rows, source, this.#written++)
      // Told before the rows are given away.
      const part = partFrom(rows, { path: place, source, bytes: 0, sha256: "" })
      const print = await this.#writer.write(rows, this.#staging.reserve(place))
      this.parts = [...this.parts, { ...part, ...print }]
    }
  }

  #keepInfo(info: ExchangeInfo, sha256: string): void {
    const day = formatInstant(info.at as Instant).slice(0, 10)
    const place = `exchange-info/${day}-${sha256.slice(0, 12)}.json`
    writeDurably(this.#staging.reserve(place), JSON.stringify(info))
    this.infos = [...this.infos, { path: place, at: info.at, sha256 }]
  }

  #giveUp(source: string): void {
    const lost = new Set<string>()
    for (const part of this.parts) if (part.source === source) lost.add(part.path)
    for (const info of this.infos) if (info.sha256 === source) lost.add(info.path)
    this.#staging.discard(lost)
    this.parts = this.parts.filter((part) => !lost.has(part.path))
    this.infos = this.infos.filter((info) => !lost.has(info.path))
  }
}

function siftFor(sifts: Map<string, { sift: Sift; held: Held }>, batch: Batch): Sift {
  const { symbol, kind, interval } = batch
  const key = `${symbol} ${kind} ${interval}`
  const there = sifts.get(key)
  if (there !== undefined) return there.sift
  const sift = new Sift()
  sifts.set(key, { sift, held: { symbol, kind, interval, findings: sift.findings } })
  return sift
}

const keptRows = (sifts: ReadonlyMap<string, { held: Held }>): number =>
  [...sifts.values()].reduce((sum, { held }) => sum + held.findings.kept, 0)

function* byMonth(batch: Batch): Generator<Batch> {
  if (batch.length === 0) return
  const last = batch.time[batch.length - 1]
  for (let from = monthStart(batch.time[0], 0); from <= last; from = monthStart(from, 1)) {
    const rows = batch.between(from, monthStart(from, 1))
    if (rows.length > 0) yield rows
  }
}

/** Midnight of the first day of the month that holds an instant, or of one some months on. */
function monthStart(at: number, ahead: number): number {
  const date = new Date((Math.floor(at / DAY_US) * DAY_US) / 1000)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + ahead) * 1000
}

/** `bars-1m/symbol=BTCUSDT/month=2023-01/...`, as DuckDB, Polars and Spark know folders. */
function placeOf(batch: Batch, source: string, number: number): string {
  const table = batch.kind === "bars" ? `bars-${intervalName(batch.interval)}` : batch.kind
  const from = formatInstant(batch.time[0] as Instant)
  const name = `${from.slice(0, 16).replaceAll(/[-:]/g, "")}-${source.slice(0, 12)}-${number}`
  return `${table}/symbol=${batch.symbol}/month=${from.slice(0, 7)}/${name}.parquet`
}

function partFrom(batch: Batch, told: Pick<Part, "path" | "source" | "sha256" | "bytes">): Part {
  const { kind, symbol, interval, length, priceScale, quantityScale } = batch
  const keys = keysOf(batch)
  return {
    ...told,
    kind,
    symbol,
    interval,
    priceScale,
    quantityScale,
    rows: length,
    from: batch.time[0],
    to: batch.time[length - 1],
    ...(keys === undefined ? {} : { keys: [keys[0], keys[length - 1]] as const }),
    isOrdered: batch.order.length > 0,
  }
}
