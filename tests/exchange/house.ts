import type { Customer } from "../../src/exchange/account/customer.ts"
import { type OpenExchange, openExchange } from "../../src/exchange/open-exchange.ts"
import type { Addresses } from "../../src/exchange/server/server.ts"
import { faultsFrom } from "../../src/exchange/faults/fault-plan.ts"
import { plainAccount } from "../../src/exchange/account/accounts-file.ts"
import { GeneratedSource } from "../../src/simulation/source.ts"
import { type Instant, instantOf } from "../../src/value/brand.ts"
import { minutes } from "../../src/value/time.ts"

/** The key of the one account of a house in the tests. */
export const KEY = { apiKey: "test-key", secret: "test-secret" }

/** A house that is open, and how to close it. */
export interface House extends OpenExchange {
  readonly addresses: Addresses
}

/** Opens an exchange in this process on a free port, on the generated market of one seed. */
export async function openHouse(
  told: {
    readonly seed?: number
    readonly customers?: readonly Customer[]
    readonly clock?: () => Instant
    readonly balances?: Readonly<Record<string, string>>
    /** What is to go wrong, as in a file. */
    readonly faults?: object
  } = {},
): Promise<House> {
  const { seed = 1, clock = (): Instant => instantOf(Date.now() * 1000) } = told
  const balances = told.balances ?? { USDT: "100000", BTC: "1", BNB: "10" }
  const customers = told.customers ?? [plainAccount(KEY.apiKey, KEY.secret, balances)]
  const start = instantOf(clock() - minutes(10))
  const opened = openExchange({
    source: new GeneratedSource({ seed, start }),
    winding: { wall: start, own: start, speed: 1 },
    seed,
    customers,
    clock,
    start,
    faults: faultsFrom(told.faults ?? {}),
    onTrouble: (error) => {
      throw error
    },
  })
  opened.hall.advance(clock())
  return { ...opened, addresses: await opened.server.open(0) }
}
