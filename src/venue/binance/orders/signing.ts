import type { Instant } from "../../../value/brand.ts"
import { seconds } from "../../../value/time.ts"
import type { Effect } from "../effect.ts"
import {
  type AccountKey,
  type Parameter,
  queryOf,
  signedParameters,
  signedQuery,
} from "../signature.ts"
import type { Call } from "./call.ts"
import { readJson } from "./outcome.ts"

/** EXEC-63: signed requests are valid for 5,000 ms. */
const RECEIVE_WINDOW_MS = 5_000
/**
 * EXEC-63: an answer is waited for up to 10 s. The engine's own patience ends then; the venue knows more
 * and speaks a little earlier, so that only one of the two says that no answer came.
 */
export const ANSWER_WAIT = seconds(9.5)

/** What the WebSocket API wants as JSON numbers and booleans; all else is text, to keep its zeros. */
const BARE: ReadonlySet<string> = new Set([
  "timestamp",
  "recvWindow",
  "limit",
  "orderId",
  "fromId",
  "omitZeroBalances",
])

/** Parameters with the time at which they are signed, by the exchange's clock. */
export const timed = (parameters: readonly Parameter[], time: Instant): readonly Parameter[] => [
  ...parameters,
  ["recvWindow", String(RECEIVE_WINDOW_MS)],
  ["timestamp", String(Math.floor(time / 1_000))],
]

/** A call as an HTTP request. */
export function requestFor(
  call: Call,
  told: { readonly id: number; readonly key: AccountKey; readonly time: Instant },
): Effect {
  const { method, path, isSigned, parameters } = call
  const { id, key, time } = told
  const query = isSigned ? signedQuery(timed(parameters, time), key) : queryOf(parameters)
  return {
    kind: "request",
    id,
    method,
    target: query === "" ? path : `${path}?${query}`,
    headers: isSigned ? { "X-MBX-APIKEY": key.name } : {},
    timeout: ANSWER_WAIT,
  }
}

/**
 * A message of the WebSocket API.
 * @param told.key signs the message; undefined where the session is logged on or nothing is to be signed
 */
export function frameFor(
  method: string,
  parameters: readonly Parameter[],
  told: { readonly id: string; readonly key: AccountKey | undefined },
): string {
  const { id, key } = told
  const signed = key === undefined ? parameters : signedParameters(parameters, key)
  const params = Object.fromEntries(
    signed.map(([name, text]) => [name, BARE.has(name) ? readJson(text) : text] as const),
  )
  return JSON.stringify({ id, method, params })
}
