import type { Fact, Placed } from "../../src/engine/records.ts"
import { limitOf } from "../../src/order/terms.ts"
import { type Instant, PPM } from "../../src/value/brand.ts"
import { ACCOUNT_ASSET, type Auditor, type Heard } from "../auditor.ts"
import { placedBy } from "../placed-by.ts"
import type { World } from "../world.ts"
import type { Law } from "./law.ts"
import { OUTSIDE_LAWS } from "./outside.ts"
import { PLAN_LAWS } from "./plans.ts"

/** A line is about to be written; the auditor has everything before it. */
export interface LineCase {
  readonly world: World
  readonly auditor: Auditor
  readonly fact: Fact
  readonly at: Instant
  /** By the machine's clock, beside what the line says. */
  readonly clock: Instant
  /** True time, and when the process last heard of the exchange; undefined where that is not looked at. */
  readonly now: Instant
  readonly heardAt: Instant | undefined
  readonly seq: number
  readonly rows: number
  readonly before: { readonly seq: number; readonly rows: number; readonly at: Instant }
  readonly isClockSteady: boolean
}

/** Amounts that rounding may leave between two bookkeepers: a cent of the account asset. */
const CENT = 1_000_000n
/** By the tier, counted from 0. */
const TIER_CAPS = [100n * 100_000_000n, 500n * 100_000_000n]
const DAY_LOSSES = [25n * 100_000_000n, 100n * 100_000_000n]
const ENTRIES_A_DAY = 100

/** What must be so of every line that the journal gets. */
export const LINE_LAWS: readonly Law<LineCase>[] = [
  ...PLAN_LAWS,
  ...OUTSIDE_LAWS,
  {
    name: "lines-go-forward",
    says: "Numbers, rows and, while the clock is right, times of the journal never go back.",
    judge: ({ seq, rows, at, before, isClockSteady }) => {
      if (seq !== before.seq + 1) return `line ${seq} follows line ${before.seq}`
      if (rows < before.rows) return `row ${rows} follows row ${before.rows}`
      return isClockSteady && at < before.at ? `${at} follows ${before.at}` : undefined
    },
  },
  onPlaced(
    "nothing-refused-leaves",
    "What a rule of the gate refused is not placed.",
    ({ fact }) => {
      const rules = new Set(fact.answers.map((it) => it.rule))
      if (rules.size < 6) return `only ${[...rules].join(", ")} were asked`
      const refusal = fact.answers.find((it) => it.verdict.answer === "refuse")
      return refusal && `${refusal.rule} refused it`
    },
  ),
  onPlaced("ids-never-repeat", "An order's name is used once.", ({ auditor, fact }) => {
    const known = placedBy(fact.request).find(({ id }) => auditor.book.orders.has(id))
    return known && `${known.id} was placed before`
  }),
  onEntry(
    "no-entry-while-closed",
    "While halted or locked, nothing leaves that raises risk.",
    ({ auditor: { book }, at }) => {
      if (!book.isRunning) return "entries are closed"
      if (at >= book.liftedUntil) return "the override is over"
      return book.tiltLevel === 3 ? "the trader is locked out" : undefined
    },
  ),
  onEntry(
    "entries-see-the-market",
    "Nothing is bought at a price older than two seconds, or two and a half bars.",
    ({ world, auditor, entry, clock, now }) => {
      const oldest = world.market.style === "bars" ? 25_000_000 : 2_000_000
      const { at, trulyAt } = auditor.prices[entry.instrument]
      // A clock that leaps between a price and the timer after it makes no price older than it is.
      const age = Math.min(clock - at, now - trulyAt)
      return age > oldest ? `the price is ${age / 1e6} s old` : undefined
    },
  ),
  onEntry(
    "entries-fit-the-limits",
    "No entry takes a position above its share of the account or the tier's cap, open entries counted as filled.",
    ({ auditor, entry, at }) => {
      const equity = auditor.equity() ?? 0n
      const { position } = auditor.book.limitsAt(at)
      const share = (equity * BigInt(position)) / BigInt(PPM)
      const cap = TIER_CAPS[auditor.rank]
      const most = share < cap ? share : cap
      const worth = exposureOf(auditor, entry.instrument) + costOf(auditor, entry)
      return worth > most + CENT ? `${worth} of at most ${most} units` : undefined
    },
  ),
  onEntry(
    "one-market-at-a-time",
    "While another market has a position or an open entry, nothing is bought.",
    ({ auditor, entry }) => {
      // Five at a time from the second tier on: more than there are markets here.
      if (auditor.rank > 0) return undefined
      const other = auditor.instruments.find(
        ({ index }) => index !== entry.instrument && isTaken(auditor, index),
      )
      return other && `${other.symbol} is held`
    },
  ),
  onEntry(
    "no-entry-on-a-spent-day",
    "Once a day's loss, the drawdown or the day's number of entries is reached, nothing is bought.",
    ({ auditor, at, fact }) => {
      const { book } = auditor
      const limits = book.limitsAt(at)
      const equity = auditor.equity() ?? 0n
      const { startUnits, entries } = book.day(at)
      const share = (startUnits * BigInt(limits.dayLoss)) / BigInt(PPM)
      const most = DAY_LOSSES[auditor.rank]
      const allowed = share < most ? share : most
      if (startUnits - equity >= allowed) return `${startUnits - equity} units are lost today`
      const peak = book.peakUnits > equity ? book.peakUnits : equity
      const isDeep = (peak - equity) * BigInt(PPM) >= peak * BigInt(limits.drawdownHalt)
      if (isDeep) return `${peak - equity} units below the peak`
      // A plan was counted when it began.
      return entries >= ENTRIES_A_DAY && fact.slice === undefined
        ? `${entries} entries today`
        : undefined
    },
  ),
  onEntry(
    "entries-can-be-paid",
    "No entry asks for more money than is there and not promised to another.",
    ({ auditor, entry }) => {
      let free = auditor.book.balances.get(ACCOUNT_ASSET) ?? 0n
      for (const order of auditor.book.live) {
        if (order.side === "buy") free -= costOf(auditor, order)
      }
      return costOf(auditor, entry) > free + CENT ? `${free} units are free` : undefined
    },
  ),
  onEntry(
    "entries-have-a-stop",
    "Every entry says where it is left at a loss.",
    ({ auditor, fact, entry }) => {
      const { last } = auditor.prices[entry.instrument]
      const stop = fact.leave?.stop ?? 0
      if (!(stop < auditor.markOf(entry.instrument) || stop < last))
        return `the stop ${stop} is no stop`
      const price = Number.isNaN(last) ? auditor.markOf(entry.instrument) : last
      return stop < Math.floor(price * 0.98)
        ? `the stop ${stop} is too far from ${price}`
        : undefined
    },
  ),
  onPlaced(
    "reductions-only-reduce",
    "Exits and stops sell, and never more than is held.",
    ({ auditor, fact }) => {
      if (fact.purpose === "entry" || fact.purpose === "cancel") return undefined
      for (const order of placedBy(fact.request)) {
        const held = auditor.lotsOf(order.instrument, auditor.book.positions[order.instrument])
        if (order.side === "buy") return `${order.id} buys`
        if (order.terms.quantity > held) return `${order.terms.quantity} of ${held} held`
      }
      return undefined
    },
  ),
  onPlaced(
    "orders-keep-their-pace",
    "While the clock is right, at most forty orders leave in ten seconds, and the last eight are no entries.",
    ({ auditor, fact, at, isClockSteady }) => {
      const most = fact.purpose === "entry" ? 32 : 40
      const orders = placedBy(fact.request).length
      const recent = auditor.book.placedAt.filter((it) => it > at - 10_000_000).length
      return isClockSteady && orders > 0 && recent + orders > most
        ? `${recent + orders} orders in ten seconds`
        : undefined
    },
  ),
  {
    name: "worth-is-true",
    says: "What the account is said to be worth is what its assets come to at the prices last seen.",
    judge: ({ fact, auditor }) => {
      if (fact.kind !== "sample") return undefined
      const equity = auditor.equity()
      if (equity === undefined) return "an asset has no price"
      const gap = equity - fact.equityUnits
      return gap > 5n || gap < -5n ? `said ${fact.equityUnits}, is ${equity}` : undefined
    },
  },
]

