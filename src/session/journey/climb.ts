import type { Method } from "../../tier/feature.ts"
import { CEREMONY_SENTENCE, CHECKLIST, RECOVERY } from "../../tier/preparation.ts"
import { tierAbove, TIERS } from "../../tier/tier.ts"
import { DOLLAR } from "../../value/amounts.ts"
import { minutes } from "../../value/time.ts"
import type { Traveller } from "./traveller.ts"

const TEXT = "Written down with care, and at sufficient length to be an answer."

/** From the first deposit to the first tier: too early, with money, and then by the gates. */
export function toHunter(account: Traveller): void {
  account.pay(500n * DOLLAR)
  account.say(
    "The account is opened with $500. The gains of this story are made up; its rules are real.",
  )
  account.live({ days: 10, gain: 0.022, trades: 4 })
  account.say("The trader tries the ceremony at once.")
  confirm(account)
  account.pay(5_000n * DOLLAR)
  account.stand(account.units)
  account.say("$5,000 are paid in to buy the tier; they count for nothing for 30 days (TIER-5).")
  account.live({ days: 1, gain: 0.001, trades: 4 })
  confirm(account)
  account.pay(-5_000n * DOLLAR)
  account.say("They are taken out again.")
  practise(account, "sliced", 24)
  climb(account, { gain: 0.022, trades: 4 })
}

/** Orders in slices, five pairs, a drawdown drill, and a Sharpe ratio that is hardly luck. */
export function toStrategist(account: Traveller): void {
  settle(account)
  for (let i = 0; i < 24; i++) {
    account.measure({
      kind: "worked-order",
      valueUnits: 250n * DOLLAR,
      slices: i === 0 ? 1 : 4,
      impactPpm: 900,
    })
  }
  account.measure({ kind: "uncorrelated-pairs", count: 5 })
  account.measure({ kind: "drawdown-drill", isPassed: true })
  account.measure({ kind: "slippage-gap", basisPoints: 2 })
  account.say("24 orders of $250 are worked in slices; a 10 % loss is recovered from, in a drill.")
  practise(account, "vwap", 32)
  climb(account, { gain: 0.03, trades: 12 })
}

/** Four strategies, three crashes survived on paper, a failover for real. */
export function toArchitect(account: Traveller): void {
  settle(account)
  for (const name of ["2020-03-12", "2021-05-19", "2022-11-08"]) {
    account.measure({ kind: "crash-replay", name, isSurvived: true })
  }
  account.measure({ kind: "failover" })
  account.say("Three crashes of the past are replayed and survived; the failover is done for real.")
  climb(account, { gain: 0.023, trades: 34 })
}

/** Lives until the account has passed the threshold and every gate, then prepares and confirms. */
function climb(account: Traveller, day: { readonly gain: number; readonly trades: number }): void {
  const rank = TIERS.indexOf(account.book.standing(account.now).held)
  const next = tierAbove(rank)
  if (next === undefined) return
  let hasTried = next.name !== "HUNTER"
  let isFrozen = false
  for (let i = 0; i < 200 && openGates(account) > 0; i++) {
    account.live({ days: 1, ...day })
    if (!hasTried && account.units * 10n > next.floorUnits * 9n) {
      hasTried = true
      account.book.evidence.onAttempt(account.now)
      account.say("The trader asks for more than 5 %; it is cut, and counts for 14 days (TIER-7).")
    }
    if (isFrozen || account.units < next.floorUnits || openGates(account) === 0) continue
    isFrozen = true
    account.say(
      `The threshold of ${next.name} is passed with gates open: sizes stay frozen at it (TIER-12).`,
    )
    tellGates(account)
  }
  account.sleep()
  account.say("Every gate passes at the daily evaluation; what has to be written is missing.")
  confirm(account)
  prepare(account)
  confirm(account, "I understand")
  confirm(account)
  const { working, sizePpm } = account.book.standing(account.now)
  account.say(
    `${working.name} begins: ${working.maxPositions} positions at a time, sizes at ${sizePpm / 10_000} % for the first half of ${working.adjustmentHours} h (TIER-24).`,
  )
}

const openGates = (account: Traveller): number =>
  account.book.gatesAt(account.now).filter((it) => !it.isPassed).length

function tellGates(account: Traveller): void {
  for (const it of account.book.gatesAt(account.now)) {
    if (!it.isPassed) account.say(`  missing: ${it.name}, ${it.value}; ${it.required} (${it.id})`)
  }
}

/** Half a minute per paper trade would be too quick: they are spread over three days. */
function practise(account: Traveller, method: Method, trades: number): void {
  for (let i = 0; i < trades; i++) {
    account.measure({ kind: "practice", method, isCompleted: i % 5 !== 0 })
    account.wait(minutes((72 * 60) / trades))
  }
  account.say(`${trades} orders by "${method}" are practised on paper over three days (TIER-17).`)
}

function prepare(account: Traveller): void {
  for (const item of Object.keys(CHECKLIST)) account.act({ kind: "answer", item, text: TEXT })
  for (const habit of ["chasing a move", "adding to a loss", "watching every tick"]) {
    account.act({ kind: "bury", habit, commitment: TEXT })
  }
  account.act({ kind: "sign", name: "The trader", date: "2026-01-01" })
  account.say("The checklist is answered, three habits are buried, the contract is signed.")
}

function confirm(account: Traveller, sentence: string = CEREMONY_SENTENCE): void {
  account.act({ kind: "confirm", sentence })
}

/** The reflection, and the days of adjustment. */
function settle(account: Traveller): void {
  account.act({ kind: "reflect", text: Array.from({ length: 100 }, () => "word").join(" ") })
  account.say("The reflection of 100 words is written; orders by hand are open again (TIER-26).")
}

/** The recovery checklist after an emergency, item by item. */
export function recover(account: Traveller): void {
  account.wait(minutes(31))
  for (const item of Object.keys(RECOVERY)) account.act({ kind: "recover", item, text: TEXT })
  const { sizePpm, closed } = account.book.standing(account.now)
  account.say(
    `The recovery is written: entries are ${closed ? "still closed" : "open"}, sizes at ${sizePpm / 10_000} %.`,
  )
}
