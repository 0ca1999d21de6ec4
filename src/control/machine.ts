import { statfsSync } from "node:fs"
import { monitorEventLoopDelay } from "node:perf_hooks"
import { type MachineFigures, type Spans, spansOf } from "../report/boards/machine.ts"

const ANSWERS_KEPT = 500
/** The disk is asked this often at most: where it is slow, the engine would wait for it. */
const DISK_EVERY_MS = 10_000
/** What was long ago says nothing of how the loop is now. */
const LOOP_FOR_MS = 300_000
const NANOSECONDS = 1e6
/** A sample of the loop comes this late by itself. */
const RESOLUTION_MS = 20

/** Measures the process that runs an engine, for those who look at its operations (UI-15). */
export class Machine {
  readonly #folder: string
  readonly #version: string
  readonly #clock: () => number
  readonly #loop = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  #loopSince: number
  readonly #answers: number[] = []
  #disk = { free: 0, whole: 0, askedAt: -Infinity }
  #cpu = { micros: 0, at: 0, share: 0 }

  /**
   * @param told.folder on the disk that is watched
   * @param told.clock milliseconds, by a clock that nobody can set
   */
  constructor(told: {
    readonly folder: string
    readonly version: string
    readonly clock: () => number
  }) {
    const { folder, version, clock } = told
    this.#folder = folder
    this.#version = version
    this.#clock = clock
    this.#loopSince = clock()
    this.#loop.enable()
    this.#cpu = { micros: cpuMicros(), at: clock(), share: 0 }
  }

  /** An answer over the control API took so many milliseconds. */
  answered(ms: number): void {
    this.#answers.push(ms)
    if (this.#answers.length > ANSWERS_KEPT) this.#answers.shift()
  }

  figures(): Omit<MachineFigures, "health"> {
    const nowMs = this.#clock()
    const disk = this.#diskAt(nowMs)
    return {
      process: process.pid,
      version: this.#version,
      uptimeSeconds: process.uptime(),
      cpuShare: this.#cpuAt(nowMs),
      memoryBytes: process.memoryUsage.rss(),
      diskFreeBytes: disk.free,
      diskBytes: disk.whole,
      loop: this.#loopAt(nowMs),
      answers: spansOf(this.#answers),
    }
  }

  close(): void {
    this.#loop.disable()
  }

  #diskAt(nowMs: number): { readonly free: number; readonly whole: number } {
    if (nowMs - this.#disk.askedAt >= DISK_EVERY_MS) {
      const { bavail, blocks, bsize } = statfsSync(this.#folder)
      this.#disk = { free: bavail * bsize, whole: blocks * bsize, askedAt: nowMs }
    }
    return this.#disk
  }

  #cpuAt(nowMs: number): number {
    const spanMs = nowMs - this.#cpu.at
    // Over less than a second the figure would jump.
    if (spanMs >= 1_000) {
      const micros = cpuMicros()
      const share = (micros - this.#cpu.micros) / (spanMs * 1_000)
      this.#cpu = { micros, at: nowMs, share }
    }
    return this.#cpu.share
  }

  #loopAt(nowMs: number): Spans {
    const of = (percent: number): number | null =>
      this.#loop.count === 0
        ? null
        : Math.max(0, this.#loop.percentile(percent) / NANOSECONDS - RESOLUTION_MS)
    const spans = { count: this.#loop.count, p50: of(50), p95: of(95), p99: of(99) }
    if (nowMs - this.#loopSince >= LOOP_FOR_MS) {
      this.#loop.reset()
      this.#loopSince = nowMs
    }
    return spans
  }
}

function cpuMicros(): number {
  const { user, system } = process.cpuUsage()
  return user + system
}