type PlacedCase = LineCase & { readonly fact: Placed }

function onPlaced(
  name: string,
  says: string,
  judge: (it: PlacedCase) => string | undefined,
): Law<LineCase> {
  return {
    name,
    says,
    judge: (it) => (it.fact.kind === "placed" ? judge({ ...it, fact: it.fact }) : undefined),
  }
}

function onEntry(
  name: string,
  says: string,
  judge: (
    it: PlacedCase & { readonly entry: Pick<Heard, "instrument" | "terms" | "filled"> },
  ) => string | undefined,
): Law<LineCase> {
  return onPlaced(name, says, (it) => {
    const [order] = placedBy(it.fact.request)
    if (it.fact.purpose !== "entry" || !order) return undefined
    return judge({ ...it, entry: { ...order, filled: 0 } })
  })
}

type Buying = Pick<Heard, "instrument" | "terms" | "filled">

/** What is left of an entry, at its limit. */
function costOf(auditor: Auditor, { instrument, terms, filled }: Buying): bigint {
  return auditor.valueOf(
    instrument,
    limitOf(terms) ?? auditor.markOf(instrument),
    terms.quantity - filled,
  )
}

/** What is held of a market and what open entries may add to it. */
function exposureOf(auditor: Auditor, instrument: number): bigint {
  const lots = auditor.lotsOf(instrument, auditor.book.positions[instrument])
  let worth = lots === 0 ? 0n : auditor.valueOf(instrument, auditor.markOf(instrument), lots)
  for (const order of auditor.book.live) {
    if (order.instrument === instrument && order.purpose === "entry")
      worth += costOf(auditor, order)
  }
  return worth
}

function isTaken(auditor: Auditor, instrument: number): boolean {
  if (auditor.lotsOf(instrument, auditor.book.positions[instrument]) > 0) return true
  return auditor.book.live.some((it) => it.instrument === instrument && it.purpose === "entry")
}
