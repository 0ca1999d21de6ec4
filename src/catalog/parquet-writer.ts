import { once } from "node:events"
import { Worker } from "node:worker_threads"
import type { Batch } from "./batch.ts"
import type { Answer, Question } from "./parquet-errand.ts"
import type { Fingerprint } from "./staging.ts"

/**
 * Writes Parquet files, and takes fingerprints, in a thread of its own: reading the next rows keeps one
 * processor busy, and packing those before takes nearly as long.
 */
export class ParquetWriter {
  readonly #thread = new Worker(new URL("./parquet-thread.ts", import.meta.url))
  readonly #waiting: PromiseWithResolvers<Fingerprint>[] = []
  #lost: Error | undefined

  constructor() {
    this.#thread.on("message", (answer: Answer) => this.#answered(answer))
    this.#thread.on("error", (error: Error) => this.#fail(error))
    this.#thread.on("exit", () => this.#fail(new Error("The thread that writes Parquet ended.")))
  }

  /**
   * Writes a batch as one new file. The batch is given away: its columns may be empty afterwards.
   * @returns size and hash of the file
   */
  write(batch: Batch, file: string): Promise<Fingerprint> {
    const { kind, symbol, length, priceScale, quantityScale } = batch
    const columns = batch.columns.map((column) => owned(column))
    const [flag, order] = [owned(batch.flag), owned(batch.order)]
    const rows = { kind, symbol, length, priceScale, quantityScale, columns, flag, order }
    const buffers = [...columns, flag, order].map((column) => column.buffer)
    return this.#ask({ kind: "write", rows, file }, buffers)
  }

  /** As {@link fingerprint}, beside whatever else is going on. */
  fingerprint(file: string): Promise<Fingerprint> {
    return this.#ask({ kind: "fingerprint", file }, [])
  }

  /** Waits for what is under way and ends the thread. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#waiting.map(({ promise }) => promise))
    if (this.#lost !== undefined) return
    const exit = once(this.#thread, "exit")
    this.#thread.postMessage("close")
    await exit
  }

  #ask(question: Question, buffers: readonly ArrayBuffer[]): Promise<Fingerprint> {
    if (this.#lost !== undefined) return Promise.reject(this.#lost)
    const waiting = Promise.withResolvers<Fingerprint>()
    this.#waiting.push(waiting)
    this.#thread.postMessage(question, buffers)
    return waiting.promise
  }

  #answered(answer: Answer): void {
    const waiting = this.#waiting.shift()
    if ("print" in answer) waiting?.resolve(answer.print)
    else waiting?.reject(Object.assign(new Error(answer.failed), { code: answer.code }))
  }

  #fail(error: Error): void {
    this.#lost ??= error
    for (const waiting of this.#waiting.splice(0)) waiting.reject(error)
  }
}

/** A column with memory of its own, which can be given away: a view of others' is copied. */
function owned<T extends Float64Array | Uint8Array>(column: T): Own<T> {
  const isWhole = column.byteLength > 0 && column.byteLength === column.buffer.byteLength
  return (isWhole ? column : column.slice()) as Own<T>
}

type Own<T> = T extends Float64Array ? Float64Array<ArrayBuffer> : Uint8Array<ArrayBuffer>
