import { z } from "zod"
import { JournalStream, linesAfter } from "../journal-stream.ts"
import type { Api, Scene } from "../scene.ts"
import * as telling from "../schema/telling.ts"

const read = { access: "read" } as const
const tags = ["journal"]
const seq = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER)

/** The journal, line by line. */
export function journalRoutes(api: Api, { controlled, onlookers }: Scene): void {
  api.get(
    "/system/events",
    {
      config: read,
      schema: {
        summary: "Lines of the journal after a number, oldest first",
        tags,
        querystring: z.strictObject({
          limit: z.coerce.number().int().min(1).max(1_000).default(100),
          after: seq.default(0),
        }),
        response: { 200: z.array(telling.line) },
      },
    },
    ({ query }) => [...linesAfter(controlled, query.after, query.limit)],
  )

  api.get(
    "/system/events/stream",
    {
      websocket: true,
      config: read,
      schema: {
        summary: "A WebSocket of the journal's lines as they come, without a hole from `after` on",
        tags,
        querystring: z.strictObject({ after: seq.default(0) }),
      },
    },
    (socket, { query }) => {
      const stream = new JournalStream(controlled, query.after)
      onlookers.add(socket, () => stream.next())
    },
  )
}
