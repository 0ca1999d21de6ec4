import type { Instrument } from "../market/instrument.ts"
import type { Report } from "../order/report.ts"
import { powerOfTen } from "../value/decimal.ts"
import type { Books } from "./books.ts"
import type { Lane } from "./lane.ts"
import { fillsOf } from "./records.ts"

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

/** What the fills of a report need priced: fees in a third asset, quotes beside the account's. */
export function valuesFor(
  report: Report,
  told: {
    readonly books: Books
    readonly lanes: readonly Lane[]
    readonly accountAsset: string
  },
): Readonly<Record<string, bigint>> | undefined {
  const { books, lanes, accountAsset } = told
  const order = books.order(report.id)
  if (!order) return undefined
  const { base, quote } = books.instrument(order.instrument)
  let values: Record<string, bigint> | undefined
  for (const { feeAsset } of fillsOf(report)) {
    for (const asset of [feeAsset, quote.code]) {
      if (asset === accountAsset || asset === base.code) continue
      const value = valueOf(asset, accountAsset, lanes)
      if (value !== undefined) (values ??= {})[asset] = value
    }
  }
  return values
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
