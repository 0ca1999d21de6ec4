import type { Boards } from "../../../report/boards/boards.ts"
import { gaugeOf } from "../draw/gauge.ts"
import { type Column, rowOf, titlesOf } from "../draw/table.ts"
import { EMPTY, type Line, line, type Size, span } from "../line.ts"
import { borderTone } from "../message.ts"
import { TILT_WORDS } from "../tilt-words.ts"
import { dollars, gain, partText, spanText } from "../words.ts"
import { facts, hanging } from "./facts.ts"

type Tilt = Boards["tilt"]

const LEVELS = [
  "calm: entries are as always",
  "space between own entries",
  "half size; own entries with a pause and a reason",
  "no entries; stops and exits work as always",
] as const

/** How calm the trader is, beside what is usual (UI-14), and what helps. */
export function tiltPage(it: Tilt, { columns }: Size): readonly Line[] {
  return [
    ...scoreLines(it, Math.min(columns - 2, 78)),
    EMPTY,
    ...it.next
      .split("; ")
      .flatMap((text, i) =>
        hanging([span((i === 0 ? "Next" : "").padEnd(11), "dim")], text, columns),
      ),
    ...facts(standingOf(it)),
    EMPTY,
    ...markerLines(it, columns),
    EMPTY,
    ...(it.level === 3 ? [...journalLines(it, columns), EMPTY] : []),
    ...baselineLines(it),
    EMPTY,
    ...behaviourLines(it),
    EMPTY,
    ...TILT_WORDS.map(([usage, meaning]) => line(`${usage.padEnd(22)}${meaning}`, "dim")),
  ]
}

function scoreLines({ level, score, count, factor }: Tilt, columns: number): readonly Line[] {
  const tone = level === 0 ? "name" : borderTone(level)
  const counted = `${rounded(count)} signs count${factor > 1 ? `, times ${rounded(factor)}` : ""}`
  return [
    [span("Level      ", "dim"), span(`${level}`, "strong"), span(`  ${LEVELS[level] ?? ""}`)],
    gaugeOf({ share: score / 100, tone, marks: [0.65, 0.8], columns }),
    line(`${"".padEnd(11)}score ${score} of 100; ${counted}; levels begin at 2, 4 and 6`, "dim"),
  ]
}

function standingOf(it: Tilt): readonly (readonly [string, Line])[] {
  const rests = it.lockLeft > 0 ? it.lockLeft : it.pauseLeft
  const who = it.lockLeft > 0 ? "all entries rest" : "own entries rest"
  return [
    ["Rest", rests > 0 ? line(`${who} for ${spanText(rests)} more`, "attention") : line("none")],
    [
      "Size",
      line(
        `${partText(it.sizeShare)} of the usual${it.stage === null ? "" : `; next step: ${it.stage}`}`,
      ),
    ],
    [
      "Debt",
      line(Number(it.debt) === 0 ? "none" : `${dollars(it.debt)}, paid by profits of calm trades`),
    ],
    ...(it.hint === null ? [] : [["Hint", line(it.hint, "caution")] as const]),
  ]
}

function markerLines({ markers }: Tilt, columns: number): readonly Line[] {
  if (markers.length === 0) return [line("No signs in the last half hour.", "dim")]
  return [
    line("Signs of the last half hour", "dim"),
    ...markers.flatMap((it): readonly Line[] => {
      const weight = it.isInforming ? ", informs only" : ""
      const what = `${it.name}: ${rounded(it.value)} ${it.unit}, limit ${rounded(it.limit)}`
      const id = span(it.id.padEnd(9), it.isInforming ? "dim" : "caution")
      return hanging([id], `${what}; ${spanText(it.agoUs)} ago${weight}`, columns)
    }),
  ]
}

/** The journal asked for after level 3, with what is written of it (TILT-51). */
function journalLines({ journal }: Tilt, columns: number): readonly Line[] {
  const { words, total, least, questions } = journal
  return [
    [
      span("Journal    ", "dim"),
      span(`${total} of ${least} words   `, total >= least ? "name" : "attention"),
      ...gaugeOf({ share: total / least, tone: "name", columns: 32 }),
    ],
    ...questions.flatMap((question, i) =>
      hanging(
        [span(`  ${i + 1}  `), span(`${words[i] ?? 0} words`.padEnd(11), "dim")],
        question,
        columns,
      ),
    ),
    line("tilt journal N WORDS writes a line to question N.", "dim"),
  ]
}

const BASELINE: readonly Column[] = [
  { title: "Beside what is usual", width: 24, side: "left" },
  { title: "lately", width: 10, side: "right", tone: "strong" },
  { title: "usual", width: 10, side: "right" },
  { title: "normal from", width: 12, side: "right", tone: "dim" },
  { title: "to", width: 10, side: "right", tone: "dim" },
  { title: "seen", width: 7, side: "right", tone: "dim" },
]

function baselineLines({ baseline, learnt, metrics }: Tilt): readonly Line[] {
  const figure = (value: number | null): string => (value === null ? "n/a" : rounded(value))
  return [
    titlesOf(BASELINE),
    ...baseline.map((it) =>
      rowOf(BASELINE, [
        it.metric.replaceAll("-", " "),
        figure(it.now),
        figure(it.usual),
        figure(it.low),
        figure(it.high),
        String(it.samples),
      ]),
    ),
    line(`${learnt} of ${metrics} are known; the others are being learnt, and only inform.`, "dim"),
  ]
}

/** Behaviour beside results (UI-12): days with signs, and calm trades beside tilted ones. */
function behaviourLines({ days, calm, tilted }: Tilt): readonly Line[] {
  const withSigns = days.filter((it) => it.signs > 0)
  const sum = (of: Tilt["days"]): string =>
    gain(of.reduce((all, it) => all + Number(it.net), 0).toFixed(2))
  const without = days.filter((it) => it.signs === 0)
  return [
    line("Behaviour beside results", "dim"),
    line(
      `Days with signs: ${withSigns.length}, net ${sum(withSigns)}. Days without: ${without.length}, net ${sum(without)}.`,
    ),
    line(`Trades closed while calm: ${gain(calm)}. While tilted: ${gain(tilted)}.`),
  ]
}

const rounded = (value: number): string => String(Math.round(value * 100) / 100)
