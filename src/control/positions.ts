import { positionLines } from "../report/boards/positions.ts"
import type { OpenSession } from "../session/open-session.ts"
import { instantOf } from "../value/brand.ts"
import { formatUnits } from "../value/decimal.ts"
import { ASSET_SCALE } from "../value/money.ts"
import { formatInstant } from "../value/time.ts"

/** More closed positions than this are asked for in the journal. */
const CLOSED_MOST = 1_000

/** A position that is open: amounts are decimal text in the account asset, before the fee of selling. */
export interface OpenPosition {
  readonly status: "open"
  readonly symbol: string
  readonly quantity: string
  readonly paid: string
  readonly last: string
  readonly gain: string
  /** Where the stop rests; null while none does. */
  readonly stop: string | null
  readonly openedAt: string | null
}

/** A round trip that is over, net of all fees. */
export interface ClosedPosition {
  readonly status: "closed"
  readonly symbol: string
  readonly because: string
  readonly openedAt: string
  readonly closedAt: string
  readonly gain: string
  readonly fees: string
}

const amount = (units: bigint): string => formatUnits(units, ASSET_SCALE)

/** What is held now, and has a price. */
export function openPositions({ engine, plan }: OpenSession): readonly OpenPosition[] {
  return positionLines(engine, plan.accountAsset).map(({ line, gainUnits }) => ({
    status: "open",
    symbol: line.symbol,
    quantity: line.quantity,
    paid: line.paid,
    last: line.last,
    gain: amount(gainUnits),
    stop: line.stop,
    openedAt: formatInstant(instantOf(line.openedAt)),
  }))
}

/** The last round trips that are over, oldest first. */
export function closedPositions({ engine }: OpenSession): readonly ClosedPosition[] {
  const { books } = engine
  return books.ledger
    .trades()
    .slice(-CLOSED_MOST)
    .map((it) => ({
      status: "closed",
      symbol: books.instrument(it.instrument).symbol,
      because: it.because,
      openedAt: formatInstant(it.openedAt),
      closedAt: formatInstant(it.closedAt),
      gain: amount(it.pnlUnits),
      fees: amount(it.feesUnits),
    }))
}
