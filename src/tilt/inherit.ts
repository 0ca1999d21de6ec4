import { pack, type Packed, unpack } from "../ledger/saved.ts"
import { hours } from "../value/time.ts"
import { leftOf, type Lock } from "./lock.ts"
import { NO_STEPS } from "./recovery.ts"
import { newState, type TiltState } from "./state.ts"
import type { TiltLevel } from "./tilt-rule.ts"

/** TILT-60: where the state of an account with a history is missing, level 2 holds for so long. */
const UNKNOWN_FOR = hours(24)

/** The guard's state as text, to be kept outside the journal and handed to another one. */
export const stateText = (s: TiltState): string => JSON.stringify(pack(s))

/** The state in a text that {@link stateText} made; undefined for anything else. */
function stateIn(text: string): TiltState | undefined {
  try {
    const s = { ...newState(), ...unpack<TiltState>(JSON.parse(text) as Packed<TiltState>) }
    const isState =
      [0, 1, 2, 3].includes(s.level) &&
      typeof s.time === "number" &&
      typeof s.debt.units === "bigint"
    return isState ? s : undefined
  } catch {
    return undefined
  }
}

/**
 * What a journal begins or goes on with that does not know everything (TILT-60): the state that was
 * sealed, and of lock, level and debt whichever is heavier. Nothing here is ever lighter than `own`.
 * @param text what was sealed; undefined when an account has a history and nothing is known of it
 */
export function inherited(own: TiltState, text: string | undefined): TiltState {
  const sealed = text === undefined ? undefined : stateIn(text)
  if (sealed === undefined) return guarded(structuredClone(own))
  const level = Math.max(own.level, sealed.level) as TiltLevel
  const began = [...own.locks, ...sealed.locks].map((it) => JSON.stringify(it))
  return {
    ...sealed,
    level,
    lock: heavier(own.lock, sealed.lock),
    locks: [...new Set(began)].map((it) => JSON.parse(it) as TiltState["locks"][number]),
    // Of two locks the steps count that were done in the newest of both journals.
    steps: sealed.level === 3 ? sealed.steps : own.level === 3 ? own.steps : NO_STEPS,
    stage: lower(own.stage, sealed.stage),
    debt: own.debt.units > sealed.debt.units ? own.debt : sealed.debt,
    outside: Math.max(own.outside, sealed.outside),
  }
}

/** Whether taking over what was sealed would change what holds. */
export function isHeavier(text: string, own: TiltState): boolean {
  const sealed = stateIn(text)
  if (sealed === undefined) return true
  const isLonger = leftOf(sealed.lock) > leftOf(own.lock)
  const stage = sealed.stage?.stage ?? 3
  return (
    sealed.level > own.level ||
    isLonger ||
    sealed.debt.units > own.debt.units ||
    stage < (own.stage?.stage ?? 3)
  )
}

function guarded(s: TiltState): TiltState {
  const lock: Lock = { level: 2, statedUs: UNKNOWN_FOR, servedUs: 0 }
  s.lock = heavier(s.lock, lock)
  if (s.level < 2) s.level = 2
  return s
}

const heavier = (a: Lock | undefined, b: Lock | undefined): Lock | undefined => {
  const [low, high] = leftOf(a) > leftOf(b) ? [b, a] : [a, b]
  // A lock of level 3 is not made one of level 2 by a longer pause.
  if (high === undefined || low === undefined || low.level <= high.level) return high
  return { ...low, statedUs: leftOf(high), servedUs: 0 }
}

function lower(a: TiltState["stage"], b: TiltState["stage"]): TiltState["stage"] {
  if (a === undefined || b === undefined) return a ?? b
  return a.stage < b.stage ? a : b
}
