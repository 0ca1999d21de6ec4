import { setTimeout as rest } from "node:timers/promises"
import { heldLanes } from "../report/boards/positions.ts"
import type { WatchedEvent } from "../session/watch.ts"
import { formatUnits } from "../value/decimal.ts"
import { ASSET_SCALE } from "../value/money.ts"
import { commanded } from "./acting.ts"
import type { ControlledSession } from "./controlled.ts"

/** What sells fills within moments; who asked is told then, and at the latest after this. */
const PATIENCE_MS = 5_000
const LOOK_EVERY_MS = 50

/** What became of selling everything (OPS-2). */
export interface ClosedAll {
  /** Positions that were sold. */
  readonly count: number
  /** What they came to, net of fees; decimal text in the account asset. */
  readonly pnl: string
  /** What is not sold yet, and what to do about it. */
  readonly errors: readonly string[]
  readonly events: readonly WatchedEvent[]
}

/** Sells everything, and waits for what comes of it. */
export async function closeAll(controlled: ControlledSession, reason: string): Promise<ClosedAll> {
  const { session } = controlled
  const { engine } = session
  const held = heldLanes(engine).length
  const known = engine.books.ledger.trades().length
  const events = commanded(controlled, { kind: "close-all", reason })
  const left = (): readonly string[] => heldLanes(engine).map(({ instrument }) => instrument.symbol)
  for (let waited = 0; waited < PATIENCE_MS && left().length > 0; waited += LOOK_EVERY_MS) {
    await rest(LOOK_EVERY_MS)
  }
  const trips = engine.books.ledger.trades().slice(known)
  const pnlUnits = trips.reduce((sum, it) => sum + it.pnlUnits, 0n)
  return {
    count: held - left().length,
    pnl: formatUnits(pnlUnits, ASSET_SCALE),
    errors: left().map(
      (symbol) =>
        `${symbol} is not sold yet: no buyer was found, or an order is in doubt. Its sale goes on; GET /positions tells when it is done.`,
    ),
    events,
  }
}
