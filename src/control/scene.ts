import type { IncomingMessage, ServerResponse } from "node:http"
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from "fastify"
import type { ZodTypeProvider } from "fastify-type-provider-zod"
import type { ControlledSession } from "./controlled.ts"
import type { Lease } from "./lease.ts"
import type { Onlookers } from "./onlookers.ts"

declare module "fastify" {
  interface FastifyContextConfig {
    /** What the request does: look, or act. */
    readonly access?: "read" | "write"
  }
}

/** The server's side of the control API, with types made from its schemas. */
export type Api = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>

/** What the routes work with. */
export interface Scene {
  readonly controlled: ControlledSession
  readonly lease: Lease
  readonly onlookers: Onlookers
  /** When the engine's last turn was, by the same clock. */
  readonly turns: { lastMs: number }
  /** Milliseconds by a clock that nobody can set. */
  readonly clock: () => number
}
