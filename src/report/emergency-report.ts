import type { JournalRecord } from "../engine/ports.ts"
import { decodeFact, type Fact } from "../engine/records.ts"
import { countText } from "../tier/text.ts"
import type { Instant } from "../value/brand.ts"

/** One emergency, from what began it to the first entry after it (RISK-47). */
export interface EmergencyReport {
  /** Number of the journal line that began it. */
  readonly seq: number
  readonly at: Instant
  readonly code: string
  readonly trigger: string
  readonly timeline: readonly { readonly at: Instant; readonly what: string }[]
  readonly orders: number
  readonly fills: number
  readonly refusals: number
  /** Worth when it began, at its lowest and at its end; account-asset units. */
  readonly beganUnits: bigint
  readonly lowUnits: bigint
  readonly endUnits: bigint
  /** Absent while it goes on. */
  readonly endedAt?: Instant
  readonly worked: readonly string[]
  readonly toChange: readonly string[]
}

/** Halts that are emergencies; a comparison of books or a pause by hand is none. */
const EMERGENCY = /^RISK-/

interface Running {
  readonly seq: number
  readonly at: Instant
  readonly code: string
  readonly trigger: string
  readonly beganUnits: bigint
  lowUnits: bigint
  readonly timeline: { readonly at: Instant; readonly what: string }[]
  orders: number
  fills: number
  refusals: number
  overrides: number
}

/** Every emergency of a journal, oldest first, read from its lines alone (RISK-47). */
export function emergencyReports(records: Iterable<JournalRecord>): readonly EmergencyReport[] {
  const reports: EmergencyReport[] = []
  let running: Running | undefined
  let units = 0n
  for (const { seq, at, body } of records) {
    const fact = decodeFact(body)
    if (fact.kind === "sample") units = fact.equityUnits
    if (fact.kind === "switched" && EMERGENCY.test(fact.code) && running === undefined) {
      running = begun(fact, { seq, at, units })
    } else if (running !== undefined) {
      note(running, fact, at)
      if (fact.kind === "switched" && fact.to === "running" && fact.code !== "OVERRIDE") {
        reports.push(concluded(running, units, at))
        running = undefined
      }
    }
  }
  return running === undefined ? reports : [...reports, concluded(running, units)]
}

function begun(
  { code, reason }: Extract<Fact, { kind: "switched" }>,
  told: { readonly seq: number; readonly at: Instant; readonly units: bigint },
): Running {
  const { seq, at, units } = told
  const counts = { orders: 0, fills: 0, refusals: 0, overrides: 0 }
  const timeline = [{ at, what: reason }]
  return { seq, at, code, trigger: reason, beganUnits: units, lowUnits: units, timeline, ...counts }
}

function note(running: Running, fact: Fact, at: Instant): void {
  const tell = (what: string) => running.timeline.push({ at, what })
  if (fact.kind === "sample" && fact.equityUnits < running.lowUnits) {
    running.lowUnits = fact.equityUnits
  } else if (fact.kind === "placed") running.orders++
  else if (fact.kind === "refused") running.refusals++
  else if (fact.kind === "report" && fact.report.kind === "filled") running.fills++
  else if (fact.kind === "switched") tell(fact.reason)
  else if (fact.kind === "reduced") tell(`Parts were sold: ${fact.because}.`)
  else if (fact.kind === "alert") tell(fact.what)
  else if (fact.kind === "command") {
    tell(`The trader typed ${fact.command.kind}.`)
    if (fact.command.kind === "override") running.overrides++
  }
}

function concluded(running: Running, endUnits: bigint, endedAt?: Instant): EmergencyReport {
  const { overrides, ...report } = running
  const { fills, orders, refusals, beganUnits, lowUnits } = report
  const worked: string[] = []
  const toChange: string[] = []
  if (refusals > 0) worked.push(`${countText(refusals, "refusal")} kept new risk out.`)
  if (fills > 0) worked.push(`${countText(fills, "fill")} took risk away.`)
  if (orders > 2 * Math.max(1, fills)) {
    toChange.push("Most orders found nobody: look at how thin these markets become.")
  }
  if (overrides > 0)
    toChange.push(`An override was asked for ${countText(overrides, "time")}: what was it for?`)
  if (lowUnits * 100n < beganUnits * 99n) {
    toChange.push("More than 1 % was lost after it began: smaller positions would have lost less.")
  }
  return { ...report, endUnits, worked, toChange, ...(endedAt === undefined ? {} : { endedAt }) }
}
