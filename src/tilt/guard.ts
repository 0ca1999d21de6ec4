import type { Instant } from "../value/brand.ts"
import { days, hours, minutes } from "../value/time.ts"
import type { Happening } from "./act.ts"
import { daysOf, newBaseline } from "./baseline.ts"
import { indicators, levelFor, type Mark, scoreOf, stepsBack } from "./count.ts"
import { owed } from "./debt.ts"
import { followDrift } from "./drift.ts"
import { inherited } from "./inherit.ts"
import { dayAt, noteLevel, noteTrade, openEpisode } from "./history.ts"
import { learnFrom } from "./learning.ts"
import { leftOf, lockOf, serve } from "./lock.ts"
import { markersFor } from "./markers/all.ts"
import { hasSizeJump } from "./markers/losses.ts"
import { PAUSES, remember } from "./memory.ts"
import { note, noteOnset } from "./omen.ts"
import { firstStage, NO_STEPS, staged, todoOf } from "./recovery.ts"
import { answer, askRelease, askReset, choose, write } from "./requests.ts"
import { type Standing, standingOf, termsOf, type TiltTerms } from "./standing.ts"
import { factorOf, newState, type TiltState } from "./state.ts"
import type { TiltLevel } from "./tilt-rule.ts"
import { traitsNow } from "./traits.ts"

/** TILT-41: so long after a feature was unlocked, what goes wrong with it counts half. */
const NEW_FEATURE = days(7)
const HALF_HOUR = minutes(30)
/** Away for so long, somebody may have slept. */
const SLEEP = hours(6)
const SCORE_HIGH = 70

/**
 * The tilt guard: what the trader does and what became of his orders goes in, a level comes out. A
 * pure fold over journaled facts, so that it can be replayed and explained. It can only reduce: no
 * limit depends on it to be looser. Locks end by served time alone, whatever the clock does.
 */
export class TiltGuard {
  #s: TiltState = newState()

  /** The state as plain values, to be kept; {@link restore} puts it back. */
  get state(): TiltState {
    return this.#s
  }

  restore(state: TiltState): void {
    this.#s = structuredClone(state)
  }

