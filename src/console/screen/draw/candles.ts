import { fitted, type Line, span, type Tone } from "../line.ts"

/** One candle, its prices as floats: only to be looked at. */
export interface Candle {
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
}

/** Prices beside the candles, each with a mark of its own: what was paid, where the stop rests. */
export interface PriceMark {
  readonly price: number
  readonly name: string
}

/** A mark so many times the height of the candles away would press them flat. */
const NEAR = 0.6

/**
 * Candles, the newest at the right, the scale at the right of them. A rise is drawn full and muted
 * green, a fall as a shade in grey: the shape says it too (UI-5, UI-6).
 */
export function candlesOf(
  told: {
    readonly candles: readonly Candle[]
    readonly marks: readonly PriceMark[]
    readonly labelOf: (price: number) => string
  },
  size: { readonly columns: number; readonly rows: number },
): readonly Line[] {
  const { candles, marks, labelOf } = told
  const width = widthOf(told)
  const columns = Math.max(1, size.columns - width - 1)
  const shown = candles.slice(-columns)
  const [low, high] = rangeOf(shown, marks)
  const { rows } = size
  const step = (high - low) / rows
  return Array.from({ length: rows }, (_, i) => {
    const top = high - i * step
    const cells = shown.map((it) => cellOf(it, { top, foot: top - step }))
    const mark = marks.find((it) => it.price <= top && it.price > top - step)
    const gap = columns - shown.length
    const row = [[mark ? "┄" : " ", "dim"] as const]
    const line: readonly (readonly [string, Tone])[] = [
      ...Array.from({ length: gap }, () => row[0] ?? ([" ", "dim"] as const)),
      ...cells.map((it) => (it[0] === " " && mark ? (["┄", "dim"] as const) : it)),
    ]
    const label = mark
      ? `${labelOf(mark.price)} ${mark.name}`
      : i % 2 === 0
        ? labelOf(top - step / 2)
        : ""
    const side = span(`${label === "" ? "│" : "┤"}${label}`, mark ? "plain" : "dim")
    return fitted([...joined(line), side], size.columns)
  })
}

function widthOf(told: Parameters<typeof candlesOf>[0]): number {
  const { candles, marks, labelOf } = told
  const last = candles.at(-1)?.close ?? 0
  const texts = [labelOf(last), ...marks.map((it) => `${labelOf(it.price)} ${it.name}`)]
  return Math.max(...texts.map((it) => it.length))
}

function rangeOf(
  candles: readonly Candle[],
  marks: readonly PriceMark[],
): readonly [low: number, high: number] {
  const low = Math.min(...candles.map((it) => it.low))
  const high = Math.max(...candles.map((it) => it.high))
  const span = Math.max(high - low, high / 2_000)
  const near = marks
    .map((it) => it.price)
    .filter((it) => it > low - NEAR * span && it < high + NEAR * span)
  const least = Math.min(low, ...near)
  const most = Math.max(high, ...near)
  const lacking = Math.max(0, high / 2_000 - (most - least)) / 2
  return [least - lacking, most + lacking]
}

function cellOf(
  { open, high, low, close }: Candle,
  { top, foot }: { readonly top: number; readonly foot: number },
): readonly [string, Tone] {
  const isUp = close >= open
  const [head, base] = isUp ? [close, open] : [open, close]
  const tone: Tone = isUp ? "name" : "dim"
  // A body so small that it lies in no row's middle stands where its head is.
  const middle = (top + foot) / 2
  const hasBody =
    (head >= middle && base <= middle) || (head < top && head >= foot && head - base < top - foot)
  if (hasBody) return [isUp ? "█" : "▒", tone]
  return high >= foot && low < top && (high >= middle || low <= middle) ? ["│", tone] : [" ", tone]
}

/** Neighbours of one tone become one span. */
function joined(cells: readonly (readonly [string, Tone])[]): Line {
  const spans: { text: string; tone: Tone }[] = []
  for (const [text, tone] of cells) {
    const last = spans.at(-1)
    if (last?.tone === tone) last.text += text
    else spans.push({ text, tone })
  }
  return spans
}
