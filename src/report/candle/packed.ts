import type { Window } from "./window.ts"

/**
 * Candles as short text: of each, the steps since the one before, then open, high, low and close as
 * differences, all as numbers of seven bits a byte with the sign in the lowest (LEB128, zigzag), in
 * base 64. Ten thousand trades then fit into a page that opens at once.
 */
export function packed({ openedAt, open, high, low, close, interval }: Window): string {
  const bytes: number[] = []
  let [at, last] = [openedAt[0] ?? 0, 0]
  for (let i = 0; i < openedAt.length; i++) {
    // Middles of quotes may lie between two counts.
    const first = Math.round(open[i])
    putNumber(bytes, (openedAt[i] - at) / interval)
    putNumber(bytes, first - last)
    putNumber(bytes, Math.round(high[i]) - first)
    putNumber(bytes, Math.round(low[i]) - first)
    last = Math.round(close[i])
    putNumber(bytes, last - first)
    at = openedAt[i]
  }
  return Uint8Array.from(bytes).toBase64()
}

function putNumber(bytes: number[], n: number): void {
  // By arithmetic and not by bits: a first price may need more than 32 of them.
  let rest = n < 0 ? -n * 2 - 1 : n * 2
  while (rest >= 128) {
    bytes.push((rest % 128) + 128)
    rest = Math.floor(rest / 128)
  }
  bytes.push(rest)
}
