import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import path from "node:path"
import { crc32, deflateRawSync } from "node:zlib"
import { Chance } from "../../src/value/chance.ts"

export const MINUTE_MS = 60_000
/** 2023-01-01 00:00 UTC, milliseconds. */
export const START_MS = 1_672_531_200_000

/** What klines are wanted: `rows` bars of a minute from the bar number `first` on. */
export interface Wanted {
  readonly rows: number
  readonly first?: number
  readonly seed?: number
  readonly isMicro?: boolean
}

/**
 * Klines as csv lines. The same bar number of the same seed is always the same line, so that files of
 * overlapping spans agree where they overlap.
 */
export function klines({ rows, first = 0, seed = 1, isMicro = false }: Wanted): string[] {
  const unit = isMicro ? "000" : ""
  return Array.from({ length: rows }, (_, i) => {
    const number = first + i
    const open = START_MS + number * MINUTE_MS
    const close = `${open + MINUTE_MS - 1}${isMicro ? "999" : ""}`
    const [before, after] = [priceAt(seed, number), priceAt(seed, number + 1)]
    const high = Math.max(before, after) + 7
    const low = Math.min(before, after) - 5
    const volume = `${(number * 7919) % 1000}.${String((number * 31) % 100_000).padStart(5, "0")}`
    const prices = [before, high, low, after].map((cents) => (cents / 100).toFixed(8)).join(",")
    return `${open}${unit},${prices},${volume}000,${close},1.0,5,0.5,0.5,0`
  })
}

/** In cents: noise on a wave of some hours, so that there are trends to trade. */
function priceAt(seed: number, number: number): number {
  const wave = Math.round(60_000 * Math.sin(number / 150))
  return 1_600_000 + wave + new Chance(seed, `price ${number}`).below(500)
}

/** Trades as csv lines with ids from `first` on, some a second. */
export function trades({ rows, first = 1, seed = 1 }: Wanted): string[] {
  const chance = new Chance(seed, "trades")
  return Array.from({ length: rows }, (_, i) => {
    const id = first + i
    const price = (priceAt(seed, id) / 100).toFixed(2)
    const quantity = ((1 + chance.below(9_999)) / 1000).toFixed(3)
    const maker = id % 3 === 0 ? "True" : "False"
    return `${id},${price},${quantity},1.0,${START_MS + id * 300},${maker},True`
  })
}

/** Lines as a file's text. */
export const text = (lines: readonly string[]): string => `${lines.join("\n")}\n`

/** Writes a file, with the folders above it, and returns its path. */
export function written(file: string, content: string | Buffer): string {
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, content)
  return file
}

/** The list of a catalog, byte by byte. */
export const manifestOf = (catalog: string): string =>
  readFileSync(path.join(catalog, "manifest.json"), "latin1")

/** A zip archive of one file, by the format's specification (APPNOTE.TXT). */
export function zipped(name: string, content: string): Buffer {
  const plain = Buffer.from(content)
  const packed = deflateRawSync(plain)
  const own = Buffer.from(name)
  const about = Buffer.alloc(26)
  about.writeUInt16LE(20, 0)
  about.writeUInt16LE(8, 4)
  about.writeUInt32LE(crc32(plain), 10)
  about.writeUInt32LE(packed.length, 14)
  about.writeUInt32LE(plain.length, 18)
  about.writeUInt16LE(own.length, 22)
  const local = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), about, own, packed])
  const entry = Buffer.concat([
    Buffer.from("PK\x01\x02\x14\x00", "latin1"),
    about,
    Buffer.alloc(14),
    own,
  ])
  const end = Buffer.alloc(22)
  end.write("PK\x05\x06", 0, "latin1")
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(entry.length, 12)
  end.writeUInt32LE(local.length, 16)
  return Buffer.concat([local, entry, end])
}
