import type { Instrument } from "../market/instrument.ts"
import { powerOfTen } from "../value/decimal.ts"
import type { Lane } from "./lane.ts"

/**
 * What one whole unit of an asset is worth, in units of the account asset, at the prices last seen:
 * directly (BTCUSDT), or over one other instrument (ETHBTC, then BTCUSDT).
 * @returns undefined when nothing on this session's tape prices it (RISK-16)
 */
export function valueOf(
  asset: string,
  accountAsset: string,
  lanes: readonly Lane[],
): bigint | undefined {
  if (asset === accountAsset) return powerOfTen(8)
  const direct = lanes.find((it) => isPair(it.instrument, asset, accountAsset))
  if (direct) return wholeValue(direct)
  for (const first of lanes) {
    if (first.instrument.base.code !== asset) continue
    const second = lanes.find((it) =>
      isPair(it.instrument, first.instrument.quote.code, accountAsset),
    )
    const [a, b] = [wholeValue(first), second && wholeValue(second)]
    if (a !== undefined && b !== undefined)
      return (a * b) / powerOfTen(first.instrument.quote.scale)
  }
  return undefined
}

const isPair = (it: Instrument, base: string, quote: string): boolean =>
  it.base.code === base && it.quote.code === quote

/** Units of the quote asset for one whole base asset. */
function wholeValue(lane: Lane): bigint | undefined {
  const mark = lane.mark
  if (!(mark > 0)) return undefined
  const { priceScale, quote } = lane.instrument
  const counts = BigInt(Math.round(mark))
  return quote.scale >= priceScale
    ? counts * powerOfTen(quote.scale - priceScale)
    : counts / powerOfTen(priceScale - quote.scale)
}
