import type { Engine } from "../../engine/engine.ts"
import type { Fact, Header } from "../../engine/records.ts"
import type { Limits } from "../../risk/limits.ts"
import type { Instant, Ratio } from "../../value/brand.ts"
import type { EventLevel } from "../event-level.ts"
import type { MarketMemory } from "../market-memory.ts"
import type { GateLook } from "./gate-look.ts"
import type { MachineFigures } from "./machine.ts"

/** One line of what happened. */
export interface BoardEvent {
  readonly at: Instant
  readonly seq: number
  readonly kind: Fact["kind"]
  readonly level: EventLevel
  readonly text: string
}

/**
 * All that boards are made of: a session at work, looked at from outside. A board is plain data that
 * JSON carries, made anew each time somebody looks; nothing in it can act.
 */
export interface BoardSource {
  readonly engine: Engine
  readonly plan: {
    readonly mode: Header["mode"]
    readonly strategy: string
    readonly params: Readonly<Record<string, string>>
    readonly accountAsset: string
    readonly capitalUnits: bigint
    readonly limits: Limits
    readonly fees: { readonly maker: Ratio; readonly taker: Ratio }
  }
  /** Names the market, and says when it is not a real one. */
  readonly market: string
  readonly memory: MarketMemory
  /** Oldest first. */
  readonly events: readonly BoardEvent[]
  /** How the connections to the exchange stand; empty where there are none. */
  readonly health: readonly string[]
  /** How long the exchange took to answer the latest orders, microseconds. */
  readonly answerTimes: readonly number[]
  /** How many configurations of its strategy were tried on past data; undefined where nobody counted. */
  readonly tried: number | undefined
  /** A recording has been played to its end. */
  readonly isOver: boolean
}

/** What is known beside the session: by its process, and by the other accounts of the home. */
export interface Surroundings {
  readonly machine: () => MachineFigures
  readonly gate: () => GateLook
}
