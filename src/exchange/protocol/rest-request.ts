import { Failure } from "./failure.ts"
import type { TimeUnit } from "./figure.ts"
import type { Sent } from "./parameters.ts"

/** The parameters of an HTTP request, and the bytes that its signature is over. */
export interface RestParameters {
  readonly sent: Sent
  readonly payload: string
  readonly signature: string | undefined
}

/**
 * Reads query and body as they were sent. The signature is over both, one behind the other with
 * nothing between, without the signature itself (binance-spot.md section 3).
 * @param query without the question mark
 * @throws Failure -1101 for a name that was sent twice in one of them
 */
export function restParameters(query: string, body: string): RestParameters {
  const inQuery = pairsOf(query)
  const inBody = pairsOf(body)
  const named = new Set(inQuery.map(({ name }) => name))
  // A name in both counts as the query has it.
  const all = [...inQuery, ...inBody.filter(({ name }) => !named.has(name))]
  return {
    sent: all.map(({ name, value }) => [name, value]),
    payload: unsigned(inQuery) + unsigned(inBody),
    signature: all.find(({ name }) => name === "signature")?.value,
  }
}

interface Pair {
  readonly raw: string
  readonly name: string
  readonly value: string
}

function pairsOf(text: string): readonly Pair[] {
  const pairs = text.split("&").flatMap((raw) => {
    if (raw === "") return []
    const at = raw.indexOf("=")
    const name = decoded(at < 0 ? raw : raw.slice(0, at))
    return [{ raw, name, value: at < 0 ? "" : decoded(raw.slice(at + 1)) }]
  })
  if (new Set(pairs.map(({ name }) => name)).size < pairs.length) {
    throw new Failure({ code: -1101, text: "Duplicate values for a parameter detected." })
  }
  return pairs
}

const unsigned = (pairs: readonly Pair[]): string =>
  pairs
    .filter(({ name }) => name !== "signature")
    .map(({ raw }) => raw)
    .join("&")

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "))
  } catch {
    const range = "^[\\x20-\\x7E]*$"
    throw new Failure({
      code: -1100,
      text: `Illegal characters found in a parameter; legal range is '${range}'.`,
    })
  }
}

/**
 * The time unit that a header or an address asks for.
 * @throws Failure -1194
 */
export function readUnit(text: string | undefined): TimeUnit {
  if (text === undefined || text === "") return "ms"
  const word = text.toUpperCase()
  if (word === "MICROSECOND") return "us"
  if (word === "MILLISECOND") return "ms"
  const what = "Invalid value for time unit; expected either MICROSECOND or MILLISECOND."
  throw new Failure({ code: -1194, text: what })
}
