import type { Duration } from "../value/brand.ts"
import type { SceneSettings } from "./scene.ts"

/** What an engine is given once and never changes. */
export interface EngineSettings extends SceneSettings {
  /** Prefix of every order id; unique per journal. At most 20 of `[A-Za-z0-9_]`. */
  readonly run: string
  readonly strategyName: string
  /** A way of working an order is asked to have been practised before (TIER-17): where money is real. */
  readonly asksForPractice: boolean
  /** How often the account's worth is taken. */
  readonly sampleEvery: Duration
  /** How often the exchange is asked what it holds for us (EXEC-69); forever apart when Infinity. */
  readonly surveyEvery: Duration
  /** Length of the bars the tape carries, by instrument; 0 where it carries none. */
  readonly barInterval: (instrument: number) => Duration
  /** Overwrite lent bars after each call, so that a strategy that keeps one fails at once. */
  readonly isSpoiling: boolean
}
