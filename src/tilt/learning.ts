import { hours, minutes } from "../value/time.ts"
import type { Happening } from "./act.ts"
import { learn, type Metric } from "./baseline.ts"
import { countSince } from "./memory.ts"
import type { TiltState } from "./state.ts"

const HOUR = hours(1)
/** One line has no error or a third of it is one: only several together tell how often they come. */
const LINES = 20

function errorShare(
  lines: readonly { readonly keys: number; readonly corrections: number }[],
): number {
  const keys = lines.reduce((sum, one) => sum + one.keys, 0)
  return lines.reduce((sum, one) => sum + one.corrections, 0) / keys
}

/**
 * Takes samples of how somebody is when calm. Called before levels are looked at, and only while
 * there is none: a slow slide into tilt must not become the new normal (TILT-38).
 */
export function learnFrom(s: TiltState, it: Happening, hour: number): void {
  const { baseline, memory, time } = s
  const sample = (metric: Metric, value: number): void => {
    learn(baseline, metric, { at: time, value })
  }
  if (it.kind === "line") {
    if (it.decideMs !== undefined) sample("decision-ms", it.decideMs)
    const last = memory.typing.at(-1)
    if (last?.at === time && memory.isTypingJudged) {
      sample("words-per-minute", last.wordsPerMinute)
      sample("error-share", errorShare(memory.typing.slice(-LINES)))
    }
  }
  if (it.kind === "entered" && it.isManual) {
    sample("size", it.size)
    baseline.hours[hour]++
  }
  if (it.kind === "edit") {
    sample("edits-5m", countSince(memory.edits, time, minutes(5)))
    sample("edits-30m", countSince(memory.edits, time, minutes(30)))
    sample("edits-60m", countSince(memory.edits, time, HOUR))
  }
  if (it.kind === "session" && it.to === "ended" && time > memory.stretchAt) {
    sample("session-minutes", (time - memory.stretchAt) / minutes(1))
  }
  hourly(s, it, sample)
}

/** Each hour of a session that has gone by tells a rate. */
function hourly(
  s: TiltState,
  it: Happening,
  sample: (metric: Metric, value: number) => void,
): void {
  if (it.kind === "session") s.sampledHourAt = it.to === "began" ? s.time : NaN
  else if (s.time - s.sampledHourAt >= HOUR) {
    sample("entries-per-hour", countSince(s.memory.entries, s.time, HOUR))
    s.sampledHourAt = s.time
  }
}
