import type { FilterName } from "../order/filters.ts"

/** What would make an order pass a filter of the exchange, as a sentence (UI-40). */
export function adviceOn(filter: FilterName): string {
  switch (filter) {
    case "PRICE_FILTER":
      return "A price within the bounds and on the tick passes."
    case "PERCENT_PRICE_BY_SIDE":
      return "A price nearer to the market passes."
    case "LOT_SIZE":
    case "MARKET_LOT_SIZE":
      return "A size within the bounds and on the step passes."
    case "NOTIONAL":
      return "An order worth more than the least and less than the most passes."
    case "ICEBERG_PARTS":
      return "Fewer parts pass."
    case "MAX_NUM_ORDERS":
    case "MAX_NUM_ALGO_ORDERS":
      return "It passes when an open order is filled or cancelled."
  }
}
