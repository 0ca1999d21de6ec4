import { notWhatItClaims } from "../trouble.ts"
import { CaptureReader } from "./capture.ts"
import type { Recognised } from "./reader.ts"
import type { Sample } from "./sample.ts"
import { streamMessage } from "./stream-message.ts"

/** How a snapshot begins that is longer than the sample. */
const LONG_SNAPSHOT = /^(\d{1,20} )?\{("stream":"[^"]*","data":\{)?"lastUpdateId":/

/**
 * Tells whether a file is a capture of Binance's streams, one json message a line.
 * @throws Problem `NOT_WHAT_IT_CLAIMS` when the name says another symbol
 */
export function recogniseCapture(sample: Sample): Recognised | undefined {
  const { file, claim } = sample
  const messages = sample.lines.map(streamMessage).filter((message) => message !== undefined)
  const known = messages.filter((message) => message.kind !== "other")
  if (known.length === 0 && !LONG_SNAPSHOT.test(sample.head.toString("latin1", 0, 200))) {
    return undefined
  }
  const symbols = known.map(({ symbol }) => symbol).filter((symbol) => symbol !== undefined)
  if (claim.symbol !== undefined && symbols.length > 0 && !symbols.includes(claim.symbol)) {
    throw notWhatItClaims({ file }, claim.symbol, symbols[0])
  }
  return {
    format: "recorded streams",
    symbol: claim.symbol ?? symbols[0],
    notes: [],
    read: (symbol, emit) => new CaptureReader({ file, symbol }, emit),
  }
}
