import type { EventLevel } from "../event-level.ts"
import type { BoardSource } from "./source.ts"

/** What happened, oldest first (UI-45). */
export interface EventsBoard {
  readonly events: readonly {
    /** Microseconds since 1970, UTC. */
    readonly at: number
    readonly seq: number
    readonly kind: string
    /** How loudly it is told, 0 to 4 (UI-41 to UI-44). */
    readonly level: EventLevel
    readonly text: string
  }[]
}

export function eventsBoard({ events }: BoardSource): EventsBoard {
  return {
    events: events.map(({ at, seq, kind, level, text }) => ({ at, seq, kind, level, text })),
  }
}
