/**
 * What pairs are quoted in, longest first where one ends like another. From Binance's exchangeInfo,
 * and the dollar of exchanges that have it.
 */
const QUOTES: readonly string[] = (
  "FDUSD USDT USDC TUSD BUSD USDP USDS BIDR BVND IDRT AEUR EURI USD1 VAI DAI PAX UST " +
  "BTC ETH BNB XRP TRX DOGE TRY EUR GBP AUD BRL RUB UAH NGN ZAR PLN RON ARS JPY MXN CZK COP IDR USD"
).split(" ")

/** Quotes that are worth about a dollar. */
const DOLLARS = new Set([
  "FDUSD",
  "USDT",
  "USDC",
  "TUSD",
  "BUSD",
  "USDP",
  "USDS",
  "USD1",
  "USD",
  "DAI",
  "PAX",
  "UST",
])

/** The two assets of a symbol in capitals, or undefined when it ends in no known quote. */
export function splitSymbol(symbol: string): { base: string; quote: string } | undefined {
  for (const quote of QUOTES) {
    if (!symbol.endsWith(quote) || symbol.length < quote.length + 2) continue
    const base = symbol.slice(0, -quote.length)
    if (/^[A-Z0-9]+$/.test(base) && /[A-Z]/.test(base)) return { base, quote }
  }
  return undefined
}

/**
 * The smallest order value Binance usually asks for in this quote, as decimal text; "0" where
 * nothing is usual. Used only where the exchange's own filters are not known.
 */
export function usualMinNotional(quote: string): string {
  if (DOLLARS.has(quote) || quote === "EUR" || quote === "GBP") return "5"
  return USUAL[quote] ?? "0"
}

const USUAL: Readonly<Record<string, string>> = { BTC: "0.0001", ETH: "0.001", BNB: "0.01" }
