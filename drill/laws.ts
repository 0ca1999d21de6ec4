import type { Books } from "../src/engine/books.ts"
import type { Fact, Placed } from "../src/engine/records.ts"
import { isFinal, type Order } from "../src/order/order.ts"
import type { Survey } from "../src/order/report.ts"
import type { Request } from "../src/order/request.ts"
import { limitOf } from "../src/order/terms.ts"
import type { AccountTrade } from "../src/simulation/account.ts"
import { type Instant, PPM } from "../src/value/brand.ts"
import { ACCOUNT_ASSET, type Auditor, type Heard } from "./auditor.ts"
import { placedBy } from "./placed-by.ts"
import type { World } from "./world.ts"

/** A law: what must be so in every world, whatever goes wrong in it. */
export interface Law<Case> {
  readonly name: string
  readonly says: string
  /** What is not so, or undefined. */
  readonly judge: (it: Case) => string | undefined
}

/** A line is about to be written; the auditor has everything before it. */
export interface LineCase {
  readonly world: World
  readonly auditor: Auditor
  readonly fact: Fact
  readonly at: Instant
  /** By the machine's clock, beside what the line says. */
  readonly clock: Instant
  readonly seq: number
  readonly rows: number
  readonly before: { readonly seq: number; readonly rows: number; readonly at: Instant }
  readonly isClockSteady: boolean
}

/** An order came out of a line otherwise than it went in. */
export interface ChangeCase {
  readonly before: Order
  readonly after: Order
}

/** A request leaves, or comes in at the exchange. */
export interface RequestCase {
  readonly auditor: Auditor
  readonly request: Request
}

/** The world has healed, and its time is over. */
export interface EndCase {
  readonly world: World
  readonly auditor: Auditor
  /** The books of the process that runs at the end. */
  readonly books: Books
  /** The same, folded anew from the journal. */
  readonly folded: Books
  /** The same, from a snapshot taken at some line and the lines after it. */
  readonly resumed: Books
  /** The exchange's own word. */
  readonly survey: Survey
  readonly trades: readonly AccountTrade[]
  /** What the machine's clock shows. */
  readonly clock: Instant
  readonly digest: string
  readonly replayed: { readonly digest: string; readonly differs: string | undefined }
  readonly isClockSteady: boolean
}

/** Amounts that rounding may leave between two bookkeepers: a cent of the account asset. */
const CENT = 1_000_000n
const TIER_CAP = 100n * 100_000_000n
const ENTRIES_A_DAY = 100
/** A position stands without a guard at most so long, and while requests go there and back. */
const BARE_MOST = 2_000_000
const BARE_TRIPS = 4

