import { accountBoard } from "./account.ts"
import { eventsBoard } from "./events.ts"
import { marketBoard } from "./market.ts"
import { operationsBoard } from "./operations.ts"
import { ordersBoard } from "./orders.ts"
import { performanceBoard } from "./performance.ts"
import { riskBoard } from "./risk.ts"
import { spreadsBoard } from "./spreads.ts"
import { tierBoard } from "./tier.ts"
import { tiltBoard } from "./tilt.ts"
import { validationBoard } from "./validation.ts"

/** Everything that can be looked at, by name; each is made anew when it is asked for. */
export const BOARDS = {
  account: accountBoard,
  market: marketBoard,
  risk: riskBoard,
  performance: performanceBoard,
  spreads: spreadsBoard,
  tilt: tiltBoard,
  tier: tierBoard,
  orders: ordersBoard,
  events: eventsBoard,
  operations: operationsBoard,
  validation: validationBoard,
} as const

/** What a board holds, by its name. */
export type Boards = { readonly [Name in keyof typeof BOARDS]: ReturnType<(typeof BOARDS)[Name]> }
