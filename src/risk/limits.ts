import type { Quantity, Ratio } from "../value/brand.ts"
import { percent, PPM } from "../value/brand.ts"
import { formatUnits } from "../value/decimal.ts"
import { Problem } from "../value/problem.ts"
import { floorToStep, quantityFor } from "../market/instrument.ts"
import type { Intent } from "../order/intent.ts"
import { limitOf } from "../order/terms.ts"
import { ALLOW, refuse, type Verdict } from "../order/verdict.ts"
import type { Instant, Price } from "../value/brand.ts"
import { formatInstant } from "../value/time.ts"

/** The limits in force. Settings may tighten them, never loosen (GEN-7). */
export interface Limits {
  /** RISK-1: of equity, per position. */
  readonly position: Ratio
  /** RISK-5: of the equity the day began with. */
  readonly dayLoss: Ratio
  /** RISK-8: from the equity peak; entries stop. */
  readonly drawdownHalt: Ratio
}

/** Compiled in as the backstop of every configuration (GEN-7). */
export const CEILINGS: Limits = Object.freeze({
  position: percent(5),
  dayLoss: percent(5),
  drawdownHalt: percent(15),
})

/** RISK-12: a stop may be tighter than this below the entry, never wider. */
export const STOP_WIDEST: Ratio = percent(2)
/** RISK-13: so much of equity stays unallocated. */
export const UNALLOCATED: Ratio = percent(10)
/** RISK-11. */
export const ENTRIES_A_DAY = 100
/** RISK-7: from this share of the day's limit on, sizes are halved. */
export const DAY_CAUTION: Ratio = percent(80)
/** RISK-30: from this drawdown on, sizes are halved. */
export const DRAWDOWN_CAUTION: Ratio = percent(10)

/** @throws Problem `LIMIT_LOOSER` when a wanted limit is beyond its ceiling, or not above zero */
export function tightened(wanted: Partial<Limits>): Limits {
  const limits = { ...CEILINGS, ...wanted }
  for (const name of ["position", "dayLoss", "drawdownHalt"] as const) {
    if (limits[name] > 0 && limits[name] <= CEILINGS[name]) continue
    throw new Problem({
      code: "LIMIT_LOOSER",
      what: `The limit "${name}" was set to ${limits[name] / 10_000} %.`,
      why: `It must lie above 0 % and at most at ${CEILINGS[name] / 10_000} %: limits can be tightened, never loosened.`,
      next: "Set a smaller value, or remove the line to use the built-in limit.",
    })
  }
  return limits
}

/** What the limits look at. All amounts are units of the account asset. */
export interface LimitsScene {
  readonly equityUnits: bigint
  /** What sizes are a share of: equity, frozen at the ceiling of the tier (TIER-12). */
  readonly sizingUnits: bigint
  /** Assets that could not be priced; while there are any, the account's worth is not known. */
  readonly unpriced: readonly string[]
  readonly peakUnits: bigint
  readonly dayStartUnits: bigint
  /** Dollar limit of the tier (TIER-2). */
  readonly tierDayLossUnits: bigint
  /** Worth of this position plus its open entries counted as filled. */
  readonly positionUnits: bigint
  /** The same over all positions. */
  readonly exposureUnits: bigint
  /** What all open positions and entries lose when their stops are hit. */
  readonly lossToStopUnits: bigint
  readonly maxPositions: number
  readonly entriesToday: number
  /** The trader rests until then, after losses in a row (RISK-32); undefined when not. */
  readonly restsUntil: Instant | undefined
  /** Consecutive days that ended lower, up to yesterday (RISK-10). */
  readonly losingDays: number
  readonly lastPrice: Price | undefined
  /** Account-asset units for one whole quote asset; undefined when it has no price. */
  readonly quoteValueUnits: bigint | undefined
  readonly takerFee: Ratio
  /** Worth of the smallest position that can be sold again safely (RISK-3). */
  readonly viableUnits: bigint
}

/**
 * Section 3 of the requirements, for one intent. What lowers risk is always allowed (RISK-53).
 * Caps and reductions shrink the quantity; what cannot be made to fit is refused.
 */
export function judgeLimits(intent: Intent, scene: LimitsScene, limits: Limits): Verdict {
  if (intent.purpose !== "entry") return ALLOW
  return hardStop(intent, scene, limits) ?? sized(intent, scene, limits)
}

