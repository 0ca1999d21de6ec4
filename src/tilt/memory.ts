import type { Cusum } from "../statistics/cusum.ts"
import { hours, minutes } from "../value/time.ts"
import type { Happening } from "./act.ts"

/** Something that happened at a moment of the guard's own time. */
export interface At {
  readonly at: number
}

export interface Entry extends At {
  readonly order: string
  readonly market: string
  readonly size: number
}

/** What the markers look back on: short windows, plain values, so that it can be saved as it stands. */
export interface Memory {
  /** When the session began; NaN between sessions. */
  sessionAt: number
  /** Begin of the present stretch without a break. */
  stretchAt: number
  /** Last act of any kind. */
  actedAt: number
  /** Last order, analysis or journal line, and presence without one since. */
  decidedAt: number
  staredUs: number
  isTypingJudged: boolean
  isSignalPending: boolean
  configs: number
  /** Manual trades lost in a row. */
  lostInRow: number
  entries: Entry[]
  cancels: At[]
  losses: At[]
  stops: Record<string, number>
  edits: (At & { readonly of: string })[]
  capTries: At[]
  views: At[]
  lines: At[]
  typing: (At & {
    readonly wordsPerMinute: number
    readonly keys: number
    readonly corrections: number
  })[]
  decisions: (At & { readonly ms: number })[]
  reconnects: At[]
  idle: (At & { readonly keys: number })[]
  refusals: At[]
  /** How far decisions have become slower, and sizes larger, bit by bit. */
  drift: { slower: Cusum; larger: Cusum; isSlower: boolean; isLarger: boolean }
  /** Features and when they were unlocked. */
  unlocked: Record<string, number>
}

export function newMemory(): Memory {
  return {
    sessionAt: NaN,
    stretchAt: NaN,
    actedAt: NaN,
    decidedAt: NaN,
    staredUs: 0,
    isTypingJudged: true,
    isSignalPending: false,
    configs: 0,
    lostInRow: 0,
    entries: [],
    cancels: [],
    losses: [],
    stops: {},
    edits: [],
    capTries: [],
    views: [],
    lines: [],
    typing: [],
    decisions: [],
    reconnects: [],
    idle: [],
    refusals: [],
    drift: {
      slower: { high: 0, low: 0 },
      larger: { high: 0, low: 0 },
      isSlower: false,
      isLarger: false,
    },
    unlocked: {},
  }
}

/** A pause this long is a break (TILT-29). */
const BREAK = minutes(15)
/** Ours: so long away, and a row of losses is over. */
const REST = hours(6)
/** So long without a key, the trader is away and does not stare (TILT-16). */
const AWAY = minutes(5)
/** Nothing looks back further than this. */
const KEPT = hours(1)
const KEPT_MOST = 256
/** With fewer keys a line says nothing about how somebody types. */
const LEAST_KEYS = 10

/** Acts by which somebody decides, studies or writes: whoever does that does not stare. */
const DUTIFUL = new Set(["order", "exit", "analysis", "journal", "control"])

/** Refusals of the guard while a pause or a lock runs: trying on is a sign (TILT-34). */
export const PAUSES = new Set(["TILT-44", "TILT-45"])

/** Takes in what happened, before the markers look. */
export function remember(m: Memory, it: Happening, at: number): void {
  if (it.kind === "session") onSession(m, it, at)
  else if (it.kind === "line") onLine(m, it, at)
  else if (it.kind === "edit") {
    touch(m, at, true)
    put(m.edits, { at, of: it.of })
    if (it.isAtCap === true) put(m.capTries, { at })
  } else if (it.kind === "config") {
    touch(m, at, true)
    m.configs++
  } else if (it.kind === "idle-keys") put(m.idle, { at, keys: it.keys })
  else rememberFlow(m, it, at)
}

/** What became of orders. */
function rememberFlow(m: Memory, it: Happening, at: number): void {
  if (it.kind === "entered" && it.isManual) {
    put(m.entries, { at, order: it.order, market: it.market, size: it.size })
  } else if (it.kind === "cancelled") {
    const placed = m.entries.findLast((entry) => entry.order === it.order)
    if (placed && at - placed.at < CANCELLED_SOON) put(m.cancels, { at })
  } else if (it.kind === "closed") onClosed(m, it, at)
  else if (it.kind === "stopped") m.stops[it.market] = at
  else if (it.kind === "refused" && PAUSES.has(it.id)) put(m.refusals, { at })
  else if (it.kind === "capped") put(m.capTries, { at })
  else if (it.kind === "signals") m.isSignalPending = it.isPending
  else if (it.kind === "unlocked") m.unlocked[it.feature] = at
}

/** TILT-13: so soon after placing. */
const CANCELLED_SOON = 5_000_000

function onSession(m: Memory, it: Extract<Happening, { kind: "session" }>, at: number): void {
  if (it.to === "ended") {
    m.sessionAt = NaN
    return
  }
  put(m.reconnects, { at })
  m.isTypingJudged = (it.jitterMs ?? 0) <= 100
  m.sessionAt = at
  if (!(at - m.actedAt < BREAK)) m.stretchAt = at
  if (at - m.actedAt >= REST) m.lostInRow = 0
  m.configs = 0
  m.staredUs = 0
  m.decidedAt = at
  m.actedAt = at
}

function onLine(m: Memory, it: Extract<Happening, { kind: "line" }>, at: number): void {
  touch(m, at, DUTIFUL.has(it.outcome))
  put(m.lines, { at })
  if (it.outcome === "view") put(m.views, { at })
  if (it.decideMs !== undefined) put(m.decisions, { at, ms: it.decideMs })
  const own = it.keys - it.pasted
  if (it.pasted > 0 || own < LEAST_KEYS || it.spanMs <= 0) return
  const wordsPerMinute = own / 5 / (it.spanMs / 60_000)
  put(m.typing, { at, wordsPerMinute, keys: own, corrections: it.corrections })
}

function touch(m: Memory, at: number, isDutiful: boolean): void {
  const gap = at - m.actedAt
  if (!(gap < BREAK)) m.stretchAt = at
  if (isDutiful) {
    m.decidedAt = at
    m.staredUs = 0
  } else if (gap <= AWAY) m.staredUs += gap
  m.actedAt = at
}

function onClosed(m: Memory, it: Extract<Happening, { kind: "closed" }>, at: number): void {
  if (it.isManual) m.lostInRow = it.pnlUnits < 0n ? m.lostInRow + 1 : 0
  if (it.pnlUnits < 0n) put(m.losses, { at })
}

function put<T extends At>(window: T[], it: T): void {
  window.push(it)
  while (window.length > KEPT_MOST || window[0].at < it.at - KEPT) window.shift()
}

/** How many of a window lie less than `span` before `now`. */
export function countSince(window: readonly At[], now: number, span: number): number {
  let many = 0
  for (let i = window.length - 1; i >= 0 && now - window[i].at < span; i--) many++
  return many
}
