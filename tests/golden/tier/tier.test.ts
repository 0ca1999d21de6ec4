import { expect, it } from "vitest"
import { banned, needsReflection, recovering } from "../../../src/tier/closings.ts"
import { DemotionWatch, SET_BACK, type Trigger } from "../../../src/tier/demotion.ts"
import { gatesTo } from "../../../src/tier/evaluation.ts"
import { Evidence } from "../../../src/tier/evidence.ts"
import type { Gate } from "../../../src/tier/gate.ts"
import { practised } from "../../../src/tier/practice.ts"
import { CHECKLIST, prepared, RECOVERY, type TierAct, UNPREPARED } from "../../../src/tier/preparation.ts"
import { type Recovery, withItem } from "../../../src/tier/recovery.ts"
import { tierAt, TIERS } from "../../../src/tier/tier.ts"
import { approachTo } from "../../../src/tier/valley.ts"
import { DOLLAR } from "../../../src/value/amounts.ts"
import { minutes, later } from "../../../src/value/time.ts"
import { asked, fresh, NOW } from "./accounts.ts"

const gateText = ({ id, name, value, required, isPassed, because }: Gate): string =>
  `  ${isPassed ? "passed" : "open  "} ${id} ${name}: ${value}; ${required}. ${because}`

it("TIER-6: every gate with its value, what it asks for, and why, as in the file", async () => {
  const text = [1, 2, 3].flatMap((rank) => {
    const next = tierAt(rank)
    return [
      `${next.name}, of an account that has it all, to the unit:`,
      ...gatesTo(next, asked(next, { isThere: true })).map(gateText),
      `${next.name}, one step short of it:`,
      ...gatesTo(next, asked(next, { isThere: false })).map(gateText),
      `${next.name}, of an account that has not begun:`,
      ...gatesTo(next, fresh()).map(gateText),
      "",
    ]
  })
  await expect(text.join("\n")).toMatchFileSnapshot("gates.txt")
})

it("TIER-7 to TIER-11: an account passes every gate, or none of them", () => {
  for (const next of TIERS.slice(1)) {
    const passed = (isThere: boolean): readonly boolean[] =>
      gatesTo(next, asked(next, { isThere })).map((it) => it.isPassed)
    expect(new Set(passed(true))).toEqual(new Set([true]))
    expect(new Set(passed(false))).toEqual(new Set([false]))
  }
})

/** Everything that costs a tier at once, as it is told. */
function triggers(): readonly Trigger[] {
  const watch = new DemotionWatch()
  const evidence = new Evidence()
  evidence.onSample(NOW, 1_000n * DOLLAR)
  const [sniper, hunter] = [tierAt(0), tierAt(1)]
  const told = { evidence, tier: hunter, isHolding: true, isAdjusting: false }
  const day = { day: 1, startUnits: 100n, endUnits: 84n, lowUnits: 84n, drawdownPpm: 0, trades: 0 }
  const bad = (nth: number) => ({ ...day, day: nth, endUnits: 95n, lowUnits: 95n })
  const stop = { at: NOW, instrument: 0, strategy: "", isManual: true, isStopped: true, pnlUnits: 0n }
  const last = <T>(count: number, of: () => T): T | undefined =>
    Array.from({ length: count }, of).at(-1)
  return [
    watch.onSample([day], sniper),
    watch.onSample([bad(4), bad(5), bad(6)], sniper),
    last(5, () => watch.onMeasure(NOW, { kind: "override-attempt" }, told)),
    watch.onForeignOrder(),
    watch.onMeasure(NOW, { kind: "cluster-unbroken", positions: 3 }, told),
    watch.onMeasure(NOW, { kind: "outage-cost", costUnits: 51n * DOLLAR }, told),
    last(3, () => watch.onTrade(stop)),
    watch.onMeasure(NOW, { kind: "tilt-score", score: 80 }, told),
    last(3, () => watch.onViolation(NOW)),
    watch.onMeasure(NOW, { kind: "tilt-score", score: 70 }, { ...told, isAdjusting: true }),
    watch.onMeasure(
      NOW,
      { kind: "exposure", units: 5_000n * DOLLAR },
      { ...told, isAdjusting: true },
    ),
    SET_BACK,
  ].filter((it) => it !== undefined)
}

/** What an act lacks; one that lacks nothing has no text. */
const lackOf = (answer: unknown): string => (typeof answer === "string" ? answer : "nothing")

it("TIER-28: what costs a tier, what closes it, and what an act lacks, as in the file", async () => {
  const trigger = SET_BACK
  const recovery: Recovery = { since: NOW, trigger, isHalt: true, done: [], completeAt: undefined }
  const done = { ...recovery, done: Object.keys(RECOVERY) }
  const at = later(NOW, minutes(12))
  const act = (it: TierAct): string => `  ${it.kind}: ${lackOf(prepared(UNPREPARED, it))}`
  const habits = Array.from({ length: 5 }, (_, i) => ({ habit: `h${i}`, commitment: "" }))
  const lines = [
    "A tier is lost by:",
    ...triggers().map(({ id, value, limit }) => `  ${id}: ${value}; ${limit}.`),
    "Entries rest:",
    ...[recovering(recovery, at), recovering(done, at), banned(at, NOW), needsReflection()].map(
      ({ id, value, limit, because }) => `  ${id}: ${value}; ${limit}. ${because}`,
    ),
    "An act lacks something:",
    act({ kind: "answer", item: "none", text: "" }),
    act({ kind: "answer", item: Object.keys(CHECKLIST)[0] ?? "", text: "  nineteen characters " }),
    act({ kind: "bury", habit: "ab", commitment: "more than twenty characters" }),
    act({ kind: "bury", habit: "abc", commitment: "nineteen characters" }),
    act({ kind: "sign", name: "A", date: "2026-03-01" }),
    act({ kind: "sign", name: "A Trader", date: "1 March" }),
    `  bury: ${lackOf(prepared(
        { ...UNPREPARED, habits },
        { kind: "bury", habit: "abc", commitment: "more than twenty characters" },
      ))}`,
    `  recover: ${lackOf(withItem(recovery, { item: "none", text: "" }, NOW))}`,
    `  recover: ${lackOf(withItem(recovery, { item: "health", text: " too short " }, NOW))}`,
    "The next threshold:",
    ...[-1n, 0n, 1_799n, 1_800n, 1_899n, 1_900n, 1_959n, 1_960n, 1_999n, 2_000n, 2_001n].map(
      (whole) => {
        const { says, sensitivityPercent, ppm } = approachTo(tierAt(1), whole * DOLLAR)
        return `  $${whole}: ${says} ${sensitivityPercent} %, ${ppm} ppm`
      },
    ),
    "Paper practice:",
    ...practised(new Evidence()).map(
      ({ method, value, required, isPassed }) =>
        `  ${method}: ${value}; ${required}; ${isPassed ? "passed" : "open"}`,
    ),
    "",
  ]
  await expect(lines.join("\n")).toMatchFileSnapshot("what-is-said.txt")
})