/** The limits that end entries altogether. */
function hardStop(intent: Intent, scene: LimitsScene, limits: Limits): Verdict | undefined {
  if (scene.unpriced.length > 0 || scene.quoteValueUnits === undefined || scene.equityUnits <= 0n) {
    return refuse({
      id: "RISK-16",
      value: scene.unpriced.join(", ") || `equity ${dollars(scene.equityUnits)}`,
      limit: "every asset priced, equity above zero",
      because:
        "The account's worth is not known at this moment, so no new risk is taken. It clears when every asset held has a price.",
    })
  }
  const drawdown = drawdownOf(scene)
  if (drawdown >= limits.drawdownHalt) {
    return refuse({
      id: "RISK-8",
      value: `${percentText(drawdown)} below the peak of ${dollars(scene.peakUnits)}`,
      limit: percentText(limits.drawdownHalt),
      because:
        "The account stands at its drawdown limit. Entries stay closed until a review; stops and exits work.",
    })
  }
  const allowance = dayAllowance(scene, limits)
  const lost = dayLoss(scene)
  if (lost >= allowance) {
    return refuse({
      id: "RISK-7",
      value: dollars(lost),
      limit: dollars(allowance),
      because:
        "Today's loss limit is reached. Open positions keep their stops; entries open again at 00:00 UTC.",
    })
  }
  if (scene.entriesToday >= ENTRIES_A_DAY) {
    return refuse({
      id: "RISK-11",
      value: `${scene.entriesToday} entries today`,
      limit: `${ENTRIES_A_DAY}`,
      because: "The day's number of trades is used up. Entries open again at 00:00 UTC.",
    })
  }
  return resting(intent, scene) ?? stopMissing(intent, scene)
}

function resting(intent: Intent, { restsUntil }: LimitsScene): Verdict | undefined {
  if (intent.author.kind !== "trader" || restsUntil === undefined) return undefined
  return refuse({
    id: "RISK-32",
    value: "3 losses in a row by hand",
    limit: "a rest of 30 minutes",
    because: `What is held keeps its stop. Entries by hand open again at ${formatInstant(restsUntil)}.`,
  })
}

function stopMissing(intent: Intent, scene: LimitsScene): Verdict | undefined {
  const last = scene.lastPrice
  if (last === undefined) return undefined
  const stop = intent.leave?.stop ?? 0
  const widest = Math.floor((last * (PPM - STOP_WIDEST)) / PPM)
  if (stop >= widest && stop < last) return undefined
  return refuse({
    id: "RISK-12",
    value:
      stop === 0 ? "no stop" : `stop ${percentText(Math.round(((last - stop) / last) * PPM))} away`,
    limit: `${percentText(STOP_WIDEST)} below the entry`,
    because:
      "Every position needs a stop below its price, at most 2 % away. Ask again with a tighter stop.",
  })
}

/** Caps, then reductions, then what the day can still lose. */
function sized(intent: Intent, scene: LimitsScene, limits: Limits): Verdict {
  const asked = intent.terms.quantity
  const caps = [
    { id: "RISK-1", room: share(scene.sizingUnits, limits.position) - scene.positionUnits },
    {
      id: "RISK-13",
      room:
        share(scene.sizingUnits, limits.position) * BigInt(scene.maxPositions) -
        scene.exposureUnits,
    },
    {
      id: "RISK-13",
      room: share(scene.equityUnits, (PPM - UNALLOCATED) as Ratio) - scene.exposureUnits,
    },
  ]
  const tightest = caps.reduce((a, b) => (b.room < a.room ? b : a))
  const capped = Math.min(asked, quantityWorth(intent, scene, tightest.room))
  const { factor, id } = reduction(scene, limits)
  const reduced = reducedTo(intent, scene, { capped, factor })
  const byDay = withinTheDay(intent, scene, limits, reduced)
  const quantity = Math.min(reduced, byDay.quantity) as Quantity
  if (quantity >= asked) {
    return {
      answer: "allow",
      value: dollars(worth(intent, scene, asked)),
      limit: dollars(tightest.room),
    }
  }
  const deciding =
    quantity < reduced
      ? { id: "RISK-6", limit: `${dollars(byDay.leftUnits)} left of today's loss limit` }
      : reduced < capped
        ? { id, limit: `${factor / 10_000} % of normal size` }
        : { id: tightest.id, limit: `room for ${dollars(tightest.room < 0n ? 0n : tightest.room)}` }
  const value = `${dollars(worth(intent, scene, asked))} asked`
  if (quantity > 0) return { answer: "shrink", quantity, value, ...deciding }
  return refuse({
    ...deciding,
    value,
    because:
      "There is no room left under this limit for another position. It opens as positions close or equity grows.",
  })
}

/**
 * A reduction stops at the smallest viable position, as long as the caps allow that one: at $500 a
 * quarter would be $6, nothing could ever be bought again, and no day could restore a step (RISK-26:
 * recovery can never deadlock).
 */
function reducedTo(
  intent: Intent,
  scene: LimitsScene,
  told: { readonly capped: number; readonly factor: number },
): Quantity {
  const { capped, factor } = told
  const reduced = floorToStep(intent.instrument, Math.floor((capped * factor) / PPM))
  if (factor === PPM) return reduced
  const viable = quantityWorth(intent, scene, scene.viableUnits) + intent.instrument.filters.step
  return Math.max(reduced, Math.min(capped, viable)) as Quantity
}

