import type { Instrument } from "../../market/instrument.ts"
import type { Instant } from "../../value/brand.ts"

/** Orders that were placed together and depend on each other (binance-spot.md section 12). */
export interface OrderList {
  readonly listId: number
  readonly clientListId: string
  readonly instrument: Instrument
  readonly contingency: "OCO" | "OTO"
  readonly status: "EXEC_STARTED" | "ALL_DONE"
  readonly orderIds: readonly number[]
  readonly time: Instant
}
