import { hash } from "node:crypto"
import { AssertionError } from "node:assert"
import { Books } from "../src/engine/books.ts"
import type { BooksState } from "../src/engine/books-state.ts"
import { decodeFact, type Fact } from "../src/engine/records.ts"
import type { JournalRecord } from "../src/engine/ports.ts"
import type { Order } from "../src/order/order.ts"
import { type Limits, tightened } from "../src/risk/ceilings.ts"
import { Problem } from "../src/value/problem.ts"
import type { Tape } from "../src/market/tape.ts"
import { engineFor, opening } from "../src/session/dress.ts"
import { headerOf } from "../src/session/plan.ts"
import { foldJournal } from "../src/session/fold.ts"
import { replay } from "../src/session/replay.ts"
import { Latency } from "../src/simulation/latency.ts"
import { MemoryJournal } from "../src/storage/memory-journal.ts"
import { makeStrategy } from "../src/strategy/catalogue/catalogue.ts"
import type { Strategy } from "../src/strategy/strategy.ts"
import { type Instant, instantOf } from "../src/value/brand.ts"
import { Chance } from "../src/value/chance.ts"
import { later, minutes } from "../src/value/time.ts"
import { Auditor } from "./auditor.ts"
import { END_LAWS } from "./laws/end.ts"
import { type Law, OTHER_LAWS } from "./laws/law.ts"
import { LINE_LAWS } from "./laws/line.ts"
import { lockSeen, type LockSeen, TRADER_LAWS } from "./laws/trader.ts"
import { ARRIVAL_LAW, CHANGE_LAW, SEND_LAW } from "./laws/way.ts"
import { BinanceSide } from "./binance/binance-side.ts"
import { LockWatch } from "./lock-watch.ts"
import { Machine } from "./machine.ts"
import { type Earned, earnedTier } from "./earned.ts"
import { drawMarket } from "./market.ts"
import { PlainSide } from "./plain-side.ts"
import { Restless, Sleeper } from "./restless.ts"
import type { Side, SideListener } from "./side.ts"
import { TornJournal } from "./torn-journal.ts"
import { fundsOf, type Happening, type World } from "./world.ts"

/** After the last row, what is under way may land. */
const AFTERMATH = minutes(1)

/** A law that did not hold. */
export interface Violation {
  readonly law: string
  readonly says: string
  readonly seed: number
  /** True time, microseconds. */
  readonly at: Instant
  readonly what: string
}

/** What became of a world. */
export interface Outcome {
  readonly seed: number
  /** Inputs of the engine, requests that left and answers that came. */
  readonly events: number
  readonly lines: number
  readonly fills: number
  readonly starts: number
  /** Of the journal and of everything the exchange remembers. */
  readonly digest: string
  /** Each law at most once. */
  readonly violations: readonly Violation[]
}

/**
 * Plays a world to its end, under the eyes of the auditor.
 * @param told.isBinance through the venue that trades for real, in Binance's protocol
 */
export function playWorld(world: World, told: { readonly isBinance?: boolean } = {}): Outcome {
  const play = new Play(world, told.isBinance === true)
  try {
    play.run()
  } catch (error) {
    play.breaks(error)
  }
  return play.outcome()
}

class Play {
  readonly #world: World
  readonly #tape: Tape
  readonly #auditor: Auditor
  readonly #journal: TornJournal
  readonly #side: Side
  readonly #machine: Machine
  /** What the account did before, where it has earned its tier. */
  readonly #past: Earned | undefined
  readonly #violations = new Map<string, Violation>()
  /** Orders as they stood when last looked at. */
  #orders = new Map<string, Order>()
  #last: { seq: number; rows: number; at: Instant } = { seq: 0, rows: 0, at: -Infinity as Instant }
  #events = 0
  #locks: LockSeen | undefined
  readonly #lockWatch = new LockWatch()

