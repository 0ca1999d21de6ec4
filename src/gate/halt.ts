import type { Intent } from "../order/intent.ts"
import { ALLOW, refuse, type Verdict } from "../order/verdict.ts"

/** Whether entries are open, and if not, since what. Exits are open always (RISK-53). */
export interface HaltScene {
  readonly isRunning: boolean
  readonly haltCode: string
  readonly haltReason: string
}

/** First rule: while halted nothing that increases risk leaves. */
export function judgeHalt(intent: Intent, scene: HaltScene): Verdict {
  if (scene.isRunning || intent.purpose !== "entry") return ALLOW
  return refuse({
    id: "RISK-46",
    value: `exits only (${scene.haltCode})`,
    limit: "running",
    because: `${scene.haltReason} Stops and exits work. Entries open again after "resume".`,
  })
}
