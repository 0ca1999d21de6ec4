import { resample } from "../../statistics/bootstrap.ts"
import { meanOf } from "../../statistics/moments.ts"
import { quantileOf } from "../../statistics/robust.ts"
import type { Chance } from "../../value/chance.ts"
import { OBSERVATIONS_LEAST } from "./figure.ts"

/** Growth of one dollar after so many days: the worst and best of twenty, and the middle. */
export interface FanPoint {
  readonly day: number
  readonly p5: number
  readonly p50: number
  readonly p95: number
}

/** What days like those seen could bring: never a promise (D1). */
export interface Fan {
  readonly days: number
  readonly draws: number
  /** By the account's own days; of none where there are too few. */
  readonly own: readonly FanPoint[]
  /** The same days with their mean taken away: what chance alone would do. */
  readonly chance: readonly FanPoint[]
}

const HORIZON = 90
const EVERY = 3
const DRAWS = 2_000

/** @param returns of complete days, net of all costs */
export function fanOf(returns: readonly number[], chance: Chance): Fan {
  const told = { days: HORIZON, draws: DRAWS }
  const mean = meanOf(returns)
  if (mean === undefined || returns.length < OBSERVATIONS_LEAST) {
    return { ...told, own: [], chance: [] }
  }
  const flat = returns.map((it) => it - mean)
  return { ...told, own: pointsOf(returns, chance), chance: pointsOf(flat, chance) }
}

function pointsOf(returns: readonly number[], chance: Chance): readonly FanPoint[] {
  const columns = Array.from({ length: HORIZON / EVERY }, () => new Float64Array(DRAWS))
  let draw = 0
  resample(returns, { length: HORIZON, draws: DRAWS, chance }, (drawn) => {
    let growth = 1
    for (let i = 0; i < HORIZON; i++) {
      growth *= 1 + drawn[i]
      if ((i + 1) % EVERY === 0) columns[(i + 1) / EVERY - 1][draw] = growth
    }
    draw++
  })
  const points = columns.map((column, i): FanPoint => {
    const sorted = column.sort()
    const [p5, p50, p95] = [0.05, 0.5, 0.95].map((it) => quantileOf(sorted, it))
    return { day: (i + 1) * EVERY, p5, p50, p95 }
  })
  return [{ day: 0, p5: 1, p50: 1, p95: 1 }, ...points]
}
