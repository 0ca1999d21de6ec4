import { Gate, type Scene, type Ticket } from "../../src/gate/gate.ts"
import type { Intent } from "../../src/order/intent.ts"
import { orderIdOf } from "../../src/order/request.ts"
import { CEILINGS } from "../../src/risk/limits.ts"
import { sceneOf } from "./scene.ts"

const GATE = new Gate({ limits: CEILINGS })

/** A ticket for an intent at a calm moment. */
export function ticketFor(intent: Intent, id: string, told: Partial<Scene> = {}): Ticket {
  const admission = GATE.admit(intent, sceneOf(intent, told), orderIdOf(id))
  if (admission.kind === "admitted") return admission.ticket
  throw new Error(`The gate refused: ${JSON.stringify(admission.answers)}`)
}
