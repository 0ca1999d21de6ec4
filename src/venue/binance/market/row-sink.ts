import type { Row } from "../../../market/tape.ts"

/** Takes rows in the order in which they were learnt; the row is lent for the call. */
export interface RowSink {
  add(row: Readonly<Row>): void
}
