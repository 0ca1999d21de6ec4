import type { Plan } from "../../session/plan.ts"
import type { SessionView } from "../../session/watch.ts"
import type { TiltLevel } from "../../tilt/tilt-rule.ts"
import type { Typed } from "./command-line.ts"
import type { Page } from "./page.ts"

/** All that a frame is made of: plain values, nothing that acts. */
export interface Sight {
  readonly view: SessionView
  readonly plan: Plan
  readonly tiltLevel: TiltLevel
  /** Assets that could not be priced: while there are any, the account's worth is not known. */
  readonly unpriced: readonly string[]
  /** The recording has been played to its end. */
  readonly isOver: boolean
  /** The answer to what was typed last; empty for none. */
  readonly answer: string
  /** A question waits for y or n. */
  readonly isAsking: boolean
  readonly typed: Typed
  readonly page: Page | undefined
}
