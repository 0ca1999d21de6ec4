import type { Venue } from "../src/engine/ports.ts"
import type { Command } from "../src/engine/records.ts"
import type { Filters } from "../src/market/instrument.ts"
import type { Report, Survey } from "../src/order/report.ts"
import type { Request } from "../src/order/request.ts"
import type { Act } from "../src/tilt/act.ts"
import type { Instant } from "../src/value/brand.ts"

/**
 * The other side of a world: its exchange, the line to it, and whoever lets time go by on both. Two of
 * them stand in for each other: one speaks in our own requests and reports, one in Binance's protocol
 * and through the very code that trades for real.
 */
export interface Side {
  /** The venue of a process that begins. */
  venue(): Venue
  advance(until: Instant): void
  command(command: Command, at: Instant): void
  /** The trader does something at the keyboard. */
  act(act: Act, at: Instant): void
  /** The process is gone, and what was on its way to it. */
  cut(): void
  /** Nothing goes wrong any more. */
  heal(): void
  /** The exchange's own word. */
  survey(at: Instant): Survey
  trades(): readonly Traded[]
  /** When the process that runs last heard of the exchange; undefined where that is not looked at. */
  readonly heardAt: Instant | undefined
  /** A market as the exchange has it now. */
  market(instrument: number): MarketNow
  /** Everything the exchange remembers, for its digest. */
  save(): unknown
}

/** What the exchange takes of a market. */
export interface MarketNow {
  readonly isTrading: boolean
  readonly filters: Filters
}

/** A fill as the exchange numbers it. */
export interface Traded {
  readonly instrument: number
  readonly tradeId: string
}

/** Hears what passes on the other side, whatever becomes of it. */
export interface SideListener {
  /** A request leaves. Only where requests travel as such. */
  sent(request: Request): void
  /** A request has come in at the exchange. */
  arrived(request: Request): void
  /** The exchange has told something, be it heard or not. */
  answered(answer: Report | Survey): void
}
