import type { Intent } from "../order/intent.ts"
import { ALLOW, refuse, type Verdict } from "../order/verdict.ts"

/** Whether entries are open, and if not, since what. Exits are open always (RISK-53). */
export interface HaltScene {
  readonly isRunning: boolean
  readonly haltCode: string
  readonly haltReason: string
  /** What at the exchange closes entries; undefined when nothing does. */
  readonly closure: { readonly code: string; readonly reason: string } | undefined
  /** Why the strategy that asks was stopped by hand; undefined for one that was not, and for a person. */
  readonly resting: string | undefined
}

/** First rule: while halted nothing that increases risk leaves. */
export function judgeHalt(intent: Intent, scene: HaltScene): Verdict {
  if (intent.purpose !== "entry") return ALLOW
  if (scene.closure !== undefined) {
    const { code, reason } = scene.closure
    return refuse({
      id: code,
      value: "exits only",
      limit: "an exchange that can be heard and works",
      because: `${reason} Stops and exits work. Entries open by themselves when it is over.`,
    })
  }
  if (scene.resting !== undefined) {
    return refuse({
      id: "OPS-2",
      value: "the strategy is stopped",
      limit: "started",
      because: `The strategy was stopped by hand: ${scene.resting}. Its stops and exits work. It enters again after "strategy start".`,
    })
  }
  if (scene.isRunning) return ALLOW
  return refuse({
    id: "RISK-46",
    value: `exits only (${scene.haltCode})`,
    limit: "running",
    because: `${scene.haltReason} Stops and exits work. Entries open again after "resume".`,
  })
}
