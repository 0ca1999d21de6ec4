import type { Row } from "./tape.ts"

/**
 * The one cursor that carries each row to the engine and to strategies. It is lent for the call:
 * keep its numbers, never the tick. Fields start as NaN so that V8 stores doubles from the first row.
 */
export class Tick implements Row {
  kind = 0
  flag = 0
  instrument = 0
  time = NaN
  seen = NaN
  a = NaN
  b = NaN
  c = NaN
  d = NaN
  e = NaN

  /** Of a trade. */
  get price(): number {
    return this.a
  }
  /** Of a trade. */
  get quantity(): number {
    return this.b
  }
  /** Of a quote. */
  get bid(): number {
    return this.a
  }
  /** Of a quote. */
  get ask(): number {
    return this.c
  }
}
