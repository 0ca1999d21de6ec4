import { BUYER_IS_MAKER } from "../../market/tape.ts"
import { brokenRow, excerpt } from "../trouble.ts"
import { Amounts } from "./amounts.ts"
import { DepthTable } from "./depth-table.ts"
import { Lines } from "./lines.ts"
import type { Emit, Reader } from "./reader.ts"
import { type DepthMessage, type PrintMessage, streamMessage } from "./stream-message.ts"
import { Table } from "./table.ts"

const NEWLINE = 10
/** So many messages may stand before the first that has a time. */
const EARLY_MOST = 100_000

type MarketMessage = DepthMessage | PrintMessage

/**
 * Reads a capture of streams line by line. Rows keep the exchange's times, and where those tie the
 * order of the capture. What has no time of its own, a bookTicker or a snapshot, takes the latest seen
 * before it; the recorder's clock is never asked, since it may run ahead or behind.
 */
export class CaptureReader implements Reader {
  readonly #file: string
  /** Of messages that do not say theirs. */
  readonly #symbol: string
  readonly #emit: Emit
  readonly #lines: Lines
  readonly #amounts = new Amounts()
  readonly #depths = new Map<string, DepthTable>()
  readonly #prints = new Map<string, Table>()
  readonly #symbols = new Set<string>()
  /** What came before the first time. */
  #early: { message: MarketMessage; line: number }[] = []
  readonly #others = new Map<string, number>()
  #line = 0
  #time = NaN
  #isEnding = false
  #torn = 0
  #nameless = 0

  constructor(told: { readonly file: string; readonly symbol: string }, emit: Emit) {
    this.#file = told.file
    this.#symbol = told.symbol
    this.#emit = emit
    this.#lines = new Lines(told.file, (block) => this.#read(block))
  }

  get notes(): readonly string[] {
    const notes = [...this.#depths.values()].flatMap((depth) => depth.notes)
    const others = [...this.#others].map(([name, count]) => `${count} of ${name}`)
    if (others.length > 0) notes.push(`Messages of other kinds, left out: ${others.join(", ")}.`)
    if (this.#nameless > 0) {
      notes.push(
        `${this.#nameless} messages that do not say which of the capture's symbols they are about, left out.`,
      )
    }
    if (this.#torn > 0) notes.push("The last line is cut short and was left out.")
    return [...notes, ...this.#amounts.notes]
  }

  feed(bytes: Buffer): void {
    this.#lines.feed(bytes)
  }

  finish(): void {
    this.#isEnding = true
    this.#lines.finish()
    if (this.#early.length > 0) throw this.#timeless()
    for (const depth of this.#depths.values()) depth.finish()
    for (const table of this.#prints.values()) table.finish()
  }

  #read(block: Buffer): void {
    for (let at = 0; at < block.length;) {
      const end = block.indexOf(NEWLINE, at)
      this.#line++
      const text = block.toString("utf8", at, end).trim()
      if (text !== "" && !text.startsWith("#")) this.#take(text)
      at = end + 1
    }
  }

  #take(text: string): void {
    const message = streamMessage(text)
    if (message === undefined) {
      // A recorder that was killed leaves half a line.
      if (!this.#isEnding) throw this.#broken(excerpt(text))
      this.#torn++
      return
    }
    if (message.kind === "other") {
      this.#others.set(message.name, (this.#others.get(message.name) ?? 0) + 1)
      return
    }
    const isFirst = Number.isNaN(this.#time)
    if (message.time !== undefined && !(message.time <= this.#time)) this.#time = message.time
    if (Number.isNaN(this.#time)) {
      this.#early.push({ message, line: this.#line })
      if (this.#early.length > EARLY_MOST) throw this.#timeless()
      return
    }
    if (isFirst) for (const it of this.#early.splice(0)) this.#put(it.message, it.line)
    this.#put(message, this.#line)
  }

  #put(message: MarketMessage, line: number): void {
    const symbol = message.symbol ?? (this.#symbols.size <= 1 ? this.#symbol : undefined)
    if (symbol === undefined) {
      this.#nameless++
      return
    }
    this.#symbols.add(symbol)
    const time = message.time ?? this.#time
    const wrong =
      "bids" in message
        ? this.#depthOf(symbol).take(message, { time, line })
        : this.#putPrint(message, { symbol, time, line })
    if (wrong !== undefined) throw this.#broken(wrong, line)
  }

  #putPrint(
    { kind, id, amounts, isBuyerMaker }: PrintMessage,
    told: { readonly symbol: string; readonly time: number; readonly line: number },
  ): string | undefined {
    const table = this.#tableOf(kind, told.symbol)
    table.reserve(1)
    const flag = isBuyerMaker ? BUYER_IS_MAKER : 0
    return table.put({ ...told, id, flag, amounts })
  }

  #depthOf(symbol: string): DepthTable {
    const there = this.#depths.get(symbol)
    if (there !== undefined) return there
    const depth = new DepthTable({ symbol, amounts: this.#amounts, emit: this.#emit })
    this.#depths.set(symbol, depth)
    return depth
  }

  #tableOf(kind: PrintMessage["kind"], symbol: string): Table {
    const key = `${kind} ${symbol}`
    const there = this.#prints.get(key)
    if (there !== undefined) return there
    const table = new Table({
      kind,
      symbol,
      isOrdered: true,
      amounts: this.#amounts,
      emit: this.#emit,
    })
    this.#prints.set(key, table)
    return table
  }

  #broken(found: string, line = this.#line): Error {
    return brokenRow({ file: this.#file, line }, found, "a message as Binance's streams send it")
  }

  #timeless(): Error {
    return brokenRow(
      { file: this.#file },
      "no message in it has a time of the exchange",
      "depth, trade or aggTrade messages beside bookTicker and snapshots, which have no time",
    )
  }
}
