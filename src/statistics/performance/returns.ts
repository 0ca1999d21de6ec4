import { type Numbers, requirePositive } from "../input.ts"

/**
 * Returns from one price to the next, as fractions: n prices give n - 1, none or one gives none.
 * @param prices oldest first
 * @param kind `simple` adds across assets (performance), `log` across time (volatility)
 * @throws Problem `INVALID_INPUT` for a price that is not above zero
 */
export function returnsOf(prices: Numbers, kind: "simple" | "log"): Float64Array {
  requirePositive(prices, "prices")
  const returns = new Float64Array(Math.max(0, prices.length - 1))
  for (let i = 0; i < returns.length; i++) {
    const simple = (prices[i + 1] - prices[i]) / prices[i]
    // The logarithm of a ratio beside one loses the digits of a tiny move; log1p keeps them.
    returns[i] = kind === "simple" ? simple : Math.log1p(simple)
  }
  return returns
}
