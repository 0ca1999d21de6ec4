import type { Boards } from "../../../report/boards/boards.ts"
import type { Line, Size } from "../line.ts"
import { eventsPage } from "./events.ts"
import { operationsPage } from "./operations.ts"
import { ordersPage } from "./orders.ts"
import { performancePage } from "./performance.ts"
import { positionsPage } from "./positions.ts"
import { riskPage } from "./risk.ts"
import { spreadsPage } from "./spreads.ts"
import { tierPage } from "./tier.ts"
import { tiltPage } from "./tilt.ts"
import { validationPage } from "./validation.ts"

/** Every view beside the main one, by the word that opens it: its title, and the board it shows. */
export const VIEWS = {
  risk: { title: "Risk", board: "risk" },
  performance: { title: "Results", board: "performance" },
  spreads: { title: "Spreads", board: "spreads" },
  tilt: { title: "The tilt guard", board: "tilt" },
  tier: { title: "Tier", board: "tier" },
  orders: { title: "Orders", board: "orders" },
  events: { title: "Events", board: "events" },
  positions: { title: "Positions", board: "account" },
  operations: { title: "Operations", board: "operations" },
  validation: { title: "Validation", board: "validation" },
} as const

export type ViewName = keyof typeof VIEWS

/** Views by the number of their function key (UI-23). */
export const VIEW_KEYS: Readonly<Record<number, ViewName>> = {
  2: "risk",
  3: "performance",
  4: "spreads",
  5: "tilt",
  6: "tier",
  7: "orders",
  8: "events",
  9: "operations",
  10: "validation",
}

/** A view with the board it shows, as it was got. */
export type Seen = {
  readonly [Name in ViewName]: {
    readonly name: Name
    readonly board: Boards[(typeof VIEWS)[Name]["board"]]
  }
}[ViewName]

/** The lines of a view in a window. */
export function drawn(seen: Seen, size: Size): readonly Line[] {
  switch (seen.name) {
    case "risk":
      return riskPage(seen.board, size)
    case "performance":
      return performancePage(seen.board, size)
    case "spreads":
      return spreadsPage(seen.board, size)
    case "tilt":
      return tiltPage(seen.board, size)
    case "tier":
      return tierPage(seen.board, size)
    case "orders":
      return ordersPage(seen.board, size)
    case "events":
      return eventsPage(seen.board, size)
    case "positions":
      return positionsPage(seen.board)
    case "operations":
      return operationsPage(seen.board, size)
    case "validation":
      return validationPage(seen.board, size)
    default:
      return seen satisfies never
  }
}
