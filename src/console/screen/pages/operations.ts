import type { Boards } from "../../../report/boards/boards.ts"
import type { Spans } from "../../../report/boards/machine.ts"
import { gaugeOf } from "../draw/gauge.ts"
import { type Column, rowOf, titlesOf } from "../draw/table.ts"
import { EMPTY, type Line, line, printable, type Size, span, type Tone } from "../line.ts"
import { clockText, partText, spanText } from "../words.ts"
import { facts, hanging } from "./facts.ts"

type Operations = Boards["operations"]

const BAR = 22
const DELAYS: readonly Column[] = [
  { title: "Delays", width: 10, side: "left", tone: "dim" },
  { title: "half in", width: 9, side: "right", tone: "strong" },
  { title: "95 % in", width: 9, side: "right" },
  { title: "99 % in", width: 9, side: "right" },
  { title: "  of", width: 36, side: "left", tone: "dim" },
]
/** From here on a budget is worth a look, and from there nothing may be entered. */
const CAUTION = 0.75

/** How the system itself is (UI-15): what it stands on, how quick it is, what it warned of. */
export function operationsPage(it: Operations, { columns }: Size): readonly Line[] {
  return [
    ...healthLines(it, columns),
    ...facts([
      ["Requests", budgetOf(it.pace.tenSeconds, "in 10 s")],
      ["", budgetOf(it.pace.day, "today")],
    ]),
    titlesOf(DELAYS),
    delayLine("exchange", it.exchange, "orders it answered"),
    delayLine("answers", it.machine.answers, "to screens and scripts"),
    delayLine("turns", it.machine.loop, "looks at how late they come"),
    ...machineLines(it),
    EMPTY,
    ...alertLines(it, columns),
    line("Not kept by this version: an error budget, backups.", "dim"),
  ]
}

function healthLines(it: Operations, columns: number): readonly Line[] {
  const { health } = it.machine
  const ill = Object.entries(health).filter(([, state]) => state !== "healthy")
  const parts = Object.keys(health).join(", ")
  const says: Line =
    ill.length === 0
      ? [span("healthy", "name"), span(`: ${parts}`, "dim")]
      : ill.map(([part, state], i) =>
          span(
            `${i === 0 ? "" : ", "}${part} ${state}`,
            state === "degraded" ? "caution" : "intervention",
          ),
        )
  const lines =
    it.connections.length === 0 ? "paper has no line to an exchange" : it.connections.join(" ")
  const shut = [...it.breakers.map((name) => `${name} rest after failures`), it.closure ?? ""]
  const held = shut.filter((text) => text !== "").join(". ")
  return [
    ...facts([["Health", says]]),
    ...hanging([span("Lines".padEnd(11), "dim")], printable(lines), columns),
    ...(held === ""
      ? facts([["Breakers", line("none is open")]])
      : hanging([span("Breakers".padEnd(11), "dim"), span("open  ", "caution")], held, columns)),
  ]
}

/** What is used of what the exchange allows; the mark is where entries end (EXEC-9). */
function budgetOf({ sent, entries, most }: Operations["pace"]["day"], when: string): Line {
  const share = most > 0 ? sent / most : 0
  const mark = most > 0 ? entries / most : 1
  const tone: Tone = sent >= entries ? "intervention" : share >= CAUTION * mark ? "caution" : "name"
  const whole = (n: number): string => n.toLocaleString("en-US")
  return [
    ...gaugeOf({ share, tone, marks: [mark], columns: BAR }),
    span(`  ${whole(sent)}`, "strong"),
    span(` of ${whole(most)} ${when}`),
    span(sent >= entries ? ", so no entries" : `, entries until ${whole(entries)}`, "dim"),
  ]
}

function delayLine(name: string, { count, p50, p95, p99 }: Spans, what: string): Line {
  const ms = (value: number | null): string =>
    value === null ? "n/a" : `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`
  const of = `  ${count === 0 ? "no" : count.toLocaleString("en-US")} ${what}`
  return rowOf(DELAYS, [name, ms(p50), ms(p95), ms(p99), of])
}

function machineLines({ machine, build }: Operations): readonly Line[] {
  const { cpuShare, memoryBytes, diskFreeBytes, diskBytes } = machine
  const used = diskBytes > 0 ? 1 - diskFreeBytes / diskBytes : 0
  const isFull = used > 0.9
  return facts([
    [
      "Process",
      [
        span(`${partText(cpuShare, 1)} of a core, ${Math.round(memoryBytes / 1e6)} MB`),
        span(`, up ${spanText(machine.uptimeSeconds * 1e6)}, process ${machine.process}`, "dim"),
      ],
    ],
    [
      "Disk",
      [
        ...gaugeOf({ share: used, tone: isFull ? "intervention" : "name", columns: BAR }),
        span(`  ${gigabytes(diskFreeBytes)} free`, isFull ? "intervention" : "strong"),
        span(` of ${gigabytes(diskBytes)}`),
      ],
    ],
    [
      "Build",
      [
        span(build === "" ? "not recorded" : build),
        span(`, version ${printable(machine.version)}`, "dim"),
      ],
    ],
  ])
}

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(bytes < 1e10 ? 1 : 0)} GB`

function alertLines({ alerts }: Operations, columns: number): readonly Line[] {
  if (alerts.length === 0) return facts([["Warnings", line("none that is remembered", "dim")]])
  return [
    line("Warnings, latest first; ok acknowledges the one that stays", "dim"),
    ...alerts.flatMap(({ at, level, text }) =>
      hanging(
        [
          span(`${clockText(at)}  `, "dim"),
          span("▎ ", level >= 4 ? "protection" : level === 3 ? "intervention" : "caution"),
        ],
        printable(text),
        columns,
      ),
    ),
  ]
}
