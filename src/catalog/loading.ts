import { readFileSync } from "node:fs"
import path from "node:path"
import type { Tape } from "../market/tape.ts"
import { type Instant } from "../value/brand.ts"
import { Problem } from "../value/problem.ts"
import { formatInstant } from "../value/time.ts"
import { Batch, type Kind } from "./batch.ts"
import type { ExchangeInfo, ExchangeSymbol } from "./exchange-info.ts"
import { finenessOf, instrumentFor } from "./instruments.ts"
import type { Manifest, Part } from "./manifest.ts"
import type { Parquet } from "./parquet.ts"
import { followEachOther, StraightTape } from "./straight.ts"
import { weave } from "./weave.ts"

/** Parts read at a time. */
const LANES = 3

/** What of the catalog is wanted. */
export interface LoadOptions {
  readonly symbols: readonly string[]
  /** From this instant on. */
  readonly from?: Instant | undefined
  /** Up to, not including, this instant. */
  readonly to?: Instant | undefined
  /**
   * Which kinds. Left out, each symbol gives its finest prices (trades, else aggTrades, else its
   * shortest bars), so that nothing is played twice, and all quotes and depth there are.
   */
  readonly kinds?: readonly Kind[] | undefined
  /** Called now and then with the rows so far and the part done, 0 to 1. */
  readonly onProgress?: ((rows: number, part: number) => void) | undefined
}

/**
 * Loads symbols into one tape, by exchange time.
 * @throws Problem `NOT_IN_CATALOG`
 */
export async function loadTape(
  catalog: { readonly folder: string; readonly manifest: Manifest; readonly parquet: Parquet },
  options: LoadOptions,
): Promise<Tape> {
  const { folder, manifest } = catalog
  const span = { from: options.from ?? -Infinity, to: options.to ?? Infinity }
  const symbols = [...new Set(options.symbols.map((symbol) => symbol.toUpperCase()))]
  const wanted = symbols.map((symbol) => partsFor(manifest, symbol, span, options.kinds))
  const instruments = wanted.map((parts, index) => {
    const exchange = exchangeFor(folder, manifest, parts)
    return instrumentFor(index, symbols[index], finenessOf(parts), exchange)
  })
  const total = wanted.flat().reduce((sum, { rows }) => sum + rows, 0)
  let rows = 0
  const onRows = (more: number): void => options.onProgress?.((rows += more), rows / total)
  if (wanted.length === 1 && followEachOther(wanted[0])) {
    const straight = new StraightTape(wanted[0], instruments)
    await readAll(catalog, straight.parts, { ...span, onRows })
    if (straight.rows === 0) throw notThere(manifest, symbols[0], wanted[0])
    return straight.close()
  }
  const parts = wanted.flat().map((part) => ({ ...part, batch: batchFor(part) }))
  await readAll(catalog, parts, { ...span, onRows })
  const batches = parts.map(({ batch }) => batch)
  const found = batches.filter(({ length }) => length > 0)
  for (const [index, parts] of wanted.entries()) {
    const isThere = found.some(({ symbol }) => symbol === symbols[index])
    if (!isThere) throw notThere(manifest, symbols[index], parts)
  }
  return weave(found, instruments)
}

/** Reads parts, some at a time, since one alone does not keep the machine busy. */
async function readAll(
  catalog: { readonly folder: string; readonly parquet: Parquet },
  parts: readonly { readonly path: string; readonly batch: Batch }[],
  how: {
    readonly from: number
    readonly to: number
    readonly onRows: (rows: number) => void
  },
): Promise<void> {
  let next = 0
  const lane = async (): Promise<void> => {
    for (let i = next++; i < parts.length; i = next++) {
      const file = path.join(catalog.folder, parts[i].path)
      await catalog.parquet.read(file, { ...how, batch: parts[i].batch })
    }
  }
  // All lanes end before an error is told: nobody may still be reading when the catalog is closed.
  const lanes = await Promise.allSettled(Array.from({ length: LANES }, lane))
  for (const each of lanes) if (each.status === "rejected") throw each.reason
}

function batchFor(part: Part): Batch {
  // Books of several recordings are joined by their ids.
  const hasIds = part.kind === "depth"
  const batch = new Batch({ ...part, hasIds, capacity: part.rows })
  batch.interval = part.interval
  return batch
}

function partsFor(
  manifest: Manifest,
  symbol: string,
  span: { readonly from: number; readonly to: number },
  kinds: readonly Kind[] | undefined,
): Part[] {
  const all = manifest.parts.filter((part) => part.symbol === symbol)
  const there = all.filter((part) => part.from < span.to && part.to >= span.from)
  const chosen = kinds ?? finestKinds(there)
  const shortest = Math.min(
    ...there.filter(({ kind }) => kind === "bars").map(({ interval }) => interval),
  )
  const parts = there.filter(
    ({ kind, interval }) => chosen.includes(kind) && (kind !== "bars" || interval === shortest),
  )
  if (parts.length === 0) throw notThere(manifest, symbol, all)
  return parts.toSorted((x, y) => x.from - y.from || (x.path < y.path ? -1 : 1))
}

function finestKinds(parts: readonly Part[]): Kind[] {
  const has = (kind: Kind): boolean => parts.some((part) => part.kind === kind)
  const prices = (["trades", "aggTrades", "bars"] as const).find(has)
  return [...(prices === undefined ? [] : [prices]), "quotes", "depth"]
}

/** The filters that held at the time of the data, or else the nearest known (D19). */
function exchangeFor(
  folder: string,
  manifest: Manifest,
  parts: readonly Part[],
): ExchangeSymbol | undefined {
  const end = Math.max(...parts.map(({ to }) => to))
  const byTime = manifest.exchangeInfos.toSorted((x, y) => x.at - y.at)
  const before = byTime.filter(({ at }) => at <= end).toReversed()
  for (const entry of [...before, ...byTime.filter(({ at }) => at > end)]) {
    const text = readFileSync(path.join(folder, entry.path), "utf8")
    const info = JSON.parse(text) as ExchangeInfo
    const found = info.symbols.find(({ symbol }) => symbol === parts[0].symbol)
    if (found !== undefined) return found
  }
  return undefined
}

function notThere(manifest: Manifest, symbol: string, all: readonly Part[]): Problem {
  const symbols = [...new Set(manifest.parts.map((part) => part.symbol))].toSorted()
  const from = Math.min(...all.map((part) => part.from)) as Instant
  const to = Math.max(...all.map((part) => part.to)) as Instant
  const has = symbols.length === 0 ? "is empty" : `has ${symbols.slice(0, 20).join(", ")}`
  return new Problem({
    code: "NOT_IN_CATALOG",
    what: `The catalog has no such data of ${symbol}.`,
    why:
      all.length === 0
        ? `It ${has}.`
        : `What it has of ${symbol} reaches from ${formatInstant(from)} to ${formatInstant(to)}.`,
    next: 'Run "genesis data import FILE..." with its files, or "genesis data list" for what is there.',
  })
}
