import type { Boards } from "../../../report/boards/boards.ts"
import { gaugeOf } from "../draw/gauge.ts"
import { EMPTY, type Line, line, type Size, span } from "../line.ts"
import { dollars, momentText, partText } from "../words.ts"
import { hanging } from "./facts.ts"

type Tier = Boards["tier"]

/** The gateway (UI-13): where one stands, each gate, what is to be written, what there was. */
export function tierPage(it: Tier, size: Size): readonly Line[] {
  const { columns } = size
  if (it.next !== null && it.missing.length === 0) return ceremony(it, columns)
  return [
    ...wayLines(it, Math.min(columns - 2, 78)),
    EMPTY,
    ...termLines(it, columns),
    EMPTY,
    ...gateLines(it, columns),
    EMPTY,
    ...writingLines("To recover", it.recovery, columns),
    ...writingLines("To be written before the ceremony", it.toWrite, columns),
    ...practiceLines(it, columns),
    ...habitLines(it),
    ...historyLines(it, columns),
  ]
}

function wayLines(it: Tier, columns: number): readonly Line[] {
  if (it.next === null || it.progress === null) {
    return [line(`${it.held}: there is no higher tier.`, "strong")]
  }
  return [
    [
      span(`${it.held}   `, "name"),
      span(dollars(it.tierEquity), "strong"),
      span(
        ` of ${dollars(it.threshold ?? "0.00")} for ${it.next}, ${dollars(it.left ?? "0.00")} to go`,
      ),
    ],
    gaugeOf({ share: it.progress, tone: "name", marks: [0.9, 0.95], columns }),
    line(
      `The account is worth ${dollars(it.equity)}; what was paid in counts after 30 days.`,
      "dim",
    ),
  ]
}

function termLines(it: Tier, columns: number): readonly Line[] {
  const lower = it.working === it.held ? "" : `, by the limits of ${it.working}`
  const allows = `${it.maxPositions} at a time, ${dollars(it.positionCap)} each, ${dollars(it.dayLoss)} lost a day${lower}`
  const watch = it.watchfulness > 1 ? `; the guard watches ${it.watchfulness} times as closely` : ""
  const parts = it.readiness.parts.map((one) => `${one.name} ${Math.round(one.score)}`).join(", ")
  const list: readonly (readonly [string, string])[] = [
    ["Allows", allows],
    ["Sizes", `${partText(it.sizeShare)} of normal${watch}`],
    ["Readiness", `${it.readiness.score} of 100: ${parts}`],
    ...(it.closed === null ? [] : [["Closed", it.closed] as const]),
  ]
  return list.flatMap(([name, text]) => hanging([span(name.padEnd(11), "dim")], text, columns))
}

function gateLines({ gates, next }: Tier, columns: number): readonly Line[] {
  if (next === null) return []
  const open = gates.filter((it) => !it.isPassed).length
  const title = open === 0 ? "every gate is passed" : `${open} of ${gates.length} gates are missing`
  const isWide = columns >= 110
  return [
    line(`To ${next}: ${title}`, open === 0 ? "name" : "plain"),
    ...gates.flatMap((it) => {
      const tone = it.isPassed ? "name" : "dim"
      const before: Line = [span(mark(it.isPassed).padEnd(5), tone), span(it.name.padEnd(24))]
      const why = isWide ? ` (${it.because})` : ""
      return hanging(before, `${it.value}; needs ${it.required}${why}`, columns)
    }),
  ]
}

function practiceLines({ practice, isShadowing }: Tier, columns: number): readonly Line[] {
  const mode = isShadowing
    ? "on: each entry is rehearsed beside it, and nothing of that is sent"
    : '"tier shadow on" rehearses each entry, and sends nothing of it'
  return [
    line("Practice, before a way to work orders is open on real money", "dim"),
    ...practice.flatMap(({ method, value, required, isPassed }) => {
      const before: Line = [
        span(mark(isPassed).padEnd(5), isPassed ? "name" : "dim"),
        span(method.padEnd(24)),
      ]
      return hanging(before, `${value}; needs ${required}`, columns)
    }),
    ...hanging([span("Shadow mode".padEnd(13), "dim")], mode, columns),
    EMPTY,
  ]
}

function writingLines(title: string, items: Tier["toWrite"], columns: number): readonly Line[] {
  if (items.length === 0) return []
  return [
    line(title, "dim"),
    ...items.flatMap((it) =>
      hanging(
        [span(mark(it.isDone).padEnd(5), it.isDone ? "name" : "dim"), span(it.name.padEnd(12))],
        it.asks,
        columns,
      ),
    ),
    EMPTY,
  ]
}

function habitLines({ habits, signed }: Tier): readonly Line[] {
  if (habits.length === 0 && signed === null) return []
  return [
    line("Habits given up", "dim"),
    ...habits.map((it) => line(`${it.habit}: ${it.commitment}`)),
    ...(signed === null ? [] : [line(`The valley contract is signed by ${signed}.`, "dim")]),
    EMPTY,
  ]
}

function historyLines({ history }: Tier, columns: number): readonly Line[] {
  if (history.length === 0) return [line("Nothing has happened to the tier yet.", "dim")]
  return [
    line("What there was, latest first", "dim"),
    ...history.toReversed().flatMap((it) => {
      const way = it.from === it.to ? it.from : `${it.from} to ${it.to}`
      const at = span(momentText(it.at).slice(0, 16).padEnd(18), "dim")
      return hanging([at], `${it.kind}, ${way}: ${it.reason}`, columns)
    }),
  ]
}

/** TIER-21: what is earned, what it brings, what it asks; one sentence, and nothing that celebrates. */
function ceremony(it: Tier, columns: number): readonly Line[] {
  const { nextTerms, unlocks, habits } = it
  const said = (name: string, text: string): readonly Line[] =>
    hanging([span(name.padEnd(11), "dim")], text, columns)
  const changes = nextTerms
    ? [
        `at a time ${it.maxPositions} to ${nextTerms.maxPositions}`,
        `each of at most ${dollars(it.positionCap)} to ${dollars(nextTerms.positionCap)}`,
        `lost in a day at most ${dollars(it.dayLoss)} to ${dollars(nextTerms.dayLoss)}`,
      ]
    : []
  return [
    line(`${it.next ?? ""} is earned: every gate is passed, and everything is written.`, "strong"),
    EMPTY,
    ...said("Unlocks", unlocks.length === 0 ? "nothing new to use" : unlocks.join(", ")),
    ...said("Changes", changes.join("; ")),
    ...said("Begins", "at half size for the first days; the guard watches more closely"),
    ...said("Retires", "the strategies of the old tier: what they hold is led to its exit"),
    ...habits.flatMap((one, i) =>
      said(i === 0 ? "Given up" : "", `${one.habit}: ${one.commitment}`),
    ),
    [span("Type       ", "dim"), span(`tier confirm ${it.sentence}`, "attention")],
    line("           Without the sentence nothing changes, and nothing is lost by waiting.", "dim"),
  ]
}

const mark = (isDone: boolean): string => (isDone ? "yes" : "no")
