/** The small part of yauzl that is used here; it comes without types of its own. */
declare module "yauzl" {
  import type { Readable } from "node:stream"

  export interface Entry {
    readonly fileName: string
    readonly compressedSize: number
    readonly uncompressedSize: number
    readonly compressionMethod: number
    readonly crc32: number
    isEncrypted(): boolean
  }

  export interface ZipFile {
    eachEntry(): AsyncIterable<Entry>
    openReadStreamPromise(entry: Entry, options: { decodeFileData: false }): Promise<Readable>
    close(): void
  }

  export function openPromise(path: string, options: { autoClose: boolean }): Promise<ZipFile>
}
