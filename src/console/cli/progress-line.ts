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
  #part: number | undefined

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
    this.#part = undefined
  }

  /** @param part done of all, 0 to 1, where the number of rows there will be is not known */
  show(rows: number, part?: number): void {
    this.#rows = rows
    this.#part = part
    const now = performance.now()
    if (this.#isSilent || !this.#isTerminal || now - this.#shownAt < EVERY_MS) return
    this.#shownAt = now
    process.stderr.write(`\r\u001b[2K${this.#text(now)}`)
  }

  end(): void {
    if (this.#verb === "" || this.#isSilent) return
    if (this.#isTerminal) process.stderr.write("\r\u001b[2K")
    else process.stderr.write(`${this.#counted(performance.now()).join("  ")}\n`)
    this.#verb = ""
  }

  #text(now: number): string {
    const parts = this.#counted(now)
    const share = this.#share()
    if (share === undefined) return parts.join("  ")
    const filled = Math.round(share * WIDTH)
    parts.unshift(`${"━".repeat(filled)}${"─".repeat(WIDTH - filled)} ${Math.round(share * 100)} %`)
    // Before anything is done, how long the rest takes cannot be told.
    if (share > 0 && share < 1) {
      const left = ((now - this.#startedAt) * (1 - share)) / share
      parts.push(`${formatDuration(milliseconds(Math.round(left)))} left`)
    }
    return parts.join("  ")
  }

  #counted(now: number): string[] {
    const seconds = (now - this.#startedAt) / 1000
    const pace = this.#rows / Math.max(seconds, 0.001)
    return [`${this.#verb} ${count(this.#rows)} rows`, `${count(pace)} rows/s`]
  }

  #share(): number | undefined {
    const total = this.#total
    const share = total !== undefined && total > 0 ? this.#rows / total : this.#part
    return share === undefined ? undefined : Math.max(0, Math.min(1, share))
  }
}

/** `1,234,567`. */
export function count(n: number): string {
  return Math.round(n).toLocaleString("en-US")
}
