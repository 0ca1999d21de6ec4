import type { Boards } from "../../report/boards/boards.ts"
import { gaugeOf } from "./draw/gauge.ts"
import { apart, fitted, lengthOf, type Line, line, printable, span, type Tone } from "./line.ts"
import { borderTone } from "./message.ts"
import type { Tie } from "./counterpart.ts"
import type { Sight } from "./sight.ts"
import { dollars, gain, momentText, partText, shareText, spanText, toneOf } from "./words.ts"

const GAP = "    "
const GUARD = [
  "",
  "guard 1: space between own entries",
  "guard 2: half size, own entries with a reason",
  "guard 3: no entries; stops and exits work",
]

type Account = Boards["account"]

/**
 * The four lines that never change their place: the money, where it is, how things stand, and the
 * border that says what is not as always (UI-2).
 */
export function headLines(sight: Sight, columns: number): readonly Line[] {
  const { account } = sight.boards
  return [
    moneyLine(account, columns),
    placeLine(account, columns),
    statusLine(sight, columns),
    borderLine(sight, columns),
  ]
}

/** As many figures as the tier needs: three, six, or all (UI-4). Dollars first, shares after. */
function moneyLine(account: Account, columns: number): Line {
  const { unpriced } = account
  if (account.equity === null) {
    const why = `${unpriced.join(", ")} ${unpriced.length === 1 ? "has" : "have"} no price yet`
    return fitted([span("Equity n/a", "strong"), span(`${GAP}${why}`, "dim")], columns)
  }
  const figures = figuresOf(account)
  const short = figures.map((it) => ({ ...it, name: it.short }))
  // What does not fit is left out from the end, and never cut in the middle.
  const tries = [figures, ...short.map((_, i) => short.slice(0, short.length - i))]
  const fitting = tries.map(joined).find((it) => lengthOf(it) <= columns)
  return fitting ?? fitted(joined(short.slice(0, 1)), columns)
}

/** A figure: its name in short and in full, its value, and what stands behind it. */
interface Figure {
  readonly name: string
  readonly short: string
  readonly value: Line
}

function figuresOf(account: Account): readonly Figure[] {
  const { today, open, lossLeft, positions, tier } = account
  const figure = (name: string, value: Line, short = name): Figure => ({ name, short, value })
  const three = [
    figure("today", [
      span(gain(today), toneOf(today)),
      span(` ${shareText(account.todayShare)}`, "dim"),
    ]),
    figure("open", positions.length === 0 ? line("nothing") : line(gain(open), toneOf(open))),
    figure("may still lose today", line(dollars(lossLeft), "strong"), "may lose"),
  ]
  if (tier.working === "SNIPER") return three
  const six = [
    figure("worth", line(dollars(account.equity ?? "0.00"), "strong")),
    ...three,
    figure("below peak", line(partText(account.drawdownPpm / 1e6, 1)), "below"),
    figure("held", line(`${positions.length} of ${tier.maxPositions}`)),
  ]
  if (tier.working === "HUNTER") return six
  return [
    ...six,
    figure("exposed", line(dollars(account.exposure))),
    figure("fees", line(dollars(account.fees))),
    figure("entries", line(String(account.entriesToday))),
  ]
}

function joined(figures: readonly Figure[]): Line {
  const [first] = figures
  // The result of the day comes first and needs no name that is longer than itself (UI-2).
  return figures.flatMap((it) => [
    ...(it === first ? [] : [span(figures.length > 3 ? "   " : GAP)]),
    span(`${it.name} `, "dim"),
    ...it.value,
  ])
}

/** PAPER cannot be overlooked (UI-17); the market says itself when it is generated. */
function placeLine(account: Account, columns: number): Line {
  const left: Line = [
    span(account.mode.toUpperCase(), "attention"),
    span(`  ${printable(account.market)}`),
  ]
  return apart(left, line(`${momentText(account.at)} UTC`, "dim"), columns)
}

/** Connection, market, tier, guard, entries: each in a word (UI-2). */
function statusLine({ boards, tie }: Sight, columns: number): Line {
  const { account, market } = boards
  const { tier, tilt } = account
  if (!tie.isUp) return lostLine(tie, columns)
  const first = market.markets.find((it) => it.symbol === market.first)
  const words: readonly Line[] = [
    ...connectionOf(account),
    [span("market ", "dim"), span(first?.liveliness ?? "not known")],
    [span(tier.working, "name"), ...progressOf(tier)],
    [
      span("guard ", "dim"),
      span(
        tilt.level === 0 ? "calm" : `level ${tilt.level}`,
        tilt.level === 0 ? "plain" : borderTone(tilt.level),
      ),
    ],
    entriesWord(account),
  ]
  const left = words.flatMap((it, i) => (i === 0 ? it : [span("   "), ...it]))
  return apart(left, line(printable(account.strategy), "dim"), columns)
}