export const LINE_LAWS: readonly Law<LineCase>[] = [
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
    ({ auditor: { book } }) => {
      if (!book.isRunning) return "entries are closed"
      return book.tiltLevel === 3 ? "the trader is locked out" : undefined
    },
  ),
  onEntry(
    "entries-see-the-market",
    "Nothing is bought at a price older than two seconds, or two and a half bars.",
    ({ world, auditor, entry, clock }) => {
      const oldest = world.market.style === "bars" ? 25_000_000 : 2_000_000
      const age = clock - auditor.prices[entry.instrument].at
      return age > oldest ? `the price is ${age / 1e6} s old` : undefined
    },
  ),
  onEntry(
    "entries-fit-the-limits",
    "No entry takes a position above its share of the account or the tier's cap, open entries counted as filled.",
    ({ auditor, entry }) => {
      const equity = auditor.equity() ?? 0n
      const share = (equity * BigInt(auditor.limits.position)) / BigInt(PPM)
      const most = share < TIER_CAP ? share : TIER_CAP
      const worth = exposureOf(auditor, entry.instrument) + costOf(auditor, entry)
      return worth > most + CENT ? `${worth} of at most ${most} units` : undefined
    },
  ),
  onEntry(
    "one-market-at-a-time",
    "While another market has a position or an open entry, nothing is bought.",
    ({ auditor, entry }) => {
      const other = auditor.instruments.find(
        ({ index }) => index !== entry.instrument && isTaken(auditor, index),
      )
      return other && `${other.symbol} is held`
    },
  ),
  onEntry(
    "no-entry-on-a-spent-day",
    "Once a day's loss, the drawdown or the day's number of entries is reached, nothing is bought.",
    ({ auditor, at }) => {
      const { book, limits } = auditor
      const equity = auditor.equity() ?? 0n
      const { startUnits, entries } = book.day(at)
      const share = (startUnits * BigInt(limits.dayLoss)) / BigInt(PPM)
      const allowed = share < 25n * 100_000_000n ? share : 25n * 100_000_000n
      if (startUnits - equity >= allowed) return `${startUnits - equity} units are lost today`
      const peak = book.peakUnits > equity ? book.peakUnits : equity
      const isDeep = (peak - equity) * BigInt(PPM) >= peak * BigInt(limits.drawdownHalt)
      if (isDeep) return `${peak - equity} units below the peak`
      return entries >= ENTRIES_A_DAY ? `${entries} entries today` : undefined
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

export const CHANGE_LAW: Law<ChangeCase> = {
  name: "ends-are-final",
  says: "An order that was filled, cancelled or expired stays so; fills are never taken back, nor more than ordered.",
  judge: ({ before, after }) => {
    if (after.filled < before.filled) return `${after.id} lost fills`
    if (after.filled > after.terms.quantity) return `${after.id} filled ${after.filled}`
    const wasOver = isFinal(before) && before.status !== "rejected" && before.status !== "absent"
    // A fill that comes after all may complete what the end had left open.
    const isMore = after.status === "filled" && after.filled > before.filled
    if (!wasOver || after.status === before.status || isMore) return undefined
    return `${after.id} was ${before.status} and is ${after.status}`
  },
}

export const SEND_LAW: Law<RequestCase> = {
  name: "nothing-leaves-unrecorded",
  says: "Every request that leaves stands in the journal for good, word by word, and leaves once.",
  judge: ({ auditor, request }) => {
    return auditor.sent(request)
      ? undefined
      : `${JSON.stringify(request)} is not there, or left before`
  },
}

export const ARRIVAL_LAW: Law<RequestCase> = {
  name: "orders-arrive-once",
  says: "The exchange never gets the same order twice.",
  judge: ({ auditor, request }) => {
    // A cancel may be asked for again: what is gone cannot be cancelled twice.
    if (request.kind === "cancel") return undefined
    const times = auditor.venue.arrivals.get(JSON.stringify(request)) ?? 0
    return times > 1 ? `${JSON.stringify(request)} came ${times} times` : undefined
  },
}

export const END_LAWS: readonly Law<EndCase>[] = [
  {
    name: "fills-are-booked-once-and-all",
    says: "In the end every fill of the exchange is in the journal, and no other.",
    judge: ({ auditor, trades }) => {
      const theirs = new Set(trades.map((it) => `${it.instrument}/${it.tradeId}`))
      const missing = [...theirs].filter((it) => !auditor.book.fills.has(it))
      const invented = [...auditor.book.fills].filter((it) => !theirs.has(it))
      if (missing.length > 0) return `missing ${missing.join(", ")}`
      return invented.length > 0 ? `invented ${invented.join(", ")}` : undefined
    },
  },
  {
    name: "balances-agree",
    says: "In the end the exchange, the ledger and the auditor hold the same, to the unit.",
    judge: ({ auditor, books, survey }) => {
      const theirs = new Map(survey.balances.map((it) => [it.asset, it.freeUnits + it.lockedUnits]))
      const assets = new Set([...theirs.keys(), ...auditor.book.balances.keys()])
      for (const asset of assets) {
        const { freeUnits, heldUnits } = books.ledger.balance(asset)
        const said = [
          theirs.get(asset) ?? 0n,
          freeUnits + heldUnits,
          auditor.book.balances.get(asset) ?? 0n,
        ]
        if (new Set(said).size > 1) {
          return `${asset}: the exchange ${said[0]}, the ledger ${said[1]}, the auditor ${said[2]}`
        }
      }
      return undefined
    },
  },
  {
    name: "fees-are-booked",
    says: "The fees the ledger tells are those the exchange took.",
    judge: ({ auditor, books, trades }) => {
      const { feesWorth } = auditor.book
      if (Number.isNaN(feesWorth)) return undefined
      const gap = Math.abs(Number(books.ledger.feesPaid()) - feesWorth)
      return gap > trades.length + 1
        ? `the ledger says ${books.ledger.feesPaid()}, it was ${feesWorth}`
        : undefined
    },
  },
  {
    name: "positions-are-their-fills",
    says: "Every position is what was bought less what was sold and what fees took of it.",
    judge: ({ auditor, books }) => {
      const wrong = auditor.instruments.find(
        ({ index }) => books.ledger.position(index).baseUnits !== auditor.book.positions[index],
      )
      if (!wrong) return undefined
      const { baseUnits } = books.ledger.position(wrong.index)
      return `${wrong.symbol}: the ledger ${baseUnits}, the auditor ${auditor.book.positions[wrong.index]}`
    },
  },
  {
    name: "everything-settles",
    says: "Once nothing goes wrong any more, every order's outcome becomes known and the books agree.",
    judge: ({ books, survey }) => {
      const { code, isRunning } = books.switch
      if (!isRunning && (code === "START" || code === "RECONCILE"))
        return `entries stay closed: ${code}`
      const doubtful = [...books.live.values()].find((order) => order.status !== "open")
      if (doubtful) return `${doubtful.id} is ${doubtful.status}`
      const ours = [...books.live.values()].map((it) => `${it.id} ${it.filled}`).sort()
      const theirs = survey.open.map((it) => `${it.id} ${it.executed}`).sort()
      return ours.join() === theirs.join()
        ? undefined
        : `open here ${ours.join()}, there ${theirs.join()}`
    },
  },
  {
    name: "positions-are-guarded",
    says: "In the end every position that could be sold has an order at the exchange that sells it.",
    judge: ({ auditor }) => {
      const bare = auditor.instruments.find(({ index }) => auditor.venue.unguarded(index) > 0)
      return bare && `${bare.symbol}: ${auditor.venue.unguarded(bare.index)} unguarded`
    },
  },
  {
    name: "closed-means-closed",
    says: "In the end, where entries are closed by hand or by the drawdown, none rests at the exchange.",
    judge: ({ auditor, books, survey }) => {
      const { code, isRunning } = books.switch
      if (isRunning || (code !== "HALT" && code !== "RISK-8")) return undefined
      const resting = survey.open.find(({ id }) => auditor.book.orders.get(id)?.purpose === "entry")
      return resting && `${resting.id} still rests: ${code}`
    },
  },
  {
    name: "guards-come-in-time",
    says: "Where nothing goes wrong, a position has its guard within two seconds and four ways there and back.",
    judge: ({ world, auditor }) => {
      if (!world.isCalm) return undefined
      const { entry, response } = world.plan.latency
      const most = BARE_MOST + BARE_TRIPS * (entry + response)
      const late = auditor.venue.bare.find(({ from, to }) => to - from > most)
      return (
        late &&
        `market ${late.instrument} stood bare for ${(late.to - late.from) / 1e6} s at ${late.from}`
      )
    },
  },
  {
    name: "entries-pass-the-filters",
    says: "No entry that the gate lets through fails a filter of the exchange, or the count of its orders.",
    judge: ({ auditor, isClockSteady }) => {
      const refused = auditor.venue.refusals.find(({ id, text }) => {
        const isCount = isClockSteady && text.includes("current limit")
        const isEntry = auditor.book.orders.get(id)?.purpose === "entry"
        return (isEntry && text.startsWith("Filter failure")) || isCount
      })
      return refused && `${refused.id}: ${refused.text}`
    },
  },
  {
    name: "the-fold-is-the-state",
    says: "Folding the journal gives the very books of the process that wrote it.",
    judge: ({ books, folded, clock }) => {
      const [ours, theirs] = [stateOf(books, clock), stateOf(folded, clock)]
      return ours === theirs ? undefined : firstGap(ours, theirs)
    },
  },
  {
    name: "the-snapshot-is-the-fold",
    says: "A snapshot at any line and the lines after it give the same books as the whole journal.",
    judge: ({ folded, resumed, clock }) => {
      const [whole, tail] = [folded, resumed].map((it) => stateOf(it, clock))
      return whole === tail ? undefined : firstGap(whole, tail)
    },
  },
  {
    name: "the-replay-is-the-run",
    says: "While the clock is not put back, the journal's inputs and the tape give the same journal again.",
    judge: ({ world, digest, replayed }) => {
      // A timer that fired before and left no line cannot be told from one that fires after.
      const isPutBack = world.happenings.some((it) => it.kind === "clock" && it.by < 0)
      if (isPutBack || digest === replayed.digest) return undefined
      return replayed.differs ?? "the digests differ"
    },
  },
]

/** Laws that are broken by the play itself. */
export const OTHER_LAWS = {
  standsUp: { name: "the-program-stands", says: "Nothing that the world does breaks the program." },
  repeats: {
    name: "same-seed-same-world",
    says: "A world played again is the same to the last byte.",
  },
} as const

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

function stateOf(books: Books, now: Instant): string {
  const { ledger, days, switch: open, tiltLevel, lastManualAt, live, tickets, placed } = books
  const plain = {
    ledger: ledger.save(),
    days: days.state,
    open,
    tiltLevel,
    lastManualAt,
    live: [...live.values()],
    tickets: [tickets.lastTenSeconds(now), tickets.today(now)],
    placed,
  }
  return JSON.stringify(plain, (_, value: unknown) =>
    typeof value === "bigint" ? `${value}n` : value,
  )
}

function firstGap(a: string, b: string): string {
  let i = 0
  while (i < a.length && a[i] === b[i]) i++
  return `live ${a.slice(Math.max(0, i - 40), i + 60)}, folded ${b.slice(Math.max(0, i - 40), i + 60)}`
}
