import { statSync } from "node:fs"
import type { Books } from "../engine/books.ts"
import type { JournalRecord } from "../engine/ports.ts"
import type { Fact, Placed } from "../engine/records.ts"
import { RULES } from "../order/verdict.ts"
import type { Instant } from "../value/brand.ts"
import { dayOf, hours } from "../value/time.ts"
import { foldJournal } from "./fold.ts"

/** What a journal shows of the system that wrote it (TIER-1, ANLY-33). */
export interface Evidence {
  /** Round trips since the last failure of the system: a process that died, or books that differed. */
  readonly trips: number
  readonly failures: number
  readonly hours: number
  /** Longest stretch without a command. */
  readonly aloneHours: number
  /** Share of the latest 72 hours in which it ran. */
  readonly uptime: number
  /** Orders that left without an answer of each rule, or against one. */
  readonly ungated: number
  /** What the account gained since it began, units of its asset. */
  readonly gainUnits: bigint
  /** Days in a row, up to the last whole one, that ended higher than they began. */
  readonly winningDays: number
  /** Differences that nobody has explained. */
  readonly findings: number
  readonly from: Instant
  readonly to: Instant
}

/** Between two lines of a session that runs lies at most so much: it takes its worth each minute. */
const GAP_MOST = hours(1)
/** TIER-1: over this time the uptime is taken. */
const UPTIME_OVER = hours(72)

/** Adds up a journal. @param since lines before it are of another build, and count for no hours */
export function evidenceIn(records: Iterable<JournalRecord>, since: Instant): Evidence {
  const seen = new Seen(since)
  const { books } = foldJournal(records, (fact, { at, books }) => seen.hear(fact, at, books))
  return seen.told(books)
}

/** A journal whose lines tell other times than its file was made and written at ran on no clock of the wall. */
export function isOnWallClock(file: string, { from, to }: Pick<Evidence, "from" | "to">): boolean {
  const { birthtimeMs, mtimeMs } = statSync(file)
  const [born, written] = [birthtimeMs * 1_000, mtimeMs * 1_000]
  return from >= born - 2 * GAP_MOST && Math.abs(to - written) <= GAP_MOST
}

class Seen {
  readonly #since: Instant
  #first: Instant | undefined
  #last: Instant | undefined
  #wasStopped = true
  #failures = 0
  #tripsAtFailure = 0
  #whole = 0
  #alone = 0
  #longest = 0
  #ungated = 0
  #contributed = 0n
  #equity = 0n
  /** When it ran. */
  readonly #spans: { readonly from: Instant; readonly to: Instant }[] = []
  readonly #dayEnds = new Map<number, bigint>()

  constructor(since: Instant) {
    this.#since = since
  }

  hear(fact: Fact, at: Instant, books: Books): void {
    this.#first ??= at
    this.#run(fact, at)
    this.#last = at
    if (fact.kind === "started") this.#begin(fact.reason, books)
    if (fact.kind === "finding") this.#fail(books)
    if (fact.kind === "command" && fact.command.kind === "stop") this.#wasStopped = true
    if (fact.kind === "placed" && !isGated(fact)) this.#ungated++
    if (fact.kind === "deposit") this.#contributed += fact.costUnits
    if (fact.kind === "deposit") this.#weigh(this.#equity + fact.costUnits, at)
    if (fact.kind === "sample") this.#weigh(fact.equityUnits, at)
  }

  told(books: Books): Evidence {
    const hour = hours(1)
    const to = this.#last ?? (0 as Instant)
    return {
      trips: books.ledger.trades().length - this.#tripsAtFailure,
      failures: this.#failures,
      hours: this.#whole / hour,
      aloneHours: this.#longest / hour,
      uptime: this.#uptime(to),
      ungated: this.#ungated,
      gainUnits: this.#equity - this.#contributed,
      winningDays: this.#winningDays(to),
      findings: books.findings.length,
      from: this.#first ?? to,
      to,
    }
  }

  #run(fact: Fact, at: Instant): void {
    const last = this.#last
    const span = last === undefined ? 0 : at - last
    // What lies before a start is no running, and what an older build ran counts for nothing.
    const isRunning = span >= 0 && span <= GAP_MOST && fact.kind !== "started" && at >= this.#since
    if (isRunning && last !== undefined) {
      this.#whole += span
      this.#spans.push({ from: last, to: at })
    }
    const isAlone = isRunning && fact.kind !== "command"
    this.#alone = isAlone ? this.#alone + span : 0
    this.#longest = Math.max(this.#longest, this.#alone)
  }

  /** A process that took the journal up without the one before having stopped: that one died. */
  #begin(reason: "new" | "restart", books: Books): void {
    if (reason === "restart" && !this.#wasStopped) this.#fail(books)
    this.#wasStopped = false
  }

  #weigh(units: bigint, at: Instant): void {
    this.#equity = units
    this.#dayEnds.set(dayOf(at), units)
  }

  #fail(books: Books): void {
    this.#failures++
    this.#tripsAtFailure = books.ledger.trades().length
  }

  #uptime(to: Instant): number {
    const from = (to - UPTIME_OVER) as Instant
    const ran = this.#spans.reduce(
      (sum, it) => sum + Math.max(0, it.to - Math.max(it.from, from)),
      0,
    )
    return ran / UPTIME_OVER
  }

  /** Of whole days: the last one is still running. */
  #winningDays(to: Instant): number {
    const ends = [...this.#dayEnds].filter(([day]) => day < dayOf(to))
    let days = 0
    for (let i = ends.length - 1; i > 0; i--) {
      const [[, before], [, after]] = [ends[i - 1], ends[i]]
      if (after <= before) break
      days++
    }
    return days
  }
}

/** Every rule has answered, and none refused. */
function isGated({ answers }: Placed): boolean {
  const asked = new Set(answers.map(({ rule }) => rule))
  const isRefused = answers.some(({ verdict }) => verdict.answer === "refuse")
  return RULES.every((rule) => asked.has(rule)) && !isRefused
}
