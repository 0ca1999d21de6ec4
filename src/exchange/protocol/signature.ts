import { createHmac, timingSafeEqual, verify } from "node:crypto"
import type { ApiKey } from "../account/customer.ts"

/**
 * Whether a signature is the key's own over exactly these bytes (binance-spot.md section 3). HMAC is
 * written in hex of either case, the others in base64.
 */
export function isSignedBy(key: ApiKey, payload: string, signature: string): boolean {
  const { check } = key
  if (check.kind === "HMAC") {
    const expected = createHmac("sha256", check.secret).update(payload, "utf8").digest()
    if (!/^[0-9a-fA-F]{64}$/.test(signature)) return false
    return timingSafeEqual(expected, Buffer.from(signature, "hex"))
  }
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(signature)) return false
  const given = Buffer.from(signature, "base64")
  const hash = check.kind === "RSA" ? "sha256" : null
  return verify(hash, Buffer.from(payload, "utf8"), check.publicKey, given)
}
