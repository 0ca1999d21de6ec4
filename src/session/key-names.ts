import path from "node:path"

/** Which exchange the keys open: the real one, or its test network. Never mixed. */
export type Network = "production" | "testnet"

/** What a process was given, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>

/** Opens the encrypted file where nobody can be asked. */
export const PASSPHRASE = "GENESIS_KEYS_PASSPHRASE"

/** The variables that hold keys of a network: the key, its secret, or the file of its secret. */
export function keyVariables(network: Network): {
  readonly key: string
  readonly secret: string
  readonly secretFile: string
} {
  const of = network === "production" ? "GENESIS_BINANCE" : "GENESIS_BINANCE_TESTNET"
  return { key: `${of}_KEY`, secret: `${of}_SECRET`, secretFile: `${of}_SECRET_FILE` }
}

/** The encrypted file of a home. */
export const keysFile = (home: string, network: Network): string =>
  path.join(home, network === "production" ? "binance.keys" : "binance-testnet.keys")
