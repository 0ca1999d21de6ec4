import type { Engine } from "../engine/engine.ts"
import type { JournalRecord } from "../engine/ports.ts"
import type { Instant } from "../value/brand.ts"
import type { BoardSource } from "../report/boards/source.ts"
import type { Plan } from "./plan.ts"
import type { SessionView, WatchedEvent } from "./watch.ts"

/** A connection to the exchange, and how it stands. */
export interface Connected {
  /** `gateway` for the one that orders go over; the others bring prices. */
  readonly name: string
  readonly isUp: boolean
}

/** A session at work, as those see it who show it to a person: paper or live. */
export interface OpenSession {
  readonly engine: Engine
  readonly plan: Plan
  readonly isResumed: boolean
  /** Where its journal lies. */
  readonly journalFile: string
  /** What a person should know about how it was opened. */
  readonly notes: readonly string[]
  /** A recording has been played to its end; a market that goes on is never over. */
  readonly isOver: boolean
  view(): SessionView
  /** What boards are made of, as it is now. */
  boards(): BoardSource
  /** How the connections to the exchange stand; empty where there are none. */
  health(): readonly string[]
  /** The same, to be counted; empty where there are none. */
  connections(): readonly Connected[]
  /** Something for the owner that is no fact of the journal. */
  note(text: string): void
  /** Called when the guard begins a lock, or its score asks for a notice (TILT-46, TILT-59). */
  onPause(listener: (at: Instant) => void): void
  onEvent(listener: (event: WatchedEvent) => void): void
  /** The journal's durable lines, from the first or from a number on. */
  records(from?: number): Iterable<JournalRecord>
}
