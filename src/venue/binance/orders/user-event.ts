import { z } from "zod"
import { type Instrument, parseQuantity } from "../../../market/instrument.ts"
import type { Report } from "../../../order/report.ts"
import { orderIdOf } from "../../../order/request.ts"
import { AMOUNT, fillOf, instrumentOf, NUMBER, STATUS, TIME } from "./figures.ts"

/** What an event of the account's stream comes to. */
export type UserNews =
  | { readonly kind: "reports"; readonly reports: readonly Report[] }
  /** Something moved that no report can carry: only a survey tells what is true now. */
  | { readonly kind: "shaken" }
  /** The stream of events has ended although the connection goes on. */
  | { readonly kind: "ended" }
  /** The connection will be closed soon. */
  | { readonly kind: "closing" }
  /** Known, and nothing follows from it. */
  | { readonly kind: "nothing" }
  /** Not to be read, or of a kind that is new. */
  | { readonly kind: "unreadable" }

const EVENT = z.object({ e: z.string() })

/** An execution report (binance-spot.md section 22). */
const EXECUTION = z.object({
  s: z.string(),
  /** The order's own id; of a cancel the cancel's, and then `C` is the order's. */
  c: z.string(),
  C: z.string().default(""),
  o: z.string(),
  x: z.string(),
  X: STATUS,
  r: z.string().default("NONE"),
  eR: z.string().optional(),
  i: NUMBER,
  l: AMOUNT,
  z: AMOUNT,
  L: AMOUNT,
  Y: AMOUNT,
  n: AMOUNT.nullish(),
  N: z.string().nullish(),
  T: TIME,
  t: NUMBER,
  w: z.boolean().default(false),
  m: z.boolean().default(false),
})
type Execution = z.infer<typeof EXECUTION>

/** What follows from the events that are not about one order. */
const OTHERS: Readonly<
  Record<string, UserNews["kind"] & ("shaken" | "ended" | "closing" | "nothing")>
> = {
  // Follows every change of an order, which the orders' own events tell already.
  outboundAccountPosition: "nothing",
  listStatus: "nothing",
  balanceUpdate: "shaken",
  externalLockUpdate: "shaken",
  eventStreamTerminated: "ended",
  serverShutdown: "closing",
}

/** Reads one event of the account's stream. Never throws: what it cannot read it says so. */
export function readUserEvent(event: unknown, instruments: readonly Instrument[]): UserNews {
  const named = EVENT.safeParse(event)
  if (!named.success) return { kind: "unreadable" }
  const { e } = named.data
  if (e !== "executionReport") return { kind: Object.hasOwn(OTHERS, e) ? OTHERS[e] : "unreadable" }
  const execution = EXECUTION.safeParse(event)
  if (!execution.success) return { kind: "unreadable" }
  const instrument = instrumentOf(instruments, execution.data.s)
  if (instrument === undefined) return { kind: "shaken" }
  try {
    return { kind: "reports", reports: reportsIn(execution.data, instrument) }
  } catch {
    // An amount finer than the instrument's decimals.
    return { kind: "unreadable" }
  }
}

function reportsIn(it: Execution, instrument: Instrument): readonly Report[] {
  const id = orderIdOf(it.C === "" ? it.c : it.C)
  const about = { id, at: it.T }
  const executed = parseQuantity(instrument, it.z)
  switch (it.x) {
    case "NEW": {
      const accepted: Report = { kind: "accepted", ...about, venueId: it.i }
      const isAwake = it.w && /^(STOP_LOSS|TAKE_PROFIT)/.test(it.o)
      return isAwake ? [accepted, { kind: "triggered", ...about }] : [accepted]
    }
    case "TRADE":
      return traded(it, instrument)
    case "CANCELED":
      return [{ kind: "cancelled", ...about, executed }]
    case "REJECTED":
      return [{ kind: "rejected", ...about, code: -2010, text: it.r }]
    case "EXPIRED":
    case "TRADE_PREVENTION": {
      const isOver = it.X === "expired"
      const reason = it.eR ?? (it.x === "EXPIRED" ? it.r : "EXPIRED_IN_MATCH")
      return isOver ? [{ kind: "expired", ...about, executed, reason }] : []
    }
    default:
      return []
  }
}

/**
 * A fill; with the last one also the end, so that an earlier fill whose event was lost is missed at
 * once.
 */
function traded(it: Execution, instrument: Instrument): readonly Report[] {
  const about = { id: orderIdOf(it.c), at: it.T }
  const fill = fillOf(
    {
      tradeId: it.t,
      price: it.L,
      quantity: it.l,
      quote: it.Y,
      fee: it.n ?? "0",
      feeAsset: it.N ?? instrument.quote.code,
      isMaker: it.m,
    },
    instrument,
  )
  const filled: Report = { kind: "filled", ...about, fill }
  if (it.X !== "filled") return [filled]
  const executed = parseQuantity(instrument, it.z)
  const end = { status: "filled", executed, fills: [fill], venueId: it.i } as const
  return [filled, { kind: "told", ...about, ...end }]
}
