/** Where a requirement stands in the program: its code, and the test that shows it. */
export interface Row {
  readonly id: string
  readonly code: string
  readonly test: string
  /** What of it is still open. */
  readonly open?: string
}

const BOOK = "src/tier/tier-book.test.ts"
const GATES = "src/tier/gates.test.ts"
const LIMITS = "src/risk/limits.test.ts"
const BREAKER = "src/risk/breaker.test.ts"
const SIZING = "src/risk/sizing.test.ts"

export const built = (id: string, code: string, test: string, open?: string): Row => ({
  id,
  code: `src/${code}`,
  test,
  ...(open === undefined ? {} : { open }),
})

/** Every id of sections 2 and 3 of the requirements. */
export const TIER_AND_RISK: readonly Row[] = [
  built("TIER-1", "session/system-gate.ts", "src/session/system-gate.test.ts"),
  built("TIER-2", "tier/tier.ts", "src/tier/tier.test.ts"),
  built(
    "TIER-3",
    "session/account-seal.ts",
    "tests/e2e/tier-sealed.test.ts",
    "a whole home restored with its seals; a configured lower tier",
  ),
  built("TIER-4", "tier/tier-rule.ts", GATES),
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
  built("TIER-14", "tier/valley.ts", BOOK),
  built("TIER-15", "engine/shadow-desk.ts", "src/engine/shadow-desk.test.ts"),
  built("TIER-16", "tier/readiness.ts", GATES),
  built("TIER-17", "tier/practice.ts", GATES),
  built("TIER-18", "tier/preparation.ts", BOOK),
  built("TIER-19", "tier/preparation.ts", GATES, "a buried habit is not recognised in later acts"),
  built("TIER-20", "tier/closings.ts", BOOK),
  built("TIER-21", "tier/preparation.ts", BOOK),
  built(
    "TIER-22",
    "tier/tier-book.ts",
    BOOK,
    "a strategy that the tier does not have buys nothing more; no new one is started",
  ),
  built("TIER-23", "tier/tutorials.ts", "src/tier/tutorials.test.ts"),
  built("TIER-24", "tier/valley.ts", BOOK),
  built("TIER-25", "tier/demotion.ts", BOOK),
  built("TIER-26", "tier/closings.ts", BOOK),
  built("TIER-27", "tier/course.ts", BOOK),
  built("TIER-28", "tier/demotion.ts", BOOK),
  built("TIER-29", "tier/course.ts", BOOK),
  built("TIER-30", "tier/recovery.ts", BOOK, "the guard's own recovery mode"),
  built("TIER-31", "tier/course.ts", BOOK),
  built("TIER-32", "tier/tier-book.ts", BOOK),
  built("RISK-1", "risk/size-rule.ts", LIMITS),
  built("RISK-2", "tier/tier-rule.ts", "src/tier/tier.test.ts"),
  built("RISK-3", "gate/sanity.ts", "src/gate/sanity.test.ts"),
  built(
    "RISK-4",
    "engine/outside.ts",
    "src/engine/outside.test.ts",
    "after a fill our books follow the account's events; the exchange is asked within 60 s",
  ),
  built("RISK-5", "risk/day-loss.ts", LIMITS),
  built("RISK-6", "risk/size-rule.ts", LIMITS),
  built("RISK-7", "risk/limits.ts", LIMITS),
  built("RISK-8", "risk/limits.ts", LIMITS),
  built("RISK-9", "risk/alert-levels.ts", "src/risk/alert-levels.test.ts"),
  built("RISK-10", "risk/day-book.ts", LIMITS),
  built("RISK-11", "risk/limits.ts", LIMITS),
  built("RISK-12", "risk/limits.ts", LIMITS),
  built("RISK-13", "risk/size-rule.ts", LIMITS),
  built(
    "RISK-14",
    "risk/together.ts",
    "src/risk/together.test.ts",
    "trades that would part positions are not proposed",
  ),
  built(
    "RISK-15",
    "engine/correlations.ts",
    "src/risk/together.test.ts",
    "the stress run; correlations kept per market state",
  ),
  built("RISK-16", "risk/limits.ts", LIMITS),
  built("RISK-17", "order/verdict.ts", LIMITS),
  built("RISK-18", "gate/gate.ts", "src/gate/ticket.test.ts"),
  built(
    "RISK-19",
    "risk/size-rule.ts",
    "src/risk/size-rule.test.ts",
    "the state of the market is no factor yet",
  ),
  built(
    "RISK-20",
    "risk/strategy-cap.ts",
    "src/risk/size-rule.test.ts",
    "2 % per leg of a pair trade",
  ),
  built("RISK-21", "risk/edge.ts", "src/risk/size-rule.test.ts"),
  built("RISK-22", "engine/wishes.ts", SIZING, "no strategy of the catalogue says how sure it is"),
  built(
    "RISK-23",
    "risk/price-path.ts",
    "src/risk/size-rule.test.ts",
    "before ten known days the factor is 1 (decision 0017)",
  ),
  built("RISK-24", "risk/edge.ts", "src/risk/size-rule.test.ts", "halves and does not alert"),
  built(
    "RISK-25",
    "risk/liquidity-cap.ts",
    "src/risk/liquidity-cap.test.ts",
    "depth where the tape has the whole book, volume of what is worked (decision 0041)",
  ),
  built("RISK-26", "risk/size-rule.ts", LIMITS, "recovery trades on paper"),
  built(
    "RISK-30",
    "risk/size-rule.ts",
    LIMITS,
    "the best strategy alone stays active; the daily target",
  ),
  built("RISK-31", "tier/recovery.ts", BOOK),
  built(
    "RISK-32",
    "risk/loss-streak.ts",
    "src/risk/loss-streak.test.ts",
    "a strategy is counted and not yet paused",
  ),
  built("RISK-33", "risk/drawdown.ts", BREAKER, "which strategies recovered fastest"),
  built(
    "RISK-40",
    "engine/emergency.ts",
    "src/engine/deleverage.test.ts",
    "each second from a loss of 2 % on, each minute before",
  ),
  built(
    "RISK-41",
    "engine/deleverager.ts",
    "src/engine/deleverage.test.ts",
    "large ones are not split; the pace is the throttle's",
  ),
  built("RISK-42", "engine/emergency.ts", "src/engine/deleverage.test.ts"),
  built(
    "RISK-43",
    "engine/liquidity-watch.ts",
    "src/engine/liquidity.test.ts",
    "the score is of depth alone, where the tape has the whole book; volume and spread do not alert; looked at each minute, not each 10 s; a halt rests entries of its market alone; a start forgets it",
  ),
  built(
    "RISK-44",
    "engine/cluster-watch.ts",
    "src/engine/cluster-watch.test.ts",
    "looked at each minute, not each 30 s; after a start it knows nothing for an hour",
  ),
  built("RISK-45", "engine/emergency.ts", "src/engine/emergency.test.ts"),
  built("RISK-46", "tier/recovery.ts", BOOK),
  built("RISK-47", "report/emergency-report.ts", "src/report/emergency-report.test.ts"),
  built("RISK-48", "engine/trader-desk.ts", "src/engine/deleverage.test.ts"),
  built("RISK-49", "risk/commissioning.ts", "src/risk/size-rule.test.ts"),
  built("RISK-50", "risk/override.ts", "src/engine/override.test.ts"),
  built("RISK-51", "risk/override.ts", "src/engine/override.test.ts"),
  built("RISK-52", "risk/override.ts", "src/engine/override.test.ts"),
  built("RISK-53", "gate/halt.ts", "src/gate/halt.test.ts"),
]
