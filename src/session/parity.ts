import assert from "node:assert/strict"
import { Books } from "../engine/books.ts"
import type { JournalRecord } from "../engine/ports.ts"
import { decodeFact, type Deposit, type Fact } from "../engine/records.ts"
import type { Tape } from "../market/tape.ts"
import type { Request } from "../order/request.ts"
import type { ExchangeState } from "../simulation/state.ts"
import { MemoryJournal } from "../storage/memory-journal.ts"
import type { Strategy } from "../strategy/strategy.ts"
import type { Instant } from "../value/brand.ts"
import { ACCOUNT, dress, type Dressed } from "./dress.ts"
import { foldJournal } from "./fold.ts"
import type { Plan } from "./plan.ts"
import { Rehearsal } from "./rehearsal.ts"
import { warmUp } from "./replay.ts"

/** A session as it was recorded: its journal, and the rows it saw when it saw them. */
export interface Recorded {
  readonly records: readonly JournalRecord[]
  readonly plan: Plan
  readonly tape: Tape
  readonly makeStrategy: () => Strategy
}

/** Where the simulated exchange stands when one process ends and the next has not begun. */
interface Standing {
  readonly state: ExchangeState
  /** First row it has not lived through, counted from the tape's very first. */
  readonly row: number
}

/**
 * Plays a recorded session through the dress of a backtest: the same strategy, tape and commands,
 * the same stops and starts, but orders go to the simulated exchange and the answers come from it.
 * @returns the journal of that run; of a paper session, line by line the one that was written
 */
export function rehearse(told: Recorded): readonly JournalRecord[] {
  const { records } = told
  const starts = records.flatMap((it, i) => (it.kind === "started" ? [i] : []))
  let made: readonly JournalRecord[] = []
  let standing: Standing | undefined
  for (const [i, begin] of starts.entries()) {
    const next = records[starts[i + 1] ?? records.length]
    // What was ordered while no process ran stands between two lives, as it was written.
    const left = records.slice(begin, starts[i + 1]).filter(({ kind }) => kind === "left")
    const end = (starts[i + 1] ?? records.length) - left.length
    const life = new Life(told, { begin, end, made, ...(standing ? { standing } : {}) })
    made = journalOf([...life.play(), ...left]).records
    if (next) standing = life.leave(next.at)
  }
  return made
}

/** One process of the session, from its start to its end. */
class Life {
  readonly #told: Recorded
  readonly #begin: number
  readonly #end: number
  readonly #journal: MemoryJournal
  readonly #dressed: Dressed
  readonly #rehearsal: Rehearsal

