import { z } from "zod"
import type { Command } from "../../engine/records.ts"
import type { Act } from "../../tilt/act.ts"
import { acted, commanded, requireMarket } from "../acting.ts"
import type { Api, Scene } from "../scene.ts"
import { LEASE_MS } from "../lease.ts"
import { commandLineTaken } from "../refusals.ts"
import { act, buying, command, holder } from "../schema/acting.ts"
import * as telling from "../schema/telling.ts"
import { plainOf } from "../wire.ts"

const read = { access: "read" } as const
const write = { access: "write" } as const
const tags = ["command line: over the socket only"]

type Buy = Extract<Command, { kind: "buy" }>

/** The command line, which one screen has at a time (UI-24). */
export function commandLineRoutes(api: Api, { controlled, lease, clock }: Scene): void {
  const requireLease = (name: string): void => {
    if (!lease.isHeldBy(name, clock())) throw commandLineTaken()
  }

  api.post(
    "/command-line",
    {
      config: write,
      schema: {
        summary: `Take or renew the command line; it lapses after ${LEASE_MS / 1000} s`,
        tags,
        body: z.strictObject({
          holder,
          isTaking: z.boolean().default(false),
          /** How much the round trip to the terminal varies (TILT-4). */
          jitterMs: z.int().min(0).max(60_000).optional(),
        }),
        response: { 200: z.strictObject({ isHeld: z.boolean() }) },
      },
    },
    ({ body: { holder: name, ...told } }) => ({
      isHeld: lease.claim(name, { ...told, atMs: clock() }),
    }),
  )

  api.delete(
    "/command-line",
    {
      config: write,
      schema: {
        summary: "Give the command line back",
        tags,
        querystring: z.strictObject({ holder }),
        response: { 200: z.strictObject({ isHeld: z.literal(false) }) },
      },
    },
    ({ query }) => {
      lease.release(query.holder)
      return { isHeld: false } as const
    },
  )

  api.post(
    "/preview",
    {
      config: read,
      schema: {
        summary:
          "What would come of a purchase if it were sent now; asking leaves no trace (UI-22)",
        tags,
        body: z.strictObject({ command: buying }),
        response: { 200: telling.previewed },
      },
    },
    ({ body }) => {
      requireMarket(controlled, body.command)
      const preview = controlled.preview(body.command as Buy) ?? null
      return { preview } as z.infer<typeof telling.previewed>
    },
  )

  api.post(
    "/commands",
    {
      config: write,
      schema: {
        summary: "What was typed in the command line, for the engine",
        tags,
        body: z.strictObject({ holder, command }),
        response: { 200: telling.caused },
      },
    },
    ({ body }) => {
      requireLease(body.holder)
      return { events: [...commanded(controlled, body.command as Command)] }
    },
  )

  api.post(
    "/acts",
    {
      config: write,
      schema: {
        summary: "What the person before the screen did: time and number of keys (TILT-6)",
        tags,
        body: z.strictObject({ holder, act }),
        response: { 200: telling.tilt },
      },
    },
    ({ body }) => {
      requireLease(body.holder)
      const told = plainOf(acted(controlled, body.act as Act))
      return told as z.infer<typeof telling.tilt>
    },
  )
}
