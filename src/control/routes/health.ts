import { monitorEventLoopDelay } from "node:perf_hooks"
import { z } from "zod"
import { healthOf } from "../health.ts"
import { metricsText } from "../metrics.ts"
import type { Api, Scene } from "../scene.ts"

const wellness = z.enum(["healthy", "degraded", "unhealthy"])
const health = z.strictObject({
  status: wellness,
  uptimeSeconds: z.number(),
  parts: z.strictObject({
    engine: wellness,
    database: wellness,
    gateway: wellness,
    streams: wellness,
  }),
})
const tags = ["system"]
const read = { access: "read" } as const

/** How the engine is. */
export function healthRoutes(api: Api, { controlled, onlookers, clock, turns }: Scene): void {
  const delay = monitorEventLoopDelay({ resolution: 20 })
  delay.enable()
  api.addHook("onClose", async () => {
    delay.disable()
  })

  api.get(
    "/health",
    {
      config: read,
      schema: {
        summary: "How well the engine is, part by part; 503 when it is not",
        tags,
        response: { 200: health, 503: health },
      },
    },
    (_, reply) => {
      const sinceTurnMs = clock() - turns.lastMs
      const told = healthOf(controlled.session, { sinceTurnMs, uptimeSeconds: process.uptime() })
      void reply.code(told.status === "unhealthy" ? 503 : 200)
      return told
    },
  )

  api.get(
    "/metrics",
    {
      config: read,
      schema: {
        summary: "Counters and gauges, in the text format of Prometheus",
        tags,
        response: { 200: z.string() },
      },
    },
    (_, reply) => {
      const { user, system } = process.cpuUsage()
      const text = metricsText(controlled, {
        rssBytes: process.memoryUsage.rss(),
        cpuSeconds: (user + system) / 1e6,
        uptimeSeconds: process.uptime(),
        loopDelaySeconds: delay.percentile(99) / 1e9,
        onlookers: onlookers.count,
      })
      delay.reset()
      void reply.type("text/plain; version=0.0.4").serializer(String)
      return text
    },
  )
}
