import { emptyFile, excerpt, notWhatItClaims, unknownFormat } from "../trouble.ts"
import { recogniseCapture } from "./capture-form.ts"
import { recogniseCsv, SPOKEN } from "./csv-form.ts"
import type { Recognised } from "./reader.ts"
import type { Sample } from "./sample.ts"
import { recogniseTradeList } from "./trade-list.ts"

/** Asked in this order; the first that knows the file reads it. */
const FORMATS: readonly ((sample: Sample) => Recognised | undefined)[] = [
  recogniseCapture,
  recogniseTradeList,
  recogniseCsv,
]

/**
 * Tells what a file is by its content.
 * @throws Problem `FILE_EMPTY`, `FORMAT_UNKNOWN`, `NOT_WHAT_IT_CLAIMS`
 */
export function recognise(sample: Sample): Recognised {
  if (sample.head.length === 0) throw emptyFile(sample.file)
  for (const format of FORMATS) {
    const recognised = format(sample)
    if (recognised !== undefined) return recognised
  }
  const seen = excerpt(sample.lines[0] ?? sample.head.toString("latin1", 0, 60))
  const { kind } = sample.claim
  if (kind === undefined) throw unknownFormat(sample.file, seen)
  throw notWhatItClaims({ file: sample.file, line: sample.comments + 1 }, SPOKEN[kind], seen)
}
