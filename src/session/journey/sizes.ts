import { kellyOfTrades, kellySuggestion } from "../../risk/kelly.ts"
import { riskOfRuin, ruinPpm } from "../../risk/ruin.ts"
import { convictionPpm, sizeOf, volatilityPpm, volatilityTarget } from "../../risk/sizing.ts"
import { cornishFisherRisk, historicalRisk, normalRisk } from "../../risk/value-at-risk.ts"
import { deviationOf } from "../../statistics/moments.ts"
import { moneyText } from "../../value/amounts.ts"
import { PPM } from "../../value/brand.ts"
import type { Traveller } from "./traveller.ts"

const VIABLE = 1_000_000_000n

/** How large an entry may be, and what it rests on, at a station of the journey (RISK-19). */
export function sizes(account: Traveller, seed: number): void {
  const { returns, units } = account
  const { held, sizePpm } = account.book.standing(account.now)
  const sizing =
    held.ceilingUnits !== undefined && units > held.ceilingUnits ? held.ceilingUnits : units
  const kelly = held.name === "SNIPER" ? undefined : kellySuggestion(returns.slice(-30))
  const ruin = riskOfRuin({
    returns,
    stake: 1,
    trades: 100,
    level: 0.85,
    from: "peak",
    paths: 2_000,
    seed,
  })
  const isHighUnlocked = held.name === "STRATEGIST" || held.name === "ARCHITECT"
  const capsUnits = [sizing / 20n, held.positionCapUnits]
  const factorsPpm = [
    sizePpm,
    ruinPpm(ruin),
    convictionPpm("high", isHighUnlocked),
    volatilityPpm(0.5),
  ]
  const size = sizeOf({
    capsUnits,
    ...(kelly === undefined ? {} : { kellyUnits: part(units, kelly) }),
    factorsPpm,
    viableUnits: VIABLE,
  })
  account.say(
    `An entry may be ${moneyText(size)}: caps ${capsUnits.map(moneyText).join(", ")}, Kelly ${kelly === undefined ? "not active" : `${(kelly * 100).toFixed(0)} % by its lower bound`}, factors ${factorsPpm.map((it) => (it / PPM).toFixed(2)).join(" × ")} (RISK-19).`,
  )
  tail(account)
}

/** What the days say of losses to come (TIER-13). */
function tail(account: Traveller): void {
  const { returns } = account
  const told = [
    ["history", historicalRisk(returns, 0.95)],
    ["normal", normalRisk(returns, 0.95)],
  ] as const
  const texts = told.map(([name, it]) =>
    it ? `${name} ${share(it.valueAtRisk)}, beyond it ${share(it.shortfall)}` : `${name} n/a`,
  )
  const corrected = cornishFisherRisk(returns, 0.95)
  if (corrected?.isMonotone) texts.push(`corrected ${share(corrected.valueAtRisk)}`)
  account.say(`Loss of a day, not passed on 95 % of days: ${texts.join("; ")}.`)
  const forecast = (deviationOf(returns, 1) ?? 0) * Math.sqrt(365)
  const exposure = volatilityTarget({ forecast, target: 0.2, cap: 1 })
  const full = kellyOfTrades(returns, { cap: 1 })?.full
  account.say(
    `A volatility of 20 % a year would allow ${exposure === undefined ? "n/a" : share(exposure)} of the account; full Kelly, which is not used, ${full === undefined ? "n/a" : share(full)}.`,
  )
}

const share = (value: number): string => `${(value * 100).toFixed(1)} %`
const part = (units: bigint, share: number): bigint =>
  (units * BigInt(Math.floor(share * PPM))) / BigInt(PPM)
