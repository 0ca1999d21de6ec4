import { doneOf, type Progress } from "../execution/plan.ts"
import type { PlanView } from "../execution/plan-view.ts"
import type { Scene } from "../gate/gate.ts"
import { floorToStep } from "../market/instrument.ts"
import type { Quantity } from "../value/brand.ts"
import type { Books } from "./books.ts"
import { isGuarded } from "./guarded.ts"
import type { Lane } from "./lane.ts"
import type { PlanWatch } from "./plan-watch.ts"

/** EXEC-41: so much more than usual is not usual. */
const ODD_VOLUME = 2
const MINUTES_USUAL = 30
const CLOSES = 60
const CLOSES_LEAST = 10
const MINUTES_A_DAY = 1_440

/** The market and the account as a plan sees them. `scene` is that of one of its parts. */
export function planViewOf(
  progress: Progress,
  told: {
    readonly lane: Lane
    readonly books: Books
    readonly scene: Scene
    readonly watch: PlanWatch
  },
): PlanView {
  const { lane, books, scene, watch } = told
  const { instrument, turnover } = lane
  const child = progress.slices.find((it) => it.state === "live")
  return {
    now: scene.now,
    instrument,
    touch: { bid: lane.bid, ask: lane.ask, last: lane.last > 0 ? lane.last : lane.mark },
    isOpen: isOpen(scene) && !scene.isBusy && isGuarded(lane, books),
    child: child && books.live.get(child.id),
    least: leastOf(lane, scene),
    // Where no trade was ever seen, quotes alone do not tell how much trades.
    volume: turnover.quantity === 0 ? Infinity : watch.volumeBefore + watch.gauge.volume,
    isVolumeOdd: isOdd(progress, lane),
    volatility: volatilityOf(lane),
    stop: doneOf(progress) > 0 ? books.leave(instrument.index)?.stop : undefined,
    impactPpm: watch.impactPpm,
    refused: watch.refused,
  }
}

/** What the gate would refuse of every part is not asked, so that only what a part meets is counted. */
const isOpen = ({ isRunning, closure, isTrading, now, pricedAt, staleAfter }: Scene): boolean =>
  isRunning && closure === undefined && isTrading && now - pricedAt <= staleAfter

/** RISK-3 in counts, a step more so that rounding keeps it whole, at half a percent above the price. */
export function leastOf({ instrument }: Pick<Lane, "instrument">, scene: Scene): Quantity {
  const counts = scene.quantityWorth(scene.viableUnits) * 1.01
  return (floorToStep(instrument, Math.ceil(counts)) + instrument.filters.step) as Quantity
}

function isOdd({ plan }: Progress, { turnover }: Lane): boolean {
  if (plan.method !== "twap" && plan.method !== "vwap") return false
  const known = turnover.minutesKnown
  if (known < MINUTES_USUAL) return false
  const usual = turnover.lastMinutes(known) / known
  return turnover.lastMinutes(5) / 5 > ODD_VOLUME * usual
}

/** Of a day, from the closes of the last hour's minutes; NaN while too few are known. */
export function volatilityOf({ turnover }: Lane): number {
  const closes = turnover.closes(CLOSES)
  if (closes.length < CLOSES_LEAST) return NaN
  let sum = 0
  for (let i = 1; i < closes.length; i++) sum += Math.log(closes[i] / closes[i - 1]) ** 2
  return Math.sqrt((sum / (closes.length - 1)) * MINUTES_A_DAY)
}