  constructor(world: World, isBinance: boolean) {
    const { seed, plan, market } = world
    const latency = new Latency(new Chance(seed, "latency"), plan.latency)
    this.#world = world
    this.#tape = drawMarket(seed, market, latency)
    const { instruments } = this.#tape
    this.#past = pastOf(world, this.#tape)
    const funds = this.#past?.funds ?? fundsOf(world)
    this.#auditor = new Auditor({ instruments, funds, rank: world.rank })
    this.#journal = new TornJournal(new Chance(seed, "disk"), {
      appended: (record) => this.#hearLine(record),
      committed: (seq) => this.#auditor.committed(seq),
      recovered: (records) => this.#recover(records),
    })
    const machine = (): Machine => this.#machine
    const hear = this.#listener()
    const told = { world, tape: this.#tape, latency, machine, hear, funds }
    this.#side = isBinance ? new BinanceSide(told) : new PlainSide(told)
    this.#machine = new Machine({
      tape: this.#tape,
      journal: this.#journal,
      start: market.first,
      cutOff: () => this.#side.cut(),
      hear: { row: (row) => this.#auditor.row(row, this.#machine.now) },
      boot: (books) => this.#boot(books),
    })
  }

  run(): void {
    const { market, happenings, healAt } = this.#world
    const machine = this.#machine
    const side = this.#side
    this.#begin()
    for (const happening of happenings) {
      side.advance(happening.at)
      this.#happen(happening)
    }
    side.advance(healAt)
    side.heal()
    machine.heal(healAt)
    side.advance(later(market.last, AFTERMATH))
    this.#judgeEnd()
  }

  #begin(): void {
    const past = this.#past
    if (past === undefined) return this.#machine.begin(this.#opening())
    this.#journal.load(past.records)
    const { books } = foldJournal(past.records)
    this.#machine.begin({ reason: "restart", rows: 0 }, books)
  }

  #listener(): SideListener {
    return {
      sent: (request) => {
        this.#events++
        this.#judge(SEND_LAW, { auditor: this.#auditor, request })
      },
      arrived: (request) => {
        this.#auditor.arrived(request)
        this.#judge(ARRIVAL_LAW, { auditor: this.#auditor, request })
      },
      answered: (answer) => {
        this.#events++
        this.#auditor.answered(answer)
      },
    }
  }

  /** The program stopped by itself. */
  breaks(error: unknown): void {
    const isAssertion = error instanceof AssertionError
    const what = isAssertion ? error.message : String(error instanceof Error ? error.stack : error)
    this.#report(OTHER_LAWS.standsUp, what)
  }

  outcome(): Outcome {
    const state = JSON.stringify(this.#side.save())
    return {
      seed: this.#world.seed,
      events: this.#events + this.#machine.inputs,
      lines: this.#journal.seq,
      fills: this.#side.trades().length,
      starts: this.#machine.starts,
      digest: hash("sha256", `${this.#journal.digest}\n${state}`, "hex"),
      violations: [...this.#violations.values()],
    }
  }

  #happen(happening: Happening): void {
    const { at } = happening
    if (happening.kind === "command") this.#side.command(happening.command, at)
    else if (happening.kind === "act") this.#side.act(happening.act, at)
    else if (happening.kind === "config") this.#configure(happening.limits)
    else if (happening.kind === "clock") this.#machine.putClock(happening.by, at)
    else this.#machine.doom(happening.steps, happening.downtime)
  }

  /** The settings as they are read: what is looser than a ceiling is refused, and changes nothing. */
  #configure(wanted: Limits): void {
    try {
      this.#machine.limits = tightened(wanted)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
    }
  }

  #opening(): ReturnType<typeof opening> {
    const told = opening(this.#world.plan, this.#tape)
    const { bnbUnits } = this.#world
    if (told.reason !== "new" || bnbUnits === 0n) return told
    // Worth some 600 dollars apiece.
    const bnb: Fact = { kind: "deposit", asset: "BNB", units: bnbUnits, costUnits: bnbUnits * 600n }
    return { ...told, deposits: [...told.deposits, bnb] }
  }

  #boot(books?: Books): ReturnType<typeof engineFor> {
    const { plan } = this.#world
    const { instruments } = this.#tape
    const venue = this.#side.venue()
    return engineFor({
      plan,
      tape: this.#tape,
      strategy: this.#strategy(),
      journal: this.#journal,
      venue: {
        submit: (ticket) => {
          this.#journal.step()
          venue.submit(ticket)
        },
        ask: (id, instrument) => venue.ask(id, instrument),
        survey: () => venue.survey(),
      },
      books: books ?? new Books({ instruments, accountAsset: plan.accountAsset }),
      isSpoiling: true,
      onFact: (fact, at) => this.#hearFact(fact, at),
    })
  }

  #strategy(): Strategy {
    const { seed, plan, market, healAt, eagerness, happenings, rank } = this.#world
    const { instruments } = this.#tape
    const hasBars = market.style === "bars"
    const inner =
      eagerness === undefined
        ? makeStrategy(plan.strategy, { ...plan.params, symbol: instruments[0].symbol })
        : new Restless({ seed, instruments, hasBars, eagerness, isHurried: rank > 0 })
    // The strategy knows only the machine's clock: what that will show when the world heals.
    const ahead = happenings.reduce((sum, it) => (it.kind === "clock" ? sum + it.by : sum), 0)
    return new Sleeper(inner, instantOf(healAt + ahead))
  }

  #hearLine(record: JournalRecord): void {
    const fact = decodeFact(record.body)
    const { seq, rows, at } = record
    const { happenings } = this.#world
    const isClockSteady = !happenings.some((it) => it.kind === "clock")
    const { clock } = this.#machine
    const common = {
      world: this.#world,
      auditor: this.#auditor,
      fact,
      at,
      clock,
      now: this.#machine.now,
      heardAt: this.#side.heardAt,
      seq,
      rows,
      isClockSteady,
    }
    for (const law of LINE_LAWS) this.#judge(law, { ...common, before: this.#last })
    // Not folded yet: what holds at this moment without it. A lock may have ended since the last line.
    const books = this.#machine.engine?.books
    this.#locks = books && lockSeen(books, at)
    this.#last = { seq, rows, at }
    this.#auditor.line(seq, fact, at)
  }

  #hearFact(fact: Fact, at: Instant): void {
    this.#watchTrader(fact, at)
    if (fact.kind !== "report") return
    const after = this.#machine.engine?.books.order(fact.report.id)
    if (!after) return
    const before = this.#orders.get(after.id)
    this.#orders.set(after.id, after)
    if (before) this.#judge(CHANGE_LAW, { before, after })
  }

  #watchTrader(fact: Fact, at: Instant): void {
    const books = this.#machine.engine?.books
    if (books === undefined) return
    const after = lockSeen(books, at)
    const seen = { before: this.#locks, after }
    const { owedUs } = this.#lockWatch
    for (const law of TRADER_LAWS) this.#judge(law, { fact, at, ...seen, owedUs })
    this.#lockWatch.line(this.#last.seq, fact, seen)
  }

  #recover(records: readonly JournalRecord[]): void {
    const last = records.at(-1)
    if (last) this.#last = { seq: last.seq, rows: last.rows, at: last.at }
    this.#orders = new Map()
    this.#locks = undefined
    this.#lockWatch.recovered(records)
    this.#auditor.recovered(records)
  }

  #judgeEnd(): void {
    const { plan, happenings, market } = this.#world
    const engine = this.#machine.engine
    if (!engine) throw new Error("the process is down after the world has healed")
    const end = later(market.last, AFTERMATH)
    this.#auditor.venue.close(end)
    const journal = new MemoryJournal({ keep: true })
    const replayed = replay({
      records: this.#journal.records,
      plan,
      tape: this.#tape,
      makeStrategy: () => this.#strategy(),
      journal,
    })
    const { was, is } = replayed.differs ?? {}
    const common = {
      world: this.#world,
      auditor: this.#auditor,
      books: engine.books,
      folded: foldJournal(this.#journal.records).books,
      resumed: this.#resumed(),
      survey: this.#side.survey(end),
      trades: this.#side.trades(),
      markets: (i: number) => this.#side.market(i),
      clock: this.#machine.clock,
      digest: this.#journal.digest,
      replayed: {
        digest: replayed.digest,
        differs: replayed.differs && `line ${(was ?? is)?.seq}: was ${brief(was)}, is ${brief(is)}`,
      },
      isClockSteady: !happenings.some((it) => it.kind === "clock"),
    }
    for (const law of END_LAWS) this.#judge(law, common)
  }

  /** Books that went through a snapshot at some line, as a start finds them. */
  #resumed(): Books {
    const { records } = this.#journal
    const cut = 1 + new Chance(this.#world.seed, "snapshot").below(records.length)
    const folded = foldJournal(records.slice(0, cut))
    const text = JSON.stringify(folded.books.save())
    const books = Books.restore(folded.header, JSON.parse(text) as BooksState)
    return foldJournal(records.slice(cut), undefined, { ...folded, books }).books
  }

  #judge<Case>(law: Law<Case>, it: Case): void {
    const what = law.judge(it)
    if (what !== undefined) this.#report(law, what)
  }

  #report({ name, says }: { readonly name: string; readonly says: string }, what: string): void {
    if (this.#violations.has(name)) return
    const { seed } = this.#world
    this.#violations.set(name, { law: name, says, seed, at: this.#machine.now, what })
  }
}

function pastOf({ rank, plan, market }: World, tape: Tape): Earned | undefined {
  if (rank === 0) return undefined
  const header = headerOf(plan, tape.instruments)
  const { capitalUnits } = plan
  return earnedTier({ header, tape, until: market.first, rank, capitalUnits })
}

const brief = (record: JournalRecord | undefined): string =>
  record ? `${record.at} ${record.rows} ${record.body.slice(0, 160)}` : "nothing"
