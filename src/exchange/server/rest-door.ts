import type { IncomingMessage, ServerResponse } from "node:http"
import type { Instant } from "../../value/brand.ts"
import { Failure } from "../protocol/failure.ts"
import { readUnit, restParameters } from "../protocol/rest-request.ts"
import type { Answer, Router } from "../protocol/router.ts"

/** A body of an order is short; whatever is longer is no order. */
const BODY_MOST = 65_536

/** A request with all of its body. */
export interface RestRequest {
  readonly method: string
  readonly target: string
  readonly headers: IncomingMessage["headers"]
  readonly body: string
  readonly ip: string
}

/** Collects a request; undefined when it is too long or breaks off. */
export async function readRequest(message: IncomingMessage): Promise<RestRequest | undefined> {
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of message) {
      length += (chunk as Buffer).length
      if (length > BODY_MOST) return undefined
      chunks.push(chunk as Buffer)
    }
  } catch {
    return undefined
  }
  const { method = "GET", url = "/", headers, socket } = message
  const body = Buffer.concat(chunks).toString("utf8")
  return { method, target: url, headers, body, ip: socket.remoteAddress ?? "unknown" }
}

/** Answers a request; undefined where there is no such address. */
export function answerRest(
  router: Router,
  request: RestRequest,
  told: { readonly now: Instant; readonly arrived: Instant },
): Answer | undefined {
  const { now } = told
  const { method: verb, target, headers, body, ip } = request
  const at = target.indexOf("?")
  const path = at < 0 ? target : target.slice(0, at)
  const method = router.restMethod(`${verb} ${path}`)
  if (method === undefined) return undefined
  try {
    const unit = readUnit(headers["x-mbx-time-unit"]?.toString())
    const parameters = restParameters(at < 0 ? "" : target.slice(at + 1), body)
    const apiKey = headers["x-mbx-apikey"]?.toString()
    return router.route({ method, ip, unit, ...told, apiKey, ...parameters })
  } catch (error) {
    if (error instanceof Failure) return router.failed(error, ip, now)
    throw error
  }
}

/** During maintenance only the status tells anything. */
export function shutAnswer(target: string): {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
} {
  if (target.startsWith("/sapi/v1/system/status")) {
    const headers = { "content-type": "application/json;charset=UTF-8" }
    return { status: 200, headers, body: '{"status":1,"msg":"system_maintenance"}' }
  }
  return {
    status: 503,
    headers: { "content-type": "text/html" },
    body: "<html><head><title>503 Service Unavailable</title></head><body></body></html>",
  }
}

/** Says that nobody is in. */
export function writeShut(response: ServerResponse, { target }: RestRequest): void {
  const { status, headers, body } = shutAnswer(target)
  response.writeHead(status, headers)
  response.end(body)
}

/** Writes an answer with the headers that tell where the limits stand. */
export function writeAnswer(response: ServerResponse, answer: Answer | undefined): void {
  if (answer === undefined) {
    response.writeHead(404, { "content-type": "text/html" })
    response.end("<html><head><title>404 Not Found</title></head><body>404 Not Found</body></html>")
    return
  }
  response.writeHead(answer.status, headersOf(answer))
  response.end(JSON.stringify(answer.body))
}

/** The headers of an answer, those among them that tell where the limits stand. */
export function headersOf(answer: Answer): Readonly<Record<string, string>> {
  const { orderCounts, retryAfter, usedWeight } = answer
  return {
    "content-type": "application/json;charset=UTF-8",
    "x-mbx-used-weight": String(usedWeight),
    "x-mbx-used-weight-1m": String(usedWeight),
    ...(orderCounts === undefined
      ? {}
      : {
          "x-mbx-order-count-10s": String(orderCounts.tenSeconds),
          "x-mbx-order-count-1d": String(orderCounts.day),
        }),
    ...(retryAfter === undefined ? {} : { "retry-after": String(retryAfter) }),
  }
}
