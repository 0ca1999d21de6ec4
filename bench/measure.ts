import { spawnSync } from "node:child_process"
import os from "node:os"

/** One measured figure, with what it is to be held against. */
export interface Figure {
  readonly name: string
  readonly value: string
  readonly goal: string
  readonly isMet: boolean
}

/** Median of the values: machines are noisy, and the best run is luck. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]
}

/** The value below which `share` of all lie. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
}

/** Runs something several times and gives the seconds of each run. */
export async function timed(runs: number, work: () => unknown): Promise<readonly number[]> {
  const seconds: number[] = []
  for (let i = 0; i < runs; i++) {
    const started = performance.now()
    await work()
    seconds.push((performance.now() - started) / 1000)
  }
  return seconds
}

/** What the figures were measured on. */
export function machine(): string {
  const cpu = os.cpus()[0]?.model ?? "unknown processor"
  const memory = Math.round(os.totalmem() / 2 ** 30)
  return `${os.cpus().length} x ${cpu}, ${memory} GiB, ${os.type()} ${os.release()}; Node ${process.version}, V8 ${process.versions.v8}`
}

export const millions = (perSecond: number): string => `${(perSecond / 1e6).toFixed(2)} M/s`

/** Runs a script of this folder in its own process and reads the JSON of its last line. */
export function inOwnProcess(script: string, ...args: readonly string[]): Record<string, number> {
  const file = new URL(script, import.meta.url).pathname
  const done = spawnSync(process.execPath, [file, ...args], {
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  })
  if (done.status !== 0) throw new Error(`${script} failed: ${done.stderr}`)
  return JSON.parse(done.stdout.trim().split("\n").at(-1) ?? "{}") as Record<string, number>
}
