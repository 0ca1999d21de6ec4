import { hours } from "../../value/time.ts"
import { toArchitect, toHunter, toStrategist } from "./climb.ts"
import { dangers } from "./dangers.ts"
import { descend, FALLS } from "./falls.ts"
import { sizes } from "./sizes.ts"
import { Traveller } from "./traveller.ts"

/**
 * The journey of one account from $500 to beyond $50,000 through every transition, and down again by
 * every trigger, on virtual time. The same seed tells the same story. Its gains are made up and promise
 * nothing (D1); the rules that judge them are those of the program.
 */
export function journey(seed: number): readonly string[] {
  const lines: string[] = []
  const chapter = (title: string): void => {
    lines.push(...(lines.length > 0 ? [""] : []), title, "-".repeat(title.length))
  }
  chapter("From $500 to Hunter")
  const account = new Traveller(seed, lines)
  toHunter(account)
  sizes(account, seed)
  chapter("From Hunter to Strategist")
  toStrategist(account)
  sizes(account, seed)
  chapter("From Strategist to Architect")
  toArchitect(account)
  sizes(account, seed)
  chapter("The worst hours")
  dangers(climbed(seed, lines), seed)
  for (const { name, isEarly, happens } of FALLS) {
    chapter(name)
    const other = climbed(seed, lines)
    other.wait(hours(isEarly ? 1 : 100))
    other.stand(other.units)
    happens(other)
    const { held, isMinimumOnly, closed } = other.book.standing(other.now)
    other.say(
      `It stands at ${held.name}${isMinimumOnly ? ", at the smallest size" : ""}${closed ? ", entries resting" : ""}.`,
    )
  }
  chapter("Down in one go")
  const last = climbed(seed, lines)
  last.wait(hours(100))
  last.stand(last.units)
  descend(last)
  return lines
}

/** The same account at the same height, told from there on only. */
function climbed(seed: number, lines: string[]): Traveller {
  const muted: string[] = []
  const account = new Traveller(seed, muted)
  for (const climb of [toHunter, toStrategist, toArchitect]) climb(account)
  account.tellTo(lines)
  return account
}
