import type { Command } from "../../engine/records.ts"
import type { Act, LineOutcome } from "../../tilt/act.ts"
import type { Instant } from "../../value/brand.ts"
import type { Key } from "./keys.ts"
import { charactersOf } from "./line.ts"

/** So many characters at once come from no hand: a terminal that does not tell of a paste. */
const CHUNK_MOST = 8
/** A longer gap is a pause for thought and says nothing about how keys are struck. */
const GAP_MOST = 2_000_000
const GAPS_KEPT = 200

/** Keys that are there to change the line. */
export const EDITS = new Set<Key["kind"]>(["left", "right", "home", "end", "backspace", "delete"])

/** What a command is to the guard. */
export const OUTCOMES: Readonly<Record<Command["kind"], LineOutcome>> = {
  buy: "order",
  close: "exit",
  tighten: "control",
  cancel: "control",
  strategy: "control",
  "close-all": "exit",
  halt: "control",
  resume: "control",
  tilt: "control",
  settings: "control",
  override: "control",
  tier: "journal",
  plan: "control",
  stop: "control",
  maintenance: "control",
  reconcile: "control",
  adopt: "control",
  "cancel-foreign": "control",
  "accept-balance": "control",
}

type LineAct = Extract<Act, { kind: "line" }>
/** Figures of the keys of one line; never what they were (TILT-6). */
export type Struck = Pick<LineAct, "keys" | "corrections" | "pasted" | "spanMs" | "spread">

/** Counts the keys of a line and the time between them (TILT-3, TILT-4). */
export class Strokes {
  #keys = 0
  #corrections = 0
  #pasted = 0
  #idle = 0
  #firstAt = NaN
  #lastAt = NaN
  #gaps: number[] = []

  /** When the first key of the line was struck; NaN before. */
  get firstAt(): number {
    return this.#firstAt
  }

  strike(key: Key, at: Instant): void {
    const many = "text" in key ? charactersOf(key.text).length : 1
    if (key.kind === "paste" || many > CHUNK_MOST) this.#pasted += many
    if (key.kind === "backspace" || key.kind === "cut-word") this.#corrections++
    this.#keys += many
    if (Number.isNaN(this.#firstAt)) this.#firstAt = at
    const gap = at - this.#lastAt
    if (gap >= 0 && gap < GAP_MOST && this.#gaps.length < GAPS_KEPT) this.#gaps.push(gap)
    this.#lastAt = at
  }

  /** The key that was struck last changed nothing. */
  noteIdle(): void {
    this.#idle++
  }

  /** The figures so far, and a new line begins. */
  take(): Struck {
    const spanMs = Math.max(0, Math.round((this.#lastAt - this.#firstAt) / 1000)) || 0
    const spread = spreadOf(this.#gaps)
    const struck = {
      keys: this.#keys,
      corrections: this.#corrections,
      pasted: this.#pasted,
      spanMs,
      ...(spread === undefined ? {} : { spread }),
    }
    this.#keys = 0
    this.#corrections = 0
    this.#pasted = 0
    this.#firstAt = NaN
    this.#lastAt = NaN
    this.#gaps = []
    return struck
  }

  /** Keys without effect since this was asked last. */
  takeIdle(): number {
    const idle = this.#idle
    this.#idle = 0
    return idle
  }
}

/** Standard deviation of the gaps over their mean; undefined from too few. */
function spreadOf(gaps: readonly number[]): number | undefined {
  if (gaps.length < 5) return undefined
  const mean = gaps.reduce((sum, it) => sum + it, 0) / gaps.length
  if (!(mean > 0)) return 0
  const variance = gaps.reduce((sum, it) => sum + (it - mean) ** 2, 0) / gaps.length
  return Math.round((Math.sqrt(variance) / mean) * 1000) / 1000
}
