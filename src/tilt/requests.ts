import { days, hours } from "../value/time.ts"
import type { Act, Profile } from "./act.ts"
import { openEpisode } from "./history.ts"
import { refusalOf, written } from "./journal-entry.ts"
import { isLooser, type TiltState } from "./state.ts"

/** TILT-62: what makes the guard less watchful waits so long. */
const LOOSER_AFTER = hours(1)
/** TILT-40: calm for so long before a reset, and so long until it takes effect. */
const RESET_CALM = hours(24)
const RESET_AFTER = hours(24)
const RESET_REASON = 10
/** TILT-64. The quota is ours: one in seven days. */
const PHRASE = "I ACCEPT THE RISKS"
const RELEASE_CHARACTERS = 500
const RELEASE_EVERY = days(7)

type Answer = Extract<Act, { kind: "answer" }>["to"]

/** How an intervention is taken (TILT-52, TILT-56). */
export function answer(s: TiltState, to: Answer): void {
  const episode = openEpisode(s.history)
  if (to === "protest") {
    s.hasProtested = true
    s.debt = { ...s.debt, hasBonus: false }
    return
  }
  if (to === "review") {
    if (s.level === 3) s.steps = { ...s.steps, isReviewed: true }
    episode?.aids.push("reading the trades again")
    return
  }
  if (to === "breathe") episode?.aids.push("five minutes of breathing")
  if (s.level > 0 && !s.hasProtested) s.debt = { ...s.debt, hasBonus: true }
}

/** A line of the journal entry; what was pasted or came too quickly does not count (TILT-51). */
export function write(s: TiltState, line: Extract<Act, { kind: "wrote" }>): void {
  if (refusalOf(line) !== undefined) return
  if (s.level === 3) s.steps = { ...s.steps, entry: written(s.steps.entry, line) }
  s.ownCharacters += line.text.trim().length
  const episode = openEpisode(s.history)
  if (episode && !episode.aids.includes("writing it down")) episode.aids.push("writing it down")
}

/** TILT-39: more watchful at once; less so after an hour, and not while the guard is at level 2 or 3. */
export function choose(s: TiltState, profile: Profile): void {
  if (!isLooser(s, profile)) {
    s.profile = profile
    s.nextProfile = undefined
  } else if (s.level < 2) s.nextProfile = { profile, from: s.time + LOOSER_AFTER }
}

/** TILT-40: a reset of the baseline, when calm, with a reason, and a day later. */
export function askReset(s: TiltState, reason: string): void {
  const isCalm = s.level === 0 && s.time - s.calmSince >= RESET_CALM
  if (isCalm && reason.trim().length >= RESET_REASON) s.resetAt = s.time + RESET_AFTER
}

/**
 * TILT-64: whether level 1, or a level 2 that is mistaken, ends. A pause that runs goes on to its end
 * all the same: no lock is ever shorter than stated.
 */
export function askRelease(s: TiltState, phrase: string): boolean {
  const last = s.releases.at(-1) ?? NaN
  const isWithinQuota = !(s.time - last < RELEASE_EVERY)
  const isAsked = phrase.trim() === PHRASE && s.ownCharacters >= RELEASE_CHARACTERS
  if (s.level === 0 || s.level === 3 || !isWithinQuota || !isAsked) return false
  s.releases.push(s.time)
  s.marks = {}
  return true
}
