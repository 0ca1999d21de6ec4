import { z } from "zod"
import type { Command } from "../../engine/records.ts"
import { instantOf } from "../../value/brand.ts"
import { commanded } from "../acting.ts"
import { closeAll } from "../close-all.ts"
import type { Api, Scene } from "../scene.ts"
import {
  closing,
  commandFor,
  halting,
  maintaining,
  override,
  reconciling,
} from "../schema/acting.ts"
import * as telling from "../schema/telling.ts"

const write = { access: "write" } as const

/** What opens and closes entries, from anywhere on this machine: nothing here opens a position. */
export function emergencyRoutes(api: Api, { controlled }: Scene): void {
  const order = (command: Command): z.infer<typeof telling.caused> => ({
    events: [...commanded(controlled, command)],
  })

  api.post(
    "/emergency/halt",
    {
      config: write,
      schema: {
        summary: "Close entries; stops stay at the exchange, exits go on",
        tags: ["emergency"],
        body: halting,
        response: { 200: telling.caused },
      },
    },
    ({ body: { reason } }) => order({ kind: "halt", reason }),
  )

  api.post(
    "/emergency/close-all",
    {
      config: write,
      schema: {
        summary: "Take every entry back and sell every position; answers once they are sold",
        tags: ["emergency"],
        body: closing,
        response: { 200: telling.closedAll },
      },
    },
    async ({ body: { reason = "closed over the control API" } }) => {
      const { errors, events, ...told } = await closeAll(controlled, reason)
      return { ...told, errors: [...errors], events: [...events] }
    },
  )

  api.post(
    "/emergency/override",
    {
      config: write,
      schema: {
        summary: "Open entries for five minutes after a market emergency; every attempt counts",
        tags: ["emergency"],
        body: override,
        response: { 200: telling.caused },
      },
    },
    ({ body }) => order({ kind: "override", ...body }),
  )

  api.post(
    "/operations/resume",
    {
      config: write,
      schema: {
        summary: "Open entries again, once the books agree with the exchange",
        tags: ["operations"],
        body: z.strictObject({ reason: z.string().min(1).max(200).default("by hand") }),
        response: { 200: telling.caused },
      },
    },
    ({ body: { reason } }) => order({ kind: "resume", reason }),
  )

  for (const act of ["start", "stop"] as const) {
    api.post(
      `/operations/strategy/${act}`,
      {
        config: write,
        schema: {
          summary:
            act === "stop"
              ? "The strategy enters nothing from now on; its stops and exits go on"
              : "The strategy may enter again, as far as every rule lets it",
          tags: ["operations"],
          body: z.strictObject({ reason: z.string().min(1).max(200).default("by hand") }),
          response: { 200: telling.caused },
        },
      },
      ({ body: { reason } }) => order({ kind: "strategy", act, reason }),
    )
  }

  api.post(
    "/operations/reconcile",
    {
      config: write,
      schema: {
        summary: "Compare the books with the exchange, or decide on what was found",
        tags: ["operations"],
        body: reconciling,
        response: { 200: telling.caused },
      },
    },
    ({ body }) => order(commandFor(body)),
  )

  api.post(
    "/operations/maintenance",
    {
      config: write,
      schema: {
        summary:
          "Tell when the exchange will not work; entries close half an hour before (EXEC-72)",
        tags: ["operations"],
        body: maintaining,
        response: { 200: telling.caused },
      },
    },
    ({ body: { from, to } }) =>
      order({ kind: "maintenance", from: instantOf(from), to: instantOf(to) }),
  )
}
