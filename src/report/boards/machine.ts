/** Percentiles of something that was measured often, milliseconds; null where nothing was. */
export interface Spans {
  readonly count: number
  readonly p50: number | null
  readonly p95: number | null
  readonly p99: number | null
}

/** What only the process itself can tell of how it is (UI-15). */
export interface MachineFigures {
  readonly process: number
  readonly version: string
  readonly uptimeSeconds: number
  /** Of one core, since it was asked last; 1 is all of it. */
  readonly cpuShare: number
  readonly memoryBytes: number
  readonly diskFreeBytes: number
  readonly diskBytes: number
  /** How late the engine may come to its turn: delays of the event loop, of the last minutes. */
  readonly loop: Spans
  /** How long answers over the control API took. */
  readonly answers: Spans
  /** How well each part is, in a word. */
  readonly health: Readonly<Record<string, string>>
}

/** Percentiles of durations. @param values milliseconds, in any order */
export function spansOf(values: readonly number[]): Spans {
  const sorted = values.toSorted((a, b) => a - b)
  // Nearest rank: each is a duration that was really measured.
  const at = (part: number): number | null => sorted[Math.ceil(part * sorted.length) - 1] ?? null
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}
