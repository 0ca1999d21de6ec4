import type { OpenSession } from "../session/open-session.ts"

/** How well something is. */
export type Wellness = "healthy" | "degraded" | "unhealthy"

/** A turn comes ten times a second and oftener; without one for so long the engine stands still. */
const STILL_MS = 5_000

/** How well the engine is, part by part (OPS-2). */
export interface Health {
  readonly status: Wellness
  readonly uptimeSeconds: number
  readonly parts: {
    /** Turns come, each with its lines in the journal. */
    readonly engine: Wellness
    readonly database: Wellness
    readonly gateway: Wellness
    readonly streams: Wellness
  }
}

/** @param told.sinceTurnMs since the engine's last turn */
export function healthOf(
  session: Pick<OpenSession, "connections">,
  told: { readonly sinceTurnMs: number; readonly uptimeSeconds: number },
): Health {
  const { sinceTurnMs, uptimeSeconds } = told
  const connections = session.connections()
  const streams = connections.filter(({ name }) => name !== "gateway")
  const down = streams.filter(({ isUp }) => !isUp).length
  const isGatewayUp = connections.every(({ name, isUp }) => name !== "gateway" || isUp)
  const engine = sinceTurnMs < STILL_MS ? "healthy" : "unhealthy"
  const parts = {
    engine,
    // A journal that cannot be written ends the session in the turn that finds out.
    database: engine,
    gateway: isGatewayUp ? "healthy" : "degraded",
    streams: down === 0 ? "healthy" : down < streams.length ? "degraded" : "unhealthy",
  } as const
  const all: readonly Wellness[] = Object.values(parts)
  const status = all.includes("unhealthy")
    ? "unhealthy"
    : all.includes("degraded")
      ? "degraded"
      : "healthy"
  return { status, uptimeSeconds, parts }
}
