import { z } from "zod"
import type { Api, Scene } from "../scene.ts"

/** The engine itself. */
export function systemRoutes(api: Api, { controlled }: Scene): void {
  api.get(
    "/openapi.json",
    {
      config: { access: "read" },
      schema: { summary: "This document", tags: ["system"], response: { 200: z.looseObject({}) } },
    },
    () => ({ ...api.swagger() }),
  )

  api.post(
    "/engine/stop",
    {
      config: { access: "write" },
      schema: {
        summary: "End the engine in good order; stops rest at the exchange",
        tags: ["system"],
        body: z.strictObject({}),
        response: { 202: z.strictObject({ process: z.int() }) },
      },
    },
    (_, reply) => {
      // Once the answer is out.
      reply.raw.once("close", () => controlled.end())
      void reply.code(202)
      return { process: controlled.about.process }
    },
  )
}
