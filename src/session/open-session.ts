import type { Engine } from "../engine/engine.ts"
import type { JournalRecord } from "../engine/ports.ts"
import type { Plan } from "./plan.ts"
import type { SessionView, WatchedEvent } from "./watch.ts"

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
  /** How the connections to the exchange stand; empty where there are none. */
  health(): readonly string[]
  onEvent(listener: (event: WatchedEvent) => void): void
  /** The journal's durable lines, from the first. */
  records(): Iterable<JournalRecord>
}
