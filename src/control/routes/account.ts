import { z } from "zod"
import type { Api, Scene } from "../scene.ts"
import { SERVED } from "../boards.ts"
import { notServed } from "../refusals.ts"
import * as telling from "../schema/telling.ts"
import { plainOf } from "../wire.ts"

const read = { access: "read" } as const

/** What the account is, holds and did. */
export function accountRoutes(api: Api, { controlled }: Scene): void {
  api.get(
    "/account/status",
    {
      config: read,
      schema: {
        summary: "What the account is worth, holds and waits for",
        tags: ["account"],
        response: { 200: telling.status },
      },
    },
    () => controlled.status() as z.infer<typeof telling.status>,
  )

  api.get(
    "/orders/story",
    {
      config: read,
      schema: {
        summary:
          "Why: the whole story of an order, of the last one, of a refusal, of the tilt guard",
        tags: ["account"],
        querystring: z.strictObject({ of: z.string().min(1).max(64).default("last") }),
        response: { 200: telling.story },
      },
    },
    ({ query }) => controlled.story(query.of) as z.infer<typeof telling.story>,
  )

  api.get(
    "/boards",
    {
      config: read,
      schema: {
        summary: "The boards there are",
        tags: ["boards"],
        response: { 200: z.array(z.strictObject({ name: z.string(), summary: z.string() })) },
      },
    },
    () => Object.entries(SERVED).map(([name, { summary }]) => ({ name, summary })),
  )

  for (const [name, { summary, schema }] of Object.entries(SERVED)) {
    api.get(
      `/boards/${name}`,
      { config: read, schema: { summary, tags: ["boards"], response: { 200: schema } } },
      () => plainOf(controlled.board(name)),
    )
  }

  api.get(
    "/boards/:name",
    {
      config: read,
      schema: {
        summary: "A board by its name",
        tags: ["boards"],
        params: z.strictObject({ name: z.string().max(60) }),
        response: { 404: telling.problem },
      },
    },
    ({ method, url }) => {
      throw notServed(method, url)
    },
  )
}
