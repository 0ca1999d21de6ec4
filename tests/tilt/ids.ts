/** Where a requirement of section 7 is, and what tests it; or why it is not there. */
export type Trace =
  | { readonly id: string; readonly code: string; readonly test: string; readonly lacks?: string }
  | { readonly id: string; readonly missing: string }

const MARKERS_TEST = "src/tilt/markers/markers.test.ts"
const GUARD_TEST = "src/tilt/guard.test.ts"
const RECOVERY_TEST = "src/tilt/recovery.test.ts"
const RULE_TEST = "src/tilt/tilt-rule.test.ts"
const PERSON_TEST = "src/engine/person.test.ts"
const SEAL_TEST = "tests/e2e/guard-sealed.test.ts"
const SCREEN_TEST = "src/console/screen/tilt-page.test.ts"
const marker = (number: number, file: string, lacks?: string): Trace => ({
  id: `TILT-${number}`,
  code: `src/tilt/markers/${file}.ts`,
  test: MARKERS_TEST,
  ...(lacks === undefined ? {} : { lacks }),
})

/** Every id of section 7, in order. `lacks` and `missing` say openly what is not built. */
export const TRACES: readonly Trace[] = [
  { id: "TILT-1", code: "src/report/tilt-page.ts", test: SCREEN_TEST },
  { id: "TILT-2", code: "src/engine/tilt-feed.ts", test: MARKERS_TEST },
  { id: "TILT-3", code: "src/console/screen/strokes.ts", test: SCREEN_TEST },
  {
    id: "TILT-4",
    code: "src/console/cli/round-trip.ts",
    test: "src/console/cli/round-trip.test.ts",
    lacks: "It is measured once, when the screen comes; inside tmux it ends at tmux.",
  },
  { id: "TILT-5", code: "src/tilt/guard.ts", test: GUARD_TEST },
  {
    id: "TILT-6",
    code: "src/tilt/act.ts",
    test: SCREEN_TEST,
    lacks: "The journal file is readable to its owner only, but it is not encrypted.",
  },
  marker(10, "decisions"),
  marker(11, "decisions"),
  marker(12, "sizes"),
  marker(13, "orders"),
  marker(14, "pace"),
  marker(15, "pace", "No strategy yet waits for a decision, so only scripts feed it."),
  marker(16, "attention"),
  marker(17, "losses"),
  marker(18, "losses"),
  marker(19, "sizes"),
  { id: "TILT-20", code: "src/tilt/markers/orders.ts", test: PERSON_TEST },
  marker(
    21,
    "rules",
    "The engine correlates positions for risk (D7) and does not tell the guard yet; scripts feed it.",
  ),
  marker(22, "pace"),
  marker(23, "typing"),
  marker(24, "losses"),
  marker(25, "attention"),
  marker(26, "attention"),
  marker(27, "rules"),
  marker(28, "orders"),
  marker(29, "attention"),
  marker(30, "typing"),
  marker(31, "rules"),
  marker(32, "losses"),
  marker(33, "pretence"),
  marker(34, "rules"),
  { id: "TILT-35", code: "src/tilt/count.ts", test: GUARD_TEST },
  { id: "TILT-36", code: "src/tilt/baseline.ts", test: GUARD_TEST },
  { id: "TILT-37", code: "src/tilt/marker.ts", test: MARKERS_TEST },
  { id: "TILT-38", code: "src/tilt/baseline.ts", test: "src/tilt/baseline.test.ts" },
  { id: "TILT-39", code: "src/tilt/state.ts", test: GUARD_TEST },
  { id: "TILT-40", code: "src/report/tilt-export.ts", test: "src/console/cli/tilt.test.ts" },
  {
    id: "TILT-41",
    code: "src/tilt/guard.ts",
    test: MARKERS_TEST,
    lacks:
      "A line is about a feature that it names, or about the plan it speaks to; edits name none.",
  },
  { id: "TILT-42", code: "src/tilt/count.ts", test: PERSON_TEST },
  {
    id: "TILT-43",
    code: "src/console/screen/breath.ts",
    test: "src/console/screen/breath.test.ts",
  },
  { id: "TILT-44", code: "src/tilt/tilt-rule.ts", test: RULE_TEST },
  { id: "TILT-45", code: "src/tilt/tilt-rule.ts", test: RULE_TEST },
  { id: "TILT-46", code: "src/session/tilt-alarms.ts", test: PERSON_TEST },
  { id: "TILT-47", code: "src/report/tilt-page.ts", test: SCREEN_TEST },
  { id: "TILT-48", code: "src/tilt/guard.ts", test: GUARD_TEST },
  { id: "TILT-49", code: "src/tilt/tilt-rule.ts", test: RULE_TEST },
  { id: "TILT-50", code: "src/tilt/lock.ts", test: SEAL_TEST },
  { id: "TILT-51", code: "src/tilt/journal-entry.ts", test: RECOVERY_TEST },
  { id: "TILT-52", code: "src/tilt/recovery.ts", test: GUARD_TEST },
  { id: "TILT-53", code: "src/tilt/history.ts", test: "tests/tilt/week.test.ts" },
  { id: "TILT-54", code: "src/tilt/recovery.ts", test: RECOVERY_TEST },
  { id: "TILT-55", code: "src/tilt/debt.ts", test: RECOVERY_TEST },
  { id: "TILT-56", code: "src/tilt/debt.ts", test: RECOVERY_TEST },
  { id: "TILT-57", code: "src/tilt/omen.ts", test: GUARD_TEST },
  { id: "TILT-58", code: "src/report/tilt-week.ts", test: "tests/tilt/week.test.ts" },
  { id: "TILT-59", code: "src/session/notices.ts", test: "src/session/notices.test.ts" },
  { id: "TILT-60", code: "src/session/account-seal.ts", test: SEAL_TEST },
  {
    id: "TILT-61",
    code: "src/tilt/guard.ts",
    test: GUARD_TEST,
    lacks: "Foreign orders are counted when reconciliation finds them; no stop is placed for them.",
  },
  { id: "TILT-62", code: "src/risk/own-rules.ts", test: "src/risk/own-rules.test.ts" },
  {
    id: "TILT-63",
    code: "src/session/build.ts",
    test: SEAL_TEST,
    lacks: "A build is not asked whether its checks passed: no record of that is kept beside it.",
  },
  {
    id: "TILT-64",
    code: "src/control/routes/tilt.ts",
    test: "src/control/api.test.ts",
    lacks:
      "A reason given over the endpoint counts as pasted: the 500 characters are those of the journal, typed at a screen.",
  },
]
