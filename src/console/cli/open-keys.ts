import { type KeysFound, loadKeys, type Network, PASSPHRASE } from "../../session/keys.ts"
import { redaction } from "../../session/redaction.ts"
import type { AccountKey } from "../../venue/binance/signature.ts"
import { askHidden } from "./hidden-input.ts"

/** Whether keys can be opened here without somebody being asked in vain. */
export function mayOpen(found: KeysFound): boolean {
  return found.from === "environment" || Boolean(process.env[PASSPHRASE]) || process.stdin.isTTY
}

/** Opens the keys, asking for the passphrase where it is not in the environment. */
export async function openKeys(home: string, network: Network): Promise<AccountKey> {
  return await loadKeys({
    home,
    environment: process.env,
    network,
    passphrase: async () => {
      const passphrase = process.env[PASSPHRASE] ?? (await askHidden("Passphrase of the keys: "))
      redaction.remember(passphrase)
      return passphrase
    },
  })
}
