import type { Kind } from "../batch.ts"
import { DepthRule } from "./depth-rule.ts"
import type { Field } from "./fields.ts"
import type { RowRule } from "./reader.ts"

/**
 * What a column is, and the header names by which it may be known: small letters, without blanks
 * and underscores. A column without names goes by any.
 */
export type Column = readonly [field: Field, ...names: readonly string[]]

/** One form of csv. */
export interface CsvForm {
  /** For people. */
  readonly name: string
  readonly kind: Kind
  readonly columns: readonly Column[]
  /** Whether files without a header are known, too, by the shape of their rows. */
  readonly isKnownBare: boolean
  /** Said about every file of the form. */
  readonly note?: string
  /** Makes what looks after the rows of one file; absent where every row stands for itself. */
  readonly rule?: () => RowRule
}

const FUTURES = "This is data of USD-M futures, whose prices differ from spot."

const BAR: readonly Column[] = [
  ["time", "opentime", "opentimems", "timestamp", "time", "date"],
  ["price", "open"],
  ["price", "high"],
  ["price", "low"],
  ["price", "close"],
  ["quantity", "volume"],
]

const REST_OF_KLINE: readonly Column[] = [
  ["close time", "closetime"],
  ["skip"],
  ["skip"],
  ["skip"],
  ["skip"],
  ["skip"],
]

/** Every csv form. Those with particular headers stand before those that accept more. */
export const CSV_FORMS: readonly CsvForm[] = [
  {
    name: "USD-M futures klines",
    kind: "bars",
    columns: [
      ...BAR.map(([field, name]): Column => [field, name]),
      ["close time", "closetime"],
      ["skip", "quotevolume"],
      ["skip", "count"],
      ["skip", "takerbuyvolume"],
      ["skip", "takerbuyquotevolume"],
      ["skip", "ignore"],
    ],
    isKnownBare: false,
    note: FUTURES,
  },
  { name: "klines", kind: "bars", columns: [...BAR, ...REST_OF_KLINE], isKnownBare: true },
  { name: "OHLCV", kind: "bars", columns: BAR, isKnownBare: true },
  {
    name: "QuantConnect minutes",
    kind: "bars",
    columns: [["ms of day"], ...BAR.slice(1)],
    isKnownBare: true,
  },
  {
    name: "hourly closes",
    kind: "bars",
    columns: [
      ["text time", "opentime", "timestamp", "time", "date"],
      ["price", "close"],
    ],
    isKnownBare: false,
  },
  {
    name: "futures aggTrades",
    kind: "aggTrades",
    columns: [
      ["id", "aggtradeid"],
      ["price", "price"],
      ["quantity", "quantity"],
      ["skip", "firsttradeid"],
      ["skip", "lasttradeid"],
      ["time", "transacttime"],
      ["maker", "isbuyermaker"],
    ],
    isKnownBare: true,
    note: FUTURES,
  },
  {
    name: "aggTrades",
    kind: "aggTrades",
    columns: [
      ["id", "aggtradeid", "aggregatetradeid", "a"],
      ["price", "price", "p"],
      ["quantity", "quantity", "qty", "q"],
      ["skip", "firsttradeid", "f"],
      ["skip", "lasttradeid", "l"],
      ["time", "timestamp", "transacttime", "time"],
      ["maker", "isbuyermaker", "wasthebuyerthemaker", "m"],
      ["skip"],
    ],
    isKnownBare: true,
  },
  {
    name: "trades",
    kind: "trades",
    columns: [
      ["id", "tradeid", "id"],
      ["price", "price"],
      ["quantity", "qty", "quantity"],
      ["skip", "quoteqty", "quotequantity"],
      ["time", "time", "timestamp"],
      ["maker", "isbuyermaker"],
      ["truth", "isbestmatch"],
    ],
    isKnownBare: true,
  },
  {
    name: "futures trades",
    kind: "trades",
    columns: [
      ["id", "id", "tradeid"],
      ["price", "price"],
      ["quantity", "qty"],
      ["skip", "quoteqty"],
      ["time", "time"],
      ["maker", "isbuyermaker"],
    ],
    isKnownBare: true,
    note: FUTURES,
  },
  {
    name: "bookTicker",
    kind: "quotes",
    columns: [
      ["id", "updateid"],
      ["price", "bestbidprice"],
      ["quantity", "bestbidqty"],
      ["price", "bestaskprice"],
      ["quantity", "bestaskqty"],
      ["time", "transactiontime"],
      ["close time", "eventtime"],
    ],
    isKnownBare: true,
    note: FUTURES,
  },
  {
    name: "recorded trades",
    kind: "trades",
    columns: [
      ["skip", "timestampofreceive"],
      ["skip", "stream"],
      ["skip", "eventtype"],
      ["skip", "eventtime"],
      ["time", "transactiontime"],
      ["symbol", "symbol"],
      ["id", "tradeid"],
      ["price", "price"],
      ["quantity", "quantity"],
      ["maker", "isbuyermarketmaker", "isbuyermaker"],
      ["skip"],
    ],
    isKnownBare: false,
  },
  {
    name: "recorded depth changes",
    kind: "depth",
    columns: [
      ["skip", "timestampofreceive"],
      ["skip", "stream"],
      ["skip", "eventtype"],
      ["time", "eventtime"],
      ["symbol", "symbol"],
      ["first id", "firstupdateid"],
      ["id", "finalupdateid"],
      ["side", "isask"],
      ["price", "price"],
      ["quantity", "quantity"],
    ],
    isKnownBare: false,
    rule: () => new DepthRule("changes"),
  },
  {
    name: "recorded depth snapshots",
    kind: "depth",
    columns: [
      ["time", "timestampofreceive"],
      ["skip", "timestampofrequest"],
      ["id", "lastupdateid"],
      ["side", "isask"],
      ["price", "price"],
      ["quantity", "quantity"],
    ],
    isKnownBare: false,
    rule: () => new DepthRule("snapshots"),
  },
]
