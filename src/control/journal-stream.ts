import type { JournalRecord } from "../engine/ports.ts"
import type { WatchedEvent } from "../session/watch.ts"
import type { ControlledSession } from "./controlled.ts"

/** So many lines are told at once; the next come with the next look. */
const LINES_AT_ONCE = 500

/** A line of the journal as others read it. */
export interface ToldLine {
  readonly seq: number
  readonly at: number
  readonly kind: string
  /** What it means to someone who watches; null for what is long ago, or worth no line. */
  readonly text: string | null
  /** As it stands in the journal. */
  readonly body: Record<string, unknown>
}

/** Lines of the journal after a number, oldest first. */
export function linesAfter(
  controlled: ControlledSession,
  after: number,
  limit: number,
): readonly ToldLine[] {
  const { events } = controlled.session.view()
  const lines: ToldLine[] = []
  for (const record of controlled.records(after + 1)) {
    if (lines.length >= limit) break
    lines.push(toldLine(record, events))
  }
  return lines
}

function toldLine(record: JournalRecord, events: readonly WatchedEvent[]): ToldLine {
  const { seq, at, kind, body } = record
  const event = events.find((it) => it.seq === seq && it.kind === kind)
  return {
    seq,
    at,
    kind,
    text: event?.text ?? null,
    body: JSON.parse(body) as Record<string, unknown>,
  }
}

/**
 * The journal as it grows, for one reader: each line once, in order and without a hole, from whatever
 * line the reader has already. A reader that comes back names the last line it has.
 */
export class JournalStream {
  readonly #controlled: ControlledSession
  #after: number

  constructor(controlled: ControlledSession, after: number) {
    this.#controlled = controlled
    this.#after = after
  }

  /** The lines since the last look, each as a message. */
  next(): readonly string[] {
    const lines = linesAfter(this.#controlled, this.#after, LINES_AT_ONCE)
    this.#after = lines.at(-1)?.seq ?? this.#after
    return lines.map((it) => JSON.stringify(it))
  }
}
