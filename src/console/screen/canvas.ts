import { Box, Text, type TextProps, useInput, usePaste } from "ink"
import { createElement, type ReactElement } from "react"
import { type Key, keysOf } from "./keys.ts"
import type { Line, Tone } from "./line.ts"

/**
 * The palette (UI-6): the terminal's own black and white, a grey, a muted green, amber. All of them can
 * be read on dark and on light, and none of them is needed: the words say it too.
 */
const COLOURED: Readonly<Record<Tone, TextProps>> = {
  plain: {},
  dim: { color: "ansi256(244)" },
  strong: { bold: true },
  name: { color: "ansi256(65)" },
  attention: { color: "ansi256(136)" },
  cursor: { inverse: true },
}

const PLAIN: Readonly<Record<Tone, TextProps>> = {
  ...COLOURED,
  dim: { dimColor: true },
  name: {},
  attention: { bold: true },
}

/** Paints lines and hands keys on; it decides nothing. */
export function Canvas(props: {
  readonly lines: readonly Line[]
  readonly isColoured: boolean
  readonly onKey: (key: Key) => void
}): ReactElement {
  const { lines, isColoured, onKey } = props
  useInput((input, key) => {
    for (const one of keysOf(input, key)) onKey(one)
  })
  usePaste((text) => onKey({ kind: "paste", text }))
  const styles = isColoured ? COLOURED : PLAIN
  const rows = lines.map((spans, row) =>
    createElement(
      Text,
      { key: row, wrap: "truncate" },
      // Without a character in it, a line would have no height.
      ...(spans.every(({ text }) => text === "")
        ? [" "]
        : spans.map(({ text, tone }, i) => createElement(Text, { key: i, ...styles[tone] }, text))),
    ),
  )
  return createElement(Box, { flexDirection: "column" }, ...rows)
}
