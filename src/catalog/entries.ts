import { createReadStream } from "node:fs"
import { open } from "node:fs/promises"
import path from "node:path"
import { pipeline, type Readable } from "node:stream"
import zlib from "node:zlib"
import { openPromise, type Entry as ZipEntry, type ZipFile } from "yauzl"
import { Problem } from "../value/problem.ts"
import { notReadable, notUnpacked, truncated } from "./trouble.ts"

/** Large pieces: the way through zlib and the parser has a price per piece. */
const CHUNK_BYTES = 1 << 20

/** One stream of plain bytes: a file, unpacked, or one file inside a zip. */
export interface Entry {
  /** Path of the file on disk, as given. */
  readonly file: string
  /** Base name that tells about the content: of the file without `.gz`, or of the zip's entry. */
  readonly name: string
  readonly chunks: AsyncIterable<Buffer>
  /** Part of the file on disk that has been read, 0 to 1. */
  readonly progress: () => number
}

/**
 * What a file holds, unpacked. Packing is told by the first bytes, never by the name.
 * @throws Problem `NOT_THERE`, `FILE_TRUNCATED`; while the chunks are read, too
 */
export async function* entriesOf(file: string): AsyncGenerator<Entry> {
  const { magic, size } = await lookInto(file)
  if (magic === "PK") yield* zipEntries(file, size)
  else if (magic === "\x1f\x8b") yield gzipEntry(file, size)
  else yield plainEntry(file, size)
}

async function lookInto(file: string): Promise<{ magic: string; size: number }> {
  const handle = await open(file).catch((error: unknown) => {
    throw notReadable(file, error as NodeJS.ErrnoException)
  })
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0)
    return { magic: buffer.toString("latin1", 0, bytesRead), size: (await handle.stat()).size }
  } catch (error) {
    throw notReadable(file, error as NodeJS.ErrnoException)
  } finally {
    await handle.close()
  }
}

function plainEntry(file: string, size: number): Entry {
  const source = createReadStream(file, { highWaterMark: CHUNK_BYTES })
  const progress = (): number => source.bytesRead / Math.max(1, size)
  return { file, name: path.basename(file), chunks: told(source, file), progress }
}

function gzipEntry(file: string, size: number): Entry {
  const source = createReadStream(file, { highWaterMark: CHUNK_BYTES / 4 })
  const unpacked = piped(source, zlib.createGunzip({ chunkSize: CHUNK_BYTES }))
  const name = path.basename(file).replace(/\.gz$/i, "")
  const progress = (): number => source.bytesRead / Math.max(1, size)
  return { file, name, chunks: told(unpacked, file), progress }
}

async function* zipEntries(file: string, size: number): AsyncGenerator<Entry> {
  let zip: ZipFile | undefined
  try {
    zip = await openPromise(file, { autoClose: false })
    let packedBytes = 0
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName.endsWith("/") || entry.fileName.startsWith("__MACOSX/")) continue
      const packed = await zip.openReadStreamPromise(entry, { decodeFileData: false })
      packed.on("data", (chunk: Buffer) => (packedBytes += chunk.length))
      yield {
        file,
        name: path.basename(entry.fileName),
        chunks: told(verified(unzipped(packed, entry, file), entry, file), file),
        progress: () => packedBytes / Math.max(1, size),
      }
    }
  } catch (error) {
    throw error instanceof Problem ? error : truncated(file, reasonOf(error), error)
  } finally {
    zip?.close()
  }
}

function unzipped(packed: Readable, entry: ZipEntry, file: string): AsyncIterable<Buffer> {
  if (entry.isEncrypted()) throw notUnpacked(file, "It is locked with a password.")
  if (entry.compressionMethod === 0) return packed
  if (entry.compressionMethod === 8) {
    return piped(packed, zlib.createInflateRaw({ chunkSize: CHUNK_BYTES }))
  }
  throw notUnpacked(file, `It is packed by method ${entry.compressionMethod}, which is rare.`)
}

/** Compares size and checksum with what the zip says about the entry. */
async function* verified(
  chunks: AsyncIterable<Buffer>,
  entry: ZipEntry,
  file: string,
): AsyncGenerator<Buffer> {
  let crc = 0
  let bytes = 0
  for await (const chunk of chunks) {
    crc = zlib.crc32(chunk, crc)
    bytes += chunk.length
    yield chunk
  }
  if (crc !== entry.crc32 || bytes !== entry.uncompressedSize) {
    throw truncated(file, `The checksum of ${entry.fileName} in it does not agree.`)
  }
}

/** Joins two streams so that an error of the first ends the second. */
function piped<T extends NodeJS.ReadWriteStream>(source: Readable, through: T): T {
  pipeline(source, through, () => {})
  return through
}

/** Says what went wrong with unpacking as a Problem. */
async function* told(chunks: AsyncIterable<Buffer | string>, file: string): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of chunks) yield chunk as Buffer
  } catch (error) {
    if (error instanceof Problem) throw error
    const { code } = error as NodeJS.ErrnoException
    if (code?.startsWith("Z_") === true) throw truncated(file, reasonOf(error), error)
    throw error
  }
}

function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message.split("\n")[0] : String(error)
  return `Unpacking stopped: ${text}.`
}