  /** A pause or a lock runs: pulses are wanted. */
  get isServing(): boolean {
    return leftOf(this.#s.lock) > 0
  }

  /** What the gate needs to know at a moment. */
  terms(at: Instant): TiltTerms {
    const now = timeAt(this.#s, at)
    return termsOf(this.#s, settled(this.#s, now))
  }

  /** What the level means for entries now, and what would bring it down. */
  standing(at: Instant): Standing {
    const now = timeAt(this.#s, at)
    return standingOf(this.#s, settled(this.#s, now), { now, hour: hourOf(at) })
  }

  /** The score of the present marks, 0 to 100 (TILT-42). */
  score(at: Instant): number {
    return scoreOf(this.#s.marks, timeAt(this.#s, at))
  }

  /** Whole days of behaviour that the baseline rests on (TIER-11). */
  baselineDays(at: Instant): number {
    return daysOf(this.#s.baseline, timeAt(this.#s, at))
  }

  /** TILT-63: why another build is not taken at a moment; undefined when it is. */
  refusesBuild(build: string, at: Instant): string | undefined {
    const s = this.#s
    if (s.build === "" || s.build === build) return undefined
    const now = timeAt(s, at)
    const level = settled(s, now)
    if (level >= 2) return `the tilt guard is at level ${level}`
    return now - s.heavyLossAt < hours(1)
      ? "a trade lost more than 1 % of the account less than an hour ago"
      : undefined
  }

  /** Something happened. `at` is the clock of the engine, which may step. */
  hear(it: Happening, at: Instant): void {
    if (it.kind === "inherited") this.#s = inherited(this.#s, it.state)
    const s = this.#s
    s.time = timeAt(s, at)
    s.clock = at
    if (Number.isNaN(s.calmSince)) s.calmSince = s.time
    settle(s)
    const hour = hourOf(at)
    const wasAway = s.time - s.memory.actedAt > SLEEP
    if (Number.isNaN(s.awakeSince) || (it.kind === "session" && wasAway)) s.awakeSince = s.time
    remember(s.memory, it, s.time)
    followDrift(s.memory, s.baseline, it, s.time)
    look(s, it, hour)
    if (s.level === 0) learnFrom(s, it, hour)
    follow(s, it, hour)
    rise(s)
  }
}

/** The guard's time at a moment of the clock: forward with it, and never back. */
function timeAt(s: TiltState, at: Instant): number {
  return Number.isNaN(s.clock) ? at : s.time + Math.max(0, at - s.clock)
}

const hourOf = (at: Instant): number => Math.floor(at / hours(1)) % 24

/** The level that is left at a moment, without anything happening. */
function settled(s: TiltState, now: number): TiltLevel {
  if (s.level === 3) {
    return leftOf(s.lock) > 0 || todoOf(s.steps).length > 0 ? 3 : 0
  }
  const count = indicators(s.marks, now) * factorOf(s, now)
  if (s.level === 2 && (leftOf(s.lock) > 0 || !stepsBack(2, count))) return 2
  return s.level >= 1 && !stepsBack(1, count) ? 1 : 0
}

/** Lets time have its effect: levels that have faded, a reset and a profile that are due. */
function settle(s: TiltState): void {
  const level = settled(s, s.time)
  if (level !== s.level) {
    if (s.level === 3) {
      s.stage = firstStage(s.debt.units)
      s.marks = {}
      s.lock = undefined
    }
    setLevel(s, level)
  }
  if (leftOf(s.lock) === 0 && s.level < 2) s.lock = undefined
  if (s.nextProfile && s.time >= s.nextProfile.from) {
    s.profile = s.nextProfile.profile
    s.nextProfile = undefined
  }
  if (s.time >= s.resetAt) {
    s.baseline = newBaseline({ metrics: s.baseline.metrics, until: s.time + days(30) })
    s.resetAt = NaN
  }
}

/** Asks the markers that care, and keeps what they find. */
function look(s: TiltState, it: Happening, hour: number): void {
  const told = { it, now: s.time, hour, memory: s.memory, baseline: s.baseline }
  for (const marker of markersFor(it.kind)) {
    const finding = marker.judge(told)
    if (!finding) continue
    const mark: Mark = { ...finding, at: s.time, weight: weightFor(s, it) }
    s.marks[marker.id] = mark
    if (finding.isInforming === true) continue
    const { marks } = dayAt(s.history, s.time)
    marks[marker.id] = (marks[marker.id] ?? 0) + 1
    const episode = openEpisode(s.history)
    if (episode && !episode.ids.includes(marker.id)) episode.ids.push(marker.id)
  }
}

/** TILT-41: a newcomer's mistakes weigh half, unless a loss came before them. */
function weightFor(s: TiltState, it: Happening): number {
  if (it.kind !== "edit" && !(it.kind === "line" && it.outcome === "unclear")) return 1
  const unlockedAt = it.feature === undefined ? undefined : s.memory.unlocked[it.feature]
  if (unlockedAt === undefined || s.time - unlockedAt > NEW_FEATURE) return 1
  const lostAt = s.memory.losses.at(-1)?.at ?? NaN
  return s.time - lostAt < HALF_HOUR ? 1 : 0.5
}

/** What is not done by a person, or only tells what came of it. */
const FLOW = new Set<Happening["kind"]>([
  "entered",
  "cancelled",
  "refused",
  "capped",
  "stopped",
  "closed",
  "worth",
  "signals",
  "parallel",
  "unlocked",
  "watch",
  "outside",
  "pulse",
  "inherited",
  "deployed",
])

/** What a happening means beside its markers. */
function follow(s: TiltState, it: Happening, hour: number): void {
  if (!FLOW.has(it.kind)) dayAt(s.history, s.time).acts++
  if (it.kind === "session") {
    if (it.to === "began") observe(s, hour)
    else openEpisode(s.history)?.aids.push("a break")
  } else if (it.kind === "entered") {
    s.openedAt[it.market] = s.level
    if (!it.isManual) return
    dayAt(s.history, s.time).entries++
    observe(s, hour)
  } else if (it.kind === "closed") close(s, it)
  else if (it.kind === "worth") {
    s.equityUnits = it.equityUnits
    if (it.equityUnits > s.peakUnits) s.peakUnits = it.equityUnits
  } else if (it.kind === "refused") {
    if (it.id === "RISK-6") s.dayLimitAt = s.time
    // To try on during a pause is to protest (TILT-56).
    if (PAUSES.has(it.id)) answer(s, "protest")
  } else if (it.kind === "outside") {
    if (leftOf(s.lock) > 0) s.outside++
  } else if (it.kind === "deployed") s.build = it.build
  else if (it.kind === "watch") s.tierFactor = Math.max(1, it.factor)
  else if (it.kind === "pulse") {
    if (s.lock) s.lock = serve(s.lock, it.ranUs)
    settle(s)
  } else request(s, it)
}

/** What the trader asks of the guard itself. */
function request(s: TiltState, act: Happening): void {
  if (act.kind === "answer") answer(s, act.to)
  else if (act.kind === "wrote") write(s, act)
  else if (act.kind === "commit")
    s.steps = { ...s.steps, isCommitted: act.text.trim().length >= 20 }
  else if (act.kind === "profile") choose(s, act.profile)
  else if (act.kind === "life-event") {
    const until = s.time + days(Math.min(30, Math.max(0, act.days)))
    s.tightUntil = Math.max(s.tightUntil, until)
  } else if (act.kind === "reset") askReset(s, act.reason)
  else if (act.kind === "release" && askRelease(s, act.phrase)) setLevel(s, s.level === 2 ? 1 : 0)
  settle(s)
}

function observe(s: TiltState, hour: number): void {
  note(s.situations, s.time, traitsNow(s, { now: s.time, hour }))
}

function close(s: TiltState, it: Extract<Happening, { kind: "closed" }>): void {
  const opened = s.openedAt[it.market] ?? 0
  const level = opened > s.level ? opened : s.level
  if (it.pnlUnits * -100n > s.equityUnits && s.equityUnits > 0n) s.heavyLossAt = s.time
  s.debt = owed(s.debt, { pnlUnits: it.pnlUnits, level, isManual: it.isManual })
  if (s.stage) {
    s.stage = staged(s.stage, it.pnlUnits, s.debt.units)
    if (s.stage.stage === 3 && s.debt.units === 0n) s.stage = undefined
  }
  noteTrade(s.history, it.pnlUnits, s.time)
}

/** TILT-48: up one level at a time, except for revenge, the day's limit and a jump in size at once. */
function rise(s: TiltState): void {
  const score = scoreOf(s.marks, s.time)
  if (score < SCORE_HIGH) s.highSince = NaN
  else if (Number.isNaN(s.highSince)) s.highSince = s.time
  if (s.level === 3) return
  if (isRevenge(s)) setLevel(s, 3)
  else if (levelFor(indicators(s.marks, s.time) * factorOf(s, s.time)) > s.level) {
    setLevel(s, (s.level + 1) as TiltLevel)
  }
}

function isRevenge(s: TiltState): boolean {
  const isNow = (at: number | undefined): boolean => s.time - (at ?? NaN) < HALF_HOUR
  const hasSequence = isNow(s.marks["TILT-17"]?.at) || isNow(s.marks["TILT-18"]?.at)
  return hasSequence && isNow(s.dayLimitAt) && hasSizeJump(s.memory.entries)
}

function setLevel(s: TiltState, level: TiltLevel): void {
  const isRising = level > s.level
  if (isRising && s.level === 0) {
    noteOnset(s.situations, s.time)
    s.ownCharacters = 0
    s.hasProtested = false
  }
  s.level = level
  if (level === 0) s.calmSince = s.time
  noteLevel(s.history, level, s.time)
  const episode = openEpisode(s.history)
  if (isRising && episode) {
    for (const id in s.marks) {
      const isRecent = s.time - s.marks[id].at < HALF_HOUR && s.marks[id].isInforming !== true
      if (isRecent && !episode.ids.includes(id)) episode.ids.push(id)
    }
  }
  if (!isRising || level < 2) return
  const before = s.locks.filter((it) => it.level === level).map((it) => it.at)
  s.lock = lockOf(level as 2 | 3, before, s.time)
  s.locks.push({ level: level as 2 | 3, at: s.time })
  if (s.locks.length > 50) s.locks.shift()
  if (level === 3) s.steps = NO_STEPS
}
