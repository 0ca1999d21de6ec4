import { parseUnits } from "../value/decimal.ts"
import { instantOf, type Instant } from "../value/brand.ts"
import { DAY_US } from "../value/time.ts"
import { Problem } from "../value/problem.ts"
import { Chance } from "../value/chance.ts"
import type { Happening } from "./act.ts"
import { calmDays, type Step } from "./calm.ts"
import { TiltGuard } from "./guard.ts"
import type { Standing } from "./standing.ts"

/** A session written down: what happened, each with seconds from its start. */
export interface Script {
  readonly title: string
  readonly start: Instant
  readonly steps: readonly Step[]
  /** So many calm days came before, from which the guard knows what is usual. */
  readonly known: number
  readonly seed: number
}

/** What a kind of step must bring, and of which type; what it may bring is not checked further. */
const SHAPES: Readonly<Record<Happening["kind"], Readonly<Record<string, string>>>> = {
  session: { to: "string" },
  line: {
    outcome: "string",
    keys: "number",
    corrections: "number",
    pasted: "number",
    spanMs: "number",
  },
  edit: { of: "string" },
  config: { change: "string" },
  override: { outcome: "string" },
  "idle-keys": { keys: "number" },
  pulse: { ranUs: "number" },
  answer: { to: "string" },
  wrote: { part: "number", text: "string", keys: "number", pasted: "number", spanMs: "number" },
  commit: { text: "string" },
  profile: { profile: "string" },
  "life-event": { days: "number" },
  reset: { reason: "string" },
  release: { phrase: "string" },
  deployed: { build: "string" },
  inherited: {},
  entered: { order: "string", market: "string", size: "number", isManual: "boolean" },
  cancelled: { order: "string" },
  refused: { id: "string" },
  capped: {},
  stopped: { market: "string" },
  closed: { market: "string", isManual: "boolean", pnlUnits: "bigint" },
  worth: { equityUnits: "bigint" },
  signals: { isPending: "boolean" },
  parallel: { was: "number", atLeast: "number" },
  unlocked: { feature: "string" },
  watch: { factor: "number" },
  outside: {},
}

/**
 * Reads a session from JSON: `title`, `start` in seconds since 1970, `steps` as `{at, kind, ...}`
 * with seconds from the start. A step with `times` and `every` is repeated. Amounts are decimal text.
 * `known` and `seed` put so many generated calm days before it, so that there is a baseline.
 * @throws Problem `SCRIPT_UNCLEAR` for the first step that cannot be read
 */
export function readScript(text: string): Script {
  let told: unknown
  try {
    told = JSON.parse(text)
  } catch (cause) {
    throw unclear("The file is no JSON.", cause)
  }
  const { title, start, steps, known = 0, seed = 1 } = (told ?? {}) as Record<string, unknown>
  if (typeof title !== "string" || typeof start !== "number" || !Array.isArray(steps)) {
    throw unclear("A session has a title, a start and steps.")
  }
  if (typeof known !== "number" || !(known >= 0 && known <= 400) || typeof seed !== "number") {
    throw unclear("known is a number of days from 0 to 400, and seed a number.")
  }
  const read = steps.flatMap((step: unknown, i) => readStep(step, i + 1, start))
  const sorted = read.toSorted((a, b) => a.at - b.at)
  return { title, start: instantOf(start * 1e6), steps: sorted, known, seed }
}

function readStep(step: unknown, number: number, start: number): readonly Step[] {
  if (typeof step !== "object" || step === null) throw unclear(`Step ${number} is no object.`)
  const { at, times = 1, every = 0, ...rest } = step as Record<string, unknown>
  const kind = String(rest["kind"])
  const shape = Object.hasOwn(SHAPES, kind) ? SHAPES[kind as Happening["kind"]] : undefined
  if (!shape) throw unclear(`Step ${number} is of the kind "${kind}", which there is not.`)
  if (typeof at !== "number" || typeof times !== "number" || typeof every !== "number") {
    throw unclear(`Step ${number} needs numbers for at, times and every.`)
  }
  if (!(at >= 0 && times >= 1 && times <= 100_000 && every >= 0)) {
    throw unclear(`Step ${number} has a time or a number of times that cannot be.`)
  }
  const it: Record<string, unknown> = { ...rest }
  for (const [name, type] of Object.entries(shape)) {
    if (type === "bigint" && typeof it[name] === "string") it[name] = parseUnits(it[name], 8)
    if (typeof it[name] !== type)
      throw unclear(`Step ${number} (${kind}) needs ${name}, a ${type}.`)
  }
  return Array.from({ length: times }, (_, i) => ({
    at: instantOf(Math.round((start + at + i * every) * 1e6)),
    it: it as unknown as Happening,
  }))
}

function unclear(what: string, cause?: unknown): Problem {
  return new Problem({
    code: "SCRIPT_UNCLEAR",
    what,
    why: "A session is replayed step by step, and a step that is not understood could be anything.",
    next: "Correct it; tests/tilt/sessions holds examples of every kind.",
    cause,
  })
}

/** Something that changed while a script was played. */
export interface Turning {
  readonly at: Instant
  readonly standing: Standing
}

/**
 * Plays a session through a guard and tells each change of its level, its pauses and what it finds.
 * A pulse a minute is given while a pause or lock runs, as a running program does.
 */
export function playScript(script: Script, guard = new TiltGuard()): readonly Turning[] {
  const { known, seed } = script
  const before = instantOf((Math.floor(script.start / DAY_US) - known) * DAY_US)
  for (const { at, it } of calmDays(new Chance(seed, "calm"), { start: before, days: known })) {
    guard.hear(it, at)
  }
  const turnings: Turning[] = []
  let shown = ""
  const tell = (at: Instant): void => {
    const standing = guard.standing(at)
    const now = keyOf(standing)
    if (now !== shown) turnings.push({ at, standing })
    shown = now
  }
  let last = script.start
  for (const { at, it } of script.steps) {
    for (let minute = last + 60e6; minute <= at; minute += 60e6) {
      const then = instantOf(minute)
      const { lockLeft, pauseLeft } = guard.standing(then)
      if (lockLeft > 0 || pauseLeft > 0) guard.hear({ kind: "pulse", ranUs: 60e6 }, then)
      tell(then)
      last = then
    }
    guard.hear(it, at)
    tell(at)
  }
  return turnings
}

/** What is worth a line when it changes. */
function keyOf({ level, lockLeft, pauseLeft, share, todo, markers, debtUnits }: Standing): string {
  const active = markers.map((it) => `${it.id}${it.isInforming ? "i" : ""}`)
  return [level, lockLeft > 0, pauseLeft > 0, share, todo.length, debtUnits, ...active].join(" ")
}
