import { BUYER_IS_MAKER } from "../../market/tape.ts"
import { parseInstant } from "../../value/time.ts"

/**
 * What a column of a csv file is:
 * - `time`, `close time`: milliseconds or microseconds since 1970, told by magnitude;
 * - `text time`: `2021-01-01 00:00:00`, UTC; `ms of day`: milliseconds since the file's midnight;
 * - `id`; `first id`: the first update id of a depth event;
 * - `price`, `quantity`: decimals, into the kind's columns in their order;
 * - `maker`: whether the buyer was maker; `truth`: true or false that nobody needs; `side`: whether
 *   the level is an ask;
 * - `symbol`: must be the file's symbol; `skip`: anything.
 */
export type Field =
  | "skip"
  | "symbol"
  | "text time"
  | "maker"
  | "truth"
  | "side"
  | "time"
  | "close time"
  | "ms of day"
  | "id"
  | "first id"
  | "price"
  | "quantity"

/** Numbers for the hot loop; those from {@link NUMBER} on begin with digits. */
export const FIELDS: readonly Field[] = [
  "skip",
  "symbol",
  "text time",
  "maker",
  "truth",
  "side",
  "time",
  "close time",
  "ms of day",
  "id",
  "first id",
  "price",
  "quantity",
]
export const SYMBOL = 1
export const TEXT_TIME = 2
export const MAKER = 3
export const TRUTH = 4
export const SIDE = 5
export const NUMBER = 6
export const TIME_FIELD = 6
export const CLOSE_TIME = 7
export const DAY_MS = 8
export const ID_FIELD = 9
export const FIRST_ID = 10
export const PRICE = 11
export const QUANTITY = 12

const MILLISECONDS_LEAST = 1_230_768_000_000
const MILLISECONDS_MOST = 4_102_444_800_000

/**
 * Milliseconds or microseconds since 1970, told by magnitude, as microseconds.
 * @returns NaN when it is neither, between the years 2009 and 2100
 */
export function instantFrom(count: number): number {
  if (count < MILLISECONDS_MOST) return count >= MILLISECONDS_LEAST ? count * 1000 : NaN
  if (count < MILLISECONDS_LEAST * 1000 || count >= MILLISECONDS_MOST * 1000) return NaN
  return count
}

/** Reads `true`, `True`, `1` and their opposites; -1 is neither. */
export function flagFrom(bytes: Uint8Array, from: number, to: number): number {
  const first = bytes[from] | 0x20
  if (to - from === 1) return first === 0x31 ? BUYER_IS_MAKER : first === 0x30 ? 0 : -1
  if (to - from === 4 && first === 0x74) return BUYER_IS_MAKER
  return to - from === 5 && first === 0x66 ? 0 : -1
}

/** `2021-01-01 00:00:00` as microseconds, NaN when it is no time. */
export function textInstant(text: string): number {
  if (!TEXT_TIME_FORM.test(text)) return NaN
  try {
    return parseInstant(text)
  } catch {
    return NaN
  }
}
const TEXT_TIME_FORM = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)?$/

/** What a column should hold, for people. */
export const EXPECTED: Readonly<Record<Field, string>> = {
  skip: "something",
  symbol: "the symbol that the file is about, as in its other rows",
  "text time": "a time like 2021-01-01 00:00:00",
  maker: "true or false",
  truth: "true or false",
  side: "0 for a bid or 1 for an ask",
  time: "a time in milliseconds or microseconds",
  "close time": "a time in milliseconds or microseconds",
  "ms of day": "milliseconds since midnight",
  id: "a whole number",
  "first id": "a whole number",
  price: "a price above zero, below 10^15 units",
  quantity: "a quantity of zero or more, below 10^15 units",
}

/** Whether a word of a row can be such a field. */
export function fits(field: Field, word: string): boolean {
  switch (field) {
    case "skip":
      return word !== ""
    case "symbol":
      return /^[A-Za-z0-9]{5,20}$/.test(word)
    case "text time":
      return TEXT_TIME_FORM.test(word)
    case "maker":
    case "truth":
      return /^(true|false|0|1)$/i.test(word)
    case "side":
      return /^[01]$/.test(word)
    case "time":
    case "close time":
      return /^\d{13,16}$/.test(word) && !Number.isNaN(instantFrom(Number(word)))
    case "ms of day":
      return /^\d{1,8}$/.test(word) && Number(word) < 86_400_000
    case "id":
    case "first id":
      return /^\d{1,15}$/.test(word)
    case "price":
    case "quantity":
      return /^-?(\d+\.?\d*|\.\d+)(e-?\d+)?$/i.test(word) || /^nan$/i.test(word)
    default:
      field satisfies never
      return false
  }
}
