/** Where a requirement stands in the program: in force, a pure rule that nothing asks yet, or not there. */
export type Row = Built | Missing

interface Built {
  readonly id: string
  /** `rule`: written and tested, told by the journey, not yet asked by the engine. */
  readonly state: "in force" | "rule"
  readonly code: string
  readonly test: string
  /** What of it is still open. */
  readonly open?: string
}

interface Missing {
  readonly id: string
  readonly state: "missing"
  readonly open: string
}

const BOOK = "src/tier/tier-book.test.ts"
const GATES = "src/tier/gates.test.ts"
const LIMITS = "src/risk/limits.test.ts"
const BREAKER = "src/risk/breaker.test.ts"
const SIZING = "src/risk/sizing.test.ts"

const built = (id: string, code: string, test: string, open?: string): Built => ({
  id,
  state: "in force",
  code: `src/${code}`,
  test,
  ...(open === undefined ? {} : { open }),
})
const rule = (id: string, code: string, test: string, open: string): Built => ({
  ...built(id, code, test, open),
  state: "rule",
})
const missing = (id: string, open: string): Missing => ({ id, state: "missing", open })

/** Every id of sections 2 and 3 of the requirements. */
export const TIER_AND_RISK: readonly Row[] = [
  missing("TIER-1", "the gate record before the first live trade"),
  built("TIER-2", "tier/tier.ts", "src/tier/tier.test.ts"),
  built(
    "TIER-3",
    "session/tier-seal.ts",
    "tests/e2e/tier-sealed.test.ts",
    "a whole home restored with its seals; a configured lower tier",
  ),
  built("TIER-4", "tier/tier-rule.ts", GATES, "features that are strategies are not refused yet"),
  built("TIER-5", "tier/evidence.ts", BOOK),
  built("TIER-6", "tier/tier-book.ts", BOOK),
  built("TIER-7", "tier/gates.ts", GATES),
  built(
    "TIER-8",
    "tier/gates.ts",
    GATES,
    "plans and correlations are to be measured by their rooms",
  ),
  built("TIER-9", "tier/gates.ts", GATES, "the drill itself"),
  built("TIER-10", "tier/gates.ts", GATES, "crash replays and failover are to be measured"),
  built("TIER-11", "tier/evaluation.ts", GATES),
  built("TIER-12", "engine/scene.ts", "src/tier/frozen.test.ts"),
  built("TIER-13", "tier/feature.ts", "src/tier/tier.test.ts"),
  built("TIER-14", "tier/valley.ts", BOOK, "the guard does not read the sensitivity yet"),
  missing("TIER-15", "shadow mode, which needs execution plans"),
  built("TIER-16", "tier/readiness.ts", GATES),
  built("TIER-17", "tier/practice.ts", GATES, "plans do not ask for it yet"),
  built("TIER-18", "tier/preparation.ts", BOOK),
  built("TIER-19", "tier/preparation.ts", GATES, "a buried habit is not recognised in later acts"),
  built("TIER-20", "tier/closings.ts", BOOK),
  built("TIER-21", "tier/preparation.ts", BOOK),
  built("TIER-22", "tier/tier-book.ts", BOOK, "strategies are not migrated"),
  missing("TIER-23", "tutorials"),
  built("TIER-24", "tier/valley.ts", BOOK),
  built("TIER-25", "tier/demotion.ts", BOOK, "exposure and tilt score are to be measured"),
  built("TIER-26", "tier/closings.ts", BOOK),
  built("TIER-27", "tier/course.ts", BOOK),
  built(
    "TIER-28",
    "tier/demotion.ts",
    BOOK,
    "(c), (e), (f) and (h) wait for whoever measures them",
  ),
  built("TIER-29", "tier/course.ts", BOOK),
  built("TIER-30", "tier/recovery.ts", BOOK, "the guard's own recovery mode"),
  built("TIER-31", "tier/course.ts", BOOK),
  built("TIER-32", "tier/tier-book.ts", BOOK),
  built("RISK-1", "risk/limits.ts", LIMITS),
  built("RISK-2", "tier/tier-rule.ts", "src/tier/tier.test.ts"),
  built("RISK-3", "gate/sanity.ts", "src/gate/sanity.test.ts"),
  missing("RISK-4", "the age of the balance"),
  built("RISK-5", "risk/limits.ts", LIMITS),
  built("RISK-6", "risk/limits.ts", LIMITS),
  built("RISK-7", "risk/limits.ts", LIMITS),
  built("RISK-8", "risk/limits.ts", LIMITS),
  missing("RISK-9", "alert levels"),
  built("RISK-10", "risk/day-book.ts", LIMITS),
  built("RISK-11", "risk/limits.ts", LIMITS),
  built("RISK-12", "risk/limits.ts", LIMITS),
  built("RISK-13", "risk/limits.ts", LIMITS),
  missing("RISK-14", "correlation limits of entries"),
  missing("RISK-15", "the effect of an entry on the correlations"),
  built("RISK-16", "risk/limits.ts", LIMITS),
  built("RISK-17", "order/verdict.ts", LIMITS),
  built("RISK-18", "gate/gate.ts", "src/gate/ticket.test.ts"),
  rule("RISK-19", "risk/sizing.ts", SIZING, "the gate reduces by its own factors"),
  missing("RISK-20", "caps per strategy"),
  rule("RISK-21", "risk/kelly.ts", SIZING, "no strategy is sized by it"),
  rule("RISK-22", "risk/sizing.ts", SIZING, "a wish has no conviction yet"),
  rule("RISK-23", "risk/sizing.ts", SIZING, "no volatility of a month at the gate"),
  rule("RISK-24", "risk/ruin.ts", SIZING, "not run by itself"),
  rule("RISK-25", "risk/sizing.ts", SIZING, "no depth at the gate"),
  built("RISK-26", "risk/limits.ts", LIMITS, "recovery trades on paper"),
  built(
    "RISK-30",
    "risk/limits.ts",
    LIMITS,
    "the best strategy alone; the whole way back, as in drawdown.ts",
  ),
  built("RISK-31", "tier/recovery.ts", BOOK),
  built(
    "RISK-32",
    "risk/loss-streak.ts",
    "src/risk/loss-streak.test.ts",
    "a strategy is counted and not yet paused",
  ),
  rule("RISK-33", "risk/drawdown.ts", BREAKER, "not kept by the books"),
  built(
    "RISK-40",
    "risk/day-breaker.ts",
    "src/engine/emergency.test.ts",
    "10, 12 and 14 % sell nothing yet; weighed each minute",
  ),
  rule("RISK-41", "risk/closing-order.ts", BREAKER, "the halt sells all at once"),
  built(
    "RISK-42",
    "engine/crash.ts",
    "src/engine/emergency.test.ts",
    "15 % sells nothing beyond the stops",
  ),
  rule("RISK-43", "risk/breaker.ts", BREAKER, "no score of liquidity yet"),
  rule("RISK-44", "risk/breaker.ts", BREAKER, "no correlations in the engine"),
  built(
    "RISK-45",
    "engine/emergency.ts",
    "src/engine/emergency.test.ts",
    "liquidity and correlation are rules",
  ),
  built("RISK-46", "tier/recovery.ts", BOOK),
  missing("RISK-47", "a report of an emergency"),
  missing("RISK-48", "the order of an emergency cancel-all"),
  missing("RISK-49", "limits of the first live week"),
  rule("RISK-50", "risk/override.ts", BREAKER, "no command asks for it"),
  rule("RISK-51", "risk/override.ts", BREAKER, "no command asks for it"),
  rule("RISK-52", "risk/override.ts", BREAKER, "no command asks for it"),
  built("RISK-53", "gate/halt.ts", "src/gate/halt.test.ts"),
]
