import { type Network, PASSPHRASE } from "../../session/key-names.ts"
import { type KeysFound, loadKeys } from "../../session/keys.ts"
import { redaction } from "../../session/redaction.ts"
import type { AccountKey } from "../../venue/binance/signature.ts"
import { askHidden, readInput } from "./hidden-input.ts"

/** Whether keys can be opened here without somebody being asked in vain. */
export function mayOpen(found: KeysFound): boolean {
  return found.from === "environment" || Boolean(process.env[PASSPHRASE]) || process.stdin.isTTY
}

/**
 * Opens the keys, asking for the passphrase where it is not in the environment.
 * @param told.passphrase where it comes from instead
 */
export async function openKeys(
  home: string,
  network: Network,
  told: { readonly passphrase?: () => Promise<string> } = {},
): Promise<AccountKey> {
  const ask = told.passphrase ?? askPassphrase
  return await loadKeys({
    home,
    environment: process.env,
    network,
    passphrase: async () => {
      const passphrase = process.env[PASSPHRASE] ?? (await ask())
      redaction.remember(passphrase)
      return passphrase
    },
  })
}

/**
 * The passphrase for an engine that is to be started, tried here first, so that a typing mistake is told
 * at once; undefined where the engine finds what it needs in its environment.
 */
export async function passphraseToHand(
  home: string,
  network: Network,
): Promise<string | undefined> {
  let typed: string | undefined
  const ask = async (): Promise<string> => (typed = await askPassphrase())
  await openKeys(home, network, { passphrase: ask })
  return typed
}

/** The passphrase as whoever started this process hands it over. */
export const passphraseOnInput = async (): Promise<string> => (await readInput()).trimEnd()

const askPassphrase = async (): Promise<string> => await askHidden("Passphrase of the keys: ")
