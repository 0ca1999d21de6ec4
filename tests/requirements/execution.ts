import type { Row } from "./tier-and-risk.ts"

const SLICED = "tests/plans/sliced.test.ts"
const OVER_TIME = "tests/plans/over-time.test.ts"
const ENDINGS = "tests/plans/endings.test.ts"
const STEPS = "src/execution/next-step.test.ts"

const built = (id: string, code: string, test: string, open?: string): Row => ({
  id,
  state: "in force",
  code: `src/${code}`,
  test,
  ...(open === undefined ? {} : { open }),
})

/** Every id of section 4 of the requirements. */
export const EXECUTION: readonly Row[] = [
  built("EXEC-1", "execution/method.ts", "src/execution/method.test.ts", "exits leave whole"),
  built("EXEC-2", "execution/one-shot.ts", STEPS),
  built("EXEC-3", "console/screen/question.ts", "src/console/screen/conversation.test.ts"),
  built(
    "EXEC-4",
    "execution/shortfall.ts",
    "tests/plans/report.test.ts",
    "no strategy rejects an entry by its estimated slippage",
  ),
  built("EXEC-5", "engine/plan-watch.ts", STEPS, "of plans alone"),
  built("EXEC-6", "order/transition.ts", "src/order/transition.test.ts", "latency parts"),
  built("EXEC-7", "order/transition.ts", "src/order/transition.test.ts"),
  built("EXEC-8", "execution/mandate.ts", SLICED),
  built("EXEC-9", "gate/throttle.ts", "src/gate/throttle.test.ts"),
  built("EXEC-10", "gate/sanity.ts", "src/gate/sanity.test.ts"),
  built("EXEC-20", "execution/draft.ts", SLICED, "depth is the size at the touch"),
  built("EXEC-21", "execution/mandate.ts", SLICED),
  built("EXEC-22", "execution/abort.ts", ENDINGS),
  built("EXEC-23", "engine/plan-orders.ts", ENDINGS, "a position that was there before"),
  built("EXEC-24", "execution/draft.ts", OVER_TIME, "the exchange's own iceberg is not used"),
  built("EXEC-30", "execution/draft.ts", OVER_TIME, "the window cannot be set"),
  built("EXEC-31", "execution/pace.ts", OVER_TIME),
  built("EXEC-32", "engine/plan-desk.ts", ENDINGS),
  built("EXEC-33", "report/boards/orders.ts", "tests/plans/progress.test.ts", "no timing quality"),
  built("EXEC-40", "execution/volume-curve.ts", OVER_TIME, "a session does not load past volume"),
  built("EXEC-41", "execution/participation.ts", STEPS),
  built("EXEC-42", "execution/pace.ts", STEPS, "no jitter"),
  built("EXEC-43", "execution/pace.ts", STEPS, "no urgency ignores the schedule altogether"),
  built(
    "EXEC-44",
    "execution/draft.ts",
    "src/execution/schedule.test.ts",
    "the horizon cannot be set; visible liquidity is not asked; no parts of parts",
  ),
  built("EXEC-45", "engine/plan-end.ts", STEPS),
  built("EXEC-46", "engine/plan-maker.ts", "tests/plans/report.test.ts", "latency"),
  built(
    "EXEC-50",
    "execution/routing.ts",
    STEPS,
    "liquidity behind the touch and time of day are not read",
  ),
  built("EXEC-51", "execution/routing.ts", STEPS, "nothing asks for fill-or-kill"),
  built("EXEC-52", "execution/routing.ts", STEPS),
  built("EXEC-53", "report/execution-report.ts", "tests/plans/report.test.ts", "no alert"),
  built(
    "EXEC-54",
    "session/live-account.ts",
    "src/session/live-account.test.ts",
    "asked of each market when an account begins; the dearest rates serve for all",
  ),
  built(
    "EXEC-60",
    "venue/binance/orders/order-answer.ts",
    "src/venue/binance/orders/order-answer.test.ts",
  ),
  built("EXEC-61", "gate/sanity.ts", "src/gate/sanity.test.ts"),
  built("EXEC-62", "engine/asked-again.ts", "drill/laws/end.ts"),
  built("EXEC-63", "venue/binance/clock.ts", "src/venue/binance/clock.test.ts"),
  built("EXEC-64", "venue/binance/breaker.ts", "src/venue/binance/breaker.test.ts"),
  built("EXEC-65", "engine/guard.ts", "src/execution/protection.test.ts"),
  built("EXEC-66", "engine/guard.ts", "src/engine/guard.test.ts"),
  built("EXEC-67", "execution/protection.ts", "src/execution/protection.test.ts"),
  built("EXEC-68", "engine/guarded.ts", SLICED),
  built("EXEC-69", "engine/comparison.ts", "drill/laws/end.ts"),
  built("EXEC-70", "engine/owner-desk.ts", "src/session/foreign.test.ts"),
  built(
    "EXEC-71",
    "engine/outside.ts",
    "src/engine/outside.test.ts",
    "the watcher on another host",
  ),
  built("EXEC-72", "engine/outside.ts", "src/engine/outside.test.ts"),
  built("EXEC-73", "gate/throttle.ts", "src/gate/throttle.test.ts"),
  built(
    "EXEC-74",
    "venue/binance/orders/inquirer.ts",
    "src/venue/binance/binance-venue.test.ts",
    "several processes share no budget",
  ),
  built("EXEC-75", "session/paper-apart.ts", "src/session/paper-apart.test.ts"),
]
