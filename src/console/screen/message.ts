import { fitted, type Line, printable, span, type Tone } from "./line.ts"

/** Something that is told for a while (UI-41 to UI-45). */
export interface Message {
  readonly level: 1 | 2 | 3 | 4
  readonly text: string
}

/** How each level looks and what it is called: the sign and the word say what the colour does. */
const LEVELS: Readonly<Record<Message["level"], { readonly sign: string; readonly tone: Tone }>> = {
  1: { sign: "· ", tone: "dim" },
  2: { sign: "▎ ", tone: "caution" },
  3: { sign: "▌ ", tone: "intervention" },
  4: { sign: "█ ", tone: "protection" },
}

const ACKNOWLEDGE = "  ok acknowledges"

/** A message in one line. Where it is cut, the whole of it is among the events. */
export function messageLine({ level, text }: Message, columns: number): Line {
  const { sign, tone } = LEVELS[level]
  const tail = level === 4 ? [span(ACKNOWLEDGE, "attention")] : []
  const room = columns - sign.length - (tail.length > 0 ? ACKNOWLEDGE.length : 0)
  const body = fitted([span(printable(text), level === 1 ? "dim" : "plain")], room)
  return [span(sign, tone), ...body, ...tail]
}

/** The tone of the line under the status bar: the border of the tilt guard (UI-2, TILT-43). */
export const borderTone = (tiltLevel: number): Tone =>
  tiltLevel === 0
    ? "dim"
    : tiltLevel === 1
      ? "caution"
      : tiltLevel === 2
        ? "intervention"
        : "protection"
