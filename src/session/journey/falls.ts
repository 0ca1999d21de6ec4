import { OVERRIDE_PHRASES, OverrideBook } from "../../risk/override.ts"
import { hours, minutes } from "../../value/time.ts"
import { recover } from "./climb.ts"
import type { Traveller } from "./traveller.ts"

/** One way down, told from an account that stands where another one climbed to. */
export interface Fall {
  readonly name: string
  /** It happens within the adjustment period, or after it. */
  readonly isEarly: boolean
  readonly happens: (account: Traveller) => void
}

const part = (units: bigint, thousandths: number): bigint => (units * BigInt(thousandths)) / 1_000n

/** Every trigger of TIER-28, TIER-25 and TIER-29. */
export const FALLS: readonly Fall[] = [
  fall("TIER-28 a: more than 15 % lost in a day", (account) => {
    account.stand(part(account.units, 849))
  }),
  fall("TIER-28 b: three days in a row at the loss limit", (account) => {
    for (let i = 0; i < 3; i++) {
      account.sleep()
      account.stand(part(account.units, 940))
    }
  }),
  fall("TIER-28 c: five attempts to override in a day", overrides),
  fall("TIER-28 d: an order that the system did not place", (account) => account.foreignOrder()),
  fall("TIER-28 e: positions move as one after the automatic reduction", (account) => {
    account.measure({ kind: "cluster-unbroken", positions: 4 })
  }),
  fall("TIER-28 f: a failure cost more than $500", (account) => {
    account.measure({ kind: "outage-cost", costUnits: 50_100_000_000n })
  }),
  fall("TIER-28 g: three stops in a row on trades by hand", (account) => {
    for (let i = 0; i < 3; i++) {
      account.wait(hours(1))
      account.stopByHand()
    }
  }),
  fall("TIER-28 h: tilt score 80 while a position is open", (account) => {
    account.book.onBooks({ isHolding: true })
    account.measure({ kind: "tilt-score", score: 80 })
  }),
  fall("TIER-28 i: three refused orders of the trader", (account) => {
    for (let i = 0; i < 3; i++) {
      account.wait(minutes(5))
      account.violate()
    }
  }),
  early("TIER-25: 15 % lost since the promotion", (account) => {
    const start = account.units
    account.stand(part(start, 930))
    account.sleep()
    account.stand(part(start, 850))
  }),
  early("TIER-25: tilt score 70 in the adjustment period", (account) => {
    account.measure({ kind: "tilt-score", score: 70 })
  }),
  early("TIER-25: positions twice the tier's allowance", (account) => {
    account.measure({ kind: "exposure", units: 20_000_000_000_000n })
  }),
  fall("TIER-29: equity below the tier's minimum, and back", stepDown),
]

function fall(name: string, happens: (account: Traveller) => void): Fall {
  return { name, happens, isEarly: false }
}

function early(name: string, happens: (account: Traveller) => void): Fall {
  return { name, happens, isEarly: true }
}

function overrides(account: Traveller): void {
  const book = new OverrideBook()
  for (let i = 0; i < 5; i++) {
    account.wait(minutes(2))
    const answer = book.ask({
      at: account.now,
      reason: "the market will turn",
      phrases: i === 0 ? OVERRIDE_PHRASES : [],
      tiltLevel: 0,
      haltCode: "RISK-42",
    })
    const said =
      answer.kind === "open"
        ? "opens for 5 minutes"
        : `refused: ${answer.value}, ${answer.limit} (${answer.id})`
    account.say(`Override ${i + 1}: ${said}.`)
    account.measure({ kind: "override-attempt" })
  }
}

function stepDown(account: Traveller): void {
  const above = account.units
  // In steps, since a fall in one day would be another story.
  while (part(account.units, 960) > 5_000_000_000_000n) {
    account.sleep()
    account.stand(part(account.units, 960))
    account.sleep()
  }
  account.sleep()
  account.stand(4_990_000_000_000n)
  account.wait(minutes(60))
  account.stand(4_990_000_000_000n)
  account.say("One hour below is not yet more than an hour.")
  account.wait(minutes(1))
  account.stand(4_990_000_000_000n)
  account.wait(hours(24))
  account.stand(4_980_000_000_000n)
  account.wait(hours(1))
  account.stand(above)
  account.say("The account is back above; only a whole day above gives the tier back.")
  account.wait(hours(24))
  account.stand(account.units)
}

/** The way down in one go, from the last tier to a halt in the first. */
export function descend(account: Traveller): void {
  account.sleep()
  account.stand(part(account.units, 840))
  recover(account)
  account.sleep()
  account.measure({ kind: "outage-cost", costUnits: 500_000_000_000n })
  recover(account)
  for (let i = 0; i < 3; i++) account.violate()
  recover(account)
  for (let i = 0; i < 3; i++) account.violate()
  const { closed } = account.book.standing(account.now)
  if (closed) account.say(`${closed.because} (${closed.id})`)
  recover(account)
  for (let day = 1; day <= 3; day++) {
    account.sleep()
    account.wait(hours(12))
    const { sizePpm } = account.book.standing(account.now)
    account.say(`Day ${day} after it: sizes at ${sizePpm / 10_000} % of normal (RISK-31).`)
  }
}
