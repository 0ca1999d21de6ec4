import { z } from "zod"
import { limitsReport } from "../report/limits-report.ts"
import { BOARDS } from "../report/boards/boards.ts"
import type { BoardSource, Surroundings } from "../report/boards/source.ts"

/**
 * A page's worth of figures: a pure function of the session, and the schema of what it gives. Amounts may
 * be bigints; they travel as decimal text, so the schema says `z.string()` for them.
 */
export interface Board {
  readonly summary: string
  readonly schema: z.ZodType
  readonly of: (source: BoardSource & Surroundings) => unknown
}

const amount = z.string().regex(/^-?\d+\.\d\d$/)
const colour = z.enum(["green", "yellow", "orange", "red"])
const share = z.number().nullable()

const spans = z.strictObject({ count: z.int(), p50: share, p95: share, p99: share })
const condition = z.strictObject({
  id: z.string(),
  what: z.string(),
  has: z.string(),
  isMet: z.boolean(),
})

/** Every board by its name, as `GET /boards/NAME` serves it. */
export const SERVED: Readonly<Record<string, Board>> = {
  limits: {
    summary: "Every limit in force, what it is held against now, and who could change it",
    schema: z.array(
      z.strictObject({
        id: z.string(),
        name: z.string(),
        limit: z.string(),
        now: z.string(),
        source: z.string(),
        change: z.string(),
      }),
    ),
    of: ({ engine }) => limitsReport(engine.books, engine.now),
  },
  account: {
    summary: "The money, what is held, what is allowed",
    schema: z.looseObject({
      mode: z.string(),
      at: z.number(),
      equity: amount.nullable(),
      today: amount,
      open: amount,
      lossLeft: amount,
      lossLimit: amount,
      drawdownPpm: z.number(),
      colour,
    }),
    of: BOARDS.account,
  },
  market: {
    summary: "Prices, how lively they are, and the candles of the market that is looked at",
    schema: z.looseObject({
      markets: z.array(z.looseObject({ symbol: z.string(), last: z.string(), change: share })),
      first: z.string().nullable(),
      candles: z.array(z.array(z.number()).length(4)),
    }),
    of: BOARDS.market,
  },
  risk: {
    summary: "What may be lost, and what stands in the way of losing more",
    schema: z.looseObject({
      equity: amount,
      peak: amount,
      drawdownPpm: z.number(),
      colour,
      day: z.looseObject({ lost: amount, limit: amount, left: amount, share: z.number() }),
      exposure: amount,
    }),
    of: BOARDS.risk,
  },
  performance: {
    summary: "How it went, net of all costs, each figure with its evidence",
    schema: z.looseObject({
      net: amount,
      fees: amount,
      trades: z.int(),
      days: z.int(),
      daysLeast: z.int(),
    }),
    of: BOARDS.performance,
  },
  spreads: {
    summary: "What each market costs to trade, minute by minute",
    schema: z.looseObject({
      from: z.int(),
      until: z.int(),
      markets: z.array(z.looseObject({ symbol: z.string(), minutes: z.array(share) })),
    }),
    of: BOARDS.spreads,
  },
  tilt: {
    summary: "How calm the trader is, beside what is usual",
    schema: z.looseObject({ level: z.int(), score: z.number(), debt: amount, next: z.string() }),
    of: BOARDS.tilt,
  },
  tier: {
    summary: "Where the tier stands, and what the next one asks for",
    schema: z.looseObject({
      held: z.string(),
      working: z.string(),
      next: z.string().nullable(),
      progress: share,
      missing: z.array(z.string()),
    }),
    of: BOARDS.tier,
  },
  orders: {
    summary: "Orders at the exchange, and how far they are",
    schema: z.looseObject({
      orders: z.array(z.looseObject({ id: z.string(), symbol: z.string(), status: z.string() })),
      foreign: z.array(z.string()),
    }),
    of: BOARDS.orders,
  },
  events: {
    summary: "What happened, oldest first",
    schema: z.strictObject({
      events: z.array(
        z.strictObject({
          at: z.number(),
          seq: z.int(),
          kind: z.string(),
          level: z.int().min(0).max(4),
          text: z.string(),
        }),
      ),
    }),
    of: BOARDS.events,
  },
  operations: {
    summary: "How the system itself is: lines, budgets, delays, the machine, what it warned of",
    schema: z.looseObject({
      connections: z.array(z.string()),
      breakers: z.array(z.string()),
      exchange: spans,
      machine: z.looseObject({
        uptimeSeconds: z.number(),
        cpuShare: z.number(),
        memoryBytes: z.number(),
        diskFreeBytes: z.number(),
        loop: spans,
        answers: spans,
      }),
      build: z.string(),
    }),
    of: BOARDS.operations,
  },
  validation: {
    summary: "Every check before real money is at stake, with what was shown",
    schema: z.looseObject({
      gate: z.looseObject({
        lookedAt: z.number().nullable(),
        isLooking: z.boolean(),
        record: z.string(),
        conditions: z.array(condition),
      }),
      strategy: z.string(),
      conditions: z.array(condition),
    }),
    of: BOARDS.validation,
  },
}
