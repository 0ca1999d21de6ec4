import { type Line, span, type Tone } from "../line.ts"

/** How full something is, and where on the way marks stand. */
export interface Gauge {
  /** 0 to 1 of the whole length; more is drawn as full. */
  readonly share: number
  /** What the filled part means. */
  readonly tone: Tone
  /** Marks along the way, as shares. */
  readonly marks?: readonly number[]
  readonly columns: number
}

/** A bar in a frame: what is filled, the marks on the way, what is left. Readable without colour. */
export function gaugeOf({ share, tone, marks = [], columns }: Gauge): Line {
  const room = columns - 2
  const full = Math.max(0, Math.min(room, Math.round(share * room)))
  const at = new Set(marks.map((it) => Math.min(room - 1, Math.round(it * room))))
  const cells = Array.from({ length: room }, (_, i) => (i < full ? "█" : at.has(i) ? "┊" : "░"))
  return [
    span("▕", "dim"),
    span(cells.slice(0, full).join(""), tone),
    span(cells.slice(full).join(""), "dim"),
    span("▏", "dim"),
  ]
}

/** A bar that grows from a middle: gains to the right, losses to the left, both alike. */
export function balanceOf(share: number, columns: number): string {
  const half = Math.floor((columns - 1) / 2)
  const length = Math.min(half, Math.round(Math.abs(share) * half))
  const filled = "▄".repeat(length)
  return share < 0
    ? `${filled.padStart(half)}│${" ".repeat(half)}`
    : `${" ".repeat(half)}│${filled.padEnd(half)}`
}
