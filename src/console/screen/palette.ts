import type { Tone } from "./line.ts"

/** What a terminal can show, and what its owner can see well (UI-6). */
export type Depth = "full" | "sixteen" | "none" | "contrast"

/**
 * How each tone looks: what stands between the bracket and the `m` of the sequence that begins it. Bold,
 * which is 1, stands last.
 */
export type Palette = Readonly<Record<Tone, string>>

/**
 * The palette (UI-6): the terminal's own black and white, two greys, a muted green, yellow, orange, and
 * red for protection alone. All of it can be read on dark and on light, and none of it is needed: signs
 * and words say it too.
 */
const FULL: Palette = {
  plain: "",
  dim: "38;5;244",
  strong: "1",
  name: "38;5;65",
  gain: "38;5;65;1",
  loss: "38;5;244;1",
  attention: "38;5;136",
  caution: "38;5;136;1",
  intervention: "38;5;166;1",
  protection: "38;5;160;1",
  cursor: "7",
}

/** The first sixteen, for a console that knows no more. Its bright black may be invisible: not used. */
const SIXTEEN: Palette = {
  ...FULL,
  dim: "2",
  name: "32",
  gain: "32",
  loss: "",
  attention: "33",
  caution: "33",
  intervention: "33;1",
  protection: "31;1",
}

const NONE: Palette = {
  ...FULL,
  dim: "2",
  name: "",
  gain: "1",
  loss: "1",
  attention: "1",
  caution: "1",
  intervention: "4;1",
  protection: "7;1",
}

/** Nothing is dimmed, and what matters is bright or reversed. */
const CONTRAST: Palette = {
  ...FULL,
  dim: "",
  name: "1",
  gain: "1",
  loss: "1",
  attention: "4;1",
  caution: "4;1",
  intervention: "7",
  protection: "7;1",
}

const PALETTES = { full: FULL, sixteen: SIXTEEN, none: NONE, contrast: CONTRAST } as const

/** How each tone looks. A message that pulses is dimmed for every other second (UI-8). */
export function paletteFor(depth: Depth, isDimmed: boolean): Palette {
  const palette = PALETTES[depth]
  if (!isDimmed) return palette
  const { intervention, protection } = palette
  const calmer = (it: string): string => it.replace(/(^|;)1$/, "")
  return { ...palette, intervention: calmer(intervention), protection: calmer(protection) }
}

/** What the environment says of the terminal: NO_COLOR wins, then TERM and COLORTERM. */
export function depthOf(environment: Readonly<Record<string, string | undefined>>): Depth {
  const { NO_COLOR, TERM = "", COLORTERM = "" } = environment
  if (NO_COLOR) return "none"
  return /256|truecolor|24bit|kitty|alacritty|ghostty|direct/.test(`${TERM} ${COLORTERM}`)
    ? "full"
    : "sixteen"
}
