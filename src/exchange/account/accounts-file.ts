import { createPublicKey, type KeyObject } from "node:crypto"
import { readFileSync } from "node:fs"
import { z } from "zod"
import { parseUnits } from "../../value/decimal.ts"
import { ASSET_SCALE } from "../../value/money.ts"
import { Problem } from "../../value/problem.ts"
import type { ApiKey, Customer } from "./customer.ts"

const key = z.strictObject({
  apiKey: z.string().regex(/^[\w-]{1,128}$/),
  /** Of an HMAC key. */
  secret: z.string().min(1).optional(),
  /** Of an RSA or Ed25519 key, as PEM. */
  publicKey: z.string().min(1).optional(),
  mayTrade: z.boolean().default(true),
  mayWithdraw: z.boolean().default(false),
  isIpRestricted: z.boolean().default(true),
})

const accounts = z
  .array(
    z.strictObject({
      name: z.string().regex(/^[\w-]{1,40}$/),
      balances: z.record(
        z.string().regex(/^[A-Z0-9]{1,20}$/),
        z.string().regex(/^\d+(\.\d{1,8})?$/),
      ),
      keys: z.array(key).min(1),
    }),
  )
  .min(1)

/**
 * Reads who has an account at the exchange: JSON, a list of accounts with their balances and keys.
 * @throws Problem `ACCOUNTS_REFUSED`
 */
export function readAccounts(file: string): readonly Customer[] {
  const parsed = accounts.safeParse(contentOf(file))
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]
    throw refused(file, `At ${path.join(".") || "its top"} it says something else: ${message}.`)
  }
  return parsed.data.map(({ name, balances, keys }, i) => ({
    name,
    uid: 1000 + i,
    balances: balancesOf(balances),
    keys: keys.map((told) => keyOf(told, file)),
  }))
}

/** An account with one HMAC key, for a command line. */
export function plainAccount(
  apiKey: string,
  secret: string,
  balances: Readonly<Record<string, string>>,
): Customer {
  return {
    name: "main",
    uid: 1000,
    balances: balancesOf(balances),
    keys: [
      {
        apiKey,
        check: { kind: "HMAC", secret },
        mayTrade: true,
        mayWithdraw: false,
        isIpRestricted: true,
      },
    ],
  }
}

function balancesOf(balances: Readonly<Record<string, string>>): Customer["balances"] {
  return Object.entries(balances).map(([asset, amount]) => ({
    asset,
    units: parseUnits(amount, ASSET_SCALE),
  }))
}

function keyOf(told: z.infer<typeof key>, file: string): ApiKey {
  const { apiKey, secret, publicKey, mayTrade, mayWithdraw, isIpRestricted } = told
  const rest = { apiKey, mayTrade, mayWithdraw, isIpRestricted }
  if (secret !== undefined) return { ...rest, check: { kind: "HMAC", secret } }
  const loaded = publicKey === undefined ? undefined : publicKeyOf(publicKey)
  const type = loaded?.asymmetricKeyType
  if (loaded === undefined || (type !== "rsa" && type !== "ed25519")) {
    throw refused(file, `Key ${apiKey} has neither a secret nor a public key of RSA or Ed25519.`)
  }
  return { ...rest, check: { kind: type === "rsa" ? "RSA" : "Ed25519", publicKey: loaded } }
}

function publicKeyOf(pem: string): KeyObject | undefined {
  try {
    return createPublicKey(pem)
  } catch {
    return undefined
  }
}

function contentOf(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"))
  } catch (error) {
    throw refused(file, `Reading it stopped: ${(error as Error).message}.`, error)
  }
}

function refused(file: string, why: string, cause?: unknown): Problem {
  return new Problem({
    code: "ACCOUNTS_REFUSED",
    what: `${file} does not tell who has an account.`,
    why,
    next: 'It is a list such as [{"name": "main", "balances": {"USDT": "1000"}, "keys": [{"apiKey": "…", "secret": "…"}]}].',
    cause,
  })
}
