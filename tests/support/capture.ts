import { instrumentOf } from "./instrument.ts"
import { isThere, linesOf } from "../strategies/raw-bars.ts"

/** Two days of one recording of the exchange's streams, the second going on where the first ends. */
const FILES = [
  "stream-capture-spot/btcusdt_20240808.jsonl.gz",
  "stream-capture-spot/btcusdt_20240809.jsonl.gz",
]

/** What the tests that need it are called when they are skipped. */
export const CAPTURE = FILES.join(", ")
export const hasCapture = isThere(...FILES)
/** The one instrument in it. */
export const CAPTURED = instrumentOf()

/** One line: what the exchange sent, and when the recorder had it, nanoseconds as text. */
export interface CapturedFrame {
  readonly text: string
  readonly heardAt: string
}

/** All lines, in the order they came. */
export function capturedFrames(): readonly CapturedFrame[] {
  return FILES.flatMap((file) => linesOf(file)).map((line) => {
    const blank = line.indexOf(" ")
    return { heardAt: line.slice(0, blank), text: line.slice(blank + 1) }
  })
}
