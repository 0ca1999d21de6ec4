import type { Batch } from "./batch.ts"
import type { Sample } from "./formats/sample.ts"
import type { Emit } from "./formats/reader.ts"
import { intervalName } from "./names.ts"
import { intervalUnknown, notWhatItClaims } from "./trouble.ts"

/** So few bars prove nothing about their distance. */
const BARS_THAT_PROVE = 10
const BARS_LOOKED_AT = 10_000

/**
 * Gives every batch of bars its interval: what the rows' distance shows, compared with what the name
 * says. The first batch of a file decides.
 * @throws Problem `NOT_WHAT_IT_CLAIMS`, `INTERVAL_UNKNOWN`
 */
export function withInterval(sample: Sample, emit: Emit): Emit {
  let decided = 0
  return (batch) => {
    if (batch.kind === "bars") {
      if (decided === 0) decided = decide(batch, sample)
      batch.interval = decided
    }
    emit(batch)
  }
}

function decide(batch: Batch, sample: Sample): number {
  const shown = commonDistance(batch)
  const said = batch.interval
  if (said === 0) {
    if (shown === undefined) throw intervalUnknown(sample.file)
    return shown
  }
  if (shown !== undefined && shown !== said && batch.length >= BARS_THAT_PROVE) {
    throw notWhatItClaims(
      { file: sample.file },
      `bars of ${intervalName(said)}`,
      `bars of ${intervalName(shown)}`,
    )
  }
  return said
}

/** The most common distance of neighbouring bars, microseconds. */
function commonDistance(batch: Batch): number | undefined {
  const { time } = batch
  const counts = new Map<number, number>()
  for (let i = 1; i < Math.min(batch.length, BARS_LOOKED_AT); i++) {
    const distance = time[i] - time[i - 1]
    if (distance > 0) counts.set(distance, (counts.get(distance) ?? 0) + 1)
  }
  let best: number | undefined
  for (const [distance, count] of counts) {
    if (best === undefined || count > (counts.get(best) as number)) best = distance
  }
  return best
}
