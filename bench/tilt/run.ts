import { writeFileSync } from "node:fs"
import path from "node:path"
import { calmDays } from "../../src/tilt/calm.ts"
import { TiltGuard } from "../../src/tilt/guard.ts"
import { instantOf, type Instant } from "../../src/value/brand.ts"
import { Chance } from "../../src/value/chance.ts"
import { days, hours, minutes, parseInstant } from "../../src/value/time.ts"
import { minutesBetween, type Mood, MOODS } from "./moods.ts"

// `npm run tilt` plays generated sessions through the guard and writes docs/tilt.md: how often it
// disturbs somebody calm, and how often and how soon it notices somebody who is not.

const START = parseInstant("2026-01-05")
const KNOWN_DAYS = 60
const PEOPLE = 8
const CALM_DAYS = 270
const SESSIONS = 200

/** Somebody whom the guard has known for two months. */
function known(seed: number): TiltGuard {
  const guard = new TiltGuard()
  const told = { start: START, days: KNOWN_DAYS }
  for (const { at, it } of calmDays(new Chance(seed, "calm"), told)) guard.hear(it, at)
  return guard
}

/** Sessions of somebody calm, after the first two months, and how many of them were disturbed. */
function calm(seed: number): { readonly sessions: number; readonly alarms: number } {
  const guard = new TiltGuard()
  const told = { start: START, days: CALM_DAYS }
  let [sessions, alarms, isAlarmed] = [0, 0, false]
  for (const { at, it } of calmDays(new Chance(seed, "calm"), told)) {
    guard.hear(it, at)
    if (at < START + days(KNOWN_DAYS)) continue
    isAlarmed ||= guard.terms(at).level > 0
    if (it.kind !== "session" || it.to !== "ended") continue
    sessions++
    if (isAlarmed) alarms++
    isAlarmed = false
    // The program runs on between sessions, so that pauses pass.
    for (let i = 1; i <= 12; i++) {
      guard.hear({ kind: "pulse", ranUs: minutes(5) }, instantOf(at + minutes(5 * i)))
    }
  }
  return { sessions, alarms }
}

interface Seen {
  readonly peak: number
  /** Minutes until level 1; undefined when it was not reached. */
  readonly after: number | undefined
}

function seen(guard: TiltGuard, steps: ReturnType<Mood["steps"]>, start: Instant): Seen {
  let [peak, after]: [number, number | undefined] = [0, undefined]
  for (const { at, it } of steps) {
    guard.hear(it, at)
    const { level } = guard.terms(at)
    peak = Math.max(peak, level)
    if (level > 0) after ??= minutesBetween(start, at)
  }
  return { peak, after }
}

function rowOf(mood: Mood, people: readonly TiltGuard[]): string {
  const start = instantOf(START + days(KNOWN_DAYS + 1) + hours(13))
  const all = Array.from({ length: SESSIONS }, (_, i): Seen => {
    const guard = new TiltGuard()
    const person = people[i % people.length]
    if (!mood.isUnknown && person) guard.restore(person.state)
    return seen(guard, mood.steps(new Chance(i + 1, mood.name), start), start)
  })
  const reached = (level: number): string =>
    `${((100 * all.filter((it) => it.peak >= level).length) / all.length).toFixed(1)} %`
  const times = all.flatMap(({ after }) => after ?? []).toSorted((a, b) => a - b)
  const middle = times[Math.floor(times.length / 2)]
  const soon = middle === undefined ? "" : `${middle.toFixed(1)} min`
  const wanted = mood.wanted === 0 ? "calm" : `${mood.wanted} or more`
  return `| ${mood.name}: ${mood.says} | ${wanted} | ${reached(1)} | ${reached(2)} | ${reached(3)} | ${soon} |`
}

/** Revenge on every second day for a month, calm between: does the guard come to think it usual? */
function alternating(): string {
  const revenge = MOODS.find((it) => it.name === "revenge spiral")
  if (revenge === undefined) throw new Error("There is no revenge spiral among the moods.")
  const peaks: number[] = []
  for (let seed = 1; seed <= PEOPLE; seed++) {
    const guard = known(seed)
    for (let day = 0; day < 30; day++) {
      const morning = instantOf(START + days(KNOWN_DAYS + day))
      const isBad = day % 2 === 1
      const told = { start: morning, days: 1 }
      const bad = revenge.steps(new Chance(day, `bad${seed}`), instantOf(morning + hours(13)))
      const steps = isBad ? bad : calmDays(new Chance(day, `calm${seed}`), told)
      // Whatever was locked is served and left behind before the next morning.
      guard.restore({ ...guard.state, level: 0, lock: undefined, marks: {} })
      const { peak } = seen(guard, steps, morning)
      if (isBad) peaks.push(peak)
    }
  }
  const locked = peaks.filter((it) => it === 3).length
  const last = peaks.filter((_, i) => i % 15 >= 10)
  const lastLocked = last.filter((it) => it === 3).length
  return `Revenge on every second day of a month, calm days between: ${locked} of ${peaks.length} bad days reach level 3, and ${lastLocked} of ${last.length} of the last ten days' bad ones, so what is usual is not moved by it (TILT-38).`
}

function page(): string {
  const people = Array.from({ length: PEOPLE }, (_, i) => known(i + 1))
  const counted = Array.from({ length: PEOPLE }, (_, i) => calm(i + 1))
  const sessions = counted.reduce((sum, it) => sum + it.sessions, 0)
  const alarms = counted.reduce((sum, it) => sum + it.alarms, 0)
  const rate = alarms === 0 ? "none" : `1 in ${Math.round(sessions / alarms)}`
  return `# What the tilt guard notices

Written by \`npm run tilt\`, from seeds; nothing in it is a person. The generator of calm days is
\`src/tilt/calm.ts\`, the moods are \`bench/tilt/moods.ts\`. Scripted sessions, with the level over time for each, are in
\`tests/tilt/sessions\`.

## False alarms

${sessions.toLocaleString("en-US")} sessions of ${PEOPLE} calm people, each known for ${KNOWN_DAYS} days before: ${alarms} reached level 1, ${rate}. The goal
is fewer than 1 in 200.

## Alarms

${SESSIONS} sessions of each mood. A share is of sessions that reached the level or a higher one; the time is the median
from the start of the session to level 1.

| Mood | Wanted | Level 1 | Level 2 | Level 3 | After |
|---|---|---|---|---|---|
${MOODS.map((mood) => rowOf(mood, people)).join("\n")}

${alternating()}

## What it does not see

A share below 100 % in the table is of sessions that went by unnoticed. One sign alone never makes a level (TILT-42), so
a rage quit without a quick reaction or a burst of keys stays at level 0, and so does paralysis that only looks. Slow
cooking is noticed by what drifts, sizes and the pace; who also keeps those level stays unnoticed. Trades on the
exchange's own page are no acts here; they are found when the books are compared. Generated sessions are as regular as
their generator; rates of real people are not known until they have traded with it.
`
}

writeFileSync(path.join(import.meta.dirname, "../../docs/tilt.md"), page())
