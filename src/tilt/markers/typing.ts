import { minutes, seconds } from "../../value/time.ts"
import { above, below, type Finding, type Look, type Marker, medianOf, usual } from "../marker.ts"
import { countSince } from "../memory.ts"

const WINDOW = minutes(30)
const LEAST = 5
/** More lines than this make the picture no clearer. */
const LINES = 40
const DEVIATION = 0.4
/** Errors are few: more than chance alone brings, which is so many standard deviations of a count. */
const BEYOND_CHANCE = 4
const COMMANDS_MOST = 5
const WORDS_MOST = 120
const WORDS_LEAST = 20

/** How keys are struck: by their time and number alone (TILT-6, TILT-23, TILT-30). */
export const TYPING: readonly Marker[] = [
  {
    id: "TILT-23",
    name: "typing differs from usual",
    unit: "share",
    kind: "baseline",
    hears: ["line"],
    rule: "speed or errors 40 % off your own",
    judge: (look) => {
      const lines = recent(look)
      if (lines.length < LEAST) return undefined
      return speedOff(look, lines) ?? errorsOff(look, lines)
    },
  },
  {
    id: "TILT-30",
    name: "keys come in bursts",
    unit: "per s or words per min",
    kind: "both",
    hears: ["line"],
    rule: "more than 5 commands a second, or above 120 or below 20 words a minute and not your own way",
    judge: (look) =>
      above(countSince(look.memory.lines, look.now, seconds(1)), COMMANDS_MOST) ?? pace(look),
  },
]

type Typed = Look["memory"]["typing"]

function recent({ memory, now }: Look): Typed {
  if (!memory.isTypingJudged) return []
  return memory.typing.slice(-LINES).filter((one) => now - one.at < WINDOW)
}

function speedOff(look: Look, lines: Typed): Finding | undefined {
  const known = usual(look, "words-per-minute")
  if (!known) return undefined
  const baseline = known.usual.median
  const off = Math.abs(medianOf(lines.map((one) => one.wordsPerMinute)) / baseline - 1)
  return above(off, DEVIATION, { baseline, isInforming: known.isInforming })
}

function errorsOff(look: Look, lines: Typed): Finding | undefined {
  const known = usual(look, "error-share")
  if (!known) return undefined
  const keys = lines.reduce((sum, one) => sum + one.keys, 0)
  const share = lines.reduce((sum, one) => sum + one.corrections, 0) / keys
  const baseline = known.usual.median
  const chance = BEYOND_CHANCE * Math.sqrt((baseline * (1 - baseline)) / keys)
  const limit = Math.max(baseline * (1 + DEVIATION), baseline + chance)
  return above(share, limit, { baseline, isInforming: known.isInforming })
}

function pace(look: Look): Finding | undefined {
  const lines = recent(look).slice(-LEAST)
  if (lines.length < LEAST) return undefined
  const value = medianOf(lines.map((one) => one.wordsPerMinute))
  const known = usual(look, "words-per-minute")
  // Some people type like that every day.
  if (!known || (value >= known.usual.normalLow && value <= known.usual.normalHigh))
    return undefined
  const more = { baseline: known.usual.median, isInforming: known.isInforming }
  return above(value, WORDS_MOST, more) ?? below(value, WORDS_LEAST, more)
}
