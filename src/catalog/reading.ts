import { Problem } from "../value/problem.ts"
import type { Batch } from "./batch.ts"
import { entriesOf, type Entry } from "./entries.ts"
import { type ExchangeInfo, isExchangeInfo, parseExchangeInfo } from "./exchange-info.ts"
import { recognise } from "./formats/recognise.ts"
import { SAMPLE_BYTES, sampleOf } from "./formats/sample.ts"
import { withInterval } from "./interval.ts"
import { emptyFile, symbolUnknown } from "./trouble.ts"

/** One stream of rows out of a file; a zip may have several. */
export interface Content {
  readonly name: string
  readonly format: string
  readonly notes: readonly string[]
}

/** How the reading of one file goes. */
export interface ReadOptions {
  /** For files that do not say it; must agree with those that do. */
  readonly symbol?: string | undefined
  /** Called with each batch in turn; awaited before the next is read. */
  readonly take: (batch: Batch, entry: string) => Promise<void> | void
  /** Called with the filters of all symbols where a file is an exchangeInfo. */
  readonly takeInfo?: ((info: ExchangeInfo) => void) | undefined
  /** Called now and then with the part done, 0 to 1, and the rows so far. */
  readonly onProgress?: ((part: number, rows: number) => void) | undefined
}

/**
 * Reads a file from beginning to end, whatever it is packed in.
 * @throws Problem naming file, line and what was expected; batches already given are then void
 */
export async function readFile(file: string, options: ReadOptions): Promise<readonly Content[]> {
  const contents: Content[] = []
  for await (const entry of entriesOf(file)) contents.push(await readEntry(entry, options))
  if (contents.length === 0) throw emptyFile(file)
  return contents
}

async function readEntry(entry: Entry, options: ReadOptions): Promise<Content> {
  const ready: Batch[] = []
  const { head, rest } = await beginning(entry)
  const sample = sampleOf({ ...entry, head, isWhole: head.length < SAMPLE_BYTES })
  if (isExchangeInfo(sample.head.toString("latin1"))) return readInfo(entry, rest, options)
  const recognised = recognise(sample)
  const symbol = symbolOf(entry.file, recognised.symbol, options.symbol)
  const emit = withInterval(sample, (batch) => ready.push(batch))
  const reader = recognised.read(symbol, emit)
  let rows = 0
  const handOver = async (): Promise<void> => {
    for (const batch of ready.splice(0)) {
      rows += batch.length
      await options.take(batch, entry.name)
    }
    options.onProgress?.(entry.progress(), rows)
  }
  for await (const chunk of rest) {
    reader.feed(chunk)
    await handOver()
  }
  reader.finish()
  await handOver()
  if (rows === 0) throw emptyFile(entry.file)
  return {
    name: entry.name,
    format: recognised.format,
    notes: [...recognised.notes, ...reader.notes],
  }
}

async function readInfo(
  entry: Entry,
  chunks: AsyncIterable<Buffer>,
  options: ReadOptions,
): Promise<Content> {
  const held: Buffer[] = []
  for await (const chunk of chunks) held.push(chunk)
  const info = parseExchangeInfo(Buffer.concat(held).toString("utf8"), entry.file)
  options.takeInfo?.(info)
  return {
    name: entry.name,
    format: "exchangeInfo",
    notes: [`Filters of ${info.symbols.length} symbols.`, ...leftOutNotes(info)],
  }
}

/** So many names are told one by one. */
const NAMED_MOST = 5

function leftOutNotes({ leftOut }: ExchangeInfo): readonly string[] {
  if (leftOut.length === 0) return []
  const named = leftOut.slice(0, NAMED_MOST).map((name) => JSON.stringify(name))
  const more = leftOut.length > NAMED_MOST ? " and others" : ""
  return [`${leftOut.length} left out, whose names cannot be traded: ${named.join(", ")}${more}.`]
}

/** The first bytes to recognise a file by, and all its bytes, these included. */
async function beginning(entry: Entry): Promise<{ head: Buffer; rest: AsyncIterable<Buffer> }> {
  const chunks = entry.chunks[Symbol.asyncIterator]()
  const held: Buffer[] = []
  let bytes = 0
  while (bytes < SAMPLE_BYTES) {
    const next = await chunks.next()
    if (next.done === true) break
    held.push(next.value)
    bytes += next.value.length
  }
  const head = Buffer.concat(held)
  const rest = async function* (): AsyncGenerator<Buffer> {
    if (head.length > 0) yield head
    yield* { [Symbol.asyncIterator]: () => chunks }
  }
  return { head: head.subarray(0, SAMPLE_BYTES), rest: rest() }
}

function symbolOf(file: string, said: string | undefined, given: string | undefined): string {
  const wanted = given?.toUpperCase()
  if (said !== undefined && wanted !== undefined && said !== wanted) {
    throw new Problem({
      code: "OTHER_SYMBOL",
      what: `${file} is about ${said}, not ${wanted}.`,
      why: "Data under a wrong symbol would spoil every result, so nothing was taken from it.",
      next: `Leave --symbol out, or rename the file if it really is about ${wanted}.`,
    })
  }
  const symbol = said ?? wanted
  if (symbol === undefined || !/^[A-Z0-9]{2,30}$/.test(symbol)) throw symbolUnknown(file)
  return symbol
}
