import { z } from "zod"
import { tierReport } from "../../report/tier-report.ts"
import { closedPositions, openPositions } from "../positions.ts"
import { PERIODS, resultsOf } from "../results.ts"
import type { Api, Scene } from "../scene.ts"
import * as telling from "../schema/telling.ts"
import { plainOf } from "../wire.ts"

const read = { access: "read" } as const
const tags = ["account"]

/** What is held, what came of what was held, and what it counts for. */
export function resultRoutes(api: Api, { controlled }: Scene): void {
  const { session } = controlled

  api.get(
    "/positions",
    {
      config: read,
      schema: {
        summary: "Positions that are open, and round trips that are over",
        tags,
        querystring: z.strictObject({ status: z.enum(["open", "closed", "all"]).default("open") }),
        response: { 200: z.array(telling.position) },
      },
    },
    ({ query: { status } }) => [
      ...(status === "open" ? [] : closedPositions(session)),
      ...(status === "closed" ? [] : openPositions(session)),
    ],
  )

  api.get(
    "/analytics/performance",
    {
      config: read,
      schema: {
        summary: "What round trips came to in a period, net of all fees",
        tags,
        querystring: z.strictObject({ period: z.enum(PERIODS).default("all") }),
        response: { 200: telling.results },
      },
    },
    ({ query }) => resultsOf(session.engine.books, query.period, session.engine.now),
  )

  api.get(
    "/config/tier",
    {
      config: read,
      schema: {
        summary: "The tier, every gate with its value, and what is still to be written",
        tags,
        response: { 200: telling.tier },
      },
    },
    () =>
      plainOf(tierReport(session.engine.books, session.engine.now)) as z.infer<typeof telling.tier>,
  )
}
