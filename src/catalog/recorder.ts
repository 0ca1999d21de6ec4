import {
  closeSync,
  existsSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  writeSync,
} from "node:fs"
import type { Instrument } from "../market/instrument.ts"
import { emptyRow, Tape } from "../market/tape.ts"
import { Problem } from "../value/problem.ts"

/** First bytes of every recording; the number is the version of the layout. */
const MAGIC = "GENESIS-TAPE 1\n"
/** kind, flag, instrument (16 bits), 4 spare, then seven doubles: time, seen, a to e. Little-endian. */
const ROW_BYTES = 64
const BIGINT_TEXT = /^-?\d+n$/

/**
 * Writes the rows of a running session to disk, as they are, so that the session can be replayed and
 * its indicators warmed up after a stop. Each append is one write into the system's cache: it
 * survives the death of the process at any moment, and a row torn by that is cut off when read.
 */
export class Recorder {
  readonly #descriptor: number
  #buffer = Buffer.alloc(ROW_BYTES * 256)

  private constructor(descriptor: number) {
    this.#descriptor = descriptor
  }

  /**
   * Opens a recording to append to it; makes it when it is not there. A torn last row is cut off.
   * @throws Problem `NOT_A_RECORDING` when the file is something else
   */
  static open(file: string, instruments: readonly Instrument[]): Recorder {
    const isNew = !existsSync(file)
    const descriptor = openSync(file, isNew ? "w+" : "r+")
    if (isNew) {
      const header = Buffer.from(`${MAGIC}${JSON.stringify(instruments, bigintAsText)}\n`)
      writeSync(descriptor, header)
      return new Recorder(descriptor)
    }
    const start = headerEnd(descriptor, file)
    const { size } = fstatSync(descriptor)
    ftruncateSync(descriptor, size - ((size - start) % ROW_BYTES))
    return new Recorder(openAtEnd(descriptor, file))
  }

  /** Appends rows `from` up to, not including, `to`, counted from the oldest kept. */
  append(tape: Tape, from: number, to: number): void {
    const bytes = (to - from) * ROW_BYTES
    if (bytes <= 0) return
    if (this.#buffer.length < bytes) this.#buffer = Buffer.alloc(bytes * 2)
    const view = new DataView(this.#buffer.buffer, this.#buffer.byteOffset)
    const isWide = tape.c.length > 0
    for (let i = from, at = 0; i < to; i++, at += ROW_BYTES) {
      view.setUint8(at, tape.kind[i])
      view.setUint8(at + 1, tape.flag[i])
      view.setUint16(at + 2, tape.instrument[i], true)
      view.setFloat64(at + 8, tape.time[i], true)
      view.setFloat64(at + 16, tape.seen[i], true)
      view.setFloat64(at + 24, tape.a[i], true)
      view.setFloat64(at + 32, tape.b[i], true)
      view.setFloat64(at + 40, isWide ? tape.c[i] : NaN, true)
      view.setFloat64(at + 48, isWide ? tape.d[i] : NaN, true)
      view.setFloat64(at + 56, isWide ? tape.e[i] : NaN, true)
    }
    let written = 0
    while (written < bytes) {
      written += writeSync(this.#descriptor, this.#buffer, written, bytes - written)
    }
  }

  close(): void {
    closeSync(this.#descriptor)
  }
}

/**
 * Reads a recording back, `seen` as it was.
 * @param rowsMax only so many of the last rows; `first` of the tape tells how many came before
 * @throws Problem `NOT_A_RECORDING`
 */
export function readRecording(file: string, rowsMax = Infinity): Tape {
  const descriptor = openSync(file, "r")
  try {
    const start = headerEnd(descriptor, file)
    const header = Buffer.alloc(start - 1 - MAGIC.length)
    readSync(descriptor, header, 0, header.length, MAGIC.length)
    const instruments = JSON.parse(header.toString("utf8"), textAsBigint) as Instrument[]
    const count = Math.floor((fstatSync(descriptor).size - start) / ROW_BYTES)
    const kept = Math.min(count, rowsMax)
    const tape = new Tape(instruments, Math.max(1, kept))
    readRows(descriptor, tape, { offset: start + (count - kept) * ROW_BYTES, rows: kept })
    tape.first = count - kept
    return tape
  } finally {
    closeSync(descriptor)
  }
}

function readRows(
  descriptor: number,
  tape: Tape,
  told: { readonly offset: number; readonly rows: number },
): void {
  const block = Buffer.alloc(ROW_BYTES * 16_384)
  const view = new DataView(block.buffer, block.byteOffset)
  const row = emptyRow()
  for (let done = 0; done < told.rows;) {
    const bytes = Math.min(block.length, (told.rows - done) * ROW_BYTES)
    const read = readSync(descriptor, block, 0, bytes, told.offset + done * ROW_BYTES)
    const rows = Math.floor(read / ROW_BYTES)
    if (rows === 0) return
    for (let i = 0, at = 0; i < rows; i++, at += ROW_BYTES) {
      row.kind = view.getUint8(at)
      row.flag = view.getUint8(at + 1)
      row.instrument = view.getUint16(at + 2, true)
      row.time = view.getFloat64(at + 8, true)
      row.seen = view.getFloat64(at + 16, true)
      row.a = view.getFloat64(at + 24, true)
      row.b = view.getFloat64(at + 32, true)
      row.c = view.getFloat64(at + 40, true)
      row.d = view.getFloat64(at + 48, true)
      row.e = view.getFloat64(at + 56, true)
      tape.push(row)
    }
    done += rows
  }
}

/** Where the rows begin: behind the magic and one line of JSON. */
function headerEnd(descriptor: number, file: string): number {
  const head = Buffer.alloc(1 << 20)
  const read = readSync(descriptor, head, 0, head.length, 0)
  const isOurs = head.subarray(0, MAGIC.length).toString("latin1") === MAGIC
  const end = head.subarray(0, read).indexOf(10, MAGIC.length)
  if (isOurs && end > 0) return end + 1
  throw new Problem({
    code: "NOT_A_RECORDING",
    what: `${file} is not a recording of a session.`,
    why: "It does not begin the way recordings do, or its first lines were cut off.",
    next: "Name a tape that a paper session wrote, or import the file as market data.",
  })
}

function openAtEnd(descriptor: number, file: string): number {
  closeSync(descriptor)
  return openSync(file, "a")
}

function bigintAsText(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? `${value}n` : value
}

function textAsBigint(_key: string, value: unknown): unknown {
  return typeof value === "string" && BIGINT_TEXT.test(value) ? BigInt(value.slice(0, -1)) : value
}
