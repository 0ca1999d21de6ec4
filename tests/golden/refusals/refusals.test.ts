import { describe, expect, it } from "vitest"
import { Gate, type Scene } from "../../../src/gate/gate.ts"
import type { Intent } from "../../../src/order/intent.ts"
import { orderIdOf } from "../../../src/order/request.ts"
import { RULES } from "../../../src/order/verdict.ts"
import { CEILINGS } from "../../../src/risk/limits.ts"
import { CASES } from "./cases.ts"

const GATE = new Gate({ limits: CEILINGS })

/** What the rules say that do not simply allow, each once, as a trader reads it. */
function told([title, intent, scene]: (typeof CASES)[number]): string {
  const { kind, answers } = GATE.admit(intent, scene, orderIdOf("r-7"))
  const lines = answers.flatMap(({ rule, verdict }) => {
    if (verdict.answer === "allow") return []
    const { answer, id, value, limit } = verdict
    const because = answer === "refuse" ? `\n    ${verdict.because}` : ` To ${verdict.quantity}.`
    return [`  ${answer} by ${rule}, ${id}: ${value}; limit: ${limit}.${because}`]
  })
  return [`${title}: ${kind}`, ...lines].join("\n")
}

describe("UI-40 and RISK-17: every refusal names its rule, the value, the limit and what makes it pass", () => {
  it("in the words of the file that a reader can judge", async () => {
    await expect(`${CASES.map(told).join("\n\n")}\n`).toMatchFileSnapshot("refusals.txt")
  })

  it("for each of the six rules", () => {
    const refusing = CASES.map(([, intent, scene]: readonly [string, Intent, Scene]) => {
      const admission = GATE.admit(intent, scene, orderIdOf("r-7"))
      return admission.kind === "refused" && admission.by
    })
    expect(new Set(refusing.filter(Boolean))).toEqual(new Set(RULES))
  })
})
