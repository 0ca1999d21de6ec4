import { createHash, createHmac, timingSafeEqual } from "node:crypto"

/** What a signature covers: changed by a single letter, it is another request. */
export interface Signed {
  /** Milliseconds since 1970, as they stand in the header. */
  readonly time: string
  readonly method: string
  /** Path and query, as they were sent. */
  readonly url: string
  /** The body's text; empty for none. */
  readonly body: string
}

/** HMAC-SHA256 over time, method, path and query, and the SHA-256 of the body, a line each; hexadecimal. */
export function signatureOf(secret: string, { time, method, url, body }: Signed): string {
  const digest = createHash("sha256").update(body).digest("hex")
  const text = [time, method, url, digest].join("\n")
  return createHmac("sha256", secret).update(text).digest("hex")
}

/** Compares without telling by the time it takes how much was right. */
export function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}
