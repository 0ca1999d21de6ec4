import { z } from "zod"
import { notBuilt } from "../refusals.ts"
import type { Api } from "../scene.ts"
import * as telling from "../schema/telling.ts"

/** What the requirements name and nothing stands behind yet, with what helps instead. */
const PATHS: readonly (readonly [path: string, what: string, instead: string])[] = [
  [
    "/operations/backup",
    "A backup over the control API",
    "Copy the account's folder while its engine is stopped.",
  ],
]

/** Answers honestly where there is nothing. */
export function notBuiltRoutes(api: Api): void {
  for (const [path, what, instead] of PATHS) {
    api.post(
      path,
      {
        config: { access: "write" },
        schema: {
          summary: `${what}: not there yet`,
          tags: ["operations"],
          body: z.strictObject({}),
          response: { 501: telling.problem },
        },
      },
      () => {
        throw notBuilt(what, instead)
      },
    )
  }
}
