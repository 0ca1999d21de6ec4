import { parentPort } from "node:worker_threads"
import { Batch } from "./batch.ts"
import { Parquet } from "./parquet.ts"
import type { Answer, PlainBatch, Question } from "./parquet-errand.ts"
import { fingerprint } from "./staging.ts"

// The other side of ParquetWriter: one question after the other, until "close".

let parquet: Parquet | undefined

async function answerTo(question: Question): Promise<Answer> {
  try {
    if (question.kind === "write") {
      parquet ??= await Parquet.open()
      await parquet.write(batchFrom(question.rows), question.file)
    }
    return { print: await fingerprint(question.file) }
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException
    return { failed: message, code }
  }
}

function batchFrom(plain: PlainBatch): Batch {
  const batch = new Batch({ ...plain, capacity: 0 })
  batch.length = plain.length
  batch.columns = [...plain.columns]
  batch.flag = plain.flag
  batch.order = plain.order
  return batch
}

let last = Promise.resolve()

parentPort?.on("message", (message: Question | "close") => {
  last = last.then(async () => {
    if (message === "close") {
      parquet?.close()
      parentPort?.close()
    } else parentPort?.postMessage(await answerTo(message))
  })
})
