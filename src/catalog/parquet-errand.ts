import type { Kind } from "./batch.ts"
import type { Fingerprint } from "./staging.ts"

/** What the thread is asked for; answers come in the order of the questions. */
export type Question =
  | { readonly kind: "write"; readonly rows: PlainBatch; readonly file: string }
  | { readonly kind: "fingerprint"; readonly file: string }

export type Answer =
  | { readonly print: Fingerprint }
  | { readonly failed: string; readonly code: string | undefined }

/** A batch as threads hand it on: without its methods. */
export interface PlainBatch {
  readonly kind: Kind
  readonly symbol: string
  readonly length: number
  readonly priceScale: number
  readonly quantityScale: number
  readonly columns: readonly Float64Array<ArrayBuffer>[]
  readonly flag: Uint8Array<ArrayBuffer>
  readonly order: Float64Array<ArrayBuffer>
}
