import type { Books } from "../../src/engine/books.ts"
import type { Survey } from "../../src/order/report.ts"
import type { Instant } from "../../src/value/brand.ts"
import type { Auditor } from "../auditor.ts"
import type { MarketNow, Traded } from "../side.ts"
import type { World } from "../world.ts"
import type { Law } from "./law.ts"
import { OUTSIDE_END_LAWS } from "./outside.ts"
import { PLAN_END_LAW } from "./plans.ts"

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
  readonly trades: readonly Traded[]
  /** A market as the exchange has it now. */
  readonly markets: (instrument: number) => MarketNow
  /** What the machine's clock shows. */
  readonly clock: Instant
  readonly digest: string
  readonly replayed: { readonly digest: string; readonly differs: string | undefined }
  readonly isClockSteady: boolean
}

/** A position stands without a guard at most so long, and while requests go there and back. */
const BARE_MOST = 2_000_000
const BARE_TRIPS = 4
/** One message in a hundred takes twice its median, and those behind it on the socket wait for it. */
const SLOW_WAY = 2

/** Why entries that rest are taken back; a comparison of books is no reason. */
const CLOSED_BY: ReadonlySet<string> = new Set(["HALT", "RISK-8", "RISK-40", "RISK-42"])

/** What must be so once the world has healed. */
export const END_LAWS: readonly Law<EndCase>[] = [
  PLAN_END_LAW,
  ...OUTSIDE_END_LAWS,
  {
    name: "fills-are-booked-once-and-all",
    says: "In the end every fill of the exchange is in the journal, and no other.",
    judge: ({ auditor, trades }) => {
      const theirs = new Set(trades.map((it) => `${it.instrument}/${it.tradeId}`))
      const missing = [...theirs].filter((it) => !auditor.book.fills.has(it))
      // What an account did before the world began is not the exchange's to tell.
      const ours = [...auditor.book.fills].filter((it) => !it.includes("/h-"))
      const invented = ours.filter((it) => !theirs.has(it))
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
  // EXEC-62: asked with growing pauses until it is known; EXEC-69: our books are held against theirs.
  {
    name: "everything-settles",
    says: "Once nothing goes wrong any more, every order's outcome becomes known and the books agree.",
    judge: ({ books, survey }) => {
      const { code, isRunning } = books.switch
      // EXEC-72: its own word on itself is asked for every five minutes, and believed until then.
      const isDown = books.outside.state.down !== undefined
      if (!isRunning && !isDown && (code === "START" || code === "RECONCILE"))
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
    judge: ({ auditor, markets }) => {
      const unguarded = (index: number): number => {
        const { isTrading, filters } = markets(index)
        return isTrading ? auditor.venue.unguarded(index, filters) : 0
      }
      const bare = auditor.instruments.find(({ index }) => unguarded(index) > 0)
      return bare && `${bare.symbol}: ${unguarded(bare.index)} unguarded`
    },
  },
  {
    name: "closed-means-closed",
    says: "In the end, where entries are closed by hand or by the drawdown, none rests at the exchange.",
    judge: ({ auditor, books, survey }) => {
      const { code, isRunning } = books.switch
      if (isRunning || !CLOSED_BY.has(code)) return undefined
      const resting = survey.open.find(({ id }) => auditor.book.orders.get(id)?.purpose === "entry")
      return resting && `${resting.id} still rests: ${code}`
    },
  },
  {
    name: "guards-come-in-time",
    says: "Where nothing goes wrong, a position has its guard within two seconds and four slow ways there and back.",
    judge: ({ world, auditor }) => {
      if (!world.isCalm) return undefined
      const { entry, response } = world.plan.latency
      const most = BARE_MOST + BARE_TRIPS * SLOW_WAY * (entry + response)
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

function stateOf(books: Books, now: Instant): string {
  const {
    ledger,
    days,
    switch: open,
    tiers,
    losses,
    person,
    risk,
    overridden,
    plans,
    live,
    tickets,
    placed,
  } = books
  const plain = {
    ledger: ledger.save(),
    days: days.state,
    open,
    person: person.state,
    risk: risk.state,
    overridden,
    tiers: tiers.state,
    losses: losses.state,
    plans: plans.state,
    live: [...live.values()],
    tickets: [tickets.lastTenSeconds(now), tickets.today(now)],
    placed,
  }
  return JSON.stringify(plain, (_, value: unknown) => inOrder(value))
}

/** Keys in one order, whichever was set first: only what they hold counts. */
function inOrder(value: unknown): unknown {
  if (typeof value === "bigint") return `${value}n`
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

function firstGap(a: string, b: string): string {
  let i = 0
  while (i < a.length && a[i] === b[i]) i++
  return `live ${a.slice(Math.max(0, i - 40), i + 60)}, folded ${b.slice(Math.max(0, i - 40), i + 60)}`
}
