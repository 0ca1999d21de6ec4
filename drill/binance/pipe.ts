import type { ApiSession } from "../../src/exchange/stream/api-session.ts"
import type { SocketName } from "../../src/venue/binance/effect.ts"
import type { Instant } from "../../src/value/brand.ts"

/** A socket, from both ends. */
export interface Pipe {
  readonly name: SocketName
  session: ApiSession | undefined
  /** Nothing comes through any more, and neither end is told. */
  isSilent: boolean
  isBroken: boolean
  outUntil: Instant
  backUntil: Instant
}
