import { createHmac } from "node:crypto"
import { KEY } from "./house.ts"

/** What came back: status, headers, and the body as JSON. */
export interface Reply {
  readonly status: number
  readonly headers: Headers
  readonly body: Body
}

/** A body whose parts are looked at one by one. */
export type Body = { readonly [part: string]: Body } & { readonly length: number } & Iterable<Body>

/** A part of a body that is text. */
export const textOf = (it: Body): string => it as unknown as string
/** A part of a body that is a number. */
export const numberOf = (it: Body): number => it as unknown as number

/** Signs as the exchange's documents have it, and asks over REST. */
export async function ask(
  rest: string,
  line: string,
  params: Readonly<Record<string, string | number>> = {},
  told: { readonly key?: typeof KEY; readonly isSigned?: boolean; readonly at?: number } = {},
): Promise<Reply> {
  const [method, path] = line.split(" ")
  const { key = KEY, isSigned = true, at = Date.now() } = told
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(params)) query.set(name, String(value))
  if (isSigned) {
    query.set("timestamp", String(at))
    const payload = query.toString()
    query.set("signature", createHmac("sha256", key.secret).update(payload).digest("hex"))
  }
  const headers = isSigned ? { "X-MBX-APIKEY": key.apiKey } : {}
  const answer = await fetch(`${rest}${path}?${query.toString()}`, { method, headers })
  const body = (await answer.json()) as Body
  return { status: answer.status, headers: answer.headers, body }
}

/** A frame of the WebSocket API, signed with HMAC. */
export function frame(
  id: number,
  method: string,
  params: Readonly<Record<string, string>> = {},
  key = KEY,
): string {
  const all = { ...params, apiKey: key.apiKey, timestamp: String(Date.now()) }
  const payload = Object.entries(all)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join("&")
  const signature = createHmac("sha256", key.secret).update(payload).digest("hex")
  return JSON.stringify({ id, method, params: { ...all, signature } })
}