/** RISK-7, RISK-10, RISK-30: factors multiply, and only ever downwards. */
function reduction(
  scene: LimitsScene,
  limits: Limits,
): { readonly factor: number; readonly id: string } {
  let factor = PPM
  let id = "RISK-19"
  if (dayLoss(scene) * BigInt(PPM) >= dayAllowance(scene, limits) * BigInt(DAY_CAUTION)) {
    factor /= 2
    id = "RISK-7"
  }
  if (scene.losingDays >= 2) {
    factor /= scene.losingDays >= 3 ? 4 : 2
    id = "RISK-10"
  }
  if (drawdownOf(scene) >= DRAWDOWN_CAUTION) {
    factor /= 2
    id = "RISK-30"
  }
  return { factor, id }
}

/** RISK-6: what is lost so far, and would be lost at every stop, stays within the day's limit. */
function withinTheDay(
  intent: Intent,
  scene: LimitsScene,
  limits: Limits,
  wanted: number,
): { readonly quantity: Quantity; readonly leftUnits: bigint } {
  const leftUnits = dayAllowance(scene, limits) - max(dayLoss(scene), 0n) - scene.lossToStopUnits
  const entry = limitOf(intent.terms) ?? scene.lastPrice
  const stop = intent.leave?.stop
  if (entry === undefined || stop === undefined) return { quantity: 0 as Quantity, leftUnits }
  // The loss of one count, doubled in scale so that the fee of both ways is counted without floats.
  const lossPpm = Math.ceil(((entry - stop) / entry) * PPM) + 2 * scene.takerFee
  const worthAllowed = (max(leftUnits, 0n) * BigInt(PPM)) / BigInt(Math.max(1, lossPpm))
  const quantity = quantityWorth(intent, scene, worthAllowed)
  return { quantity: Math.min(quantity, wanted) as Quantity, leftUnits: max(leftUnits, 0n) }
}

/** How much is lost today so far; negative when the day is up. */
function dayLoss(scene: Pick<LimitsScene, "dayStartUnits" | "equityUnits">): bigint {
  return scene.dayStartUnits - scene.equityUnits
}

/** RISK-5: the smaller of the tier's dollars and the share of the day's first equity. */
export function dayAllowance(
  scene: Pick<LimitsScene, "dayStartUnits" | "tierDayLossUnits">,
  limits: Limits,
): bigint {
  const byShare = share(scene.dayStartUnits, limits.dayLoss)
  return byShare < scene.tierDayLossUnits ? byShare : scene.tierDayLossUnits
}

/** True when the day's limit is reached: resting entries are taken back (RISK-7). */
export function isDaySpent(
  scene: Pick<LimitsScene, "dayStartUnits" | "equityUnits" | "tierDayLossUnits">,
  limits: Limits,
): boolean {
  return dayLoss(scene) >= dayAllowance(scene, limits)
}

/** Parts per million below the peak. */
export function drawdownOf(scene: {
  readonly equityUnits: bigint
  readonly peakUnits: bigint
}): number {
  if (scene.peakUnits <= 0n || scene.equityUnits >= scene.peakUnits) return 0
  return Number(((scene.peakUnits - scene.equityUnits) * BigInt(PPM)) / scene.peakUnits)
}

/** The largest quantity worth at most so many account-asset units at the order's own price. */
export function quantityWorth(
  intent: Intent,
  scene: Pick<LimitsScene, "lastPrice" | "quoteValueUnits">,
  accountUnits: bigint,
): Quantity {
  const price = limitOf(intent.terms) ?? scene.lastPrice
  const value = scene.quoteValueUnits
  if (price === undefined || value === undefined || value <= 0n || accountUnits <= 0n)
    return 0 as Quantity
  const whole = 10n ** BigInt(intent.instrument.quote.scale)
  return quantityFor(intent.instrument, (accountUnits * whole) / value, price)
}

/** What a quantity is worth at the order's own price, account-asset units, rounded up. */
function worth(
  intent: Intent,
  scene: Pick<LimitsScene, "lastPrice" | "quoteValueUnits">,
  quantity: Quantity,
): bigint {
  const price = limitOf(intent.terms) ?? scene.lastPrice ?? (0 as Price)
  const { instrument } = intent
  const scale = instrument.priceScale + instrument.quantityScale
  const value = BigInt(price) * BigInt(quantity) * (scene.quoteValueUnits ?? 0n)
  return value / 10n ** BigInt(scale) + (value % 10n ** BigInt(scale) === 0n ? 0n : 1n)
}

const share = (units: bigint, ratio: Ratio): bigint => (units * BigInt(ratio)) / BigInt(PPM)
const max = (a: bigint, b: bigint): bigint => (a > b ? a : b)
const percentText = (ppm: number): string => `${(ppm / 10_000).toFixed(2)} %`
/** Account-asset units as dollars for people. */
function dollars(units: bigint): string {
  const cents = units / 1_000_000n
  return `$${formatUnits(cents, 2, 2)}`
}
