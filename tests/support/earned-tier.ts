import { Traveller } from "../../src/session/journey/traveller.ts"
import { CHECKLIST } from "../../src/tier/preparation.ts"
import { DOLLAR } from "../../src/value/amounts.ts"
import { Chance } from "../../src/value/chance.ts"
import { hours, minutes } from "../../src/value/time.ts"

const TEXT = "Written down with care, and at sufficient length to be an answer."
const DAYS_MOST = 300

/** A Sniper before whom only the sentence stands: every gate passed, everything written. */
export function earnedHunter(): Traveller {
  const account = new Traveller(1, [])
  account.pay(500n * DOLLAR)
  for (let i = 0; i < 24; i++) {
    account.measure({ kind: "practice", method: "sliced", isCompleted: i % 5 !== 0 })
    account.wait(minutes(180))
  }
  const isOpen = (): boolean => account.book.gatesAt(account.now).some((it) => !it.isPassed)
  for (let day = 0; day < DAYS_MOST && isOpen(); day++) {
    account.live({ days: 1, gain: 0.022, trades: 4 })
  }
  account.sleep()
  for (const item of Object.keys(CHECKLIST)) account.act({ kind: "answer", item, text: TEXT })
  for (const habit of ["chasing a move", "adding to a loss", "watching every tick"]) {
    account.act({ kind: "bury", habit, commitment: "I write down why before I act." })
  }
  account.act({ kind: "sign", name: "The trader", date: "2026-01-01" })
  return account
}

/** Whole days of an account that gains a little on the whole, and loses on many of them. */
export function livedDays(many: number): Traveller {
  const account = new Traveller(3, [])
  const chance = new Chance(3, "days")
  account.pay(500n * DOLLAR)
  for (let day = 0; day < many; day++) {
    const gain = 0.001 + 0.009 * chance.normal()
    const trade = { instrument: 0, strategy: "crossover", isManual: false, isStopped: false }
    const pnlUnits = BigInt(Math.round(Number(account.units) * gain))
    account.wait(hours(12))
    account.book.onTrade({ at: account.now, ...trade, pnlUnits })
    account.stand(account.units + pnlUnits)
    account.wait(hours(12))
  }
  return account
}
