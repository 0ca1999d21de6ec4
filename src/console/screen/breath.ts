import type { Instant } from "../../value/brand.ts"
import { minutes, seconds } from "../../value/time.ts"

/** TILT-43. */
const LASTS = minutes(5)
const SECOND = seconds(1)
/** The last word stays for a while. */
const LAST_WORD = seconds(30)
/** In for four, hold for four, out for six. */
const ROUND = [
  ["in", 4],
  ["hold", 4],
  ["out", 6],
] as const

/** Said when the five minutes are over. */
const BREATHED = "Five quiet minutes are over. Stops stand at the exchange."

/** A timer of five quiet minutes, told in words and a bar; it knows no clock. */
export class Breath {
  #from: Instant | undefined

  begin(at: Instant): void {
    this.#from = at
  }

  /** The person goes back to something else. */
  end(): void {
    this.#from = undefined
  }

  /** What is to be done now, and how long it all goes on; empty while nobody breathes. */
  textAt(at: Instant): string {
    if (this.#from === undefined) return ""
    const second = Math.max(0, Math.floor((at - this.#from) / SECOND))
    if (at - this.#from >= LASTS) return at - this.#from < LASTS + LAST_WORD ? BREATHED : ""
    const left = Math.max(0, LASTS / SECOND - second)
    const [word, part, of] = stepAt(second % 14)
    const bar = "▮"
      .repeat(part + 1)
      .padEnd(of, "▯")
      .padEnd(6)
    const clock = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`
    return `Breathe ${word.padEnd(5)}${bar}  ${clock} left. Esc ends it; stops stand at the exchange.`
  }
}

function stepAt(second: number): readonly [word: string, part: number, of: number] {
  let before = 0
  for (const [word, of] of ROUND) {
    if (second < before + of) return [word, second - before, of]
    before += of
  }
  return ["out", 0, 6]
}
