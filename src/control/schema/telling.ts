import { z } from "zod"

/** An amount: whole units of the account asset, as decimal text. */
const units = z.string().regex(/^-?\d+$/)
/** An amount of the account asset for people, as decimal text. */
const amount = z.string().regex(/^-?\d+(\.\d+)?$/)
/** Microseconds since 1970. */
const instant = z.number()

/** What went wrong: what happened, why, and what to do next. */
export const problem = z.strictObject(
  Object.fromEntries(["code", "what", "why", "next", "requestId"].map((it) => [it, z.string()])),
)

const event = z.strictObject({
  at: instant,
  seq: z.int(),
  kind: z.string(),
  /** How loudly it is told, 0 to 4 (UI-41 to UI-44). */
  level: z.int().min(0).max(4),
  text: z.string(),
})

/** What an order to the engine caused at once. */
export const caused = z.strictObject({ events: z.array(event) })

export const status = z.strictObject({
  mode: z.enum(["backtest", "paper", "live", "drill"]),
  strategy: z.string(),
  journal: z.string(),
  process: z.int().nullable(),
  at: z.string(),
  entries: z.strictObject({ open: z.boolean(), code: z.string(), because: z.string() }),
  asset: z.string(),
  equity: amount,
  today: amount,
  fees: amount,
  drawdownPercent: z.number(),
  positions: z.array(
    z.strictObject({
      symbol: z.string(),
      quantity: z.string(),
      paid: z.string(),
      stop: z.string().nullable(),
    }),
  ),
  orders: z.array(
    z.strictObject({ id: z.string(), symbol: z.string(), what: z.string(), status: z.string() }),
  ),
  findings: z.array(
    z.strictObject({
      code: z.string(),
      what: z.string(),
      order: z.string().nullable(),
      asset: z.string().nullable(),
    }),
  ),
  counts: z.strictObject({ placed: z.int(), trips: z.int() }),
  comparedAt: z.string().nullable(),
  health: z.array(z.string()),
  notes: z.array(z.string()),
})

/** Of the process that runs it; the plan and the markets are told in full. */
export const about = z.looseObject({
  version: z.string(),
  process: z.int(),
  journal: z.string(),
  account: z.string(),
  headline: z.string(),
  isResumed: z.boolean(),
  notes: z.array(z.string()),
})

export const picture = z.looseObject({
  view: z.looseObject({
    market: z.string(),
    strategy: z.string(),
    now: instant,
    equityUnits: units,
    dayUnits: units,
    isRunning: z.boolean(),
    events: z.array(event),
  }),
  isOver: z.boolean(),
  tiltLevel: z.int().min(0).max(3),
  unpriced: z.array(z.string()),
  health: z.array(z.string()),
})

export const story = z.union([
  z.strictObject({ title: z.string(), lines: z.array(z.string()) }),
  z.strictObject({ nothing: z.string() }),
])

export const tilt = z.looseObject({
  level: z.int().min(0).max(3),
  score: z.number(),
  next: z.string(),
  lines: z.array(z.string()),
})

export const reviewed = z.array(
  z.strictObject({ at: instant, symbol: z.string(), gainUnits: units, because: z.string() }),
)

export const line = z.strictObject({
  seq: z.int(),
  at: instant,
  kind: z.string(),
  text: z.string().nullable(),
  body: z.record(z.string(), z.unknown()),
})

export const position = z.discriminatedUnion("status", [
  z.strictObject({
    status: z.literal("open"),
    symbol: z.string(),
    quantity: z.string(),
    paid: z.string(),
    last: z.string(),
    gain: amount,
    stop: z.string().nullable(),
    openedAt: z.string().nullable(),
  }),
  z.strictObject({
    status: z.literal("closed"),
    symbol: z.string(),
    because: z.string(),
    openedAt: z.string(),
    closedAt: z.string(),
    gain: amount,
    fees: amount,
  }),
])

export const results = z.strictObject({
  period: z.enum(["day", "week", "month", "all"]),
  trips: z.int(),
  gains: z.int(),
  losses: z.int(),
  net: amount,
  gained: amount,
  lost: amount,
  fees: amount,
})

export const tier = z.looseObject({
  standing: z.looseObject({ held: z.looseObject({ name: z.string() }) }),
  missing: z.array(z.string()),
})

export const closedAll = z.strictObject({
  count: z.int(),
  pnl: amount,
  errors: z.array(z.string()),
  events: z.array(event),
})

/** What would come of a purchase; null while there is no price. */
export const previewed = z.strictObject({
  preview: z
    .looseObject({
      symbol: z.string(),
      quantity: z.string(),
      worth: amount,
      risk: amount,
      worst: amount,
      refused: z.strictObject({ id: z.string(), because: z.string() }).nullable(),
    })
    .nullable(),
})
