import { entryAllowance } from "../../gate/throttle.ts"
import type { EventLevel } from "../event-level.ts"
import { type MachineFigures, type Spans, spansOf } from "./machine.ts"
import type { BoardSource, Surroundings } from "./source.ts"

/** How the system itself is: lines, budgets, delays, the machine, what it warned of (UI-15). */
export interface OperationsBoard {
  readonly mode: string
  /** How the lines to the exchange stand, in words; empty where there are none. */
  readonly connections: readonly string[]
  /** Breakers that are open, and what else keeps entries shut from outside. */
  readonly breakers: readonly string[]
  readonly closure: string | null
  readonly pace: {
    readonly tenSeconds: Used
    readonly day: Used
  }
  /** From the journal's line to the exchange's first word. */
  readonly exchange: Spans
  readonly machine: MachineFigures
  /** Fingerprint of the program that trades; empty where none was taken. */
  readonly build: string
  /** What was warned of, latest first. */
  readonly alerts: readonly {
    readonly at: number
    readonly level: EventLevel
    readonly text: string
  }[]
}

/** A part of what the exchange allows. */
export interface Used {
  readonly sent: number
  /** Beyond this the gate refuses entries (EXEC-9). */
  readonly entries: number
  /** What the exchange publishes (EXEC-73). */
  readonly most: number
}

const ALERTS_MOST = 5

export function operationsBoard(source: BoardSource & Surroundings): OperationsBoard {
  const { engine, plan, events } = source
  const { books, now } = engine
  const { perTenSeconds, perDay } = books.outside.pace
  const used = (sent: number, most: number): Used => ({ sent, entries: entryAllowance(most), most })
  return {
    mode: plan.mode,
    connections: source.health,
    breakers: books.outside.state.open,
    closure: books.outside.closure(now)?.reason ?? null,
    pace: {
      tenSeconds: used(books.tickets.lastTenSeconds(now), perTenSeconds),
      day: used(books.tickets.today(now), perDay),
    },
    exchange: spansOf(source.answerTimes.map((it) => it / 1_000)),
    machine: source.machine(),
    build: books.tilt.state.build,
    alerts: events
      .filter(({ level }) => level >= 2)
      .slice(-ALERTS_MOST)
      .toReversed()
      .map(({ at, level, text }) => ({ at, level, text })),
  }
}
