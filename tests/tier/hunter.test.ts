import { expect, it } from "vitest"
import type { Engine } from "../../src/engine/engine.ts"
import { decodeFact } from "../../src/engine/records.ts"
import { Tape, TRADE } from "../../src/market/tape.ts"
import type { Tick } from "../../src/market/tick.ts"
import { ACCOUNT, dress, opening } from "../../src/session/dress.ts"
import { foldJournal } from "../../src/session/fold.ts"
import { DEFAULT_PLAN, type Plan } from "../../src/session/plan.ts"
import { Rehearsal } from "../../src/session/rehearsal.ts"
import { MemoryJournal } from "../../src/storage/memory-journal.ts"
import type { Desk } from "../../src/strategy/desk.ts"
import { type Strategy, trades, type Watch } from "../../src/strategy/strategy.ts"
import { CEREMONY_SENTENCE, CHECKLIST, type TierAct } from "../../src/tier/preparation.ts"
import type { Act } from "../../src/tilt/act.ts"
import { calmDays } from "../../src/tilt/calm.ts"
import { type Instant, percent } from "../../src/value/brand.ts"
import { Chance } from "../../src/value/chance.ts"
import { days, hours, later, minutes, parseInstant, seconds } from "../../src/value/time.ts"
import { instrumentOf } from "../support/instrument.ts"

const START = parseInstant("2026-01-05")
const DAYS = 34
const MARKETS = ["BTC", "ETH", "SOL"]
const INSTRUMENTS = MARKETS.map((base, index) => instrumentOf({ base, index }))
/** A market rises and falls by one percent within two hours, each at its own time. */
const WAVE = 120

function priceAt(index: number, minute: number): number {
  const phase = ((minute + index * 40) % WAVE) / WAVE
  const height = phase < 0.5 ? 2 * phase : 2 - 2 * phase
  return Math.round(1_000_000 * (1 + 0.01 * height))
}

function market(): Tape {
  const tape = new Tape(INSTRUMENTS)
  for (let minute = 0; minute < DAYS * 24 * 60; minute++) {
    for (const { index } of INSTRUMENTS) {
      const time = later(START, seconds(60 * minute + index))
      const row = { kind: TRADE, flag: 0, instrument: index, time, seen: time }
      tape.push({ ...row, a: priceAt(index, minute), b: 1_000_000, c: NaN, d: NaN, e: NaN })
    }
  }
  return tape
}

/** Buys near the bottom of a wave and sells near its top. */
class Surfer implements Strategy {
  readonly watches: readonly Watch[] = INSTRUMENTS.map(({ symbol }) => trades(symbol))

  onTrade(tick: Tick, desk: Desk): void {
    const { isLong } = desk.position(tick.instrument)
    if (isLong && tick.price > 1_009_000) desk.close(tick.instrument, { because: "high water" })
    if (!isLong && !desk.isEntering(tick.instrument) && tick.price < 1_000_500) {
      desk.buy(tick.instrument, { stake: percent(4), because: "low water" })
    }
  }
}

const PLAN: Plan = {
  ...DEFAULT_PLAN,
  mode: "paper",
  run: "hunter",
  strategy: "surfer",
  params: {},
  capitalUnits: 250_000_000_000n,
}

const PAPERS: readonly TierAct[] = [
  ...Object.keys(CHECKLIST).map((item): TierAct => {
    return { kind: "answer", item, text: "It is written down in whole sentences." }
  }),
  ...["revenge", "oversizing", "haste"].map((habit): TierAct => {
    return { kind: "bury", habit, commitment: "I wait an hour before I enter again." }
  }),
  { kind: "sign", name: "Ada Trader", date: "2026-02-07" },
]

/** A calm person's days at the keyboard; what becomes of orders is told by the engine alone. */
function atTheKeyboard(): readonly { readonly at: Instant; readonly act: Act }[] {
  const kinds = new Set(["session", "line", "edit"])
  return calmDays(new Chance(11, "hunter"), { start: START, days: DAYS - 1 }).flatMap(
    ({ at, it }) => (kinds.has(it.kind) ? [{ at, act: it as Act }] : []),
  )
}

const rankOf = (engine: Engine): string => engine.books.tiers.standing(engine.now).working.name

it("TIER-3, TIER-7: a calm month on paper reaches Hunter by the rules alone, and five overrides lose it", () => {
  const tape = market()
  const journal = new MemoryJournal({ keep: true })
  const { engine, exchange, wire } = dress({ plan: PLAN, tape, strategy: new Surfer(), journal })
  const session = new Rehearsal({ tape, engine, exchange, wire, account: ACCOUNT, start: START })
  engine.start(START, opening(PLAN, tape))
  const at = (day: number, minute: number) => later(later(START, days(day)), minutes(minute))
  const confirm = (when: Instant): void => {
    const act = { kind: "confirm", sentence: CEREMONY_SENTENCE } as const
    session.advance(when)
    session.command({ kind: "tier", act }, when)
  }

  for (const { at: when, act } of atTheKeyboard()) {
    if (when >= at(32, 0)) break
    session.advance(when)
    session.act(act, when)
  }
  // Too early: nothing is written yet.
  confirm(at(32, 10))
  expect(engine.books.tiers.answer).toMatch(/Still missing: checklist/)
  for (const [i, act] of PAPERS.entries()) {
    session.command({ kind: "tier", act }, later(at(32, 11), seconds(i)))
  }
  expect(engine.books.tiers.missing(at(32, 12))).toEqual([])
  expect(rankOf(engine)).toBe("SNIPER")
  confirm(at(32, 15))
  expect(rankOf(engine)).toBe("HUNTER")

  // What follows from it: half size for a day, a guard twice as watchful, several positions.
  session.advance(at(32, 20))
  const { sizePpm } = engine.books.tiers.standing(engine.now)
  expect(sizePpm).toBe(500_000)
  expect(engine.books.tilt.standing(engine.now).factor).toBeGreaterThan(1.9)
  const entries = (from: Instant) =>
    journal.records.filter((it) => it.at >= from && /"purpose":"entry"/.test(it.body))
  session.advance(at(33, 0))
  expect(entries(at(32, 20)).length).toBeGreaterThan(0)

  // All of it is in the journal, and no fold of it says anything else.
  const folded = foldJournal(journal.records).books
  expect(folded.tiers.history).toEqual(engine.books.tiers.history)
  expect(folded.save()).toEqual(engine.books.save())

  for (let i = 0; i < 5; i++) {
    const when = later(at(33, 1), hours(i / 4))
    session.advance(when)
    session.command({ kind: "override", reason: "let me in at once", phrases: [] }, when)
  }
  expect(rankOf(engine)).toBe("SNIPER")
  expect(engine.books.tiers.history.at(-1)?.reason).toMatch(/TIER-28 c/)
  const told = journal.records.map(({ body }) => decodeFact(body))
  expect(told.filter((it) => it.kind === "measured")).toEqual([])
}, 120_000)