/** UI-24: a line that is lost is shown as what it is. */
function lostLine({ ageMs }: Tie, columns: number): Line {
  const what = `No line to the engine for ${spanText(ageMs * 1_000)}; these are its last figures.`
  const told = line(what, "attention")
  return apart(told, line("It is looked for all the time.", "dim"), columns)
}

/** On paper there is no line that could break. */
function connectionOf({ mode, connections }: Account): readonly Line[] {
  if (mode === "paper" || connections.length === 0) return []
  const broken = connections.filter((it) => !/connected|open|live|fresh/iu.test(it))
  return [broken.length === 0 ? line("connected") : line("connection trouble", "caution")]
}

/** Whether anything can be entered, in two or three words. */
function entriesWord({ entries, tilt, isOver, dayStage }: Account): Line {
  if (!entries.isOpen) return line("exits only", "attention")
  if (tilt.level === 3) return line("no entries", "protection")
  if (dayStage === "no entries") return line("no entries today", "attention")
  return line(isOver ? "the recording is over" : "entries are open")
}

function progressOf({ progress }: Account["tier"]): Line {
  if (progress === null) return []
  const bar = gaugeOf({ share: progress, tone: "name", columns: 10 })
  return [span(" "), ...bar, span(` ${partText(Math.floor(progress * 100) / 100)}`, "dim")]
}

/** Something that is not as always, as loud as it is. */
interface Remark {
  readonly text: string
  readonly tone: Tone
}

const LOUDNESS: readonly Tone[] = ["dim", "attention", "caution", "intervention", "protection"]

/**
 * A line from side to side, in the colour of the loudest remark: it says what holds entries back, and
 * grows louder as limits come near (UI-2, UI-45).
 */
function borderLine({ boards }: Sight, columns: number): Line {
  const remarks = remarksOf(boards.account)
  const loudest = Math.max(0, ...remarks.map((it) => LOUDNESS.indexOf(it.tone)))
  const tone = LOUDNESS[loudest] ?? "dim"
  const stroke = loudest >= 3 ? "━" : "─"
  if (remarks.length === 0) return line(stroke.repeat(columns), "dim")
  const whole = (texts: readonly Remark[]): Line =>
    texts.flatMap((it, i) => [span(i === 0 ? "" : "   "), span(it.text, it.tone)])
  const room = columns - 8
  const brief = remarks.map((it) => ({ ...it, text: it.text.split(". ")[0] ?? "" }))
  const tries = [remarks, ...brief.map((_, i) => brief.slice(0, brief.length - i))]
  const fitting = tries.map(whole).find((it) => lengthOf(it) <= room)
  const text = fitting ?? fitted(whole(brief.slice(0, 1)), room)
  const rest = columns - lengthOf(text) - 4
  // Strokes of amber alone would shout for something that somebody has chosen.
  const drawn = loudest <= 1 ? "dim" : tone
  return [span(`${stroke}${stroke} `, drawn), ...text, span(` ${stroke.repeat(rest)}`, drawn)]
}

function remarksOf(account: Account): readonly Remark[] {
  const { entries, tilt, tier } = account
  return [
    ...(tilt.level === 0 ? [] : [{ text: GUARD[tilt.level] ?? "", tone: borderTone(tilt.level) }]),
    ...fallRemark(account),
    ...dayRemark(account),
    // The fall says it already.
    ...(entries.isOpen || (entries.code === "RISK-8" && account.colour === "red")
      ? []
      : [{ text: `exits only: ${printable(entries.says)}`, tone: "attention" as const }]),
    ...(account.resting === null
      ? []
      : [
          {
            text: `strategy stopped: ${printable(account.resting)}. strategy start goes on`,
            tone: "attention" as const,
          },
        ]),
    ...(tier.isCeremonyDue
      ? [{ text: `${tier.next ?? ""} is earned: type tier`, tone: "attention" as const }]
      : []),
  ]
}

const FALLS: Readonly<Record<Account["colour"], readonly [says: string, tone: Tone] | undefined>> =
  {
    green: undefined,
    yellow: ["", "caution"],
    orange: [": half size", "intervention"],
    red: [": no entries", "protection"],
  }

/** RISK-8. */
function fallRemark({ drawdownPpm, colour }: Account): readonly Remark[] {
  const [says, tone] = FALLS[colour] ?? []
  if (tone === undefined) return []
  return [{ text: `${partText(drawdownPpm / 1e6, 1)} below the peak${says}`, tone }]
}

/** RISK-7. */
function dayRemark({ lossLeft, dayStage }: Account): readonly Remark[] {
  if (dayStage === "normal size") return []
  const text =
    dayStage === "no entries"
      ? "no entries until 00:00 UTC"
      : `${dollars(lossLeft)} left of the day: half size`
  return [{ text, tone: "intervention" }]
}
