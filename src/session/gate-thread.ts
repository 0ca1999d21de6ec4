import { parentPort, workerData } from "node:worker_threads"
import { Problem } from "../value/problem.ts"
import { formatInstant } from "../value/time.ts"
import type { Instant } from "../value/brand.ts"
import { readGateRecord } from "./gate-record.ts"
import { systemGate } from "./system-gate.ts"

// Looks at the system gate once, beside an engine that trades: whole journals are read for it.

/** What came of it, as one thread tells another. */
export type GateSeen =
  | {
      readonly conditions: Awaited<ReturnType<typeof systemGate>>["criteria"]
      readonly record: string
    }
  | { readonly trouble: string }

async function seen(home: string): Promise<GateSeen> {
  try {
    const { criteria } = await systemGate(home)
    const record = readGateRecord(home)
    const says =
      typeof record === "string" ? record : `signed ${formatInstant(record.signedAt as Instant)}`
    return { conditions: criteria, record: says }
  } catch (error) {
    if (error instanceof Problem) return { trouble: `${error.message} ${error.next}` }
    throw error
  }
}

parentPort?.postMessage(await seen(String(workerData)))
