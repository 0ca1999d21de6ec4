import type { Command } from "../src/engine/records.ts"
import { OVERRIDE_PHRASES } from "../src/risk/override.ts"
import type { Act } from "../src/tilt/act.ts"
import type { Instant } from "../src/value/brand.ts"
import type { Chance } from "../src/value/chance.ts"
import { hours, later, milliseconds, minutes, seconds } from "../src/value/time.ts"
import type { Plunge, Span } from "./market.ts"
import { KEPT_SEEDS } from "./seeds.ts"
import type { Happening } from "./world.ts"

/** So many worlds have a trader who waits behind a closed door, and tries it to the end. */
const STUBBORN = 0.04

export const isStubborn = (chance: Chance, seed: number): boolean =>
  chance.happens(STUBBORN) && !KEPT_SEEDS.some((it) => it.seed === seed)

/** What such a trader goes through. */
export interface Siege {
  readonly happenings: readonly Happening[]
  readonly plunges: readonly Plunge[]
}

/** An override lasts five minutes: long enough for it to end, and for some tries after it. */
export const SIEGE = minutes(9)

/** He breaks the glass after a crash and goes on when its time is over, or is locked out for a day. */
export function siegeOf(chance: Chance, active: Span, markets: number): Siege {
  return chance.happens(0.5)
    ? overridden(chance, active, markets)
    : { happenings: lockedOut(chance, active, markets), plunges: [] }
}

function overridden(chance: Chance, active: Span, markets: number): Siege {
  const at = within(chance, { from: active.from, to: later(active.from, seconds(30)) })
  const plunge = { market: chance.below(markets), at, part: 0.72 + 0.12 * chance.unit() }
  const reason = "it will come back at once"
  // Sooner the fall itself would close entries again: it is measured over a minute.
  const asks = Array.from({ length: 3 }, (_, i): Happening => {
    const command: Command = { kind: "override", reason, phrases: OVERRIDE_PHRASES }
    return { kind: "command", at: later(at, seconds(70 + 12 * i)), command }
  })
  const tries = orders(chance, { from: at, to: active.to }, markets)
  return { plunges: [plunge], happenings: [...asks, ...tries, ...plug(chance, active)] }
}

/** A minute in which everything goes wrong, and then a day that the machine is on, in pulses. */
function lockedOut(chance: Chance, active: Span, markets: number): readonly Happening[] {
  let at = later(active.from, seconds(1 + chance.below(20)))
  const act = (it: Act, gap: number): Happening => {
    at = later(at, milliseconds(gap))
    return { kind: "act", at, act: it }
  }
  const lost = FRENZY.map((it) => act(it, 90))
  const written = [1, 2, 3, 4, 5].map((part) => act({ ...LINE, part }, 900))
  const steps = [...written, act({ kind: "answer", to: "review" }, 50), act(COMMITTED, 50)]
  const room = active.to - at - seconds(30)
  const gap = Math.max(1, Math.floor(room / 1_000 / PULSES))
  const pulses = Array.from({ length: PULSES }, () => act(pulseOf(chance), gap))
  const tries = orders(chance, { from: active.from, to: active.to }, markets)
  return [
    ...lost,
    ...steps,
    ...pulses,
    ...tries,
    ...plug(chance, active),
    ...putClock(chance, active),
  ]
}

/** Enough pulses for a day, where each is what a machine can tell of. */
const PULSES = 320
/** Mostly the longest that counts; some swear that days have gone by, or that time went back. */
function pulseOf(chance: Chance): Act {
  const claims = [1e15, hours(24), -1e15, seconds(60)]
  const ranUs = chance.happens(0.95) ? minutes(5) : claims[chance.below(claims.length)]
  return { kind: "pulse", ranUs }
}

function orders(chance: Chance, span: Span, markets: number): readonly Happening[] {
  return Array.from({ length: 12 + chance.below(20) }, (): Happening => {
    const instrument = chance.below(markets)
    const command: Command = { kind: "buy", instrument, stakePpm: 30_000, because: LINE.text }
    return { kind: "command", at: within(chance, span), command }
  })
}

/** A start must not have forgotten what was lifted, or what is locked. */
function plug(chance: Chance, active: Span): readonly Happening[] {
  const downtime = milliseconds(10 + chance.below(9_000))
  const at = within(chance, active)
  return chance.happens(0.5) ? [{ kind: "crash", at, steps: chance.below(40), downtime }] : []
}

/** What the clock on the wall says shortens no lock. */
function putClock(chance: Chance, active: Span): readonly Happening[] {
  const at = within(chance, { from: later(active.from, minutes(2)), to: active.to })
  return chance.happens(0.4) ? [{ kind: "clock", at, by: hours(25 + chance.below(10)) }] : []
}

const times = (many: number, act: Act): readonly Act[] => Array.from({ length: many }, () => act)

/** Comes and goes, hammers, bargains, turns at the settings, and tries what is forbidden. */
const FRENZY: readonly Act[] = [
  ...times(4, { kind: "session", to: "ended" }).flatMap((it): readonly Act[] => [
    it,
    { kind: "session", to: "began" },
  ]),
  ...times(8, { kind: "line", outcome: "unclear", keys: 3, corrections: 2, pasted: 0, spanMs: 90 }),
  ...times(5, { kind: "config", change: "looser" }),
  ...times(8, { kind: "edit", of: "the last order", isAtCap: true }),
  { kind: "override", outcome: "abandoned" },
  { kind: "idle-keys", keys: 60, spread: 0 },
  { kind: "idle-keys", keys: 60, spread: 0 },
]

/** A hundred words and more, no word too often: an answer of the entry that a lock asks for. */
const WORDS = Array.from(
  { length: 110 },
  (_, i) => `word${"abcdefghij"[i % 10]}${"klmnopqrstu"[Math.floor(i / 10)]}`,
)
const LINE = {
  kind: "wrote",
  part: 1,
  text: WORDS.join(" "),
  keys: 900,
  pasted: 0,
  spanMs: 900_000,
} as const
const COMMITTED: Act = { kind: "commit", text: "I sit on my hands until the day after tomorrow." }

const within = (chance: Chance, { from, to }: Span): Instant =>
  (from + chance.below(Math.max(1, to - from))) as Instant
