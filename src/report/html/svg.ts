import { escaped } from "./escape.ts"

/** A picture that reads as one sentence to those who do not see it. */
export function picture(told: {
  readonly width: number
  readonly height: number
  readonly says: string
  readonly name: string
  readonly inside: readonly string[]
}): string {
  const { width, height, says, name, inside } = told
  return `<svg class="${name}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(says)}">${inside.join("")}</svg>`
}

/** From a value to a place: straight, both ends included. */
export interface Scale {
  readonly from: number
  readonly to: number
  readonly at: (value: number) => number
  /** Round values to write beside the axis. */
  readonly ticks: readonly number[]
}

/** A scale over values that leaves no room at its ends. */
export function scaleOf(
  values: readonly number[],
  places: { readonly first: number; readonly last: number },
  count = 4,
): Scale {
  const { first, last } = places
  let [low, high] = [Infinity, -Infinity]
  for (const value of values) {
    if (value < low) low = value
    if (value > high) high = value
  }
  if (!(low <= high)) [low, high] = [0, 1]
  if (low === high) [low, high] = [low - 1, high + 1]
  const at = (value: number): number => first + ((value - low) / (high - low)) * (last - first)
  return { from: low, to: high, at, ticks: ticksOf(low, high, count) }
}

function ticksOf(low: number, high: number, count: number): readonly number[] {
  const rough = (high - low) / count
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 2.5, 5, 10].map((it) => it * power).find((it) => it >= rough) ?? rough
  const ticks: number[] = []
  for (let i = Math.ceil(low / step); i * step <= high; i++) ticks.push(i * step)
  return ticks
}

/** The `d` of a line through points. */
export const lineThrough = (points: readonly (readonly [number, number])[]): string =>
  points.map(([x, y], i) => `${i === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join("")

export const label = (
  x: number,
  y: number,
  text: string,
  anchor: "start" | "middle" | "end" = "start",
): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}">${escaped(text)}</text>`
