import type { Header } from "../engine/records.ts"
import type { Tape } from "../market/tape.ts"
import { type Candles, candlesOf, longestBar } from "../report/candle/candles.ts"
import { intervalFor } from "../report/candle/window.ts"
import type { TearSheet } from "../report/tear-sheet/tear-sheet.ts"
import type { Duration } from "../value/brand.ts"
import { Problem } from "../value/problem.ts"
import { loadTape, notedData } from "./market-data.ts"
import { recordedTape } from "./replay-file.ts"

/**
 * The candles of a run, from the tape beside its journal or the data that it ran on. A report can do
 * without them, so what is not there is no problem: it is told as a note.
 */
export async function reportMarket(
  file: string,
  sheet: TearSheet,
): Promise<{ readonly candles: readonly Candles[]; readonly note: string | undefined }> {
  try {
    const tape = await tapeOf(file, sheet.header)
    if (tape === undefined) return none("Nothing beside the journal says on which data it ran.")
    const span = (sheet.last - sheet.first) as Duration
    const interval = intervalFor(sheet.trades, { bar: longestBar(tape), span })
    return { candles: candlesOf(tape, interval), note: undefined }
  } catch (error) {
    if (error instanceof Problem) return none(error.message)
    throw error
  }
}

async function tapeOf(file: string, { mode, instruments }: Header): Promise<Tape | undefined> {
  if (mode !== "backtest") return recordedTape(file)
  const noted = notedData(file)
  const tape = noted && (await loadTape(noted))
  const isSame = tape?.instruments.every(({ symbol }, i) => symbol === instruments[i]?.symbol)
  return isSame === true ? tape : undefined
}

const none = (why: string) => ({
  candles: [],
  note: `Trades are shown without their candles. ${why}`,
})
