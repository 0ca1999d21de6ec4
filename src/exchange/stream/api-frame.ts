import { Failure } from "../protocol/failure.ts"
import type { Sent } from "../protocol/parameters.ts"

/** A request of the WebSocket API, read. */
export interface Frame {
  readonly id: unknown
  readonly method: string
  readonly params: Readonly<Record<string, unknown>>
}

/** The parameters of a frame as text, as they are signed. */
export function sentOf(params: Frame["params"]): Sent {
  return Object.entries(params).map(([name, value]) => [name, textOf(value)])
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value
  if (value === null || value === undefined) return ""
  return JSON.stringify(value)
}

/** Reads a frame; a Failure says what is wrong with it. */
export function frameOf(text: string): Frame | Failure {
  const bad = (what: string): Failure => new Failure({ code: -1135, text: what })
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return bad("Request is not valid JSON.")
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return bad("Request must be a JSON object.")
  }
  const { id, method, params = {} } = value as Readonly<Record<string, unknown>>
  const isShort = typeof id === "string" && id.length <= 36
  if (!isShort && !Number.isSafeInteger(id) && id !== null && id !== undefined) {
    return bad("Request id must be a whole number, a string of at most 36 characters, or null.")
  }
  if (typeof method !== "string") return bad("Request has no method.")
  if (typeof params !== "object" || params === null || Array.isArray(params)) {
    return bad("Request params must be an object.")
  }
  return { id, method, params: params as Frame["params"] }
}
