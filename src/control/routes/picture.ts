import { z } from "zod"
import type { Api, Scene } from "../scene.ts"
import { LOOK_EVERY_MS } from "../onlookers.ts"
import { PictureStream } from "../picture-stream.ts"
import * as telling from "../schema/telling.ts"
import { plainOf } from "../wire.ts"

const read = { access: "read" } as const
const tags = ["screen"]

/** What a screen shows. */
export function pictureRoutes(api: Api, { controlled, onlookers }: Scene): void {
  api.get(
    "/about",
    {
      config: read,
      schema: { summary: "What runs here", tags, response: { 200: telling.about } },
    },
    () => plainOf(controlled.about) as z.infer<typeof telling.about>,
  )

  api.get(
    "/picture",
    {
      config: read,
      schema: {
        summary: "Everything a screen shows, now",
        tags,
        response: { 200: telling.picture },
      },
    },
    () => plainOf(controlled.picture()) as z.infer<typeof telling.picture>,
  )

  api.get(
    "/picture/stream",
    {
      websocket: true,
      config: read,
      schema: {
        summary: "A WebSocket of pictures as they change: what runs here first, then what is new",
        tags,
        querystring: z.strictObject({
          everyMs: z.coerce.number().int().min(LOOK_EVERY_MS).max(60_000).default(LOOK_EVERY_MS),
        }),
      },
    },
    (socket, { query }) => {
      const stream = new PictureStream(query.everyMs)
      socket.send(stream.opening(controlled.about))
      onlookers.add(socket, (atMs) => {
        const message = stream.next(controlled.picture(), atMs)
        return message === undefined ? [] : [message]
      })
    },
  )
}
