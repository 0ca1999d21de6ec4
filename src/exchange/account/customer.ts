import type { KeyObject } from "node:crypto"

/** What a key may do, and how its signatures are checked. */
export interface ApiKey {
  readonly apiKey: string
  readonly check:
    | { readonly kind: "HMAC"; readonly secret: string }
    | { readonly kind: "RSA" | "Ed25519"; readonly publicKey: KeyObject }
  readonly mayTrade: boolean
  readonly mayWithdraw: boolean
  /** It works only from addresses that were named to the exchange. */
  readonly isIpRestricted: boolean
}

/** Whoever has an account here, and the keys to it. */
export interface Customer {
  readonly name: string
  readonly uid: number
  readonly keys: readonly ApiKey[]
  /** What the account holds on its first day, units at the asset's scale. */
  readonly balances: readonly { readonly asset: string; readonly units: bigint }[]
}
