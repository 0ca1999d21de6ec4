import {
  Breaker,
  correlationSpike,
  flashCrash,
  isOpen,
  liquidityCrisis,
} from "../../risk/breaker.ts"
import { CEILINGS } from "../../risk/ceilings.ts"
import { concentrationOf } from "../../risk/concentration.ts"
import { dayStep } from "../../risk/day-breaker.ts"
import { deleverage } from "../../risk/deleverage.ts"
import { colourOf, RecoveryBook } from "../../risk/drawdown.ts"
import {
  correlationDifference,
  correlationInterval,
  correlationOf,
} from "../../statistics/correlation.ts"
import { moneyText } from "../../value/amounts.ts"
import { PPM } from "../../value/brand.ts"
import { Chance } from "../../value/chance.ts"
import { hours, minutes } from "../../value/time.ts"
import type { Traveller } from "./traveller.ts"

/** What the risk rules do in the worst hours: each measured, answered and ended by the real rules. */
export function dangers(account: Traveller, seed: number): void {
  crash(account)
  dryUp(account)
  cluster(account, seed)
  badDay(account)
  drawdown(account)
}

function crash(account: Traveller): void {
  const breaker = new Breaker("RISK-42")
  for (const price of [1_000, 905, 900, 850, 800, 700, 760]) {
    const alarm = flashCrash(1_000, price)
    breaker.onMeasured(alarm, account.now)
    account.say(
      `From 1,000 to ${price} within a minute: ${breaker.at(account.now)?.stage ?? "nothing"}.`,
    )
  }
  breaker.onMeasured(undefined, account.now)
  for (const wait of [14, 1]) {
    account.wait(minutes(wait))
    const alarm = breaker.at(account.now)
    account.say(
      `The fall has been over; entries ${alarm && !isOpen(alarm.stage) ? "rest" : "open"} (RISK-45).`,
    )
  }
}

function dryUp(account: Traveller): void {
  for (const part of [60, 49, 39, 29, 19, 9]) {
    const alarm = liquidityCrisis(part * 10_000)
    account.say(`Liquidity at ${part} % of normal: ${alarm?.stage ?? "calm"} (RISK-43).`)
  }
}

/** Two pairs that begin to move as one; few values prove nothing (D7). */
function cluster(account: Traveller, seed: number): void {
  const chance = new Chance(seed, "cluster")
  const draw = (common: number, count: number): number => {
    const rows = Array.from({ length: count }, () => {
      const shared = chance.unit() - 0.5
      const own = () => (1 - common) * (chance.unit() - 0.5)
      return [common * shared + own(), common * shared + own()] as const
    })
    return (
      correlationOf(
        rows.map(([a]) => a),
        rows.map(([, b]) => b),
      ) ?? 0
    )
  }
  const before = draw(0.3, 60)
  for (const count of [20, 60, 400]) {
    const correlation = draw(0.85, count)
    const low = correlationInterval(correlation, { count, confidence: 0.95 })?.low ?? -1
    const stage = correlationSpike(low)?.stage ?? "calm"
    const bets =
      concentrationOf(
        [100, 100],
        [
          [1, correlation],
          [correlation, 1],
        ],
      )?.effectiveBets ?? 0
    account.say(
      `Correlation ${correlation.toFixed(2)} over ${count} values, surely above ${low.toFixed(2)}: ${stage}; the two are ${bets.toFixed(2)} bets.`,
    )
    const changed = correlationDifference(
      { correlation: before, count: 60 },
      { correlation, count },
    )
    if (changed && count === 400) {
      account.say(
        `It was ${before.toFixed(2)} before; a difference by chance: ${changed.probability.toExponential(0)}.`,
      )
    }
  }
}

function badDay(account: Traveller): void {
  const dayStartUnits = account.units
  const third = dayStartUnits / 60n
  const positions = [0, 1, 2].map((instrument) => ({
    instrument,
    worthUnits: third,
    gainUnits: (-third * BigInt(instrument + 1)) / 10n,
    heldFor: hours(3 - instrument),
    correlation: 0.5,
  }))
  for (const thousandths of [49, 50, 100, 120, 140, 149, 150]) {
    const equityUnits = (dayStartUnits * BigInt(1_000 - thousandths)) / 1_000n
    const step = dayStep({ dayStartUnits, equityUnits })
    const sold = deleverage(positions, {
      ppm: step?.deleveragePpm ?? 0,
      viableUnits: 1_000_000_000n,
    })
    const what = sold.map((it) => `${moneyText(it.units)} of pair ${it.instrument}`).join(", ")
    account.say(
      `${thousandths / 10} % lost today: ${step?.says ?? "the daily limit only"}${what && `; sells ${what}`} (RISK-40).`,
    )
  }
}

function drawdown(account: Traveller): void {
  const book = new RecoveryBook()
  const peakUnits = account.units
  for (const percent of [96, 95, 90, 88, 91, 94, 97, 100]) {
    const equityUnits = (peakUnits * BigInt(percent)) / 100n
    const passed = book.onSample(account.now, { equityUnits, peakUnits })
    const back = passed.length === 0 ? "" : `; ${passed.at(-1)} % of it regained`
    const colour = colourOf((100 - percent) * 10_000, CEILINGS.drawdownHalt)
    account.say(
      `At ${percent} % of the peak: ${colour}, sizes at ${(book.sizePpm / PPM) * 100} %${back} (RISK-8, RISK-30).`,
    )
  }
  account.say(`Recoveries on record: ${book.past.length} (RISK-33).`)
}
