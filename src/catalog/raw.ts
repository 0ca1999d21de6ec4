import type { Instrument } from "../market/instrument.ts"
import type { Tape } from "../market/tape.ts"
import type { Instant } from "../value/brand.ts"
import { type Batch } from "./batch.ts"
import type { ExchangeInfo } from "./exchange-info.ts"
import { finenessOf, instrumentFor } from "./instruments.ts"
import { dropKnown } from "./known.ts"
import { filesIn } from "./paths.ts"
import { readFile } from "./reading.ts"
import { Sift } from "./sift.ts"
import { weave } from "./weave.ts"

/** What of raw files is wanted. */
export interface RawOptions {
  /** For files that do not say it themselves. */
  readonly symbol?: string | undefined
  /** From this instant on. */
  readonly from?: Instant | undefined
  /** Up to, not including, this instant. */
  readonly to?: Instant | undefined
  /** Called now and then with the rows so far and the part of the files that is read, 0 to 1. */
  readonly onProgress?: ((rows: number, part: number) => void) | undefined
}

/**
 * Reads market data straight from files, without a catalog: all symbols in one tape, by exchange time.
 * @param paths files, and folders, in which every file that looks like data is taken
 * @throws Problem naming file and line when one of them is not what it claims
 */
export async function readRaw(paths: readonly string[], options: RawOptions = {}): Promise<Tape> {
  const files = await filesIn(paths)
  const batches: Batch[] = []
  const infos: ExchangeInfo[] = []
  let rows = 0
  for (const [i, file] of files.entries()) {
    const sifts = new Map<string, Sift>()
    await readFile(file, {
      symbol: options.symbol,
      take: (batch) => {
        rows += batch.length
        const sift = siftFor(sifts, batch)
        sift.pass(batch)
        for (const known of batches) dropKnown(batch, known, sift.findings)
        const wanted = batch.between(options.from ?? -Infinity, options.to ?? Infinity)
        if (wanted.length > 0) batches.push(wanted)
      },
      takeInfo: (info) => infos.push(info),
      onProgress: (part) => options.onProgress?.(rows, (i + part) / files.length),
    })
  }
  const played = withoutSums(batches)
  return weave(played, instrumentsOf(played, infos))
}

/** A capture may have both a symbol's trades and their sums; played together, all would count twice. */
function withoutSums(batches: readonly Batch[]): Batch[] {
  const single = new Set(batches.filter(({ kind }) => kind === "trades").map((it) => it.symbol))
  return batches.filter(({ kind, symbol }) => kind !== "aggTrades" || !single.has(symbol))
}

function siftFor(sifts: Map<string, Sift>, { kind, symbol }: Batch): Sift {
  const key = `${kind} ${symbol}`
  const sift = sifts.get(key) ?? new Sift()
  sifts.set(key, sift)
  return sift
}

/** Symbols in alphabetical order, so that the same files in another order make the same tape. */
function instrumentsOf(batches: readonly Batch[], infos: readonly ExchangeInfo[]): Instrument[] {
  const symbols = [...new Set(batches.map(({ symbol }) => symbol))].toSorted()
  return symbols.map((symbol, index) => {
    const own = batches.filter((batch) => batch.symbol === symbol)
    const known = infos.flatMap((info) => info.symbols).find((each) => each.symbol === symbol)
    return instrumentFor(index, symbol, finenessOf(own), known)
  })
}
