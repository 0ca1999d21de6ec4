import { createHmac, createPrivateKey, createSecretKey, type KeyObject, sign } from "node:crypto"
import { Problem } from "../../value/problem.ts"

/** A name and its text, exactly as they are sent. */
export type Parameter = readonly [name: string, text: string]

/** How a key signs; only Ed25519 keys may log on to a session (binance-spot.md section 3). */
export type KeyKind = "hmac" | "rsa" | "ed25519"

/**
 * A key to the account. It shows itself to nobody: printed, inspected or written as JSON it says what
 * kind it is and no more, so that no log can hold it.
 */
export class AccountKey {
  readonly kind: KeyKind
  readonly #name: string
  readonly #secret: KeyObject

  /**
   * @param told.name what the exchange calls the key (`X-MBX-APIKEY`)
   * @param told.secret the HMAC secret, or a private key in PEM
   * @throws Problem `KEY_UNREADABLE`
   */
  constructor(told: { readonly name: string; readonly secret: string }) {
    const { name, secret } = told
    if (!/^[\x21-\x7e]+$/.test(name) || secret.trim() === "") throw unreadable()
    this.#name = name
    this.#secret = readSecret(secret.trim())
    this.kind = kindOf(this.#secret)
  }

  /** For the header or the `apiKey` parameter, and for nothing else. */
  get name(): string {
    return this.#name
  }

  /** Hex for HMAC, base64 for the others (binance-spot.md section 3). */
  sign(payload: string): string {
    const bytes = Buffer.from(payload, "utf8")
    if (this.kind === "hmac") return createHmac("sha256", this.#secret).update(bytes).digest("hex")
    const digest = this.kind === "rsa" ? "sha256" : null
    return sign(digest, bytes, this.#secret).toString("base64")
  }

  toString(): string {
    return `key (${this.kind})`
  }

  toJSON(): string {
    return this.toString()
  }
}

/** A query: every value percent-encoded, in the order given. */
export function queryOf(parameters: readonly Parameter[]): string {
  return parameters
    .map(([name, text]) => `${encodeURIComponent(name)}=${encodeURIComponent(text)}`)
    .join("&")
}

/** A signed query: what is signed are exactly the bytes that are sent. */
export function signedQuery(parameters: readonly Parameter[], key: AccountKey): string {
  const payload = queryOf(parameters)
  return `${payload}&signature=${encodeURIComponent(key.sign(payload))}`
}

/** Parameters of a signed message: sorted by name and raw where they are signed, not encoded. */
export function signedParameters(
  parameters: readonly Parameter[],
  key: AccountKey,
): readonly Parameter[] {
  const named: Parameter[] = [...parameters, ["apiKey", key.name]]
  const payload = named
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, text]) => `${name}=${text}`)
    .join("&")
  return [...named, ["signature", key.sign(payload)]]
}

function readSecret(secret: string): KeyObject {
  if (!secret.startsWith("-----BEGIN")) return createSecretKey(Buffer.from(secret, "utf8"))
  try {
    return createPrivateKey(secret)
  } catch {
    // The reason is left out: it can quote what it could not read.
    throw unreadable()
  }
}

function kindOf(secret: KeyObject): KeyKind {
  if (secret.type === "secret") return "hmac"
  const type = secret.asymmetricKeyType
  if (type === "rsa" || type === "ed25519") return type
  throw unreadable()
}

const unreadable = (): Problem =>
  new Problem({
    code: "KEY_UNREADABLE",
    what: "The key to the account cannot be read.",
    why: "It must be a key name with an HMAC secret, or with a private RSA or Ed25519 key in PEM.",
    next: "Copy both again from the exchange's page for API keys, without blanks or line ends.",
  })
