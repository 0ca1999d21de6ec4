/** The five questions of the entry that a lock asks for (TILT-51). */
export const QUESTIONS = [
  "Which feeling set this off?",
  "Which events or losses came before?",
  "Which signs did I miss?",
  "What would I do differently?",
  "Which steps of recovery do I promise?",
] as const

/** What has been written so far; own words only. */
export interface Entry {
  /** Words per question. */
  readonly words: readonly number[]
  readonly characters: number
}

export const NO_ENTRY: Entry = Object.freeze({ words: [0, 0, 0, 0, 0], characters: 0 })

export const WORDS_LEAST = 500
/** Ours: an answer of fewer words is none. */
const ANSWER_LEAST = 20
const PASTED_MOST = 0.5
const PACE_MOST = 120

/** A line of the entry, as the keys tell of it. */
export interface Written {
  readonly part: number
  readonly text: string
  readonly keys: number
  readonly pasted: number
  readonly spanMs: number
}

/** Why a line does not count; undefined when it does. */
export function refusalOf(line: Written): string | undefined {
  if (!(line.part >= 1 && line.part <= QUESTIONS.length)) return "There are five questions, 1 to 5."
  const typed = Math.max(line.keys, line.text.length)
  if (typed > 0 && line.pasted / typed > PASTED_MOST) {
    return "More than half of the line was pasted. Only what is typed here counts."
  }
  const pace = wordsIn(line.text) / (Math.max(line.spanMs, 1) / 60_000)
  if (pace > PACE_MOST) {
    return `The line came at ${Math.round(pace)} words a minute; up to ${PACE_MOST} counts. Take your time.`
  }
  return undefined
}

/** The entry with one more line in it. */
export function written(entry: Entry, line: Written): Entry {
  if (refusalOf(line) !== undefined) return entry
  const words = entry.words.map((many, i) =>
    i === line.part - 1 ? many + wordsIn(line.text) : many,
  )
  return { words, characters: entry.characters + line.text.trim().length }
}

export const wordsOf = (entry: Entry): number => entry.words.reduce((sum, it) => sum + it, 0)

/** Questions that still want an answer, from 1. */
export const openQuestions = (entry: Entry): readonly number[] =>
  entry.words.flatMap((many, i) => (many < ANSWER_LEAST ? [i + 1] : []))

export const isComplete = (entry: Entry): boolean =>
  wordsOf(entry) >= WORDS_LEAST && openQuestions(entry).length === 0

/** Words that say something: of two letters and more, and each at most three times in a line. */
export function wordsIn(text: string): number {
  const seen = new Map<string, number>()
  let many = 0
  for (const [word] of text.toLowerCase().matchAll(/\p{L}[\p{L}\p{M}'’-]+/gu)) {
    const times = (seen.get(word) ?? 0) + 1
    seen.set(word, times)
    if (times <= 3) many++
  }
  return many
}
