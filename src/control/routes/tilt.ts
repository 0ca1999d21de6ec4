import type { z } from "zod"
import type { Api, Scene } from "../scene.ts"
import { acted } from "../acting.ts"
import { tiltLocked } from "../refusals.ts"
import { releasing } from "../schema/acting.ts"
import * as telling from "../schema/telling.ts"
import { plainOf } from "../wire.ts"

const NOT_RELEASED =
  "It asks for 500 characters in the journal that were typed at a screen, and it ends no level twice in a while."

const read = { access: "read" } as const

/** What the guard over the trader sees. */
export function tiltRoutes(api: Api, { controlled }: Scene): void {
  api.get(
    "/tilt/status",
    {
      config: read,
      schema: {
        summary: "How calm the trader is by the guard, its signs, and what would bring it down",
        tags: ["tilt"],
        response: { 200: telling.tilt },
      },
    },
    () => plainOf(controlled.tilt()) as z.infer<typeof telling.tilt>,
  )

  api.post(
    "/tilt/override",
    {
      config: { access: "write" },
      schema: {
        summary: "Ask for the end of level 1, or of a level 2 that is mistaken (TILT-64)",
        tags: ["tilt"],
        body: releasing,
        response: { 200: telling.tilt },
      },
    },
    ({ body: { phrase, reason } }) => {
      const { level } = controlled.tilt()
      if (level === 3) throw tiltLocked("At level 3 entries rest until the lock is served.")
      // Kept in the diary as what it is: a text that nobody typed at a screen.
      const text = { part: 5, text: reason, keys: 0, pasted: reason.length, spanMs: 0 }
      acted(controlled, { kind: "wrote", ...text })
      const after = acted(controlled, { kind: "release", phrase })
      if (level > 0 && after.level >= level) throw tiltLocked(NOT_RELEASED)
      return plainOf(after) as z.infer<typeof telling.tilt>
    },
  )

  api.get(
    "/tilt/review",
    {
      config: read,
      schema: {
        summary: "The round trips that were closed in this episode of the guard",
        tags: ["tilt"],
        response: { 200: telling.reviewed },
      },
    },
    () => plainOf(controlled.review()) as z.infer<typeof telling.reviewed>,
  )
}