  constructor(
    told: Recorded,
    life: {
      /** Of its first line, which tells that it started, and of the first line of the next one. */
      readonly begin: number
      readonly end: number
      /** What the lives before it have written. */
      readonly made: readonly JournalRecord[]
      readonly standing?: Standing
    },
  ) {
    const { plan, tape, records } = told
    const { begin, standing } = life
    const started = records[begin]
    assert.ok(started, "a life begins with a line")
    this.#told = told
    this.#begin = begin
    this.#end = life.end
    this.#journal = journalOf(life.made)
    const opening = records.slice(0, begin).map(({ body }) => decodeFact(body))
    this.#dressed = dress({
      plan,
      tape,
      strategy: told.makeStrategy(),
      journal: this.#journal,
      books: standing ? foldJournal(life.made).books : emptyBooks(told),
      ...(standing ? { exchangeState: standing.state } : { funds: depositsOf(opening) }),
    })
    const { engine, exchange, wire } = this.#dressed
    const { at: start, rows } = started
    const row = standing ? this.#liveOn(standing.row, start) : 0
    wire.cut()
    const common = { tape, engine, exchange, wire, account: ACCOUNT, start }
    const behind = standing ? { exchangeRow: row, traderRow: rows } : {}
    this.#rehearsal = new Rehearsal({ ...common, ...behind })
    if (standing) {
      warmUp(engine, tape, rows)
      engine.start(start, { reason: "restart", rows })
    } else {
      const [header, ...deposits] = opening
      assert.ok(header?.kind === "header", "a journal begins with its header")
      engine.start(start, { reason: "new", header, deposits })
    }
  }

  /** Everything up to the last line that the process wrote. */
  play(): readonly JournalRecord[] {
    const { records } = this.#told
    const rehearsal = this.#rehearsal
    for (const record of records.slice(this.#begin, this.#end)) {
      if (!BY_HAND.has(record.kind)) continue
      const fact = decodeFact(record.body)
      rehearsal.advance(record.at)
      const at = later(record.at, rehearsal.now)
      if (fact.kind === "command") rehearsal.command(fact.command, at)
      else if (fact.kind === "act") rehearsal.act(fact.act, at)
      else if (fact.kind === "measured") this.#dressed.engine.onMeasure(fact.measure, at)
    }
    const last = records[this.#end - 1]
    if (last) rehearsal.advance(last.at)
    return this.#lines(last)
  }

  /**
   * The process is gone; what it had sent arrives or does not, as the session learnt later. The
   * exchange lives on until the next start.
   */
  leave(next: Instant): Standing {
    const { exchange, wire } = this.#dressed
    let row = this.#rehearsal.rowsHappened
    while (wire.nextArrival <= next) {
      const at = wire.nextArrival
      const sent = wire.takeArrival()
      row = this.#liveOn(row, at)
      if (sent?.kind === "request" && this.#hasArrived(sent.request)) {
        exchange.request(ACCOUNT, sent.request, at)
      }
    }
    return { state: JSON.parse(JSON.stringify(exchange.save())) as ExchangeState, row }
  }

  /** What was made beyond the last line of a process that died, it did not live to write. */
  #lines(last: JournalRecord | undefined): readonly JournalRecord[] {
    const made = this.#journal.records
    return made[this.#end - 1]?.hash === last?.hash ? made.slice(0, this.#end) : made
  }

  #liveOn(from: number, until: Instant): number {
    const { tape } = this.#told
    let row = Math.max(0, from - tape.first)
    while (row < tape.length && tape.time[row] <= until) {
      row = this.#dressed.exchange.advance(tape, row, until)
    }
    return tape.first + row
  }

  #hasArrived(request: Request): boolean {
    const ids = new Set<string>(touchedBy(request))
    for (const { kind, body } of this.#told.records.slice(this.#end)) {
      const fact = kind === "report" ? decodeFact(body) : undefined
      if (fact?.kind !== "report" || !ids.has(fact.report.id)) continue
      const { report } = fact
      if (report.kind === "absent" || report.kind === "unanswered") continue
      if (request.kind !== "cancel") return true
      if (report.kind === "told" && report.status === "open") return false
      return report.kind === "cancelled" || (report.kind === "told" && report.status !== "filled")
    }
    return false
  }
}

/** What came from outside the market: the backtest is told the same. */
const BY_HAND: ReadonlySet<string> = new Set<Fact["kind"]>(["command", "act", "measured"])

/** The orders that exist, or end, only if the request arrived. */
function touchedBy(request: Request): readonly string[] {
  switch (request.kind) {
    case "place":
    case "cancel":
      return [request.id]
    case "replace":
      return [request.place.id]
    case "place-pair":
      return request.legs.map(({ id }) => id)
    default:
      return request satisfies never
  }
}

function journalOf(records: readonly JournalRecord[]): MemoryJournal {
  const journal = new MemoryJournal({ keep: true })
  // Numbers and hashes are made anew: in a run that came apart they are others.
  for (const record of records) journal.append(record)
  return journal
}

const emptyBooks = ({ plan, tape }: Recorded): Books =>
  new Books({ instruments: tape.instruments, accountAsset: plan.accountAsset })

const depositsOf = (facts: readonly Fact[]): readonly Deposit[] =>
  facts.filter((fact) => fact.kind === "deposit")

const later = (a: Instant, b: Instant): Instant => (a > b ? a : b)
