import { formatDuration, milliseconds } from "../../value/time.ts"

/** How often the line is written anew. */
const EVERY_MS = 100
const WIDTH = 24

/**
 * One line on standard error that tells how far long work is: rows, rows a second, time left. On a
 * terminal it is written over itself; elsewhere only the end is told. Silent when asked to be.
 */
export class ProgressLine {
  readonly #isSilent: boolean
  readonly #isTerminal = process.stderr.isTTY
  #verb = ""
  #total: number | undefined
  #startedAt = 0
  #shownAt = 0
  #rows = 0

  constructor(isSilent: boolean) {
    this.#isSilent = isSilent
  }

  /** @param total rows there will be, when that is known */
  begin(verb: string, total?: number): void {
    this.end()
    this.#verb = verb
    this.#total = total
    this.#startedAt = performance.now()
    this.#rows = 0
  }

  show(rows: number): void {
    this.#rows = rows
    const now = performance.now()
    if (this.#isSilent || !this.#isTerminal || now - this.#shownAt < EVERY_MS) return
    this.#shownAt = now
    process.stderr.write(`\r\u001b[2K${this.#text(now)}`)
  }

  end(): void {
    if (this.#verb === "" || this.#isSilent) return
    if (this.#isTerminal) process.stderr.write("\r\u001b[2K")
    else process.stderr.write(`${this.#text(performance.now())}\n`)
    this.#verb = ""
  }

  #text(now: number): string {
    const seconds = (now - this.#startedAt) / 1000
    const pace = this.#rows / Math.max(seconds, 0.001)
    const parts = [`${this.#verb} ${count(this.#rows)} rows`, `${count(pace)} rows/s`]
    const total = this.#total
    if (total !== undefined && total > 0) {
      const share = Math.min(1, this.#rows / total)
      const filled = Math.round(share * WIDTH)
      parts.unshift(
        `${"━".repeat(filled)}${"─".repeat(WIDTH - filled)} ${Math.round(share * 100)} %`,
      )
      const left = pace > 0 ? ((total - this.#rows) / pace) * 1000 : 0
      parts.push(`${formatDuration(milliseconds(Math.round(left)))} left`)
    }
    return parts.join("  ")
  }
}

/** `1,234,567`. */
export function count(n: number): string {
  return Math.round(n).toLocaleString("en-US")
}
