import { existsSync, readFileSync } from "node:fs"
import { Problem } from "../value/problem.ts"
import { AccountKey } from "../venue/binance/signature.ts"
import type { Endpoints } from "./endpoints.ts"
import { type Environment, keysFile, keyVariables, type Network } from "./key-names.ts"
import { openVault, sealedKeysIn, type KeyText } from "./key-vault.ts"
import { redaction } from "./redaction.ts"

/** Where keys come from, without opening anything. */
export type KeysFound =
  | { readonly from: "environment"; readonly hint: string }
  | {
      readonly from: "file"
      readonly file: string
      readonly hint: string
      readonly kind: AccountKey["kind"]
    }

/** A simulated exchange is opened with the keys of the test network: real ones never go there. */
export const networkOf = (place: Endpoints["place"]): Network =>
  place === "production" ? "production" : "testnet"

/**
 * @returns undefined when there are none
 * @throws Problem `KEYS_EXPOSED`, `KEYS_BROKEN`
 */
export function findKeys(
  home: string,
  environment: Environment,
  network: Network,
): KeysFound | undefined {
  const id = environment[keyVariables(network).key]
  if (id) return { from: "environment", hint: hintOf(id) }
  const file = keysFile(home, network)
  if (!existsSync(file)) return undefined
  const { hint, kind } = sealedKeysIn(file)
  return { from: "file", file, hint, kind }
}

/**
 * Loads the keys: from the environment, else from the encrypted file in the home folder.
 * @param told.passphrase asked for only when the file is to be opened
 * @throws Problem `NO_KEYS`, `KEYS_INCOMPLETE`, `KEYS_EXPOSED`, `KEYS_BROKEN`, `KEYS_LOCKED`, `NOT_A_KEY`
 */
export async function loadKeys(told: {
  readonly home: string
  readonly environment: Environment
  readonly network: Network
  readonly passphrase: () => Promise<string>
}): Promise<AccountKey> {
  const { home, environment, network } = told
  const found = findKeys(home, environment, network)
  if (found === undefined) throw noKeys(network)
  if (found.from === "environment") return keysOf(inEnvironment(environment, network))
  return keysOf(openVault(found.file, await told.passphrase()))
}

/** @throws Problem `NOT_A_KEY` */
export function keysOf({ id, secret }: KeyText): AccountKey {
  redaction.remember(id)
  for (const line of secret.split("\n")) redaction.remember(line.trim())
  const isPem = secret.startsWith("-----BEGIN")
  if (!/^[\x21-\x7e]{1,256}$/.test(id)) {
    throw notAKey("The name of the key holds characters that none has.")
  }
  if (!isPem && !/^[\x21-\x7e]{8,512}$/.test(secret)) {
    throw notAKey("The secret holds characters that none has.")
  }
  try {
    return new AccountKey({ name: id, secret })
  } catch {
    // The cause is left out: it may quote what it could not read.
    throw notAKey(
      "The exchange takes HMAC secrets, and private Ed25519 or RSA keys as PEM text without a password.",
    )
  }
}

function inEnvironment(environment: Environment, network: Network): KeyText {
  const { key, secret, secretFile } = keyVariables(network)
  const id = environment[key] ?? ""
  const given = environment[secret]
  const pem = environment[secretFile]
  if (given) return { id, secret: given }
  if (pem) return { id, secret: readFileSync(pem, "utf8").trim() }
  throw new Problem({
    code: "KEYS_INCOMPLETE",
    what: `${key} is set, and no secret is.`,
    why: `The secret is taken from ${secret}, or from the file that ${secretFile} names.`,
    next: `Set one of the two, or unset ${key} to use the encrypted file.`,
  })
}

/** `vmPU…9dXk` */
export const hintOf = (id: string): string =>
  id.length < 12 ? "…" : `${id.slice(0, 4)}…${id.slice(-4)}`

function noKeys(network: Network): Problem {
  const flag = network === "production" ? "" : " --testnet"
  return new Problem({
    code: "NO_KEYS",
    what: `There are no keys for ${network === "production" ? "the exchange" : "the exchange's test network"}.`,
    why: `Neither the variable ${keyVariables(network).key} nor an encrypted file holds any.`,
    next: `Make a key at the exchange (trading allowed, withdrawal not, your address only), then "genesis keys set${flag}".`,
  })
}

function notAKey(why: string): Problem {
  return new Problem({
    code: "NOT_A_KEY",
    what: "These are no keys of the exchange.",
    why,
    next: "Copy them anew from the exchange's page of API keys. Nothing was kept.",
  })
}
