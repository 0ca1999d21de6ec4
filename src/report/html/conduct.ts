import { unitText } from "../tear-sheet/figure.ts"
import type { TearSheet } from "../tear-sheet/tear-sheet.ts"
import { counted, moneyText } from "../tear-sheet/words.ts"
import type { Instant } from "../../value/brand.ts"
import { minuteText } from "../../value/time.ts"
import type { Section } from "./section.ts"
import { table } from "./table.ts"

/** How the trader behaved, beside what came of it (ANLY-6). */
export function conductSection({ conduct }: TearSheet): Section {
  const share = (x: number | null, none: string): string =>
    x === null ? `n/a (${none})` : unitText(x, "share")
  const facts: readonly (readonly [string, string, string])[] = [
    [
      "Discipline, 30 days",
      share(conduct.discipline, "no act by hand"),
      `${counted(conduct.acts, "act")} by hand; those that were not refused by tier or limits, no override, and not during a lock`,
    ],
    [
      "Without a hand, 30 days",
      share(conduct.automatic, "no trade"),
      "trades from signal to exit without an act of the trader; 95 % is asked for",
    ],
    [
      "Entered calm",
      moneyText(conduct.calm.net),
      `${counted(conduct.calm.trades, "trade")} with the guard at level 0`,
    ],
    [
      "Entered tilted",
      moneyText(conduct.tilted.net),
      `${counted(conduct.tilted.trades, "trade")} with the guard above it`,
    ],
    ["Overrides", String(conduct.overrides), "asked for, whether granted or not"],
  ]
  const spans = [
    ...conduct.closures.map(({ at, until, code, reason }) => ({
      at,
      row: ["Entries closed", spanText(at, until), `${code}: ${reason}`],
    })),
    ...conduct.episodes.map(({ from, until, peak, signs, net, trades }) => ({
      at: from,
      row: [
        `Tilt up to level ${peak}`,
        spanText(from, until),
        `${signs.join(" ")}; ${counted(trades, "trade")} closed meanwhile, ${moneyText(net)}`,
      ],
    })),
  ].toSorted((a, b) => a.at - b.at)
  return {
    id: "behaviour",
    title: "Behaviour",
    html: [
      table({
        caption: "Behaviour beside results",
        columns: [
          { title: "What" },
          { title: "Value", isNumber: true },
          { title: "Rests on", isWide: true },
        ],
        rows: facts,
      }),
      spans.length === 0
        ? "<p>Entries were open all the time, and the guard was calm.</p>"
        : table({
            caption: "Locks and levels",
            columns: [{ title: "What" }, { title: "When, UTC" }, { title: "Why" }],
            rows: spans.map(({ row }) => row),
          }),
      conduct.refusals.length === 0
        ? "<p>The gate refused nothing.</p>"
        : table({
            caption: "What the gate refused",
            columns: [
              { title: "Rule" },
              { title: "Requirement" },
              { title: "Times", isNumber: true },
            ],
            rows: conduct.refusals.map(({ by, id, times }) => [
              by,
              id,
              times.toLocaleString("en-US"),
            ]),
          }),
    ].join(""),
  }
}

const spanText = (at: Instant, until: Instant | null): string =>
  `${minuteText(at)} to ${until === null ? "the end" : minuteText(until)}`

/** The tier, and every gate to the next one with what is and what must be (TIER-6). */
export function gateSection({ tier }: TearSheet): Section {
  const { standing, next, gates } = tier
  const passed = gates.filter((it) => it.isPassed).length
  const id = "gates"
  if (next === undefined) return { id, title: "Gates", html: `<p>Tier ${standing.held.name}.</p>` }
  return {
    id,
    title: "Gates",
    lead: `Tier ${standing.held.name}. ${passed} of ${gates.length} gates to ${next.name} are passed. Gates look at the whole account, not at the period of this report.`,
    html: table({
      caption: `Gates to ${next.name}`,
      columns: [
        { title: "Gate" },
        { title: "Passed", isShort: true },
        { title: "Is" },
        { title: "Must be" },
        { title: "Id", isShort: true, isWide: true },
      ],
      rows: gates.map((it) => [
        it.name,
        it.isPassed ? "yes" : "not yet",
        it.value,
        it.required,
        it.id,
      ]),
    }),
  }
}
