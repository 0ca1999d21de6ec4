import type { Command } from "../src/engine/records.ts"
import { CEILINGS, type Limits } from "../src/risk/ceilings.ts"
import { OVERRIDE_PHRASES } from "../src/risk/override.ts"
import type { Act } from "../src/tilt/act.ts"
import { type Instant, percent } from "../src/value/brand.ts"
import type { Chance } from "../src/value/chance.ts"
import { later, milliseconds, seconds } from "../src/value/time.ts"
import type { Plunge, Span } from "./market.ts"
import { KEPT_SEEDS } from "./seeds.ts"
import type { Happening } from "./world.ts"

/** So many worlds have a trader who will not take no for an answer. */
const IMPATIENT = 0.25

/** Whether the trader of a world is one. Worlds that once taught something stay as they were. */
export const isImpatient = (chance: Chance, seed: number): boolean =>
  chance.happens(IMPATIENT) && !KEPT_SEEDS.some((it) => it.seed === seed)

/**
 * A trader who wants in, whatever the rules say: he orders in bursts, breaks the glass, edits the
 * settings now tighter and now looser, swears that his lock has been served, and pulls the plug so
 * that a start may have forgotten.
 */
export function impatientActs(chance: Chance, active: Span, markets: number): Happening[] {
  const bursts = 2 + chance.below(4)
  return Array.from({ length: bursts }, () => {
    const from = active.from + chance.below(active.to - active.from)
    const gap = 50 + chance.below(4_000)
    return Array.from({ length: 3 + chance.below(10) }, (_, i): Happening => {
      const at = Math.min(from + milliseconds(i * gap), active.to) as Instant
      return drawn(chance, at, markets)
    })
  }).flat()
}

/** Now and then a market falls by more than a tenth at once. */
export function plungesOf(chance: Chance, active: Span, markets: number): readonly Plunge[] {
  if (chance.happens(0.3)) return []
  const at = (active.from + chance.below(active.to - active.from)) as Instant
  return [{ market: chance.below(markets), at, part: 0.68 + 0.22 * chance.unit() }]
}

function drawn(chance: Chance, at: Instant, markets: number): Happening {
  const draw = chance.below(20)
  if (draw < 12) return { kind: "command", at, command: commandOf(chance, markets) }
  if (draw < 15) return { kind: "act", at, act: ACTS[chance.below(ACTS.length)] }
  if (draw < 19) return { kind: "config", at, limits: limitsOf(chance) }
  return {
    kind: "crash",
    at,
    steps: chance.below(10),
    downtime: milliseconds(10 + chance.below(9_000)),
  }
}

function commandOf(chance: Chance, markets: number): Command {
  const instrument = chance.below(markets)
  const buy: Command = {
    kind: "buy",
    instrument,
    stakePpm: [1e9, 50_000][chance.below(2)],
    because: REASON,
  }
  const reason = "it will come back at once"
  const choices: readonly Command[] = [
    buy,
    buy,
    buy,
    { kind: "override", reason, phrases: OVERRIDE_PHRASES },
    { kind: "override", reason, phrases: OVERRIDE_PHRASES },
    { kind: "override", reason: "now", phrases: ["OVERRIDE"] },
    { kind: "resume", reason },
    { kind: "tilt", level: 0 },
    { kind: "tilt", level: 3 },
    { kind: "halt", reason: "tea" },
    { kind: "close", instrument },
    { kind: "close-all", reason: "enough" },
  ]
  return choices[chance.below(choices.length)]
}

/** Long enough for the guard, which asks for a reason at its second level. */
const REASON =
  "it has fallen so far that it must rise again now and everybody who waits for a sign will be too late to get any of it"

const ACTS: readonly Act[] = [
  { kind: "pulse", ranUs: 1e15 },
  { kind: "pulse", ranUs: seconds(60) },
  { kind: "pulse", ranUs: -1e15 },
  { kind: "override", outcome: "abandoned" },
  { kind: "config", change: "looser" },
  { kind: "release", phrase: "I ACCEPT THE RISKS" },
  { kind: "answer", to: "protest" },
  { kind: "idle-keys", keys: 60, spread: 0 },
]

function limitsOf(chance: Chance): Limits {
  const part = () => [0.2, 0.5, 1, 4][chance.below(4)]
  const { position, dayLoss, drawdownHalt } = CEILINGS
  return {
    position: percent((position / 10_000) * part()),
    dayLoss: percent((dayLoss / 10_000) * part()),
    drawdownHalt: percent((drawdownHalt / 10_000) * part()),
  }
}

/** Of a plunge: nothing stands still afterwards for so long that nobody could have reacted. */
export const beforeHealing = (active: Span): Span => ({
  from: active.from,
  to: later(active.from, ((active.to - active.from) * 0.8) as Parameters<typeof later>[1]),
})
