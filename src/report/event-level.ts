import { CRASH, CRASH_HALT } from "../engine/crash.ts"
import type { Fact } from "../engine/records.ts"
import type { Report } from "../order/report.ts"
import type { TiltLevel } from "../tilt/tilt-rule.ts"

/**
 * How loudly something is told (UI-41 to UI-44): 0 is for the log alone, 1 informs, 2 is a caution, 3 an
 * intervention, 4 protection, which wants to be acknowledged.
 */
export type EventLevel = 0 | 1 | 2 | 3 | 4

/** What was cut by more than rounding is worth telling. */
const CUT = 1.02
/** Closed for a reason that protects the account; whoever comes later should know. */
const PROTECTION: ReadonlySet<string> = new Set(["RISK-8", "RISK-40", CRASH, CRASH_HALT])

const ALERTED = { info: 1, warning: 2, critical: 3 } as const

/** The level of a fact that is told. */
export function levelOf(fact: Fact): EventLevel {
  switch (fact.kind) {
    case "refused":
      return fact.author.kind === "trader" ? 2 : 1
    case "placed": {
      const { request, author, asked } = fact
      if (request.kind !== "place" || author.kind !== "trader") return 0
      return asked > request.terms.quantity * CUT ? 1 : 0
    }
    case "switched":
      if (fact.to === "running") return 1
      if (PROTECTION.has(fact.code)) return 4
      return fact.code === "RECONCILE" ? 3 : 1
    case "finding":
      return 3
    case "report":
      return ofReport(fact.report)
    case "note":
    case "noticed":
    case "plan-began":
    case "plan-ended":
    case "shadowed":
      return 1
    case "plan-turned":
      return fact.to === "stopping" ? 2 : 1
    case "alert":
      return ALERTED[fact.level]
    case "reduced":
      return 3
    case "act":
    case "adopted":
    case "command":
    case "deposit":
    case "header":
    case "left":
    case "measured":
    case "sample":
    case "started":
    case "survey":
      return 0
    default:
      return fact satisfies never
  }
}

function ofReport({ kind }: Report): EventLevel {
  return kind === "rejected" || kind === "unanswered" || kind === "cancel-rejected" ? 2 : 0
}

/** A level of the tilt guard is told one step louder than its number (TILT-43 to TILT-45). */
export const levelOfTilt = (level: TiltLevel): EventLevel =>
  level === 0 ? 1 : ((level + 1) as EventLevel)
