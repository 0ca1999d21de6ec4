import type { OrderId } from "../order/request.ts"
import type { Ticket } from "../gate/gate.ts"
import type { Instant } from "../value/brand.ts"

/**
 * The exchange, as the engine knows it: things are asked, and answers come later as inputs
 * (`Report`, `Survey`). Nothing here returns a result, because asking is not having.
 */
export interface Venue {
  /** Spends the ticket and sends what it allows. Called only after the journal has committed. */
  submit(ticket: Ticket): void
  /** Asks what became of one order; answered by `told` or `absent`. */
  ask(id: OrderId, instrument: number): void
  /** Asks for balances and open orders; answered by a `Survey`. */
  survey(): void
}

/** One line of the journal, before it gets its number and hash. */
export interface Entry {
  /** Engine time, microseconds. */
  readonly at: Instant
  /** What kind of line: `header`, `report`, `placed`, `refused`, ... */
  readonly kind: string
  /** Market rows applied before this line: tape and journal interleave without trusting clocks. */
  readonly rows: number
  /** JSON text. Bigints are decimal strings in it. */
  readonly body: string
}

/** A line as it stands in the journal. `hash` covers the line and the hash before it. */
export interface JournalRecord extends Entry {
  /** From 1, without holes. */
  readonly seq: number
  /** Hex of SHA-256. */
  readonly hash: string
}

/** The append-only truth. Written before any effect leaves; never edited. */
export interface Journal {
  /** Adds a line and returns its number. It is durable only after `commit`. */
  append(entry: Entry): number
  /** Makes everything appended durable. Throws a Problem when the disk will not have it. */
  commit(): void
  /** Number of the last line, 0 when empty. */
  readonly seq: number
  /** Hash of the last line: the digest of the run so far. */
  readonly digest: string
}
