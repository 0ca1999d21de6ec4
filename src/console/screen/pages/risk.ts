import type { Boards } from "../../../report/boards/boards.ts"
import { gaugeOf } from "../draw/gauge.ts"
import { type Column, rowOf, titlesOf } from "../draw/table.ts"
import { beside, EMPTY, type Line, line, type Size, span, type Tone } from "../line.ts"
import { dollars, partText } from "../words.ts"
import { correlationLines } from "./correlations.ts"
import { facts } from "./facts.ts"

type Risk = Boards["risk"]

const TONES: Readonly<Record<Risk["colour"], Tone>> = {
  green: "name",
  yellow: "caution",
  orange: "intervention",
  red: "protection",
}
const SAYS: Readonly<Record<Risk["colour"], string>> = {
  green: "as always",
  yellow: "caution",
  orange: "half size",
  red: "no entries until a review",
}

/** The risk page (UI-11): what may be lost, and what stands in the way of losing more. */
export function riskPage(risk: Risk, { columns }: Size): readonly Line[] {
  const isWide = columns >= 116
  const bar = isWide ? Math.floor(columns / 2) - 2 : Math.min(columns, 78)
  const meters = [drawdownLines(risk, bar), dayLines(risk, bar)] as const
  return [
    ...(isWide
      ? sideBySide(...meters, Math.floor(columns / 2) + 1)
      : [...meters[0], EMPTY, ...meters[1]]),
    EMPTY,
    ...facts([
      ["Sizes", sizesOf(risk)],
      ["Held", heldOf(risk)],
      ["Entries", entriesOf(risk)],
    ]),
    EMPTY,
    ...limitLines(risk),
    EMPTY,
    ...correlationLines(risk.correlations),
  ]
}

/** The meter ends at the halt; the marks are where something changes (RISK-8). */
function drawdownLines(risk: Risk, columns: number): readonly Line[] {
  const { drawdownPpm, haltPpm, colour, steps } = risk
  const whole = Math.max(haltPpm, 1)
  const marks = steps.map((it) => it.ppm / whole)
  const step = steps.find((it) => it.colour === colour)
  const from = step === undefined ? "" : ` from ${partText(step.ppm / 1e6)}`
  const share = drawdownPpm / whole
  const scale = marks.map((it) => [it, partText((it * whole) / 1e6)] as const)
  return [
    [
      span("Drawdown  ", "dim"),
      span(partText(drawdownPpm / 1e6, 2), "strong"),
      span(` below ${dollars(risk.peak)}   `),
      span(`${SAYS[colour]}${from}`, colour === "green" ? "dim" : TONES[colour]),
    ],
    gaugeOf({ share, tone: TONES[colour], marks, columns }),
    line(scaleText(scale, `${partText(whole / 1e6)} halt`, columns), "dim"),
  ]
}

/** Names of marks under a bar, each beneath its mark. */
function scaleText(
  marks: readonly (readonly [share: number, name: string])[],
  end: string,
  columns: number,
): string {
  let text = ""
  for (const [share, name] of marks) {
    text = text.padEnd(Math.round(share * (columns - 2)) + 1) + name
  }
  return text.padEnd(columns - end.length) + end
}

/** A gauge that empties like fuel: what is left of the day, and what open stops could still take. */
function dayLines({ day }: Risk, columns: number): readonly Line[] {
  const left = Math.max(0, 1 - day.share)
  const isHalved = day.stage !== "normal size"
  const tone: Tone = isHalved ? "intervention" : left <= 0.5 ? "caution" : "name"
  const stops = Number(day.toStops) > 0 ? `, stops take ${dollars(day.toStops)}` : ""
  const says =
    day.stage === "no entries"
      ? "no entries until 00:00 UTC"
      : isHalved
        ? "entries at half size"
        : stops === ""
          ? `${dollars(day.lost)} lost`
          : ""
  return [
    [
      span("Today     ", "dim"),
      span(dollars(day.left), "strong"),
      span(` of ${dollars(day.limit)} left${stops}   `),
      span(says, tone === "name" ? "dim" : tone),
    ],
    gaugeOf({ share: left, tone, marks: [day.halvedAt], columns }),
    line(scaleText([[day.halvedAt, "half size below"]], "full", columns), "dim"),
  ]
}

function sizesOf({ factors }: Risk): Line {
  const all = factors.reduce((product, it) => product * it.share, 1)
  const reduced = factors.filter((it) => it.share < 1)
  const why = reduced.map((it) => `${it.name} ${partText(it.share)}`).join(", ")
  return [
    span(`${partText(all)} of normal`, all < 1 ? "caution" : "plain"),
    span(why === "" ? ", nothing reduces them" : `, since ${why}`, "dim"),
  ]
}

function heldOf(risk: Risk): Line {
  const share = partText(risk.exposureShare, 1)
  return line(
    `${dollars(risk.exposure)}, ${share} of ${dollars(risk.equity)}, in ${risk.positions} of ${risk.maxPositions} positions`,
  )
}

function entriesOf({ entriesToday, losingDays, breaker }: Risk): Line {
  const days = losingDays === 0 ? "the last day did not lose" : `${losingDays} losing days in a row`
  const state = breaker.isOpen ? line("open") : line(`closed: ${breaker.says}`, "attention")
  return [...state, span(`   ${entriesToday} today, ${days}`, "dim")]
}

const LIMIT: readonly Column[] = [
  { title: "Limits", width: 7, side: "left", tone: "dim" },
  { title: "", width: 21, side: "left" },
]

/** What holds, and behind it what it is held against now. */
function limitLines({ limits }: Risk): readonly Line[] {
  const rows = limits.map((it): Line => [
    ...rowOf(LIMIT, [it.id, it.name]),
    span(` ${it.limit}`),
    span(it.now === "" ? "" : `   ${it.now}`, "dim"),
  ])
  return [titlesOf(LIMIT), ...rows]
}

function sideBySide(left: readonly Line[], right: readonly Line[], at: number): readonly Line[] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, i) =>
    beside(left[i] ?? EMPTY, right[i] ?? EMPTY, at),
  )
}
