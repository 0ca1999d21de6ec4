import { z } from "zod"

/**
 * What came of a call. `unknown` is not a failure: what was asked may have been done all the same
 * (binance-spot.md section 16).
 */
export type Outcome =
  | { readonly kind: "done"; readonly value: unknown; readonly text: string }
  | {
      readonly kind: "refused"
      readonly status: number
      readonly code: number
      readonly text: string
      /** The exchange's whole answer: of a replacement it tells how each half went. */
      readonly value: unknown
    }
  | { readonly kind: "unknown"; readonly reason: string }

/** Codes that leave open what was done: -1008 and -1016 too, since nobody promises the contrary. */
const IN_DOUBT: ReadonlySet<number> = new Set([-1000, -1001, -1006, -1007, -1008, -1016])

const FAILURE = z.object({ code: z.number().int(), msg: z.string() })

/**
 * Judges an answer of either interface by its status. A refusal is believed only in the exchange's
 * own form: a page from somewhere in between says nothing about an order.
 * @param told.value the answer read as JSON; undefined when it could not be
 */
export function outcomeOf(told: {
  readonly status: number
  readonly value: unknown
  readonly text: string
}): Outcome {
  const { status, value, text } = told
  if (status >= 200 && status < 300) {
    if (value !== undefined) return { kind: "done", value, text }
    return { kind: "unknown", reason: "The answer could not be read." }
  }
  const failure = FAILURE.safeParse(value)
  if (!failure.success) return { kind: "unknown", reason: `Status ${status} without a code.` }
  const { code, msg } = failure.data
  if (status < 400 || status >= 500 || IN_DOUBT.has(code)) {
    return { kind: "unknown", reason: `Status ${status}, ${code}: ${msg}` }
  }
  return { kind: "refused", status, code, text: msg, value }
}

/** Reads JSON; undefined when it is none. Whole numbers too large for a double stay text. */
export function readJson(text: string): unknown {
  try {
    // The plain reader is several times faster than one with a reviver, and most answers need no more.
    return LARGE.test(text) ? JSON.parse(text, keepLarge) : JSON.parse(text)
  } catch {
    return undefined
  }
}

/** So many digits in a row may be a number that a double does not hold. */
const LARGE = /\d{16}/

function keepLarge(_: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== "number" || !Number.isInteger(value)) return value
  return Number.isSafeInteger(value) ? value : (context?.source ?? value)
}

/** What an answer says; undefined when there was none, or none that can be read. */
export function read<T>(outcome: Outcome, reader: (value: unknown) => T): T | undefined {
  if (outcome.kind !== "done") return undefined
  try {
    return reader(outcome.value)
  } catch {
    return undefined
  }
}
