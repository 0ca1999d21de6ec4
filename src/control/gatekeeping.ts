import type { FastifyRequest } from "fastify"
import type { Door } from "./door.ts"
import { RateLimit } from "./rate.ts"
import { tooMany } from "./refusals.ts"
import type { Answered } from "./request-log.ts"
import type { Api } from "./scene.ts"

/** Whoever is not admitted is counted by this name. */
const STRANGER = "stranger"

/** Lets every request through one door: who it is, whether they may, and not too often (OPS-1, OPS-3). */
export function keepDoor(
  app: Api,
  told: {
    readonly door: Door
    /** Milliseconds by a clock that nobody can set. */
    readonly clock: () => number
    /** Told of every request that was answered. */
    readonly log: (answered: Answered) => void
  },
): void {
  const { door, clock, log } = told
  const limit = new RateLimit({ blocks: door.blocks })
  const bodies = new WeakMap<FastifyRequest, string>()
  const names = new WeakMap<FastifyRequest, string>()
  const parse = app.getDefaultJsonParser("error", "error")
  app.removeContentTypeParser("application/json")
  app.addContentTypeParser<string>(
    "application/json",
    { parseAs: "string" },
    (request, body, done) => {
      bodies.set(request, body)
      void parse(request, body, done)
    },
  )

  app.addHook("preValidation", async (request, reply) => {
    const { method, url, headers, routeOptions } = request
    const endpoint = `${method} ${routeOptions.url ?? "elsewhere"}`
    const count = (who: string): void => {
      names.set(request, who)
      const waitMs = limit.take(`${who} ${endpoint}`, clock())
      if (waitMs === 0) return
      void reply.header("retry-after", Math.ceil(waitMs / 1000))
      throw tooMany(waitMs)
    }
    const { access = "write" } = routeOptions.config
    const knock = { method, url, headers, body: bodies.get(request) ?? "" }
    let who = STRANGER
    try {
      who = door.admit(knock, access)
    } catch (refusal) {
      count(STRANGER)
      throw refusal
    }
    count(who)
  })

  app.addHook("onResponse", async (request, reply) => {
    log({
      id: request.id,
      who: names.get(request) ?? STRANGER,
      method: request.method,
      path: request.url.split("?")[0] ?? "",
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    })
  })
}
