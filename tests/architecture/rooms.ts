/** A room of `src/`: its floor, and whether it must be free of the ambient world. */
export interface Room {
  readonly floor: number
  readonly isPure: boolean
  /** Pure rooms of the simulation and the reports may use libraries; floors 0 to 6 may not. */
  readonly mayUseLibraries: boolean
}

/** Floors up to this one are pure and free of libraries. */
const PURE_UP_TO = 6

const room = (floor: number, isPure = floor <= PURE_UP_TO): Room => ({
  floor,
  isPure,
  mayUseLibraries: floor > PURE_UP_TO,
})

/** Every room there may be. A new folder in `src/` needs a line here, and a purpose that fits in one. */
export const ROOMS: Readonly<Record<string, Room>> = {
  value: room(0),
  statistics: room(1),
  market: room(1),
  insight: room(2),
  order: room(2),
  ledger: room(3),
  strategy: room(4),
  execution: room(4),
  risk: room(4),
  tier: room(4),
  tilt: room(4),
  gate: room(5),
  engine: room(6),
  simulation: room(7, true),
  venue: room(7),
  storage: room(7),
  catalog: room(7),
  report: room(7, true),
  telemetry: room(7),
  session: room(8),
  exchange: room(8),
  research: room(9),
  control: room(9),
  console: room(10),
}

const TIME = "take the time from what the function is given: an Instant, or the engine's own time"
const CHANCE = "draw from a Chance that is given (value/chance.ts)"
const WAITING = "waiting lives outside: return a value, or let the engine's timers call"

/** Names that reach the ambient world, with what to use in their place. */
export const BANNED_NAMES: Readonly<Record<string, string>> = {
  "Date.now": TIME,
  "new Date": TIME,
  "Date()": TIME,
  "Temporal.Now": TIME,
  performance: TIME,
  "Math.random": CHANCE,
  randomUUID: CHANCE,
  crypto: CHANCE,
  setTimeout: WAITING,
  setInterval: WAITING,
  setImmediate: WAITING,
  queueMicrotask: WAITING,
  async: WAITING,
  await: WAITING,
  Promise: WAITING,
  process: "let session/ or console/ read it and hand the value down",
  globalThis: "name what is needed and take it as an argument",
  fetch: "let venue/ or catalog/ move the bytes and hand them down",
  console: "return what is to be said; console/ says it",
}

/** Modules of Node that a pure room may import. */
export const PURE_MODULES: ReadonlySet<string> = new Set(["node:assert", "node:assert/strict"])
