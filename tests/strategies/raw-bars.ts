import { existsSync, readFileSync } from "node:fs"
import path from "node:path"
import { gunzipSync } from "node:zlib"

/** GENESIS_DATA, or the folder beside the repository. */
const DATA = path.resolve(
  process.env["GENESIS_DATA"] ?? path.join(import.meta.dirname, "../../../shared/data"),
)

export const fileOf = (name: string): string => path.join(DATA, name)
/** Tests that need a file are skipped by name where it is not, as in a stranger's clone. */
export const isThere = (...names: readonly string[]): boolean =>
  names.every((name) => existsSync(fileOf(name)))

/** A bar as floats, read by the plainest means there are: no code of the program has a part in it. */
export interface RawBar {
  /** Milliseconds. */
  readonly start: number
  readonly end: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
}

export const linesOf = (name: string): readonly string[] =>
  gunzipSync(readFileSync(fileOf(name)))
    .toString("utf8")
    .split("\n")
    .filter((line) => line !== "")

/** Bars of `minutes` from a csv of finer ones that has no holes; the last is left out if it is not whole. */
export function rawBars(name: string, told: { fine: number; minutes: number }): readonly RawBar[] {
  const bars: RawBar[] = []
  const length = told.minutes * 60_000
  let endsAt = 0
  for (const line of linesOf(name)) {
    const [time, , ...rest] = line.split(",").slice(0, 6)
    const fine = Number(time)
    if (Number.isNaN(fine)) continue
    const [high = NaN, low = NaN, close = NaN, volume = NaN] = rest.map(Number)
    const start = Math.floor(fine / length) * length
    const last = bars.at(-1)
    if (last?.start === start) {
      bars[bars.length - 1] = {
        ...last,
        high: Math.max(last.high, high),
        low: Math.min(last.low, low),
        close,
        volume: last.volume + volume,
      }
    } else bars.push({ start, end: start + length, high, low, close, volume })
    endsAt = fine + told.fine * 60_000
  }
  return (bars.at(-1)?.end ?? 0) > endsAt ? bars.slice(0, -1) : bars
}
